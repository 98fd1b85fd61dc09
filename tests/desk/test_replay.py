"""Forty written conversations said to the desk again; run with -rP to read how it acts."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

from sqlalchemy import select

from cards.words import dialogue as talk
from models import FaqEntry, Question, QuestionStep, Step
from tests.desk.talking import say, shown
from tests.furniture import Desk

FIXTURE = Path(__file__).parents[1] / "fixtures" / "conversations.jsonl"
SPOKEN = [json.loads(line) for line in FIXTURE.read_text(encoding="utf-8").splitlines()]
# What a camera or a microphone brought, and notes of whoever wrote the conversations down.
NOT_TYPED = ("[", "（")


def typed(conversation: dict[str, Any]) -> list[str]:
    """Up to where a human takes over: from then on nobody talks with the desk."""
    said: list[str] = []
    for turn in conversation["turns"]:
        if turn["action"].startswith("agent") if "action" in turn else False:
            break
        if turn["role"] == "user" and not turn["text"].startswith(NOT_TYPED):
            said.append(turn["text"])
    return said


def replay(desk: Desk) -> dict[str, list[dict[str, Any]]]:
    """The cards shown in each conversation, by its id."""
    for conversation in SPOKEN:
        who = {"chat": f"oc_{conversation['id']}", "sender": f"ou_{conversation['id']}"}
        for text in typed(conversation):
            say(desk, text, **who)
            desk.wait(seconds=4)
            desk.clock.advance(seconds=20)
    return {each["id"]: desk.cards(f"oc_{each['id']}") for each in SPOKEN}


def test_the_conversations_are_held_as_a_person_would_expect(desk: Desk) -> None:
    cards = replay(desk)
    titles = {e.code: e.question for e in desk.rows(select(FaqEntry))}
    opened = [c for c in SPOKEN if c["faq_ids"] and cards[c["id"]]]
    found = [
        c["id"]
        for c in opened
        if any(titles[code][:12] in shown(cards[c["id"]]) for code in c["faq_ids"])
    ]
    counted = Counter(row.step for row in desk.rows(select(QuestionStep)))
    print({step.value: number for step, number in counted.most_common()})
    print(f"led to the entry in question: {len(found)} of {len(opened)}")
    print("not:", [c["id"] for c in opened if c["id"] not in found])
    assert len(found) / len(opened) >= 0.75

    for danger in ("C32", "C33"):
        assert {card["header"]["template"] for card in cards[danger]} == {"red"}
    for calm in set(cards) - {"C32", "C33"}:
        assert talk.ALARM_TITLE not in shown(cards[calm]), calm
    for solved in ("C01", "C02", "C06", "C28"):
        assert talk.SMALL_TALK["solved"][0] in shown(cards[solved]), solved
    assert talk.SMALL_TALK["insult"][0] in shown(cards["C31"][0])
    assert talk.OUTSIDE_TITLE in shown(cards["C30"][0])
    assert counted[Step.STEP_FAILED] >= 2  # C06 and C07 name the step that does not work
    asked = [question.text for question in desk.rows(select(Question))]
    assert not {"👍", "谢谢", "好", "行", "什么破系统 天天坏"} & set(asked)

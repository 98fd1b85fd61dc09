"""What counts as having been said: questions and tickets, each once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from bot.desk import digest_said
from bot.digest.topics import Said, topics
from models import Question, Ticket
from tests.digest.conftest import TOLD, tell
from tests.furniture import Desk

ASKED = "日结一直转圈，进度条卡住不动怎么办"


def said(desk: Desk) -> list[Said]:
    near = digest_said.nearest_of(desk.known)
    with desk.uow.reading() as tx:
        now = tx.now + timedelta(minutes=1)
        return digest_said.said(now - timedelta(days=7), now, tx, near)


def ask(desk: Desk, number: int, text: str = ASKED) -> None:
    who = f"ou_{number:05d}"
    assert desk.pusher.say(text, sender=who, chat=f"oc_p2p_{who}").status_code == 200
    desk.wait(seconds=10)


def test_questions_and_tickets_of_one_thing_are_one_topic(settled: Desk) -> None:
    for number in range(20, 23):
        ask(settled, number)
    found = next(topic for topic in topics(said(settled)) if "日结" in topic.name)
    kinds = {one.key[0] for one in found.said}
    assert kinds == {"q", "t"}
    assert len(found.stations) == TOLD[0][1] + 3
    assert found.entry.startswith("SH-")


def test_a_question_that_became_a_ticket_is_said_once(settled: Desk) -> None:
    ask(settled, 20)
    asked = max(settled.rows(select(Question.id)))
    before = {one.key for one in said(settled)}
    assert f"q{asked}" in before
    ticket = max(settled.rows(select(Ticket.id)))
    with settled.uow() as tx:
        tx.session.execute(update(Ticket).where(Ticket.id == ticket).values(question_id=asked))
    assert {one.key for one in said(settled)} == before - {f"q{asked}"}


def test_greetings_are_nothing_that_was_said(settled: Desk) -> None:
    before = len(said(settled))
    ask(settled, 20, "你好")
    ask(settled, 21, "谢谢")
    assert len(said(settled)) == before


def test_of_very_much_one_in_so_many_stands_for_the_others(
    settled: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(20, 26):
        ask(settled, number)
    monkeypatch.setattr(digest_said, "MOST_PAST", 3)
    near = digest_said.nearest_of(settled.known)
    with settled.uow.reading() as tx:
        now = tx.now + timedelta(minutes=1)
        found, weight = digest_said.past(now - timedelta(days=1), now, tx, near)
    asked = [one for one in found if one.key.startswith("q")]
    assert weight == 3
    assert len(asked) * weight == 6
    assert {one.region for one in asked} == {"冀"}


def test_a_merged_ticket_is_not_said_again(settled: Desk) -> None:
    before = len(said(settled))
    numbers = sorted(settled.rows(select(Ticket.id)))
    with settled.uow() as tx:
        merged = update(Ticket).where(Ticket.id == numbers[1]).values(merged_into=numbers[0])
        tx.session.execute(merged)
    assert len(said(settled)) == before - 1


def test_tickets_told_twice_by_a_file_are_told_once(settled: Desk) -> None:
    before = len(said(settled))
    tell(settled, "2026-11-24", TOLD)
    assert len(said(settled)) == before

"""Once a week those who look after the FAQ are told how it does, and nobody else is."""

from __future__ import annotations

import json
from datetime import date

from sqlalchemy import select

from bot.desk import nightly
from cards.words import learning as words
from models import FaqProposal, Grant, Outbound, ProposalState, Role
from tests.furniture import Desk
from tests.learning.test_learning_desk import ask, ask_gap, press


def grant(desk: Desk, who: str, role: Role) -> None:
    with desk.uow() as tx:
        tx.session.add(Grant(open_id=who, role=role, granted_at=tx.now))


def told(desk: Desk) -> dict[str, str]:
    """Who was sent the week's card, and all that stands on it."""
    sent = desk.rows(select(Outbound).where(Outbound.target_kind == "open_id"))
    texts = {row.target: json.dumps(row.content, ensure_ascii=False) for row in sent}
    return {who: text for who, text in texts.items() if words.CHECKUP_TITLE in text}


def until_monday(desk: Desk) -> None:
    """From Wednesday noon on, night by night."""
    for _ in range(5):
        nightly.keep_set(desk.uow)
        desk.wait(days=1)


def test_reviewers_are_told_what_is_missing_and_how_the_week_went(desk: Desk) -> None:
    grant(desk, "ou_dan", Role.REVIEWER)
    grant(desk, "ou_root", Role.ADMIN)
    grant(desk, "ou_mallory", Role.OPERATOR)
    ask_gap(desk)
    ask(desk, "报错 E3012 怎么处理")
    press(desk, "解决了")
    until_monday(desk)
    cards = told(desk)
    assert set(cards) == {"ou_dan", "ou_root"}
    assert words.checkup_days(date(2026, 11, 23), date(2026, 11, 29)) in cards["ou_dan"]
    assert words.checkup_unanswered(count=3, questions=4) in cards["ou_dan"]
    assert "充电桩坏了" in cards["ou_dan"]
    waiting = desk.rows(select(FaqProposal).where(FaqProposal.state == ProposalState.OPEN))
    assert words.pending(len(waiting), waiting[0].created_at) in cards["ou_dan"]


def test_a_desk_nobody_spoke_to_troubles_nobody(desk: Desk) -> None:
    grant(desk, "ou_dan", Role.REVIEWER)
    until_monday(desk)
    assert told(desk) == {}


def test_greetings_are_no_questions_of_the_week(desk: Desk) -> None:
    grant(desk, "ou_dan", Role.REVIEWER)
    desk.pusher.say("你好")
    desk.drain()
    desk.wait(seconds=20)
    until_monday(desk)
    assert told(desk) == {}

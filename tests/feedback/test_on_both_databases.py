"""The whole way of a feedback, on SQLite and on PostgreSQL, with the Bitable in memory."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from bot.bitable import marks, setup
from bot.bitable.sync import SUBJECTS
from cards.words import feedback as say
from models import FeedbackStatus
from tests.feedback.acts import REPORT, give, say_and_drain
from tests.furniture import Desk, SteppedClock, make_desk

FEEDBACK = SUBJECTS["feedback"]


@pytest.fixture
def any_desk(database_url: str, clock: SteppedClock, sample_matcher: Any) -> Iterator[Desk]:
    with make_desk(database_url, clock, sample_matcher) as it:
        yield it


def test_given_joined_worked_on_in_the_table_and_answered(any_desk: Desk) -> None:
    desk = any_desk
    setup.set_up(desk.uow, desk.bitable, FEEDBACK, lambda _: False)
    desk.drain()
    give(desk, REPORT)
    say_and_drain(desk, "我也要 1：夜班也要", sender="ou_bob", chat="oc_bob")
    (base,) = desk.bitable.bases.values()
    (table,) = base.tables.values()
    (record_id,) = table.rows
    app_token = next(iter(desk.bitable.bases))
    row = {"状态": "已完成", "公开回复": "12 月的版本里有了"}
    desk.bitable.update_rows(app_token, table.table_id, {record_id: row})
    marks.knock_all(desk.uow)
    desk.drain()
    desk.wait(minutes=4)
    for chat in ("oc_p2p_ou_alice", "oc_p2p_ou_bob"):
        shown = json.dumps(desk.cards(chat)[-1], ensure_ascii=False)
        assert say.STATUSES["done"] in shown
        assert "12 月的版本里有了" in shown
    with desk.uow.reading() as tx:
        values = FEEDBACK.values(1, app_token, tx)
        assert values is not None
        assert (values["status"], values["votes"]) == (FeedbackStatus.DONE, 1)


def test_everybody_can_join_at_once(any_desk: Desk) -> None:
    desk = any_desk
    give(desk, REPORT)
    for number in range(30):
        desk.pusher.say("我也要 F000001", sender=f"ou_{number}", chat=f"oc_{number}")
    desk.drain()
    say_and_drain(desk, "我的反馈")
    assert say.wanted_by(30) in json.dumps(desk.cards()[-1], ensure_ascii=False)

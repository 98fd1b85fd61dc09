"""What became of feedback reaches those concerned: once, together, and only if it is news."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from sqlalchemy import select

from bot.desk.feedback import record
from cards.words import feedback as say
from models import (
    Feedback,
    FeedbackAnswer,
    FeedbackStatus,
    FeedbackVote,
    Grant,
    Outbound,
    Priority,
    Role,
    Timer,
)
from tests.desk.test_conversation import press
from tests.feedback.acts import REPORT, give, say_and_drain
from tests.furniture import Desk

ALICE, BOB, DAN = "oc_p2p_ou_alice", "oc_p2p_ou_bob", "oc_p2p_ou_dan"


def change(desk: Desk, number: int = 1, **values: Any) -> None:
    with desk.uow() as tx:
        feedback = tx.session.get_one(Feedback, number)
        record.change(feedback, values, "ou_dan", "bitable", tx)


def put_dan_in_charge(desk: Desk) -> None:
    with desk.uow() as tx:
        tx.session.add(Grant(open_id="ou_dan", role=Role.OPERATOR, granted_at=tx.now))


def shown(card: dict[str, Any]) -> str:
    return json.dumps(card, ensure_ascii=False)


def test_the_submitter_and_all_who_joined_are_told_once(desk: Desk) -> None:
    give(desk, REPORT)
    say_and_drain(desk, "我也要 1", sender="ou_bob", chat="oc_bob")
    change(desk, status=FeedbackStatus.ACCEPTED, public_reply="下个版本做")
    desk.wait(minutes=4)
    desk.wait(hours=24)
    for chat in (ALICE, BOB):
        (card,) = desk.cards(chat)
        assert "F000001" in shown(card)
        assert "下个版本做" in shown(card)


def test_several_changes_of_several_feedback_are_one_card(desk: Desk) -> None:
    give(desk, REPORT)
    give(desk, "收银机屏幕太暗，晚上看不清")
    change(desk, 1, status=FeedbackStatus.ACCEPTED)
    desk.wait(minutes=1)
    change(desk, 1, plan_date=date(2026, 12, 20))
    change(desk, 2, status=FeedbackStatus.DONE)
    desk.wait(minutes=4)
    (card,) = desk.cards(ALICE)
    assert all(part in shown(card) for part in ("F000001", "F000002", "2026-12-20"))


def test_who_works_on_for_hours_does_not_put_the_news_off_for_ever(desk: Desk) -> None:
    give(desk, REPORT)
    for minute in range(10):
        change(desk, public_reply=f"第 {minute} 稿")
        desk.wait(minutes=1)
    assert 2 <= len(desk.cards(ALICE)) <= 4


def test_what_was_changed_back_is_not_told(desk: Desk) -> None:
    give(desk, REPORT)
    change(desk, status=FeedbackStatus.DECLINED)
    change(desk, status=FeedbackStatus.NEW)
    desk.wait(minutes=4)
    assert desk.cards(ALICE) == []


def test_a_new_owner_or_module_is_no_news_for_the_station(desk: Desk) -> None:
    give(desk, REPORT)
    change(desk, owner="ou_dan", module="发票")
    desk.wait(minutes=4)
    assert desk.cards(ALICE) == []


def test_news_let_answers_go_first(desk: Desk) -> None:
    give(desk, REPORT)
    change(desk, status=FeedbackStatus.DONE)
    desk.wait(minutes=4)
    news = desk.rows(select(Outbound).where(Outbound.target == "ou_alice"))
    assert [one.priority for one in news] == [Priority.BULK]


def test_a_promised_day_that_went_by_is_the_owners_alarm_once(desk: Desk) -> None:
    give(desk, REPORT)
    change(desk, owner="ou_dan", status=FeedbackStatus.PLANNED, plan_date=date(2026, 11, 27))
    desk.wait(days=1.5)
    assert desk.cards(DAN) == []
    desk.wait(days=1)
    desk.wait(days=5)
    (card,) = desk.cards(DAN)
    assert say.overdue(date(2026, 11, 27)) in shown(card)


def test_a_moved_date_moves_the_alarm_and_a_done_thing_has_none(desk: Desk) -> None:
    give(desk, REPORT)
    change(desk, owner="ou_dan", plan_date=date(2026, 11, 27))
    change(desk, plan_date=date(2026, 12, 27))
    desk.wait(days=10)
    assert desk.cards(DAN) == []
    change(desk, status=FeedbackStatus.DONE)
    assert desk.rows(select(Timer).where(Timer.key.like("feedback.overdue%"))) == []


def test_who_is_not_content_becomes_the_affair_of_those_in_charge(desk: Desk) -> None:
    put_dan_in_charge(desk)
    give(desk, REPORT)
    change(desk, status=FeedbackStatus.DECLINED, public_reply="不做")
    desk.wait(minutes=4)
    card = desk.cards(ALICE)[-1]
    first = press(desk, say.UNSATISFIED_BUTTON, card=card)
    press(desk, say.UNSATISFIED_BUTTON, card=card)
    desk.drain()
    assert first["toast"]["content"] == say.RATED_UNSATISFIED
    assert len(desk.cards(DAN)) == 1
    assert say.UNHAPPY_TITLE in shown(desk.cards(DAN)[0])
    stranger = press(desk, say.SATISFIED_BUTTON, card=card, who="ou_mallory")
    assert stranger["toast"]["content"] == say.NOT_CONCERNED
    press(desk, say.SATISFIED_BUTTON, card=card)
    (answer,) = desk.rows(select(FeedbackAnswer))
    assert answer.satisfied is True


def test_more_words_are_taken_from_those_concerned_only(desk: Desk) -> None:
    put_dan_in_charge(desk)
    give(desk, REPORT)
    say_and_drain(desk, "补充 F000001：先做汽油的")
    say_and_drain(desk, "补充 F000001：我来捣乱", sender="ou_mallory", chat="oc_mallory")
    (answer,) = desk.rows(select(FeedbackAnswer))
    assert answer.text == "先做汽油的"
    assert "先做汽油的" in shown(desk.cards(DAN)[-1])


def test_merging_tells_whose_it_was_and_then_what_becomes_of_the_other(desk: Desk) -> None:
    give(desk, REPORT)
    give(desk, "收银机屏幕太暗，晚上看不清", sender="ou_bob", chat="oc_bob")
    change(desk, 2, merged_into=1)
    desk.wait(minutes=4)
    assert say.merged_into("F000001") in shown(desk.cards(BOB)[-1])
    change(desk, 1, status=FeedbackStatus.DONE)
    desk.wait(minutes=4)
    assert "F000001" in shown(desk.cards(BOB)[-1])
    assert len(desk.cards(BOB)) == 2


def test_thousands_are_told_in_small_lots_and_each_of_them_once(desk: Desk) -> None:
    give(desk, REPORT)
    with desk.uow() as tx:
        tx.session.add_all(
            FeedbackVote(feedback_id=1, open_id=f"ou_{n:04d}", at=tx.now) for n in range(230)
        )
    change(desk, status=FeedbackStatus.DONE)
    lots = []
    for _ in range(10):
        before = len(news_sent(desk))
        desk.wait(minutes=4)
        lots.append(len(news_sent(desk)) - before)
    assert [lot for lot in lots if lot] == [50, 50, 50, 50, 31]
    assert len(set(news_sent(desk))) == 231


def news_sent(desk: Desk) -> list[str]:
    rows = desk.rows(select(Outbound).where(Outbound.priority == Priority.BULK))
    return [one.target for one in rows]

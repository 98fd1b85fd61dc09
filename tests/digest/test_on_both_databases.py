"""The whole way of a digest and of an alarm, on SQLite and PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from bot import broadcasts
from bot.desk import alarms, digest_editing, digest_plan, digest_send, faq
from bot.desk import digest_views as shown
from bot.faq_csv import FaqRow
from bot.matching.port import Matcher
from models import (
    Audience,
    Digest,
    DigestDelivery,
    DigestRecipient,
    DigestState,
    Feedback,
    FeedbackKind,
    FeedbackStatus,
    FeedbackVote,
    Outcome,
    Urgency,
)
from tests.cards.walk import nodes
from tests.digest.conftest import SCHEDULE, STATIONS, settle, tell
from tests.digest.test_digest import TUESDAY, WEDNESDAY, sent_to, until
from tests.furniture import Desk, SteppedClock, make_desk


@pytest.fixture
def desk(database_url: str, sample_matcher: Matcher, sample_faq: list[FaqRow]) -> Iterator[Desk]:
    with make_desk(database_url, SteppedClock(), sample_matcher) as it:
        with it.uow() as tx:
            faq.import_rows(sample_faq, tx, replace=False)
        settle(it)
        yield it


def test_drafted_approved_sent_counted_and_taken_back(desk: Desk) -> None:
    digest_plan.keep_planned(desk.uow, SCHEDULE)
    until(desk, TUESDAY)
    with desk.uow() as tx:
        (digest,) = tx.session.scalars(select(Digest).where(Digest.drafted_at.is_not(None)))
        digest_editing.approve(digest, "ou_editor", tx)
    until(desk, WEDNESDAY)
    people = sent_to(desk)
    assert len(people) == len(set(people)) == STATIONS + 2
    assert broadcasts.recount(desk.uow, desk.feishu) == 5
    assert sum(desk.rows(select(DigestDelivery.reached))) == STATIONS + 2
    with desk.uow() as tx:
        digest_editing.take_back(digest_send.locked(digest.id, tx), "ou_editor", tx)
        assert shown.preview(digest_send.locked(digest.id, tx), tx)
    desk.drain()
    assert set(desk.rows(select(DigestRecipient.outcome))) == {Outcome.RECALLED}
    tell(desk, "2026-12-01", (("日结一直转圈，进度条卡住不动", 4),))
    digest_plan.keep_planned(desk.uow, SCHEDULE)
    until(desk, TUESDAY + timedelta(days=7))
    (after,) = desk.rows(select(Digest).where(Digest.week == "2026-W50"))
    assert after.state is DigestState.DRAFTED
    assert after.effect["topics"]


def test_product_owners_see_wishes_by_the_stations_that_share_them(desk: Desk) -> None:
    at = datetime(2026, 11, 25, 3, tzinfo=UTC)
    with desk.uow() as tx:
        for number, text in enumerate(("希望报表分油品", "后台闪退 13800138000")):
            tx.session.add(
                Feedback(
                    id=number + 1,
                    kind=(FeedbackKind.WISH, FeedbackKind.DEFECT)[number],
                    module="报表",
                    description=text,
                    normalised=text,
                    urgency=Urgency.NORMAL,
                    station_code="S00001",
                    submitter="ou_00001",
                    chat_id="oc_1",
                    source="card",
                    status=FeedbackStatus.NEW,
                    told={},
                    created_at=at,
                    updated_at=at,
                )
            )
        tx.session.flush()
        # Bob is of the same station: it is still one station.
        for who, station in (("ou_00002", "S00002"), ("ou_bob", "S00001")):
            tx.session.add(FeedbackVote(feedback_id=2, open_id=who, station_code=station, at=at))
    digest_plan.keep_planned(desk.uow, SCHEDULE)
    until(desk, TUESDAY)
    with desk.uow() as tx:
        (digest,) = tx.session.scalars(select(Digest).where(Digest.drafted_at.is_not(None)))
        card = shown.card_of(digest, Audience.PRODUCT, tx)
    (table,) = (node for node in nodes(card["body"]) if node.get("tag") == "table")
    told = {row["kind"]: (row["text"], row["stations"]) for row in table["rows"]}
    assert told["需求"] == ("希望报表分油品", 1)
    assert told["缺陷"][1] == 2
    assert "13800138000" not in told["缺陷"][0]
    assert [row["stations"] for row in table["rows"]] == sorted(
        (row["stations"] for row in table["rows"]), reverse=True
    )


def test_growth_is_told_on_a_monday_once_in_two_weeks(desk: Desk) -> None:
    for week, many in enumerate((1, 1, 2, 2, 3, 5, 6, 8)):
        day = (datetime(2026, 9, 30, tzinfo=UTC) + timedelta(days=7 * week)).date().isoformat()
        tell(desk, day, (("网关一天断好几次", many),))
    desk.clock.at = datetime(2026, 11, 23, 1, tzinfo=UTC)
    found = alarms.look_for_growth(desk.known)
    assert "growth" in {one.kind for one in found}
    with desk.uow() as tx:
        first = alarms.tell(found, tx)
        assert first >= 1
        assert alarms.tell(found, tx) == 0
    desk.clock.advance(days=7)
    with desk.uow() as tx:
        assert alarms.tell(found, tx) == 0

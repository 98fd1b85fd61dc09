"""On PostgreSQL a click waits for nobody else's click, and for nothing longer than Feishu does."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Connection, select, text

from bot import reception
from bot.matching.port import Matcher
from cards import words
from cards.actions import AskHuman
from models import Inbound
from tests.databases import postgres_database
from tests.furniture import Desk, SteppedClock, make_desk

pytestmark = pytest.mark.postgres
LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))")


@pytest.fixture
def desk(
    request: pytest.FixtureRequest, clock: SteppedClock, sample_matcher: Matcher
) -> Iterator[Desk]:
    with postgres_database(request.getfixturevalue("postgres")) as url:
        with make_desk(url, clock, sample_matcher) as it:
            yield it


def test_a_lock_that_is_not_to_be_had_is_a_busy_answer_and_leaves_no_row(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reception, "PATIENCE", 0.2)
    with desk.engine.connect() as other, other.begin():
        other.execute(text("LOCK TABLE inbound IN ACCESS EXCLUSIVE MODE"))
        answer = desk.pusher.click(AskHuman(0).pack()).get_json()
    assert answer["toast"]["content"] == words.BUSY
    assert desk.rows(select(Inbound)) == []


def test_a_click_that_waits_holds_up_no_other(desk: Desk) -> None:
    """In one transaction they waited for one another until the deadlock detector came."""

    def blocked(connection: Connection) -> str:
        connection.execute(LOCK, {"name": "taken"})
        return "late"

    with ThreadPoolExecutor(1) as threads:
        with desk.engine.connect() as other, other.begin():
            other.execute(LOCK, {"name": "taken"})
            waiting = threads.submit(desk.uow.hurried, blocked, 30.0)
            answer = desk.pusher.click(AskHuman(0).pack()).get_json()
            assert answer["toast"]["content"] != words.BUSY
            assert not waiting.done()
        assert waiting.result(timeout=30) == "late"

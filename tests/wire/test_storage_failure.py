"""A database that refuses: no 200 without a row, and Feishu's next try is kept once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from sqlalchemy import Connection, event, select, text

from bot.matching.port import Matcher
from cards import words
from models import Inbound, InboundState
from tests import pushing
from tests.furniture import Desk, SteppedClock, make_desk
from tests.wire.captured import Body, fault_of, load, push

LONG_TEXT = "日结失败怎么办？" * 6000


@contextmanager
def each_transaction_begins_with(desk: Desk, statement: str) -> Iterator[None]:
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql(statement)

    event.listen(desk.engine, "begin", begin)
    yield
    event.remove(desk.engine, "begin", begin)
    desk.engine.dispose()  # the connections in the pool would go on as they were told


@contextmanager
def read_only(desk: Desk) -> Iterator[None]:
    sqlite = desk.engine.dialect.name == "sqlite"
    order = "PRAGMA query_only=ON" if sqlite else "SET TRANSACTION READ ONLY"
    with each_transaction_begins_with(desk, order):
        yield


@contextmanager
def full_disk(desk: Desk) -> Iterator[None]:
    """Not a page more than there are."""
    with desk.engine.connect() as connection:
        pages = connection.execute(text("PRAGMA page_count")).scalar_one()
    with each_transaction_begins_with(desk, f"PRAGMA max_page_count={pages}"):
        yield


@contextmanager
def missing_table(desk: Desk) -> Iterator[None]:
    with desk.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE inbound RENAME TO elsewhere")
    yield
    with desk.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE elsewhere RENAME TO inbound")


@contextmanager
def failing_commit(desk: Desk) -> Iterator[None]:
    """The insert went well, the last step to the disk did not."""

    def refuse(connection: Connection) -> None:
        raise OSError("fsync: Input/output error")

    event.listen(desk.engine, "commit", refuse)
    yield
    event.remove(desk.engine, "commit", refuse)


Trouble = Callable[[Desk], AbstractContextManager[None]]
troubles = pytest.mark.parametrize("trouble", [read_only, full_disk, missing_table, failing_commit])


def long_message() -> Body:
    body = pushing.message(LONG_TEXT, message_id="om_long")
    return pushing.envelope("im.message.receive_v1", body, event_id="e1", at=SteppedClock().now())


def settle(desk: Desk) -> None:
    """What the writer was given so far has been tried."""
    desk.writer.submit(lambda connection: None).exception(timeout=5)


@troubles
def test_a_push_that_cannot_be_kept_is_not_acknowledged(desk: Desk, trouble: Trouble) -> None:
    with trouble(desk):
        response = push(desk, long_message())
        assert (response.status_code, response.data) == (500, b"")
    assert desk.rows(select(Inbound)) == []


@troubles
def test_the_next_try_is_kept_once_and_answered_once(desk: Desk, trouble: Trouble) -> None:
    with trouble(desk):
        push(desk, long_message())
    desk.pusher.appears(long_message()["event"]["message"])
    assert [push(desk, long_message()).status_code for _ in range(3)] == [200, 200, 200]
    desk.drain()
    assert [row.state for row in desk.rows(select(Inbound))] == [InboundState.DONE]
    assert desk.feishu.calls == [("reply", "om_long")]


def long_click() -> Body:
    body = load("click_button_human")
    body["event"]["action"]["form_value"] = {"desc": LONG_TEXT}
    return body


@troubles
def test_a_click_that_cannot_be_kept_gets_a_toast_and_changes_nothing(
    desk: Desk, trouble: Trouble
) -> None:
    with trouble(desk):
        response = push(desk, long_click())
        settle(desk)
        assert fault_of(response, click=True) is None
        assert response.get_json()["toast"]["type"] == "error"
    desk.drain()
    assert desk.rows(select(Inbound)) == []
    assert desk.feishu.calls == []


@troubles
def test_the_click_that_comes_again_is_taken(desk: Desk, trouble: Trouble) -> None:
    with trouble(desk):
        push(desk, long_click())
        settle(desk)
    answer = push(desk, long_click()).get_json()
    assert answer["toast"]["content"] == words.HANDOVER_RECORDED
    desk.drain()
    assert desk.feishu.calls == [("send", "oc_alice")]


@troubles
def test_what_needs_no_row_is_answered_all_the_same(desk: Desk, trouble: Trouble) -> None:
    with trouble(desk):
        assert push(desk, load("url_verification")).status_code == 200
        assert push(desk, load("message_read")).status_code == 200
        assert push(desk, load("click_of_the_old_kind")).status_code == 403


def test_on_both_databases_a_refused_write_is_told_and_then_made_up_for(
    database_url: str, clock: SteppedClock, sample_matcher: Matcher
) -> None:
    with make_desk(database_url, clock, sample_matcher) as desk:
        with read_only(desk):
            assert push(desk, long_message()).status_code == 500
            assert push(desk, long_click()).get_json()["toast"]["type"] == "error"
            settle(desk)
        assert push(desk, long_message()).status_code == 200
        assert push(desk, long_click()).get_json()["toast"]["type"] == "success"
        assert len(desk.rows(select(Inbound))) == 2


def test_a_writer_that_was_stopped_takes_nothing_and_says_so(desk: Desk) -> None:
    desk.writer.stop()
    response = push(desk, load("text"))
    assert (response.status_code, response.data) == (500, b"")
    click = push(desk, load("click_button_help"))
    assert fault_of(click, click=True) is None
    assert click.get_json()["toast"]["type"] == "error"

"""What people say and what we must keep secret never reaches the log, whatever goes wrong."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import select

from bot.engine.port import Work
from models import Inbound
from tests import pushing
from tests.furniture import Desk
from tests.wire.captured import NAMES, Body, load, push, seal

SECRETS = (pushing.ENCRYPT_KEY, pushing.TOKEN)
Spoken = Callable[[], str]


def words_of(value: Any) -> Iterator[str]:
    """What somebody wrote or is called: all that isn't ASCII, and what hides inside of JSON."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for inner in value:
            yield from words_of(inner)
    elif isinstance(value, str) and value.startswith('{"'):
        yield from words_of(json.loads(value))
    elif isinstance(value, str) and not value.isascii():
        yield value


def told(spoken: str, body: Body) -> list[str]:
    return [word for word in [*SECRETS, *words_of(body)] if word in spoken]


@pytest.mark.parametrize("name", NAMES)
def test_neither_words_nor_secrets_are_logged(desk: Desk, spoken: Spoken, name: str) -> None:
    push(desk, load(name))
    desk.drain()
    log = spoken()
    assert log
    assert told(log, load(name)) == []


@pytest.mark.parametrize("name", ["text", "click_form_submit", "url_verification"])
def test_a_refusal_names_its_reason_and_nothing_else(desk: Desk, spoken: Spoken, name: str) -> None:
    raw = seal(json.dumps(load(name) | {"header": {}, "token": "guess"}).encode())
    headers = pushing.sign(raw, desk.clock.now())
    assert desk.pusher.raw(raw, headers).status_code == 403
    assert desk.pusher.raw(raw, headers | {"X-Lark-Signature": "0" * 64}).status_code == 403
    log = spoken()
    assert "push_refused" in log
    assert told(log, load(name)) == []
    assert headers["X-Lark-Signature"] not in log
    assert "guess" not in log


def test_a_malformed_push_is_logged_without_its_words(desk: Desk, spoken: Spoken) -> None:
    body = load("text")
    body["event"]["message"]["chat_id"] = "油枪"
    push(desk, body)
    body = load("click_form_submit")
    body["event"]["context"] = "油枪"
    push(desk, body)
    log = spoken()
    assert "click_malformed" in log
    assert told(log, load("text") | {"chat": "油枪"}) == []


def lose(desk: Desk, table: str) -> None:
    with desk.engine.begin() as connection:
        connection.exec_driver_sql(f"ALTER TABLE {table} RENAME TO elsewhere")


def test_a_push_that_cannot_be_kept_is_logged_without_its_words(desk: Desk, spoken: Spoken) -> None:
    lose(desk, "inbound")
    push(desk, load("text"))
    log = spoken()
    assert "push_not_kept" in log
    assert told(log, load("text")) == []


def test_a_click_that_cannot_be_kept_is_logged_without_its_words(
    desk: Desk, spoken: Spoken
) -> None:
    """A short one: long parameters are cut in the database's messages, and hide the leak."""
    lose(desk, "inbound")
    desk.pusher.click("油枪", message_id="om_1")
    log = spoken()
    assert "click_failed" in log
    assert told(log, {"value": "油枪"}) == []


def test_a_question_that_cannot_be_recorded_is_logged_without_its_words(
    desk: Desk, spoken: Spoken
) -> None:
    lose(desk, "question")
    push(desk, load("text"))
    desk.drain(only=Work.INBOUND)
    log = spoken()
    assert "parked" in log
    assert told(log, load("text")) == []


def test_the_reason_of_a_parked_row_holds_no_words(desk: Desk) -> None:
    lose(desk, "question")
    push(desk, load("text"))
    desk.drain(only=Work.INBOUND)
    (row, *_) = desk.rows(select(Inbound).order_by(Inbound.id))
    assert row.error
    assert told(row.error, load("text")) == []

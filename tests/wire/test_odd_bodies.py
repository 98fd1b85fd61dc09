"""Bodies that are no push at all: too long, broken off, no JSON, JSON of the wrong kind."""

from __future__ import annotations

import base64
import json
from io import BytesIO

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from models import Inbound
from tests import pushing
from tests.furniture import Desk
from tests.wire.captured import load, seal

MIB = 1024 * 1024
DEEP = 100_000

NO_PUSH: dict[str, bytes] = {
    "empty": b"",
    "a space": b" ",
    "no JSON": b"encrypt=abc",
    "HTML": b"<!doctype html>",
    "no text": b"\xff\xfe\x00\x01",
    "NUL": b"\0" * 64,
    "a list": b"[]",
    "a list of a push": b'[{"encrypt": ""}]',
    "null": b"null",
    "a number": b"5",
    "a number of many digits": b"5" * 10_000,
    "a text": b'"encrypt"',
    "an empty object": b"{}",
    "half an object": b'{"encrypt": "',
    "lists in lists": b"[" * DEEP,
    "lists in lists, closed": b"[" * DEEP + b"]" * DEEP,
    "objects in objects": b'{"encrypt":' * DEEP,
    "lists inside an object": b'{"encrypt":' + b"[" * DEEP + b"]" * DEEP + b"}",
    "not a number": b'{"encrypt": NaN}',
}
NO_CIPHER: dict[str, object] = {
    "null": None,
    "a number": 5,
    "an object": {},
    "a list": ["P37w"],
    "empty": "",
    "no base64": "*" * 64,
    "beyond ASCII": "油" * 64,
    "half a character": "\ud83d" * 64,
    "base64 with line breaks": "\n".join(["AAAA"] * 32),
    "less than two blocks": base64.b64encode(bytes(16)).decode(),
    "not whole blocks": base64.b64encode(bytes(33)).decode(),
    "zeros": base64.b64encode(bytes(32)).decode(),
}
NO_EVENT: dict[str, bytes] = NO_PUSH | {
    "endless": b'{"header": 1e999}',
    "minus endless": b'{"header": -Infinity}',
    "an empty header": b'{"header": {}}',
    "header in a list": b'{"header": []}',
    "a push in a push": pushing.encrypt({"type": "url_verification", "token": "wrong"}),
}


def assert_refused(desk: Desk, response: TestResponse) -> None:
    assert (response.status_code, response.data) == (403, b"")
    assert desk.rows(select(Inbound)) == []


@pytest.mark.parametrize("how", NO_PUSH)
@pytest.mark.parametrize("signed", [True, False], ids=["signed", "unsigned"])
def test_a_body_is_refused(desk: Desk, how: str, signed: bool) -> None:
    assert_refused(desk, desk.pusher.raw(NO_PUSH[how], None if signed else {}))


@pytest.mark.parametrize("how", NO_CIPHER)
def test_a_cipher_is_refused(desk: Desk, how: str) -> None:
    assert_refused(desk, desk.pusher.raw(json.dumps({"encrypt": NO_CIPHER[how]}).encode()))


@pytest.mark.parametrize("how", NO_EVENT)
def test_what_was_sealed_is_refused(desk: Desk, how: str) -> None:
    assert_refused(desk, desk.pusher.raw(seal(NO_EVENT[how])))


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999"])
def test_an_event_with_a_number_that_no_database_keeps_is_refused(desk: Desk, number: str) -> None:
    raw = json.dumps(load("text")).replace('"update_time"', f'"odd": {number}, "update_time"')
    assert number in raw
    assert_refused(desk, desk.pusher.raw(seal(raw.encode())))


def test_an_event_nested_too_deep_is_refused(desk: Desk) -> None:
    deep = "[" * DEEP + "]" * DEEP
    raw = json.dumps(load("text")).replace('"update_time"', f'"odd": {deep}, "update_time"')
    assert_refused(desk, desk.pusher.raw(seal(raw.encode())))


def test_a_content_nested_too_deep_is_parked(desk: Desk) -> None:
    body = load("text")
    body["event"]["message"]["content"] = "[" * DEEP
    assert desk.pusher.raw(seal(json.dumps(body).encode())).status_code == 200
    (row,) = desk.rows(select(Inbound))
    assert row.error == "malformed: message.content"


def padded(length: int) -> bytes:
    """A good push, filled up with what JSON lets stand at the end."""
    return pushing.encrypt(load("text")).ljust(length)


def post_in_chunks(desk: Desk, raw: bytes) -> TestResponse:
    """As servers hand on `Transfer-Encoding: chunked`: no length, an end all the same."""
    return desk.pusher.http.post(
        pushing.PATH,
        input_stream=BytesIO(raw),
        headers=pushing.sign(raw, desk.clock.now()),
        environ_overrides={"wsgi.input_terminated": True},
    )


def test_a_push_of_a_mebibyte_is_taken(desk: Desk) -> None:
    assert desk.pusher.raw(padded(MIB)).status_code == 200
    assert len(desk.rows(select(Inbound))) == 1


def test_a_push_of_a_mebibyte_in_chunks_is_taken(desk: Desk) -> None:
    assert post_in_chunks(desk, padded(MIB)).status_code == 200
    assert len(desk.rows(select(Inbound))) == 1


@pytest.mark.parametrize("length", [MIB + 1, 3 * MIB])
def test_a_longer_push_is_refused_though_authentic(desk: Desk, length: int) -> None:
    assert_refused(desk, desk.pusher.raw(padded(length)))


@pytest.mark.parametrize("length", [MIB + 1, 3 * MIB])
def test_a_longer_push_in_chunks_is_refused_and_not_read_to_its_end(
    desk: Desk, length: int
) -> None:
    raw = padded(length)
    rest = BytesIO(raw)
    response = desk.pusher.http.post(
        pushing.PATH,
        input_stream=rest,
        headers=pushing.sign(raw, desk.clock.now()),
        environ_overrides={"wsgi.input_terminated": True},
    )
    assert_refused(desk, response)
    assert rest.tell() <= MIB + 1


def test_a_push_that_breaks_off_is_not_acknowledged(desk: Desk) -> None:
    raw = padded(2048)
    response = desk.pusher.http.post(
        pushing.PATH,
        input_stream=BytesIO(raw[:100]),
        content_length=len(raw),
        headers=pushing.sign(raw, desk.clock.now()),
    )
    assert 400 <= response.status_code < 500
    assert desk.rows(select(Inbound)) == []


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_a_push_is_taken_whatever_it_calls_itself(desk: Desk, kind: str) -> None:
    raw = padded(2048)
    headers = pushing.sign(raw, desk.clock.now())
    response = desk.pusher.http.post(pushing.PATH, data=raw, headers=headers, content_type=kind)
    assert response.status_code == 200

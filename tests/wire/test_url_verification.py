"""Feishu asks whether the address is ours: unsigned, plain or encrypted, judged by its token."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from models import Inbound
from tests.furniture import Desk
from tests.wire.breakage import REMOVED, changed
from tests.wire.captured import load, seal


def plainly(body: dict[str, Any]) -> bytes:
    return json.dumps(body).encode()


def sealed(body: dict[str, Any]) -> bytes:
    return seal(plainly(body))


ways = pytest.mark.parametrize("wrap", [plainly, sealed])
Wrap = Callable[[dict[str, Any]], bytes]


@ways
@pytest.mark.parametrize("signed", [False, True], ids=["unsigned", "signed"])
def test_the_challenge_comes_back_in_plain_text(desk: Desk, wrap: Wrap, signed: bool) -> None:
    body = load("url_verification")
    response = desk.pusher.raw(wrap(body), None if signed else {})
    assert response.status_code == 200
    assert response.get_json() == {"challenge": body["challenge"]}
    assert response.content_type == "application/json; charset=utf-8"
    assert desk.rows(select(Inbound)) == []


@ways
@pytest.mark.parametrize("text", ['"},{"', "油枪", "", "x" * 10_000, "a\0b", "\\u0041"])
def test_whatever_the_challenge_says_comes_back_as_it_is(desk: Desk, wrap: Wrap, text: str) -> None:
    response = desk.pusher.raw(wrap(load("url_verification") | {"challenge": text}), {})
    assert response.get_json() == {"challenge": text}


WRONG: dict[str, tuple[str, object]] = {
    "wrong token": ("token", "another-token"),
    "empty token": ("token", ""),
    "no token": ("token", REMOVED),
    "token in a list": ("token", ["a-verification-token"]),
    "token of half a character": ("token", "\ud83d"),
    "no challenge": ("challenge", REMOVED),
    "challenge that is a number": ("challenge", 5),
    "challenge of half a character": ("challenge", "\ud83d"),
    "another type": ("type", "URL_VERIFICATION"),
    "no type": ("type", REMOVED),
}


@ways
@pytest.mark.parametrize("how", WRONG)
def test_a_challenge_is_refused(desk: Desk, wrap: Wrap, how: str) -> None:
    name, value = WRONG[how]
    response = desk.pusher.raw(wrap(changed(load("url_verification"), (name,), value)), {})
    assert (response.status_code, response.data) == (403, b"")


def test_a_challenge_encrypted_with_another_key_is_refused(desk: Desk) -> None:
    raw = seal(plainly(load("url_verification")), key="another key")
    response = desk.pusher.raw(raw, {})
    assert (response.status_code, response.data) == (403, b"")


def test_an_event_that_calls_itself_a_challenge_is_never_kept(desk: Desk) -> None:
    """It would be an event without a signature."""
    body = load("text") | {"type": "url_verification", "token": "guess", "challenge": "x"}
    assert desk.pusher.raw(sealed(body), {}).status_code == 403
    assert desk.rows(select(Inbound)) == []

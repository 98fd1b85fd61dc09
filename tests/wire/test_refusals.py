"""Whatever isn't an authentic push of our app: 403, not a word more, and nothing kept."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from models import Inbound
from tests import pushing
from tests.furniture import Desk
from tests.wire.breakage import REMOVED, Path, changed
from tests.wire.captured import load, seal, signature

NONCE = "n0nce"
HEADERS = ("X-Lark-Request-Timestamp", "X-Lark-Request-Nonce", "X-Lark-Signature")
# As long as Feishu may take to push for the last time; the clocks may differ a little.
OLDEST, AHEAD = timedelta(hours=8), timedelta(minutes=5)


@dataclass(frozen=True)
class Push:
    """The parts of a signed request; None is a header that isn't there."""

    raw: bytes
    timestamp: str | None
    nonce: str | None
    signature: str | None

    def to(self, desk: Desk) -> TestResponse:
        values = zip(HEADERS, (self.timestamp, self.nonce, self.signature), strict=True)
        return desk.pusher.raw(
            self.raw, {name: value for name, value in values if value is not None}
        )


def signed(raw: bytes, timestamp: str, key: str = pushing.ENCRYPT_KEY) -> Push:
    return Push(raw, timestamp, NONCE, signature(raw, timestamp, NONCE, key))


def stamp(desk: Desk, shift: timedelta = timedelta()) -> str:
    return str(int((desk.clock.now() + shift).timestamp()))


def good(desk: Desk) -> Push:
    return signed(pushing.encrypt(load("text")), stamp(desk))


def assert_taken(desk: Desk, response: TestResponse) -> None:
    assert (response.status_code, response.data) == (200, b"{}")
    assert len(desk.rows(select(Inbound))) == 1


def assert_refused(desk: Desk, response: TestResponse) -> None:
    assert (response.status_code, response.data) == (403, b"")
    assert desk.rows(select(Inbound)) == []
    assert desk.inline.waiting == []


def test_the_push_that_the_others_are_spoiled_from_is_taken(desk: Desk) -> None:
    assert_taken(desk, good(desk).to(desk))


def flipped(raw: bytes, byte: int) -> bytes:
    return raw[:byte] + bytes([raw[byte] ^ 1]) + raw[byte + 1 :]


def half(push: Push) -> str:
    return str(push.signature)[:32]


def resigned(push: Push, key: str) -> Push:
    return signed(push.raw, str(push.timestamp), key)


SPOILED: dict[str, Callable[[Push], Push]] = {
    "unsigned": lambda p: Push(p.raw, None, None, None),
    "without its timestamp": lambda p: replace(p, timestamp=None),
    "without its nonce": lambda p: replace(p, nonce=None),
    "without its signature": lambda p: replace(p, signature=None),
    "with an empty timestamp": lambda p: replace(p, timestamp=""),
    "with an empty nonce": lambda p: replace(p, nonce=""),
    "with an empty signature": lambda p: replace(p, signature=""),
    "with another timestamp": lambda p: replace(p, timestamp=str(int(str(p.timestamp)) + 1)),
    "with another nonce": lambda p: replace(p, nonce="another"),
    "with a wrong signature": lambda p: replace(p, signature="0" * 64),
    "with half a signature": lambda p: replace(p, signature=half(p)),
    "with two signatures": lambda p: replace(p, signature=f"{'0' * 64},{p.signature}"),
    "with a signature beyond ASCII": lambda p: replace(p, signature="ÿ" * 64),
    "signed with another key": lambda p: resigned(p, "another key"),
    "signed with the token": lambda p: resigned(p, pushing.TOKEN),
    "with another body": lambda p: replace(p, raw=pushing.encrypt(load("image"))),
    "with a space more": lambda p: replace(p, raw=p.raw + b" "),
    "with a byte less": lambda p: replace(p, raw=p.raw[:-1]),
    "with its first bit flipped": lambda p: replace(p, raw=flipped(p.raw, 0)),
    "with a bit of its middle flipped": lambda p: replace(p, raw=flipped(p.raw, len(p.raw) // 2)),
    "with its last bit flipped": lambda p: replace(p, raw=flipped(p.raw, -1 % len(p.raw))),
}


@pytest.mark.parametrize("how", SPOILED)
def test_a_push_is_refused(desk: Desk, how: str) -> None:
    assert_refused(desk, SPOILED[how](good(desk)).to(desk))


@pytest.mark.parametrize(
    "timestamp",
    ["now", "-1", "1.5", "1e9", "0", " 1795579200", "²", "1795579200000", "9" * 12, "9" * 400],
)
def test_a_nonsense_time_is_refused_though_signed(desk: Desk, timestamp: str) -> None:
    assert_refused(desk, signed(good(desk).raw, timestamp).to(desk))


@pytest.mark.parametrize("shift", [-OLDEST, AHEAD], ids=["the oldest", "the furthest ahead"])
def test_a_push_inside_the_window_is_taken(desk: Desk, shift: timedelta) -> None:
    assert_taken(desk, signed(good(desk).raw, stamp(desk, shift)).to(desk))


@pytest.mark.parametrize(
    "shift",
    [-OLDEST - timedelta(seconds=1), AHEAD + timedelta(seconds=1), timedelta(days=-4000)],
    ids=["stale", "from the future", "of another age"],
)
def test_a_push_outside_the_window_is_refused_though_signed(desk: Desk, shift: timedelta) -> None:
    assert_refused(desk, signed(good(desk).raw, stamp(desk, shift)).to(desk))


STRANGERS: dict[str, tuple[Path, object]] = {
    "of another app": (("header", "app_id"), "cli_another"),
    "of no app": (("header", "app_id"), REMOVED),
    "with another token": (("header", "token"), "another-token"),
    "with the token's beginning": (("header", "token"), pushing.TOKEN[:-1]),
    "without token": (("header", "token"), REMOVED),
    "with an empty token": (("header", "token"), ""),
    "without type": (("header", "event_type"), REMOVED),
    "without id": (("header", "event_id"), REMOVED),
    "without header": (("header",), REMOVED),
}


@pytest.mark.parametrize("name", ["text", "p2p_entered", "message_read", "click_button_help"])
@pytest.mark.parametrize("how", STRANGERS)
def test_a_push_is_refused_though_encrypted_and_signed(desk: Desk, name: str, how: str) -> None:
    body = changed(load(name), *STRANGERS[how])
    assert_refused(desk, signed(pushing.encrypt(body), stamp(desk)).to(desk))


@pytest.mark.parametrize("field", ["app_id", "token"])
def test_a_stranger_of_the_first_version_is_refused(desk: Desk, field: str) -> None:
    path = ("event", "app_id") if field == "app_id" else ("token",)
    body = changed(load("p2p_chat_create"), path, "another")
    assert_refused(desk, signed(pushing.encrypt(body), stamp(desk)).to(desk))


@pytest.mark.parametrize("name", ["text", "p2p_chat_create", "click_button_help"])
def test_a_plain_push_is_refused_though_signed(desk: Desk, name: str) -> None:
    assert_refused(desk, signed(json.dumps(load(name)).encode(), stamp(desk)).to(desk))


@pytest.mark.parametrize("name", ["text", "click_button_help"])
def test_a_push_encrypted_with_another_key_is_refused_though_signed(desk: Desk, name: str) -> None:
    raw = pushing.encrypt(load(name), key="another key")
    assert_refused(desk, signed(raw, stamp(desk)).to(desk))


def test_a_refusal_leaves_the_way_free_for_the_real_push(desk: Desk) -> None:
    push = good(desk)
    assert_refused(desk, replace(push, signature="0" * 64).to(desk))
    assert_taken(desk, push.to(desk))


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "PATCH", "DELETE"])
def test_only_posting_is_allowed(desk: Desk, method: str) -> None:
    response = desk.pusher.http.open(pushing.PATH, method=method)
    assert response.status_code == 405


def test_what_the_sealed_bytes_of_a_good_push_are_is_not_what_decides(desk: Desk) -> None:
    """Without escapes or with, in any order of fields: only the bytes as received are signed."""
    raw = seal(json.dumps(load("text"), sort_keys=True, indent=3).encode())
    assert_taken(desk, signed(raw, stamp(desk)).to(desk))

"""Pushes as Feishu makes them, encrypted and signed beforehand: sending one costs nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from tests import pushing

MESSAGE = "im.message.receive_v1"
CLICK = "card.action.trigger"
# A person asks no more often than a desk with some hundred stations sees in a minute.
CHATS = 400


def questions(count: int) -> list[bytes]:
    """Private messages, each with an id of its own."""
    return [_message(number, group=False) for number in range(count)]


def chatter(count: int) -> list[bytes]:
    """Group messages that don't mention the bot: worked to the end, answered by nothing."""
    return [_message(number, group=True) for number in range(count)]


def clicks(count: int, chats: list[tuple[str, str]], entries: list[int]) -> list[bytes]:
    """A choice is pressed and becomes its answer in place; `chats` are pairs of chat and person."""

    def one(number: int) -> bytes:
        chat, person = chats[number % len(chats)]
        entry = entries[number % len(entries)]
        value = {"do": "faq.show", "v": 1, "entry": entry, "question": 0, "via": "choice"}
        return request(CLICK, pushing.click(value, who=person, chat=chat))

    return [one(number) for number in range(count)]


def request(event_type: str, event: dict[str, Any]) -> bytes:
    """A whole HTTP request, signed now; good for hours."""
    now = datetime.now(UTC)
    body = pushing.encrypt(pushing.envelope(event_type, event, at=now))
    return _http(body, pushing.sign(body, now))


def plain() -> bytes:
    """What the bare server is measured with: a request of the same size."""
    return questions(1)[0]


def _message(number: int, *, group: bool) -> bytes:
    chat = f"oc_bench{number % CHATS:04d}"
    event = pushing.message(
        sender=f"ou_bench{number % CHATS:04d}",
        chat=chat,
        message_id=f"om_{uuid4().hex}",
        group=group,
    )
    return request(MESSAGE, event)


def _http(body: bytes, headers: dict[str, str]) -> bytes:
    return b"\r\n".join((*_head(body, headers), b"", body))


def _head(body: bytes, headers: dict[str, str]) -> Iterator[bytes]:
    yield f"POST {pushing.PATH} HTTP/1.1".encode()
    yield b"Host: 127.0.0.1"
    yield b"Content-Type: application/json; charset=utf-8"
    yield f"Content-Length: {len(body)}".encode()
    for name, value in headers.items():
        yield f"{name}: {value}".encode()

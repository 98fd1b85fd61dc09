"""From Feishu's event JSON to our own words; what doesn't parse is told by field, not by text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, NoReturn

from bot.feishu import bitable_events
from bot.feishu.bitable_events import BitableChanged
from bot.feishu.envelope import moment

MESSAGE = "im.message.receive_v1"
CLICK = "card.action.trigger"
ENTERED = "im.chat.access_event.bot_p2p_chat_entered_v1"
MENU = "application.bot.menu_v6"
JOINED = "im.chat.member.bot.added_v1"
WORKED = {MESSAGE, ENTERED, MENU, JOINED} | bitable_events.BITABLE


class Malformed(Exception):
    """Authentic, but not of the documented shape; names the field."""


class MessageKind(StrEnum):
    TEXT = "text"
    POST = "post"
    IMAGE = "image"
    FILE = "file"
    AUDIO = "audio"
    STICKER = "sticker"
    OTHER = "other"


@dataclass(frozen=True)
class Resource:
    """Something that can be downloaded with the message's id; `kind` is what the API wants."""

    key: str
    kind: str
    name: str = ""
    seconds: float | None = None


@dataclass(frozen=True)
class Message:
    """`text` has its mention placeholders removed; `mentions` are the open_ids behind them.

    `recalled`: it was taken back before it was pushed, and came without its content.
    """

    message_id: str
    chat_id: str
    group: bool
    sender: str
    from_person: bool
    kind: MessageKind
    text: str
    resources: tuple[Resource, ...]
    mentions: tuple[str, ...]
    mentions_bot: bool
    sent_at: datetime
    recalled: bool = False


@dataclass(frozen=True)
class Entered:
    chat_id: str
    open_id: str


@dataclass(frozen=True)
class MenuPress:
    open_id: str
    key: str


@dataclass(frozen=True)
class Joined:
    chat_id: str


@dataclass(frozen=True)
class Click:
    """`form` holds a form's values by name; `value` is the button's own, not yet believed."""

    who: str
    message_id: str
    chat_id: str
    value: object
    name: str
    form: dict[str, Any]


Incoming = Message | Entered | MenuPress | Joined | BitableChanged


def lane_of(event_type: str, event: dict[str, Any]) -> str:
    """The chat an event belongs to, or the person where no chat is named."""
    if event_type == MESSAGE:
        return _text(_dict(event, "message"), "chat_id")
    if event_type in bitable_events.BITABLE:
        return bitable_events.lane(event)
    if event_type == MENU:
        return _open_id(_dict(event, "operator"), "operator_id")
    return _text(event, "chat_id")


def parse(event_type: str, event: dict[str, Any]) -> Incoming:
    """Raises Malformed."""
    if event_type == MESSAGE:
        return _message(event)
    if event_type == ENTERED:
        return Entered(_text(event, "chat_id"), _open_id(event, "operator_id"))
    if event_type == JOINED:
        return Joined(_text(event, "chat_id"))
    if event_type == MENU:
        return MenuPress(
            _open_id(_dict(event, "operator"), "operator_id"), _text(event, "event_key")
        )
    if event_type in bitable_events.BITABLE:
        return bitable_events.read(event) or _missing(bitable_events.missing(event))
    raise Malformed(event_type)


def parse_click(body: dict[str, Any]) -> Click:
    """Of the whole body. Raises Malformed."""
    event = _dict(body, "event")
    context = _dict(event, "context")
    action = _dict(event, "action")
    form = action.get("form_value")
    name = action.get("name")
    return Click(
        who=_text(_dict(event, "operator"), "open_id"),
        message_id=_text(context, "open_message_id"),
        chat_id=_text(context, "open_chat_id"),
        value=action.get("value"),
        name=name if isinstance(name, str) else "",
        form=form if isinstance(form, dict) else {},
    )


def _message(event: dict[str, Any]) -> Message:
    message = _dict(event, "message")
    sender = _dict(event, "sender")
    kind = _kind(_text(message, "message_type"))
    content = _content(message)
    mentions = _mentions(message)
    text, resources = _read(kind, content)
    return Message(
        message_id=_text(message, "message_id"),
        chat_id=_text(message, "chat_id"),
        group=_text(message, "chat_type") != "p2p",
        sender=_open_id(sender, "sender_id"),
        from_person=_text(sender, "sender_type") == "user",
        kind=kind,
        text=_without_placeholders(text, mentions),
        resources=resources,
        mentions=tuple(filter(None, map(_mentioned, mentions))),
        mentions_bot=any(m.get("mentioned_type") == "bot" for m in mentions),
        sent_at=moment(message.get("create_time")) or _missing("create_time"),
        recalled=not message.get("content"),
    )


def _kind(name: str) -> MessageKind:
    try:
        return MessageKind(name)
    except ValueError:
        return MessageKind.OTHER


def _content(message: dict[str, Any]) -> dict[str, Any]:
    # A message recalled before it was pushed may come without content.
    raw = message.get("content")
    if raw is None or raw == "":
        return {}
    try:
        content = json.loads(raw) if isinstance(raw, str) else None
    except (ValueError, RecursionError):
        content = None
    return content if isinstance(content, dict) else _missing("message.content")


def _mentions(message: dict[str, Any]) -> list[dict[str, Any]]:
    given = message.get("mentions")
    if given is None or given == "":
        return []
    return (
        [m for m in given if isinstance(m, dict)]
        if isinstance(given, list)
        else _missing("mentions")
    )


def _read(kind: MessageKind, content: dict[str, Any]) -> tuple[str, tuple[Resource, ...]]:
    if kind is MessageKind.TEXT:
        text = content.get("text", "")
        return (text if isinstance(text, str) else _missing("message.content.text")), ()
    if kind is MessageKind.POST:
        return _read_post(content)
    if kind is MessageKind.IMAGE:
        return "", _resource(content, "image_key", "image")
    if kind in (MessageKind.FILE, MessageKind.AUDIO):
        return "", _resource(content, "file_key", "file")
    return "", ()


def _resource(content: dict[str, Any], key: str, kind: str) -> tuple[Resource, ...]:
    value = content.get(key)
    if not isinstance(value, str) or not _is_key(value):
        return ()
    return (Resource(value, kind, _string(content, "file_name"), _seconds(content)),)


def _seconds(content: dict[str, Any]) -> float | None:
    """How long a recording is; Feishu says it in milliseconds."""
    value = content.get("duration")
    return value / 1000 if isinstance(value, int) and 0 <= value < 86_400_000 else None


def _is_key(value: str) -> bool:
    """Something that Feishu made up: it goes into an address and into the database."""
    return 0 < len(value) <= 160 and value.isascii() and value.isprintable()


def _read_post(content: dict[str, Any]) -> tuple[str, tuple[Resource, ...]]:
    lines: list[str] = [content["title"]] if isinstance(content.get("title"), str) else []
    pictures: list[Resource] = []
    for paragraph in _lists(content.get("content")):
        words: list[str] = []
        for node in (n for n in paragraph if isinstance(n, dict)):
            words.append(_string(node, "text"))
            if node.get("tag") == "at":
                words.append(_string(node, "user_id"))
            elif node.get("tag") == "img":
                pictures.extend(_resource(node, "image_key", "image"))
        lines.append("".join(words))
    return "\n".join(filter(None, lines)), tuple(pictures)


def _lists(value: object) -> Iterator[list[Any]]:
    return (v for v in value if isinstance(v, list)) if isinstance(value, list) else iter(())


def _without_placeholders(text: str, mentions: list[dict[str, Any]]) -> str:
    keys = {_string(m, "key") for m in mentions} - {""} | {"@_all"}
    # Longest first, or @_user_1 would eat the head of @_user_10.
    for key in sorted(keys, key=len, reverse=True):
        text = text.replace(key, " ")
    # Lone surrogates and NUL are valid JSON but no text that a database takes.
    text = text.encode("utf-8", "replace").decode().replace("\0", "")
    return re.sub(r"[ \t]+", " ", text).strip()


def _mentioned(mention: dict[str, Any]) -> str:
    who = mention.get("id")
    return _string(who, "open_id") if isinstance(who, dict) else ""


def _dict(parent: dict[str, Any], name: str) -> dict[str, Any]:
    value = parent.get(name)
    return value if isinstance(value, dict) else _missing(name)


def _string(parent: dict[str, Any], name: str) -> str:
    """Text that may be absent."""
    value = parent.get(name)
    return value if isinstance(value, str) else ""


def _text(parent: dict[str, Any], name: str) -> str:
    """An id or a name of Feishu's own making: short printable ASCII."""
    value = parent.get(name)
    if isinstance(value, str) and 0 < len(value) <= 96 and value.isascii() and value.isprintable():
        return value
    return _missing(name)


def _open_id(parent: dict[str, Any], name: str) -> str:
    return _text(_dict(parent, name), "open_id")


def _missing(name: str) -> NoReturn:
    raise Malformed(name)

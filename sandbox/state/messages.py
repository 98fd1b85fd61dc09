"""Messages with their cards, reactions, readers and pins."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sandbox.state import ids
from sandbox.state.packing import packed
from sandbox.state.touched import Touched


@dataclass(frozen=True, slots=True)
class Mention:
    key: str
    open_id: str
    name: str
    is_bot: bool = False


@dataclass(slots=True)
class Reaction:
    reaction_id: str
    emoji_type: str
    operator: str  # an open_id, or the app_id
    by_bot: bool
    at_ms: int


@dataclass(slots=True)
class Message:
    message_id: str
    chat_id: str
    sender_kind: str  # user, bot, system
    sender_id: str
    msg_type: str
    content: dict[str, Any]
    created_ms: int
    updated_ms: int
    card: dict[str, Any] | None = None
    recalled: bool = False
    edits: int = 0
    root_id: str = ""
    parent_id: str = ""
    thread_id: str = ""
    mentions: list[Mention] = field(default_factory=list)
    reactions: list[Reaction] = field(default_factory=list)
    readers: dict[str, int] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    pinned_ms: int = 0
    batch: bool = False
    # merged: [message_id]; only: the one open_id that sees it; urgent: [open_id]; follow_ups;
    # batch_id
    extras: dict[str, Any] = field(default_factory=dict)

    def is_seen_by(self, open_id: str) -> bool:
        return bool(self.extras.get("only", open_id) == open_id)

    def resource_keys(self) -> set[str]:
        """The image and file keys that this message carries."""
        return set(_keys_in(self.content))


def _keys_in(node: Any) -> Iterable[str]:
    if isinstance(node, dict):
        for name, value in node.items():
            if name in ("image_key", "file_key") and isinstance(value, str):
                yield value
            else:
                yield from _keys_in(value)
    elif isinstance(node, list):
        for item in node:
            yield from _keys_in(item)


def _message(row: dict[str, Any]) -> Message:
    row["mentions"] = [Mention(**one) for one in row["mentions"]]
    row["reactions"] = [Reaction(**one) for one in row["reactions"]]
    return Message(**row)


class Messages:
    def __init__(self) -> None:
        self._all: dict[str, Message] = {}
        self._by_chat: dict[str, list[Message]] = {}
        self.touched = Touched()

    def __len__(self) -> int:
        return len(self._all)

    def get(self, message_id: str) -> Message | None:
        self.touched.add(message_id)  # whoever asks for one may change it
        return self._all.get(message_id)

    def touch(self, message_id: str) -> None:
        self.touched.add(message_id)

    def in_chat(self, chat_id: str) -> list[Message]:
        return self._by_chat.get(chat_id, [])

    def add(self, message: Message) -> None:
        self.add_apart(message)
        self._by_chat.setdefault(message.chat_id, []).append(message)

    def add_apart(self, message: Message) -> None:
        """A message that no history shows."""
        self._all[message.message_id] = message
        self.touched.add(message.message_id)

    def row(self, key: str) -> bytes | None:
        found = self._all.get(key)
        return None if found is None else packed(found)

    def keys(self) -> Iterable[str]:
        return list(self._all)

    def load(self, rows: Iterable[tuple[str, bytes]]) -> None:
        loaded = [_message(json.loads(data)) for _, data in rows]
        for message in sorted(loaded, key=lambda one: one.created_ms):
            self.add_apart(message) if "only" in message.extras else self.add(message)

    def new(
        self,
        *,
        chat_id: str,
        sender_kind: str,
        sender_id: str,
        msg_type: str,
        content: dict[str, Any],
        now_ms: int,
        parent: Message | None = None,
        threaded: bool = False,
    ) -> Message:
        message = Message(
            message_id=ids.fresh("om_"),
            chat_id=chat_id,
            sender_kind=sender_kind,
            sender_id=sender_id,
            msg_type=msg_type,
            content=content,
            created_ms=now_ms,
            updated_ms=now_ms,
        )
        if parent is not None:
            message.parent_id = parent.message_id
            message.root_id = parent.root_id or parent.message_id
            if threaded and not parent.thread_id:
                parent.thread_id = ids.fresh("omt_", 16)
            message.thread_id = parent.thread_id
        return message

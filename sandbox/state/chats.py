"""Chats: one p2p chat per person, and groups."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from sandbox.state import ids
from sandbox.state.packing import packed
from sandbox.state.touched import Touched


@dataclass(slots=True)
class Chat:
    chat_id: str
    type: str
    created_ms: int
    name: str = ""
    description: str = ""
    owner: str = ""  # an open_id; empty: the bot
    members: dict[str, int] = field(default_factory=dict)  # open_id -> joined, ms
    bot_inside: bool = True
    bot_manages: bool = False
    created_by_bot: bool = False
    managers: list[str] = field(default_factory=list)
    dissolved: bool = False
    entered: bool = False
    options: dict[str, Any] = field(default_factory=dict)
    unread: dict[str, int] = field(default_factory=dict)
    active_ms: int = 0
    last_message_id: str = ""
    # moderators, top_notice, tabs, menu, announcement: what the API keeps with a group
    extras: dict[str, Any] = field(default_factory=dict)

    @property
    def is_group(self) -> bool:
        return self.type == "group"

    def has(self, open_id: str) -> bool:
        return open_id in self.members

    def bot_may_manage(self) -> bool:
        """Owner, administrator, or the app that made the group."""
        return not self.owner or self.bot_manages or self.created_by_bot


class Chats:
    def __init__(self) -> None:
        self._all: dict[str, Chat] = {}
        self.touched = Touched()

    def __iter__(self) -> Iterator[Chat]:
        return iter(self._all.values())

    def get(self, chat_id: str) -> Chat | None:
        self.touched.add(chat_id)  # whoever asks for one may change it
        return self._all.get(chat_id)

    def touch(self, chat_id: str) -> None:
        self.touched.add(chat_id)

    def row(self, key: str) -> bytes | None:
        found = self._all.get(key)
        return None if found is None else packed(found)

    def keys(self) -> Iterable[str]:
        return list(self._all)

    def load(self, rows: Iterable[tuple[str, bytes]]) -> None:
        for key, data in rows:
            self._all[key] = Chat(**json.loads(data))

    def p2p_id(self, open_id: str) -> str:
        return ids.stable("oc_", f"p2p {open_id}")

    def p2p(self, open_id: str, now_ms: int) -> Chat:
        chat_id = self.p2p_id(open_id)
        self.touched.add(chat_id)
        if chat_id not in self._all:
            self._all[chat_id] = Chat(chat_id, "p2p", now_ms, members={open_id: now_ms})
        return self._all[chat_id]

    def new_group(self, name: str, members: Iterable[str], now_ms: int) -> Chat:
        chat = Chat(ids.fresh("oc_"), "group", now_ms, name=name, active_ms=now_ms)
        chat.members = dict.fromkeys(members, now_ms)
        self._all[chat.chat_id] = chat
        self.touched.add(chat.chat_id)
        return chat

    def of(self, open_id: str) -> list[Chat]:
        mine = [chat for chat in self._all.values() if chat.has(open_id)]
        return sorted(mine, key=lambda chat: chat.active_ms, reverse=True)

    def of_bot(self) -> list[Chat]:
        return [chat for chat in self._all.values() if chat.is_group and chat.bot_inside]

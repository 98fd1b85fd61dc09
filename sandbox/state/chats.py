"""Chats: one p2p chat per person, and groups."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from sandbox.state import ids


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

    def __iter__(self) -> Iterator[Chat]:
        return iter(self._all.values())

    def get(self, chat_id: str) -> Chat | None:
        return self._all.get(chat_id)

    def p2p_id(self, open_id: str) -> str:
        return ids.stable("oc_", f"p2p {open_id}")

    def p2p(self, open_id: str, now_ms: int) -> Chat:
        chat_id = self.p2p_id(open_id)
        if chat_id not in self._all:
            self._all[chat_id] = Chat(chat_id, "p2p", now_ms, members={open_id: now_ms})
        return self._all[chat_id]

    def new_group(self, name: str, members: Iterable[str], now_ms: int) -> Chat:
        chat = Chat(ids.fresh("oc_"), "group", now_ms, name=name, active_ms=now_ms)
        chat.members = dict.fromkeys(members, now_ms)
        self._all[chat.chat_id] = chat
        return chat

    def of(self, open_id: str) -> list[Chat]:
        mine = [chat for chat in self._all.values() if chat.has(open_id)]
        return sorted(mine, key=lambda chat: chat.active_ms, reverse=True)

    def of_bot(self) -> list[Chat]:
        return [chat for chat in self._all.values() if chat.is_group and chat.bot_inside]

"""What there is in a remembered Feishu: people, chats, messages, and orders to refuse."""

from __future__ import annotations

import copy
import json
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import RLock
from typing import Any, Final, Literal, TypeVar, cast

from bot.feishu.errors import FeishuError, NeverAgain
from bot.feishu.port import (
    Audience,
    CardMessage,
    ChatId,
    Content,
    Download,
    MessageId,
    NewChat,
    OpenId,
    Text,
    UserInfo,
)

T = TypeVar("T")

# https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/message/create
TEXT_BYTES: Final = 150 * 1024
CARD_BYTES: Final = 30 * 1024
UUID_CHARS: Final = 50
MESSAGE_UUID_LIFE: Final = 3600.0
CHAT_UUID_LIFE: Final = 10 * 3600.0


@dataclass
class Said:
    """A message as people see it now; `sender` is None for the bot."""

    message_id: MessageId
    chat_id: ChatId
    sender: OpenId | None
    content: Content
    parent: MessageId | None = None
    in_thread: bool = False
    recalled: bool = False
    updates: int = 0
    reactions: dict[str, str] = field(default_factory=dict)
    resources: dict[str, Download] = field(default_factory=dict)


@dataclass
class Room:
    chat_id: ChatId
    name: str
    members: list[OpenId]
    mode: Literal["group", "p2p"] = "group"
    description: str = ""
    owner: str = ""
    dissolved: bool = False


@dataclass
class _Rule:
    when: Callable[[str, str], bool]
    error: FeishuError
    applied: bool
    times: int | None


class World:
    """With `people` only those exist; without, every id of the right form does."""

    def __init__(
        self,
        people: Iterable[UserInfo] | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.people = None if people is None else {one.open_id: one for one in people}
        self.messages: dict[MessageId, Said] = {}
        self.chats: dict[ChatId, Room] = {}
        self.broadcasts: list[tuple[Audience, Content]] = []
        self.batches: dict[str, list[Said]] = {}
        # Which messages people have read.
        self.seen: set[MessageId] = set()
        self.images: dict[str, bytes] = {}
        # What recognition reads: by the picture's bytes, b"" for all others; and in any recording.
        self.written: dict[bytes, list[str]] = {}
        self.spoken = ""
        self.calls: list[tuple[str, str]] = []
        self._clock = clock
        self._lock = RLock()
        self._numbers = 0
        self._once: dict[tuple[str, str], tuple[float, Any]] = {}
        self._rules: list[_Rule] = []

    def refuse_next(self, error: FeishuError, *, times: int = 1, applied: bool = False) -> None:
        """Fail the next calls; `applied`: do what is asked and then lose the answer."""
        self._rules.append(_Rule(lambda api, target: True, error, applied, times))

    def refuse(
        self, when: Callable[[str, str], bool], error: FeishuError, *, applied: bool = False
    ) -> None:
        """Fail every call for which `when(method, target)` holds, until `relent`."""
        self._rules.append(_Rule(when, error, applied, None))

    def relent(self) -> None:
        self._rules.clear()

    def in_chat(self, chat: ChatId) -> list[Said]:
        return [said for said in self.messages.values() if said.chat_id == chat]

    def with_person(self, person: OpenId) -> list[Said]:
        return self.in_chat(self.p2p(person))

    def p2p(self, person: OpenId) -> ChatId:
        self._known(person)
        chat = ChatId(f"oc_p2p_{person}")
        self.chats.setdefault(chat, Room(chat, "", [person], mode="p2p"))
        return chat

    def open_chat(self, chat: ChatId, members: Sequence[OpenId] = (), name: str = "") -> None:
        """A group that people made and the bot is in."""
        self.chats[chat] = Room(chat, name, list(members), owner=members[0] if members else "")

    def hear(
        self, chat: ChatId, sender: OpenId, content: Content, **resources: Download
    ) -> MessageId:
        """A person says something; `resources` are the files it carries, by key."""
        said = self._say(self._room(chat), content, sender=sender)
        said.resources = resources
        return said.message_id

    @contextmanager
    def _call(self, api: str, target: str) -> Iterator[None]:
        with self._lock:
            self.calls.append((api, target))
            rule = next((rule for rule in self._rules if rule.when(api, target)), None)
            if rule is not None and rule.times is not None:
                rule.times -= 1
                if rule.times <= 0:
                    self._rules.remove(rule)
            if rule is not None and not rule.applied:
                raise copy.copy(rule.error)
            yield
            if rule is not None:
                raise copy.copy(rule.error)

    def _name(self, kind: str) -> str:
        self._numbers += 1
        return f"{kind}_{self._numbers}"

    def _once_only(self, kind: str, uuid: str, act: Callable[[], T]) -> T:
        if len(uuid) > UUID_CHARS and kind == "message":
            raise NeverAgain(99992402, "uuid: at most 50 characters")
        life = MESSAGE_UUID_LIFE if kind == "message" else CHAT_UUID_LIFE
        at, result = self._once.get((kind, uuid), (-life, None))
        if result is None or self._clock() - at >= life:
            result = act()
            self._once[kind, uuid] = (self._clock(), result)
        return cast(T, result)

    def _say(self, room: Room, content: Content, sender: OpenId | None = None) -> Said:
        message = MessageId(self._name("om"))
        said = Said(message, room.chat_id, sender, checked(content))
        self.messages[message] = said
        return said

    def _open(self, chat: NewChat) -> ChatId:
        chat_id = ChatId(self._name("oc"))
        members = list(dict.fromkeys([*([chat.owner] if chat.owner else []), *chat.members]))
        self.chats[chat_id] = Room(
            chat_id, chat.name, members, description=chat.description, owner=chat.owner or ""
        )
        return chat_id

    def _exists(self, person: OpenId) -> bool:
        return person.startswith("ou_") if self.people is None else person in self.people

    def _known(self, person: OpenId) -> None:
        if not self._exists(person):
            raise NeverAgain(99992351, "these open ids not existed")

    def _room(self, chat: ChatId, *, even_dissolved: bool = False) -> Room:
        if chat not in self.chats and self.people is None and chat.startswith("oc_"):
            self.open_chat(chat)
        if chat not in self.chats:
            raise NeverAgain(99992356, "these chat ids not existed")
        room = self.chats[chat]
        if room.dissolved and not even_dissolved:
            raise NeverAgain(232009, "a chat which has already been dissolved")
        return room

    def _standing(self, message: MessageId) -> Said:
        if message not in self.messages and self.people is None and message.startswith("om_"):
            # A message pushed to the bot by other means than `hear`.
            room = self._room(ChatId(f"oc_of_{message}"))
            self.messages[message] = Said(message, room.chat_id, OpenId("ou_someone"), Text(""))
        if message not in self.messages:
            raise NeverAgain(99992354, "these message ids not existed")
        if self.messages[message].recalled:
            raise NeverAgain(230011, "The message is recalled.")
        return self.messages[message]


def checked(content: Content) -> Content:
    """A copy that its author can no longer change, if Feishu would take it."""
    shown = content.text if isinstance(content, Text) else content.card
    wire = json.dumps(shown, ensure_ascii=False, separators=(",", ":"))
    if len(wire.encode()) > (TEXT_BYTES if isinstance(content, Text) else CARD_BYTES):
        raise NeverAgain(230025, "The length of the message content reaches its limit.")
    return content if isinstance(content, Text) else CardMessage(json.loads(wire))

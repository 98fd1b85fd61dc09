"""What the desk may ask of Feishu: one narrow, typed door with two implementations behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, NewType, Protocol

OpenId = NewType("OpenId", str)
ChatId = NewType("ChatId", str)
MessageId = NewType("MessageId", str)

Card = dict[str, Any]


@dataclass(frozen=True)
class Address:
    """Where a new message goes: a chat, or the one-to-one chat with a person."""

    kind: Literal["chat_id", "open_id"]
    id: str


@dataclass(frozen=True)
class Text:
    text: str


@dataclass(frozen=True)
class CardMessage:
    card: Card


Content = Text | CardMessage


@dataclass(frozen=True)
class Sent:
    message_id: MessageId
    chat_id: ChatId


@dataclass(frozen=True)
class Download:
    content: bytes
    file_name: str
    mime: str


@dataclass(frozen=True)
class BotInfo:
    open_id: OpenId
    name: str


@dataclass(frozen=True)
class UserInfo:
    """A field is empty where the app lacks its scope; Feishu leaves it out without an error."""

    open_id: OpenId
    name: str
    union_id: str = ""
    user_id: str = ""
    department_ids: tuple[str, ...] = ()
    job_title: str = ""


@dataclass(frozen=True)
class ChatInfo:
    chat_id: ChatId
    name: str
    mode: Literal["group", "topic", "p2p"]
    status: Literal["normal", "dissolved", "dissolved_save"]
    owner: str = ""


@dataclass(frozen=True)
class NewChat:
    """At most 50 members (Feishu's limit for one call); more are added afterwards."""

    name: str
    members: tuple[OpenId, ...]
    description: str = ""
    owner: OpenId | None = None


@dataclass(frozen=True)
class Added:
    """Who could not be added; an empty result means everybody is in."""

    invalid: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    pending: tuple[str, ...] = ()


@dataclass(frozen=True)
class Broadcast:
    batch_id: str
    invalid_open_ids: tuple[str, ...] = ()
    invalid_department_ids: tuple[str, ...] = ()


@dataclass(frozen=True)
class BatchProgress:
    """What became of one batch, as Feishu counts."""

    valid: int
    reached: int
    read: int
    recalled: int = 0


@dataclass(frozen=True)
class Audience:
    """At most 200 ids in each list (Feishu's limit for one call)."""

    open_ids: tuple[OpenId, ...] = ()
    department_ids: tuple[str, ...] = field(default=())


class Feishu(Protocol):
    """Every method raises `TryLater` or `NeverAgain` (bot.feishu.errors); nothing else escapes.

    `uuid` is Feishu's idempotency key: at most 50 characters; the same one yields one message
    within an hour (chats: ten hours), however often the call is repeated.
    """

    def send(self, to: Address, content: Content, *, uuid: str) -> Sent: ...

    def reply(
        self, to: MessageId, content: Content, *, uuid: str, in_thread: bool = False
    ) -> Sent: ...

    def update_card(self, message: MessageId, card: Card) -> None: ...

    def recall(self, message: MessageId) -> None: ...

    def react(self, message: MessageId, emoji: str) -> str:
        """The id of the reaction, to take it back with."""
        ...

    def unreact(self, message: MessageId, reaction: str) -> None: ...

    def download(
        self, message: MessageId, key: str, *, kind: Literal["image", "file"]
    ) -> Download: ...

    def recognise_image(self, content: bytes) -> list[str]:
        """The text in a picture, a region each; the picture must be smaller than 5 MB."""
        ...

    def recognise_speech(self, pcm: bytes) -> str:
        """What is said in at most 60 s of 16 kHz, 16 bit, mono."""
        ...

    def upload_image(self, content: bytes, *, file_name: str) -> str:
        """The image_key; at most 10 MB."""
        ...

    def create_chat(self, chat: NewChat, *, uuid: str) -> ChatId: ...

    def add_members(self, chat: ChatId, members: Sequence[OpenId]) -> Added: ...

    def chat(self, chat: ChatId) -> ChatInfo: ...

    def user(self, person: OpenId) -> UserInfo: ...

    def bot(self) -> BotInfo: ...

    def batch_send(self, to: Audience, content: Content) -> Broadcast: ...

    def batch_progress(self, batch_id: str) -> BatchProgress: ...

    def recall_batch(self, batch_id: str) -> None:
        """Within a day; asking twice does no harm."""
        ...

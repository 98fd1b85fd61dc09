"""Feishu as far as the desk can tell, in memory: for demonstrations, dry runs and tests."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal

from bot.feishu.errors import NeverAgain
from bot.feishu.memory_world import Said, World, checked
from bot.feishu.port import (
    Added,
    Address,
    Audience,
    BatchProgress,
    BotInfo,
    Broadcast,
    Card,
    CardMessage,
    ChatId,
    ChatInfo,
    Content,
    Download,
    MessageId,
    NewChat,
    OpenId,
    Sent,
    UserInfo,
)

READABLE_BYTES: Final = 5 * 1024 * 1024
SPEECH_BYTES: Final = 60 * 16_000 * 2
IMAGE_BYTES: Final = 10 * 1024 * 1024
BATCH_IDS: Final = 200


class MemoryFeishu(World):
    """The port over a `World`; nothing leaves the process."""

    def send(self, to: Address, content: Content, *, uuid: str) -> Sent:
        with self._call("send", to.id):
            chat = self.p2p(OpenId(to.id)) if to.kind == "open_id" else ChatId(to.id)
            room = self._room(chat)
            return self._once_only("message", uuid, lambda: _sent(self._say(room, content)))

    def reply(self, to: MessageId, content: Content, *, uuid: str, in_thread: bool = False) -> Sent:
        with self._call("reply", to):
            parent = self._standing(to)
            room = self._room(parent.chat_id)

            def say() -> Sent:
                said = self._say(room, content)
                said.parent, said.in_thread = to, in_thread or parent.in_thread
                return _sent(said)

            return self._once_only("message", uuid, say)

    def update_card(self, message: MessageId, card: Card) -> None:
        with self._call("update_card", message):
            said = self._standing(message)
            if said.sender is not None:
                raise NeverAgain(230012, "Bot is NOT the sender of the message.")
            if not isinstance(said.content, CardMessage):
                raise NeverAgain(230054, "not supported for this message type")
            said.content = checked(CardMessage(card))
            said.updates += 1

    def recall(self, message: MessageId) -> None:
        with self._call("recall", message):
            said = self._standing(message)
            if said.sender is not None:
                raise NeverAgain(230026, "No permission to recall this message.")
            said.recalled = True

    def react(self, message: MessageId, emoji: str) -> str:
        with self._call("react", message):
            said = self._standing(message)
            reaction = self._name("reaction")
            said.reactions[reaction] = emoji
            return reaction

    def unreact(self, message: MessageId, reaction: str) -> None:
        with self._call("unreact", message):
            if self._standing(message).reactions.pop(reaction, None) is None:
                raise NeverAgain(231007, "no reaction of this bot")

    def download(self, message: MessageId, key: str, *, kind: Literal["image", "file"]) -> Download:
        with self._call("download", message):
            found = self._standing(message).resources.get(key)
            if found is None:
                raise NeverAgain(234003, "File not in message.")
            return found

    def recognise_image(self, content: bytes) -> list[str]:
        with self._call("recognise_image", ""):
            if not 0 < len(content) < READABLE_BYTES:
                raise NeverAgain(1150101, "invalid param")
            return list(self.written.get(content, self.written.get(b"", [])))

    def recognise_speech(self, pcm: bytes) -> str:
        with self._call("recognise_speech", ""):
            if not 0 < len(pcm) <= SPEECH_BYTES:
                raise NeverAgain(1040101, "invalid param")
            return self.spoken

    def upload_image(self, content: bytes, *, file_name: str) -> str:
        with self._call("upload_image", file_name):
            if not content:
                raise NeverAgain(234010, "File's size can't be 0.")
            if len(content) > IMAGE_BYTES:
                raise NeverAgain(234006, "The file size exceed the max value.")
            key = self._name("img")
            self.images[key] = content
            return key

    def create_chat(self, chat: NewChat, *, uuid: str) -> ChatId:
        with self._call("create_chat", chat.name):
            for person in chat.members:
                self._known(person)
            if len(chat.members) > 50:
                raise NeverAgain(232001, "at most 50 members")
            return self._once_only("chat", f"{uuid}{chat.owner or ''}", lambda: self._open(chat))

    def add_members(self, chat: ChatId, members: Sequence[OpenId]) -> Added:
        if not members:
            return Added()
        with self._call("add_members", chat):
            room = self._room(chat)
            unknown = tuple(one for one in members if not self._exists(one))
            fresh = [one for one in members if one not in unknown and one not in room.members]
            room.members += fresh
            return Added(unknown=unknown)

    def chat(self, chat: ChatId) -> ChatInfo:
        with self._call("chat", chat):
            room = self._room(chat, even_dissolved=True)
            status: Literal["normal", "dissolved"] = "dissolved" if room.dissolved else "normal"
            return ChatInfo(chat, room.name, room.mode, status, room.owner)

    def user(self, person: OpenId) -> UserInfo:
        with self._call("user", person):
            self._known(person)
            return UserInfo(person, person) if self.people is None else self.people[person]

    def bot(self) -> BotInfo:
        with self._call("bot", ""):
            return BotInfo(OpenId("ou_bot"), "StationDesk")

    def batch_send(self, to: Audience, content: Content) -> Broadcast:
        with self._call("batch_send", ""):
            if len(to.open_ids) > BATCH_IDS:
                raise NeverAgain(10003, "param invalid")
            self.broadcasts.append((to, checked(content)))
            unknown = tuple(one for one in to.open_ids if not self._exists(one))
            batch = self._name("bm")
            self.batches[batch] = [
                self._say(self.chats[self.p2p(person)], content)
                for person in to.open_ids
                if person not in unknown
            ]
            return Broadcast(batch, invalid_open_ids=unknown)

    def batch_progress(self, batch_id: str) -> BatchProgress:
        with self._call("batch_progress", batch_id):
            sent = self._batch(batch_id)
            read = sum(1 for one in sent if one.message_id in self.seen)
            gone = sum(1 for one in sent if one.recalled)
            return BatchProgress(len(sent), len(sent), read, gone)

    def recall_batch(self, batch_id: str) -> None:
        with self._call("recall_batch", batch_id):
            for one in self._batch(batch_id):
                one.recalled = True

    def _batch(self, batch_id: str) -> list[Said]:
        if batch_id not in self.batches:
            raise NeverAgain(230030, "the batch message does not exist")
        return self.batches[batch_id]


def _sent(said: Said) -> Sent:
    return Sent(said.message_id, said.chat_id)

"""The far side of the gateway as people use it: one for each implementation."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Protocol

from bot.feishu.errors import TryLater
from bot.feishu.lark import LarkFeishu
from bot.feishu.memory import MemoryFeishu
from bot.feishu.port import (
    CardMessage,
    ChatId,
    Download,
    Feishu,
    MessageId,
    NewChat,
    OpenId,
    Text,
    UserInfo,
)
from sandbox.testing import Running

PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c49444154789c63f8cfc0000003010100c9fe92ef0000000049454e44ae426082"
)


class Far(Protocol):
    alice: OpenId
    bob: OpenId
    alice_name: str

    @property
    def feishu(self) -> Feishu: ...

    def group(self) -> ChatId:
        """A group of Alice and Bob that the bot is in."""
        ...

    def says(self, chat: ChatId, text: str) -> MessageId:
        """Alice says something in the chat."""
        ...

    def sends_picture(self, chat: ChatId) -> tuple[MessageId, str]: ...

    def reads(self, *lines: str) -> None:
        """What stands in every picture."""
        ...

    def hears(self, text: str) -> None:
        """What is said in every recording."""
        ...

    def p2p(self) -> ChatId:
        """Alice's chat with the bot."""
        ...

    def seen(self, chat: ChatId) -> list[Any]:
        """What the bot's messages in the chat now say: texts, and cards as objects."""
        ...

    def reactions(self, chat: ChatId, message: MessageId) -> list[str]: ...

    def members(self, chat: ChatId) -> set[str]: ...

    def losing_answers(self) -> Any:
        """A block in which calls take effect, but their answers are lost."""
        ...


class MemoryFar:
    def __init__(self) -> None:
        self.alice, self.bob, self.alice_name = OpenId("ou_alice"), OpenId("ou_bob"), "王丽"
        people = [
            UserInfo(self.alice, self.alice_name, "on_alice", "alice", ("od_1",), "站长"),
            UserInfo(self.bob, "李工"),
        ]
        self.feishu = MemoryFeishu(people)

    def group(self) -> ChatId:
        return self.feishu.create_chat(NewChat("站", (self.alice, self.bob)), uuid="group")

    def says(self, chat: ChatId, text: str) -> MessageId:
        return self.feishu.hear(chat, self.alice, Text(text))

    def sends_picture(self, chat: ChatId) -> tuple[MessageId, str]:
        picture = Download(PICTURE, "泵.png", "image/png")
        return self.feishu.hear(chat, self.alice, Text(""), img_1=picture), "img_1"

    def reads(self, *lines: str) -> None:
        self.feishu.written[b""] = list(lines)

    def hears(self, text: str) -> None:
        self.feishu.spoken = text

    def p2p(self) -> ChatId:
        return self.feishu.p2p(self.alice)

    def seen(self, chat: ChatId) -> list[Any]:
        return [
            said.content.card if isinstance(said.content, CardMessage) else said.content.text
            for said in self.feishu.in_chat(chat)
            if said.sender is None and not said.recalled
        ]

    def reactions(self, chat: ChatId, message: MessageId) -> list[str]:
        return list(self.feishu.messages[message].reactions.values())

    def members(self, chat: ChatId) -> set[str]:
        return set(self.feishu.chats[chat].members)

    @contextmanager
    def losing_answers(self) -> Iterator[None]:
        self.feishu.refuse(lambda api, target: True, TryLater(0, "reset"), applied=True)
        yield
        self.feishu.relent()


class SandboxFar:
    def __init__(self, running: Running) -> None:
        self._client = running.client
        alice = running.client.person(kind="staff")
        self.alice, self.alice_name = OpenId(alice["open_id"]), str(alice["name"])
        self.bob = OpenId(running.client.person(kind="agent")["open_id"])
        settings = running.settings
        self.feishu = LarkFeishu(settings.app_id, settings.app_secret, running.base)

    def group(self) -> ChatId:
        return ChatId(self._client.make_group(self.alice, "站", [self.bob]))

    def says(self, chat: ChatId, text: str) -> MessageId:
        return MessageId(self._client.write(self.alice, chat, {"text": text})["message_id"])

    def sends_picture(self, chat: ChatId) -> tuple[MessageId, str]:
        key = self._client.upload(self.alice, "泵.png", PICTURE, "image/png")["image_key"]
        content = {"image_key": key}
        said = self._client.write(self.alice, chat, content, msg_type="image")
        return MessageId(said["message_id"]), str(key)

    def reads(self, *lines: str) -> None:
        self._client.call("POST", "ocr", {"lines": list(lines)})

    def hears(self, text: str) -> None:
        self._client.call("POST", "speech", {"text": text})

    def p2p(self) -> ChatId:
        return ChatId(self._client.p2p(self.alice))

    def seen(self, chat: ChatId) -> list[Any]:
        return [
            one["content"].get("text", one["content"])
            for one in self._client.from_bot(self.alice, chat)
            if not one["recalled"]
        ]

    def reactions(self, chat: ChatId, message: MessageId) -> list[str]:
        found = self._client.message(self.alice, message)["reactions"]
        return [one["emoji_type"] for one in found]

    def members(self, chat: ChatId) -> set[str]:
        found = self._client.chat(self.alice, chat)["members"]
        return {one["id"] for one in found if not one["is_bot"]}

    @contextmanager
    def losing_answers(self) -> Iterator[None]:
        self._client.faults(send_error_rate=1.0, error="applied_then_reset")
        yield
        self._client.clear_faults()


def card(title: str) -> dict[str, Any]:
    text = {"tag": "markdown", "content": title}
    shown = {"schema": "2.0", "config": {"update_multi": True}, "body": {"elements": [text]}}
    return dict(json.loads(json.dumps(shown)))

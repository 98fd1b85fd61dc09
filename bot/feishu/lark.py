"""The gateway to the real Feishu (or Lark, or a sandbox), over lark-oapi's requests and answers."""

from __future__ import annotations

import hashlib
import io
import json
import mimetypes
from base64 import b64encode
from collections.abc import Sequence
from threading import Lock
from typing import Any, Final, Literal

from bot.feishu import sdk
from bot.feishu.calls import Calls
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
    Text,
    UserInfo,
)

FEISHU: Final = "https://open.feishu.cn"
LARK: Final = "https://open.larksuite.com"
# https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/chat-members/create
MEMBERS_PER_CALL: Final = 50


class LarkFeishu:
    """Safe to share between threads; loads the SDK and fetches a token at the first call."""

    def __init__(
        self,
        app_id: str,
        app_secret: str,
        domain: str = FEISHU,
        *,
        connect_timeout: float = 3.0,
        read_timeout: float = 10.0,
    ) -> None:
        self._calls = Calls(app_id, app_secret, domain, (connect_timeout, read_timeout))
        self._adding = Lock()

    def warm_up(self) -> None:
        """Load the SDK, which takes part of a second; asks Feishu nothing."""
        sdk.load()

    def send(self, to: Address, content: Content, *, uuid: str) -> Sent:
        kind, text = _on_the_wire(content)

        def ask(s: Any, config: Any, option: Any) -> Any:
            body = s.CreateMessageRequestBody.builder().receive_id(to.id).msg_type(kind)
            body = body.content(text).uuid(uuid).build()
            request = s.CreateMessageRequest.builder().receive_id_type(to.kind).request_body(body)
            return s.Message(config).create(request.build(), option)

        return _sent(self._calls.data(ask))

    def reply(self, to: MessageId, content: Content, *, uuid: str, in_thread: bool = False) -> Sent:
        kind, text = _on_the_wire(content)

        def ask(s: Any, config: Any, option: Any) -> Any:
            body = s.ReplyMessageRequestBody.builder().msg_type(kind).content(text).uuid(uuid)
            body = body.reply_in_thread(in_thread).build()
            request = s.ReplyMessageRequest.builder().message_id(to).request_body(body)
            return s.Message(config).reply(request.build(), option)

        return _sent(self._calls.data(ask))

    def update_card(self, message: MessageId, card: Card) -> None:
        _, text = _on_the_wire(CardMessage(card))

        def ask(s: Any, config: Any, option: Any) -> Any:
            body = s.PatchMessageRequestBody.builder().content(text).build()
            request = s.PatchMessageRequest.builder().message_id(message).request_body(body)
            return s.Message(config).patch(request.build(), option)

        self._calls.call(ask)

    def recall(self, message: MessageId) -> None:
        def ask(s: Any, config: Any, option: Any) -> Any:
            request = s.DeleteMessageRequest.builder().message_id(message).build()
            return s.Message(config).delete(request, option)

        self._calls.call(ask)

    def react(self, message: MessageId, emoji: str) -> str:
        def ask(s: Any, config: Any, option: Any) -> Any:
            kind = s.Emoji.builder().emoji_type(emoji).build()
            body = s.CreateMessageReactionRequestBody.builder().reaction_type(kind).build()
            request = s.CreateMessageReactionRequest.builder().message_id(message)
            return s.MessageReaction(config).create(request.request_body(body).build(), option)

        return str(self._calls.data(ask).reaction_id)

    def unreact(self, message: MessageId, reaction: str) -> None:
        def ask(s: Any, config: Any, option: Any) -> Any:
            request = s.DeleteMessageReactionRequest.builder().message_id(message)
            return s.MessageReaction(config).delete(request.reaction_id(reaction).build(), option)

        self._calls.call(ask)

    def download(self, message: MessageId, key: str, *, kind: Literal["image", "file"]) -> Download:
        def ask(s: Any, config: Any, option: Any) -> Any:
            request = s.GetMessageResourceRequest.builder().message_id(message).file_key(key)
            return s.MessageResource(config).get(request.type(kind).build(), option)

        answer = self._calls.call(ask)
        mime = answer.raw.headers.get("Content-Type", "").split(";")[0]
        return Download(answer.file.getvalue(), answer.file_name or key, mime)

    def recognise_image(self, content: bytes) -> list[str]:
        def ask(s: Any, config: Any, option: Any) -> Any:
            body = s.BasicRecognizeImageRequestBody.builder().image(_base64(content)).build()
            request = s.BasicRecognizeImageRequest.builder().request_body(body).build()
            return s.ImageText(config).basic_recognize(request, option)

        return list(self._calls.data(ask).text_list or ())

    def recognise_speech(self, pcm: bytes) -> str:
        # Sixteen letters and digits that name the recording in Feishu's logs.
        name = hashlib.sha256(pcm).hexdigest()[:16]

        def ask(s: Any, config: Any, option: Any) -> Any:
            speech = s.Speech.builder().speech(_base64(pcm)).build()
            how = s.FileConfig.builder().file_id(name).format("pcm").engine_type("16k_auto")
            body = s.FileRecognizeSpeechRequestBody.builder().speech(speech).config(how.build())
            request = s.FileRecognizeSpeechRequest.builder().request_body(body.build()).build()
            return s.SpeechText(config).file_recognize(request, option)

        return str(self._calls.data(ask).recognition_text or "")

    def upload_image(self, content: bytes, *, file_name: str) -> str:
        mime = mimetypes.guess_type(file_name)[0] or "application/octet-stream"

        def ask(s: Any, config: Any, option: Any) -> Any:
            # A part without a name and type is refused as "Can't regonnize the image format".
            part = (file_name, io.BytesIO(content), mime)
            body = s.CreateImageRequestBody.builder().image_type("message").image(part).build()
            request = s.CreateImageRequest.builder().request_body(body).build()
            return s.Image(config).create(request, option)

        return str(self._calls.data(ask).image_key)

    def create_chat(self, chat: NewChat, *, uuid: str) -> ChatId:
        def ask(s: Any, config: Any, option: Any) -> Any:
            body = s.CreateChatRequestBody.builder().name(chat.name)
            body = body.description(chat.description).user_id_list(list(chat.members))
            request = s.CreateChatRequest.builder().user_id_type("open_id").uuid(uuid)
            if chat.owner is not None:
                body = body.owner_id(chat.owner)
                # So the bot keeps an admin's rights in a group that belongs to a person.
                request = request.set_bot_manager(True)
            return s.Chat(config).create(request.request_body(body.build()).build(), option)

        return ChatId(self._calls.data(ask).chat_id)

    def add_members(self, chat: ChatId, members: Sequence[OpenId]) -> Added:
        with self._adding:  # overlapping calls for one chat are refused with 232019
            parts = [
                self._add(chat, members[at : at + MEMBERS_PER_CALL])
                for at in range(0, len(members), MEMBERS_PER_CALL)
            ]
        return Added(
            invalid=tuple(i for part in parts for i in part.invalid_id_list or ()),
            unknown=tuple(i for part in parts for i in part.not_existed_id_list or ()),
            pending=tuple(i for part in parts for i in part.pending_approval_id_list or ()),
        )

    def _add(self, chat: ChatId, members: Sequence[OpenId]) -> Any:
        def ask(s: Any, config: Any, option: Any) -> Any:
            body = s.CreateChatMembersRequestBody.builder().id_list(list(members)).build()
            request = s.CreateChatMembersRequest.builder().chat_id(chat).member_id_type("open_id")
            # 1: add whom you can and name the others.
            request = request.succeed_type(1).request_body(body).build()
            return s.ChatMembers(config).create(request, option)

        return self._calls.data(ask)

    def chat(self, chat: ChatId) -> ChatInfo:
        def ask(s: Any, config: Any, option: Any) -> Any:
            request = s.GetChatRequest.builder().chat_id(chat).user_id_type("open_id").build()
            return s.Chat(config).get(request, option)

        found = self._calls.data(ask)
        # A bot outside the chat is told neither mode nor owner.
        return ChatInfo(
            chat_id=chat,
            name=found.name or "",
            mode=found.chat_mode or "group",
            status=found.chat_status or "normal",
            owner=found.owner_id or "",
        )

    def user(self, person: OpenId) -> UserInfo:
        def ask(s: Any, config: Any, option: Any) -> Any:
            request = s.GetUserRequest.builder().user_id(person).user_id_type("open_id")
            request = request.department_id_type("open_department_id").build()
            return s.User(config).get(request, option)

        found = self._calls.data(ask).user
        return UserInfo(
            open_id=person,
            name=found.name or "",
            union_id=found.union_id or "",
            user_id=found.user_id or "",
            department_ids=tuple(found.department_ids or ()),
            job_title=found.job_title or "",
        )

    def bot(self) -> BotInfo:
        found = self._calls.plain("GET", "/open-apis/bot/v3/info").get("bot") or {}
        return BotInfo(OpenId(found.get("open_id", "")), found.get("app_name", ""))

    def batch_send(self, to: Audience, content: Content) -> Broadcast:
        kind, text = _on_the_wire(content)
        body = {
            "open_ids": list(to.open_ids),
            "department_ids": list(to.department_ids),
            "msg_type": kind,
            # Unlike a single message's: an object, and a card's has a name of its own.
            "card" if kind == "interactive" else "content": json.loads(text),
        }
        answer = self._calls.plain("POST", "/open-apis/message/v4/batch_send/", body)
        data = answer.get("data") or {}
        return Broadcast(
            batch_id=str(data.get("message_id", "")),
            invalid_open_ids=tuple(data.get("invalid_open_ids") or ()),
            invalid_department_ids=tuple(data.get("invalid_department_ids") or ()),
        )

    def batch_progress(self, batch_id: str) -> BatchProgress:
        path = f"/open-apis/im/v1/batch_messages/{batch_id}/get_progress"
        data = self._calls.plain("GET", path).get("data") or {}
        sent = data.get("batch_message_send_progress") or {}
        recall = data.get("batch_message_recall_progress") or {}
        return BatchProgress(
            valid=int(sent.get("valid_user_ids_count") or 0),
            reached=int(sent.get("success_user_ids_count") or 0),
            read=int(sent.get("read_user_ids_count") or 0),
            recalled=int(recall.get("recall_count") or 0),
        )

    def recall_batch(self, batch_id: str) -> None:
        self._calls.plain("DELETE", f"/open-apis/im/v1/batch_messages/{batch_id}")


def _on_the_wire(content: Content) -> tuple[str, str]:
    if isinstance(content, Text):
        return "text", json.dumps({"text": content.text}, ensure_ascii=False)
    return "interactive", json.dumps(content.card, ensure_ascii=False, separators=(",", ":"))


def _base64(content: bytes) -> str:
    return b64encode(content).decode()


def _sent(data: Any) -> Sent:
    return Sent(MessageId(data.message_id), ChatId(data.chat_id))

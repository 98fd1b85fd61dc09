"""Messages, reactions, pins, pictures and files."""

from __future__ import annotations

import io
import json

from tests.sandbox.sdk.calls import Raw, Typed
from tests.sandbox.sdk.stage import PICTURE, Json, Stage, card, text

IM = "im.v1"
ONE = "/im/v1/messages/{message_id}"


def reply(it: Stage) -> Json:
    return {"msg_type": "interactive", "content": json.dumps(card())}


def pictured(it: Stage) -> Json:
    message, key = it.pictured()
    return {"message_id": message, "file_key": key, "type": "image"}


def reaction(it: Stage) -> Json:
    message, found = it.reaction()
    return {"message_id": message, "reaction_id": found}


def on_text(it: Stage) -> Json:
    return {"message_id": it.text()}


def on_heard(it: Stage) -> Json:
    return {"message_id": it.heard()}


MESSAGES: list[Typed | Raw] = [
    Typed(
        "POST /im/v1/messages",
        IM,
        "CreateMessage",
        lambda it: {"receive_id_type": "open_id"},
        lambda it: {"receive_id": it.alice, "msg_type": "text", "content": text("您好")},
    ),
    Typed(
        "GET /im/v1/messages",
        IM,
        "ListMessage",
        lambda it: {"container_id_type": "chat", "container_id": it.talk(), "page_size": 5},
    ),
    Typed(f"POST {ONE}/reply", IM, "ReplyMessage", on_heard, reply),
    Typed(
        f"POST {ONE}/forward",
        IM,
        "ForwardMessage",
        lambda it: {"message_id": it.text(), "receive_id_type": "open_id"},
        lambda it: {"receive_id": it.bob},
    ),
    Typed(
        "POST /im/v1/messages/merge_forward",
        IM,
        "MergeForwardMessage",
        lambda it: {"receive_id_type": "open_id"},
        lambda it: {"receive_id": it.bob, "message_id_list": [it.text(), it.text()]},
    ),
    Typed(
        "POST /im/v1/threads/{thread_id}/forward",
        IM,
        "ForwardThread",
        lambda it: {"thread_id": it.thread(), "receive_id_type": "open_id"},
        lambda it: {"receive_id": it.bob},
    ),
    Typed(
        f"PUT {ONE}",
        IM,
        "UpdateMessage",
        on_text,
        lambda it: {"msg_type": "text", "content": text("改")},
    ),
    Typed(
        f"PATCH {ONE}",
        IM,
        "PatchMessage",
        lambda it: {"message_id": it.card()},
        lambda it: {"content": json.dumps(card())},
    ),
    Typed(f"DELETE {ONE}", IM, "DeleteMessage", on_text),
    Typed(f"GET {ONE}", IM, "GetMessage", on_heard),
    Typed(
        f"GET {ONE}/read_users",
        IM,
        "ReadUsersMessage",
        lambda it: {"message_id": it.read(), "user_id_type": "open_id"},
    ),
    *(
        Typed(
            f"PATCH {ONE}/urgent_{way}",
            IM,
            f"Urgent{way.title()}Message",
            lambda it: {"message_id": it.text(), "user_id_type": "open_id"},
            lambda it: {"user_id_list": [it.alice]},
        )
        for way in ("app", "sms", "phone")
    ),
    Typed(
        f"POST {ONE}/push_follow_up",
        IM,
        "PushFollowUpMessage",
        on_text,
        lambda it: {"follow_ups": [{"content": "再问一个"}]},
    ),
    Typed(
        f"POST {ONE}/reactions",
        IM,
        "CreateMessageReaction",
        on_heard,
        lambda it: {"reaction_type": {"emoji_type": "OK"}},
    ),
    Typed(
        f"GET {ONE}/reactions",
        IM,
        "ListMessageReaction",
        lambda it: {"message_id": it.reaction()[0]},
    ),
    Typed(
        "DELETE /im/v1/messages/{message_id}/reactions/{reaction_id}",
        IM,
        "DeleteMessageReaction",
        reaction,
    ),
    Typed(
        "POST /im/v1/messages/reactions/batch_query",
        IM,
        "BatchQueryMessageReaction",
        lambda it: {"user_id_type": "open_id"},
        lambda it: {"queries": [{"message_id": it.reaction()[0]}]},
    ),
    Typed("POST /im/v1/pins", IM, "CreatePin", body=lambda it: {"message_id": it.text()}),
    Typed(
        "DELETE /im/v1/pins/{message_id}", IM, "DeletePin", lambda it: {"message_id": it.pinned()}
    ),
    Typed("GET /im/v1/pins", IM, "ListPin", lambda it: {"chat_id": it.talk(it.pinned())}),
    Typed(
        "POST /im/v1/images",
        IM,
        "CreateImage",
        body=lambda it: {"image_type": "message", "image": io.BytesIO(PICTURE)},
    ),
    Typed("GET /im/v1/images/{image_key}", IM, "GetImage", lambda it: {"image_key": it.image()}),
    Typed(
        "POST /im/v1/files",
        IM,
        "CreateFile",
        body=lambda it: {
            "file_type": "stream",
            "file_name": "a.txt",
            "file": io.BytesIO(b"abc"),
        },
    ),
    Typed("GET /im/v1/files/{file_key}", IM, "GetFile", lambda it: {"file_key": it.file()}),
    Typed(
        "GET /im/v1/messages/{message_id}/resources/{file_key}",
        IM,
        "GetMessageResource",
        pictured,
    ),
    Typed(
        "DELETE /im/v1/batch_messages/{batch_message_id}",
        IM,
        "DeleteBatchMessage",
        lambda it: {"batch_message_id": it.batch()},
    ),
    Typed(
        "GET /im/v1/batch_messages/{batch_message_id}/get_progress",
        IM,
        "GetProgressBatchMessage",
        lambda it: {"batch_message_id": it.batch()},
    ),
    Typed(
        "GET /im/v1/batch_messages/{batch_message_id}/read_user",
        IM,
        "ReadUserBatchMessage",
        lambda it: {"batch_message_id": it.batch()},
    ),
    *(
        Raw(
            f"POST /message/v4/batch_send{end}",
            body=lambda it: {
                "msg_type": "text",
                "content": {"text": "您好"},
                "open_ids": [it.alice],
            },
        )
        for end in ("/", "")
    ),
    Raw(
        "POST /interactive/v1/card/update", body=lambda it: {"token": it.pressed(), "card": card()}
    ),
    Raw(
        "POST /ephemeral/v1/send",
        body=lambda it: {
            "chat_id": it.group(),
            "open_id": it.alice,
            "msg_type": "interactive",
            "card": card(),
        },
    ),
    Raw("POST /ephemeral/v1/delete", body=lambda it: {"message_id": it.ephemeral()}),
]

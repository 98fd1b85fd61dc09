"""Forwarding: one message, several as one, and a whole topic.

Source: https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/message/forward
and .../message/merge_forward, .../thread/forward
"""

from sandbox.acts.threads import messages_of_thread
from sandbox.api.answers import Json, Refused, ok, wrong_field
from sandbox.api.call import Call, Route
from sandbox.api.content import Content
from sandbox.api.message_views import MERGED, message_item
from sandbox.api.sending import first_by, keep_uuid, say
from sandbox.api.targets import RECEIVE_ID_TYPES, check_may_write, message_of, receiver, take_chat
from sandbox.state.chats import Chat
from sandbox.state.messages import Message

# What cannot be passed on: 230061.
STAYS = ("system", "audio", "hongbao", "vote", "calendar", "share_calendar_event")
MOST_MERGED = 100


def forward(call: Call) -> Json:
    message = message_of(call)
    if message.recalled:
        raise Refused(230011)
    if message.msg_type in STAYS:
        raise Refused(230061)
    content = Content(message.msg_type, message.content, message.mentions, message.card)
    return ok(_pass_on(call, content, message.extras.get("merged", [])))


def merge_forward(call: Call) -> Json:
    """Several messages of one chat; unknown, recalled and unforwardable ones are left out."""
    wanted = call.texts("message_id_list", required=True, most=MOST_MERGED)
    found = [call.world.messages.get(one) for one in wanted]
    good = [one for one in found if one and not one.recalled and one.msg_type not in STAYS]
    if not good:
        raise Refused(230001, ext="message_id_list has no valid message_id")
    if len({one.chat_id for one in good}) > 1:
        raise Refused(230001, ext="the messages are not of one chat")
    if not _bot_sees(call, good[0]):
        raise Refused(230002)
    ids = [one.message_id for one in good]
    content = Content("merge_forward", {"content": MERGED})
    message = _pass_on(call, content, ids)
    return ok(
        {
            "message": message,
            "invalid_message_id_list": [one for one in wanted if one not in ids],
        }
    )


def forward_thread(call: Call) -> Json:
    inside = messages_of_thread(call.world, call.path("thread_id"))
    good = [one for one in inside if not one.recalled and one.msg_type not in STAYS]
    if not good or not _bot_sees(call, good[0]):
        raise Refused(230019)
    content = Content("merge_forward", {"content": MERGED})
    return ok(_pass_on(call, content, [one.message_id for one in good[:MOST_MERGED]]))


def _bot_sees(call: Call, message: Message) -> bool:
    chat = call.world.chats.get(message.chat_id)
    return chat is not None and chat.bot_inside


def _pass_on(call: Call, content: Content, merged: list[str]) -> Json:
    uuid = call.query("uuid")
    if len(uuid) > 50:
        raise wrong_field("uuid", "uuid has at most 50 characters", uuid)
    chat, root = _receiver(call)
    check_may_write(call.box, chat)
    if uuid and (first := first_by(call, uuid)):
        return message_item(call.world, first)
    take_chat(call.box, chat)
    message = say(call, chat, content, parent=root, threaded=root is not None)
    if merged:
        message.extras["merged"] = merged
    keep_uuid(call, uuid, message)
    return message_item(call.world, message)


def _receiver(call: Call) -> tuple[Chat, Message | None]:
    """The chat, and the root of the topic when a topic was named."""
    kind = call.choice("receive_id_type", (*RECEIVE_ID_TYPES, "thread_id"))
    if kind != "thread_id":
        return receiver(call), None
    inside = messages_of_thread(call.world, call.text("receive_id", required=True))
    chat = call.world.chats.get(inside[0].chat_id) if inside else None
    if chat is None:
        raise Refused(230019)
    return chat, inside[0]


ROUTES = [
    Route("POST", "/im/v1/messages/merge_forward", merge_forward, sends=True, scope="im:message"),
    Route("POST", "/im/v1/threads/{thread_id}/forward", forward_thread, sends=True),
]

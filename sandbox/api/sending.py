"""Send and reply: uuid, limits and the message itself."""

from sandbox.acts import messages as acts
from sandbox.api.answers import Json, Refused, ok
from sandbox.api.call import Call
from sandbox.api.content import Content, parse_content
from sandbox.api.message_views import message_item
from sandbox.api.targets import check_may_write, message_of, receiver, take_chat
from sandbox.state.chats import Chat
from sandbox.state.messages import Message


def create(call: Call) -> Json:
    chat = receiver(call)
    return _send(call, chat, parent=None, threaded=False)


def reply(call: Call) -> Json:
    parent = message_of(call)
    if parent.recalled:
        raise Refused(230011)
    if parent.batch:
        raise Refused(230054)
    chat = call.world.chats.get(parent.chat_id)
    if chat is None:
        raise Refused(99992356)
    return _send(call, chat, parent=parent, threaded=call.flag("reply_in_thread"))


def _send(call: Call, chat: Chat, *, parent: Message | None, threaded: bool) -> Json:
    msg_type = call.text("msg_type", required=True)
    raw = call.text("content", required=True)
    uuid = call.text("uuid", most=50)
    check_may_write(call.box, chat)
    if uuid and (first := first_by(call, uuid)):
        return ok(message_item(call.world, first))
    if msg_type == "system" and chat.is_group:
        raise Refused(230054)
    content = parse_content(call.box, msg_type, raw)
    take_chat(call.box, chat)
    message = say(call, chat, content, parent=parent, threaded=threaded)
    keep_uuid(call, uuid, message)
    return ok(message_item(call.world, message))


def first_by(call: Call, uuid: str) -> Message | None:
    message_id = call.world.message_uuids.find(uuid, call.world.clock.now())
    if message_id is None:
        return None
    call.world.journal.count("uuid_repeats")
    if call.box.faults.uuid_repeat == "error":
        raise Refused(230049)
    return call.world.messages.get(message_id)


def keep_uuid(call: Call, uuid: str, message: Message) -> None:
    if uuid:
        call.world.message_uuids.keep(uuid, message.message_id, call.world.clock.now())


def say(
    call: Call,
    chat: Chat,
    content: Content,
    *,
    parent: Message | None = None,
    threaded: bool = False,
) -> Message:
    return acts.bot_says(
        call.box,
        chat,
        msg_type=content.msg_type,
        content=content.content,
        mentions=content.mentions,
        card=content.card,
        warnings=content.warnings,
        parent=parent,
        threaded=threaded,
    )

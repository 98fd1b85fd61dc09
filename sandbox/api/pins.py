"""Pinned messages."""

from sandbox.acts import messages as acts
from sandbox.api.answers import Json, Refused, ok, wrong_field
from sandbox.api.call import Call, Route
from sandbox.api.paging import page_of
from sandbox.api.targets import take_target
from sandbox.state.messages import Message


def create(call: Call) -> Json:
    message = _message(call, call.text("message_id", required=True))
    take_target(call.box, "message", f"pin {message.message_id}")
    if not message.pinned_ms:
        message.pinned_ms = call.world.clock.ms()
        acts.publish(call.box, "update", message)
    return ok({"pin": _item(call, message)})


def delete(call: Call) -> Json:
    message = _message(call, call.path("message_id"))
    take_target(call.box, "message", f"pin {message.message_id}")
    message.pinned_ms = 0
    acts.publish(call.box, "update", message)
    return ok()


def list_all(call: Call) -> Json:
    chat_id = call.query("chat_id")
    if call.world.chats.get(chat_id) is None:
        raise wrong_field("chat_id", "chat_id is required", chat_id)
    pinned = [one for one in call.world.messages.in_chat(chat_id) if one.pinned_ms]
    pinned.sort(key=lambda one: one.pinned_ms, reverse=True)
    page, next_page = page_of(call, pinned, default=20, most=50)
    return ok({"items": [_item(call, one) for one in page], **next_page})


def _message(call: Call, message_id: str) -> Message:
    found = call.world.messages.get(message_id)
    if found is None:
        raise Refused(99992354)
    if found.recalled:
        raise Refused(230011)
    chat = call.world.chats.get(found.chat_id)
    if chat is None or not chat.bot_inside:
        raise Refused(230002)
    return found


def _item(call: Call, message: Message) -> Json:
    return {
        "message_id": message.message_id,
        "chat_id": message.chat_id,
        "operator_id": call.world.bot.app_id,
        "operator_id_type": "app_id",
        "create_time": str(message.pinned_ms),
    }


ROUTES = [
    Route("POST", "/im/v1/pins", create, scope="im:message.pins:write_only"),
    Route("DELETE", "/im/v1/pins/{message_id}", delete, scope="im:message.pins:write_only"),
    Route("GET", "/im/v1/pins", list_all, scope="im:message.pins:read"),
]

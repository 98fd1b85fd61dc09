"""Cards that one person in a group sees.

Source: https://open.feishu.cn/document/ukTMukTMukTM/uETOyYjLxkjM24SM5IjN
"""

import json

from sandbox.acts import messages as acts
from sandbox.api.answers import Json, Refused, flat, wrong_field
from sandbox.api.call import Call, Route
from sandbox.api.content import parse_content
from sandbox.api.targets import check_may_write, person_by
from sandbox.state.chats import Chat
from sandbox.state.people import Person

RECEIVERS = {"open_id": "open_id", "user_id": "user_id", "email": "email"}
# A second, to one group.
PER_GROUP = 40


def send(call: Call) -> Json:
    if call.text("msg_type", required=True) != "interactive":
        raise wrong_field("msg_type", "msg_type must be interactive")
    card = call.object("card", required=True)
    chat = _group(call)
    person = _receiver(call, chat)
    raw = json.dumps(card, ensure_ascii=False, separators=(",", ":"))
    content = parse_content(call.box, "interactive", raw)
    _take(call, chat)
    message = acts.bot_whispers(call.box, chat, person, card, content.warnings)
    return flat(data={"message_id": message.message_id})


def _take(call: Call, chat: Chat) -> None:
    now = call.world.clock.now()
    if not call.box.faults.limits:
        return
    if call.box.limits.take_call(f"ephemeral {chat.chat_id}", now, ((PER_GROUP, 1.0),)):
        call.world.journal.count("throttled")
        raise Refused(99991400)


def _group(call: Call) -> Chat:
    chat = call.world.chats.get(call.text("chat_id", required=True))
    if chat is None:
        raise Refused(232006)
    check_may_write(call.box, chat)
    if not chat.is_group or chat.options.get("group_message_type") == "thread":
        raise Refused(9499, ext="ephemeral cards are for normal groups")
    return chat


def _receiver(call: Call, chat: Chat) -> Person:
    given = [name for name in RECEIVERS if call.text(name)]
    if not given:
        raise wrong_field("open_id", "one of open_id, user_id and email is required")
    person = person_by(call, given[0], call.text(given[0]), unknown=99992351)
    if not chat.has(person.open_id):
        raise Refused(9499, ext="the user is not in the chat")
    return person


def delete(call: Call) -> Json:
    message = call.world.messages.get(call.text("message_id", required=True))
    if message is None or message.recalled or "only" not in message.extras:
        raise Refused(18051)
    acts.recall(call.box, message, by_bot=True)
    return flat()


ROUTES = [
    Route("POST", "/ephemeral/v1/send", send, sends=True),
    Route("POST", "/ephemeral/v1/delete", delete, sends=True),
]

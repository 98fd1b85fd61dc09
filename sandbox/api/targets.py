"""Who or what a call is about, with the refusals for what is not there."""

from sandbox.api.answers import Refused
from sandbox.api.call import Call
from sandbox.core import Sandbox
from sandbox.limits import PER_TARGET
from sandbox.state.chats import Chat
from sandbox.state.messages import Message
from sandbox.state.people import Person

RECEIVE_ID_TYPES = ("open_id", "union_id", "user_id", "email", "chat_id")
UNKNOWN = {"open_id": 99992351, "user_id": 99992360, "union_id": 99992364, "chat_id": 99992356}


def receiver(call: Call) -> Chat:
    """The chat of receive_id; a p2p chat is opened when needed."""
    kind = call.choice("receive_id_type", RECEIVE_ID_TYPES)
    receive_id = call.text("receive_id", required=True)
    if kind == "chat_id":
        found = call.world.chats.get(receive_id)
        if found is None:
            raise Refused(230034 if not receive_id.startswith("oc_") else 99992356)
        return found
    person = call.world.people.find(kind, receive_id)
    if person is None:
        raise Refused(UNKNOWN.get(kind, 230034))
    return call.world.p2p(person.open_id)


def check_may_write(box: Sandbox, chat: Chat) -> None:
    if chat.dissolved:
        raise Refused(232009)
    if not chat.bot_inside:
        raise Refused(230002)
    if chat.is_group:
        _check_moderation(chat)
        return
    if set(chat.members) & set(box.faults.unavailable):
        box.world.journal.strike("unavailable")
        raise Refused(230013)
    if any(one.resigned for one in map(box.world.people.get, chat.members) if one):
        raise Refused(230029)


def _check_moderation(chat: Chat) -> None:
    """Who may write: everybody, the owner and managers, or a list that holds people only."""
    allowed = chat.options.get("moderation_permission", "all_members") == "all_members"
    if not allowed and chat.owner and not chat.bot_manages:
        raise Refused(230018)


def take_chat(box: Sandbox, chat: Chat) -> None:
    take_target(box, "chat" if chat.is_group else "user", chat.chat_id)


def take_target(box: Sandbox, kind: str, target: str) -> None:
    """5 a second to one user, one group (`chat`), or for changes of one `message`."""
    most = box.faults.limit_rates.get(kind, PER_TARGET)
    if not box.faults.limits or not most:
        return
    if not box.limits.take_target(target, box.world.clock.now(), most):
        box.world.journal.count("throttled")
        raise Refused(230020)


def message_of(call: Call, missing: int = 99992354) -> Message:
    found = call.world.messages.get(call.path("message_id"))
    if found is None:
        raise Refused(missing)
    return found


def chat_of(call: Call) -> Chat:
    found = call.world.chats.get(call.path("chat_id"))
    if found is None:
        raise Refused(232006)
    return found


def person_by(call: Call, id_type: str, value: str, unknown: int | None = None) -> Person:
    found = call.world.people.find(id_type, value)
    if found is None:
        raise Refused(unknown or UNKNOWN[id_type])
    return found

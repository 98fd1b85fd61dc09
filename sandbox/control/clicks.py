"""A click: asked of the bot at once, shown or refused as the client would."""

from typing import Any

from sandbox.acts import messages as acts
from sandbox.api.content import tenant_of
from sandbox.cards.callbacks import NotClickable, Press, build_action
from sandbox.cards.checker import is_v2
from sandbox.cards.replies import (
    BAD_STATUS,
    BY_FAILURE,
    CALL_FAILED,
    LATE,
    NO_URL,
    BadReply,
    Reply,
    read_reply,
)
from sandbox.control.asking import Ask, Json, Wrong
from sandbox.core import Sandbox
from sandbox.push.outgoing import Outcome
from sandbox.state.messages import Message
from sandbox.state.people import Person

DAY_MS = 24 * 3600 * 1000
# Cards change for 14 days; those in JSON 1.0 can be clicked longer.
CHANGE_DAYS, CLICK_DAYS_V1 = 14, 30
PRESS_FIELDS: dict[str, type] = {
    "path": list,
    "form_value": dict,
    "input_value": str,
    "option": str,
    "options": list,
    "checked": bool,
}


async def click(ask: Ask) -> Json:
    person = ask.person()
    message = ask.message(person)
    action = build_action(_card(ask, message), _press(ask.body))
    if not ask.box.pusher.reachable:
        return _failed(BadReply(NO_URL), 0.0)
    name, token = ask.world.click_tokens.issue(message.message_id, ask.world.clock.now())
    event = _event(ask.box, person, message, action, name)
    push = ask.box.pusher.build("card.action.trigger", event, micros=True)
    ask.box.clicking[message.message_id] += 1
    try:
        outcome = await ask.box.pusher.attempt(push)
    finally:
        ask.box.clicking[message.message_id] -= 1
    token.answered = outcome.ok
    ask.world.click_tokens.touched.add(name)
    try:
        reply = _read(ask.box, message, outcome)
    except BadReply as bad:
        ask.world.journal.count("late_answers" if bad.code == LATE else "bad_answers")
        return _failed(bad, outcome.ms)
    fresh = reply.card is not None and _age_days(ask.box, message) <= CHANGE_DAYS
    if fresh and reply.card is not None:
        acts.show_card(ask.box, message, reply.card, reply.warnings)
    answer: Json = {"ok": True, "card_updated": fresh, "ms": outcome.ms}
    return answer | ({"toast": reply.toast} if reply.toast else {})


def _card(ask: Ask, message: Message) -> Json:
    if message.recalled:
        raise Wrong("the message was recalled")
    if message.card is None:
        raise Wrong("the message is not a card")
    days = CHANGE_DAYS if is_v2(message.card) else CLICK_DAYS_V1
    if _age_days(ask.box, message) > days:
        raise Wrong(f"cards older than {days} days are not clickable")
    return message.card


def _age_days(box: Sandbox, message: Message) -> float:
    return (box.world.clock.ms() - message.created_ms) / DAY_MS


def _press(body: Json) -> Press:
    given: dict[str, Any] = {}
    for name, kind in PRESS_FIELDS.items():
        value = body.get(name)
        if value is None and name != "path":
            continue
        if not isinstance(value, kind):
            raise NotClickable(f"{name} must be a JSON {kind.__name__}")
        given[name] = value
    return Press(**given)


def _event(
    box: Sandbox, person: Person, message: Message, action: Json, token: str
) -> dict[str, Any]:
    return {
        "operator": {
            "tenant_key": box.world.tenant_key,
            "user_id": person.user_id,
            "open_id": person.open_id,
            "union_id": person.union_id,
        },
        "token": token,
        "action": action,
        "host": "im_message",
        "context": {
            "open_message_id": message.message_id,
            "open_chat_id": message.chat_id,
        },
    }


def _read(box: Sandbox, message: Message, outcome: Outcome) -> Reply:
    if not outcome.status:
        code = BY_FAILURE.get(outcome.error, CALL_FAILED)
        raise BadReply(code, outcome.error if code == CALL_FAILED else "")
    if not outcome.ok:
        raise BadReply(BAD_STATUS, f"HTTP {outcome.status}")
    return read_reply(outcome.body, message.card or {}, tenant_of(box))


def _failed(bad: BadReply, ms: float) -> Json:
    return {
        "ok": False,
        "code": bad.code,
        "message": bad.shown,
        "card_updated": False,
        "ms": ms,
    }

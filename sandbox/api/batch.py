"""Batch sending to users and departments (v4); its cards cannot be changed later."""

import json

from sandbox.acts import messages as acts
from sandbox.api.answers import Json, Refused, flat
from sandbox.api.call import Call, Route
from sandbox.api.content import Content, parse_content
from sandbox.state import ids
from sandbox.state.people import Person

LISTS = {
    "open_ids": "open_id",
    "user_ids": "user_id",
    "union_ids": "union_id",
    "department_ids": "",
}
MSG_TYPES = ("text", "image", "post", "share_chat", "interactive")
MOST_IDS = 200


def send(call: Call) -> Json:
    msg_type = call.text("msg_type")
    if msg_type not in MSG_TYPES:
        raise Refused(11203)
    people, invalid = _receivers(call)
    content = _content(call, msg_type)
    for person in people.values():
        message = acts.bot_says(
            call.box,
            call.world.p2p(person.open_id),
            msg_type=msg_type,
            content=content.content,
            mentions=content.mentions,
            card=content.card,
            warnings=content.warnings,
        )
        message.batch = True
    return flat(data={"message_id": ids.fresh("bm-"), **invalid})


def _receivers(call: Call) -> tuple[dict[str, Person], Json]:
    if not any(call.body.get(name) for name in LISTS):
        raise Refused(11204)
    people: dict[str, Person] = {}
    invalid: Json = {f"invalid_{name}": [] for name in LISTS}
    for name, kind in LISTS.items():
        for value in call.texts(name, most=MOST_IDS):
            found = _found(call, kind, value)
            if not found:
                invalid[f"invalid_{name}"].append(value)
            people |= {one.open_id: one for one in found}
    return people, invalid


def _found(call: Call, kind: str, value: str) -> list[Person]:
    if not kind:
        found = call.world.people.in_department(value)
    else:
        one = call.world.people.find(kind, value)
        found = [one] if one else []
    return [one for one in found if one.open_id not in call.box.faults.unavailable]


def _content(call: Call, msg_type: str) -> Content:
    given = call.object("card" if msg_type == "interactive" else "content", required=True)
    if msg_type == "post":
        given = given.get("post", {})
    if msg_type == "share_chat":
        given = {"chat_id": given.get("share_chat_id")}
    raw = json.dumps(given, ensure_ascii=False, separators=(",", ":"))
    try:
        return parse_content(call.box, msg_type, raw)
    except Refused as refused:
        raise Refused(11246, ext=f"{refused.code} {refused.msg}") from refused


ROUTES = [
    Route("POST", path, send, sends=True, scope="im:message:send_multi_users")
    for path in ("/message/v4/batch_send/", "/message/v4/batch_send")
]

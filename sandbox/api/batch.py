"""Batch sending to users and departments (v4), and what became of it.

Sources: https://open.feishu.cn/document/ukTMukTMukTM/ucDO1EjL3gTNx4yN4UTM
and https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/batch_message/get_progress
"""

import json

from sandbox.acts.postman import wake
from sandbox.api.answers import Json, Refused, flat, ok
from sandbox.api.call import Call, Route
from sandbox.api.content import Content, parse_content
from sandbox.api.rights import denied
from sandbox.state.batches import Batch
from sandbox.state.departments import ROOT
from sandbox.state.people import Person

LISTS = {
    "open_ids": "open_id",
    "user_ids": "user_id",
    "union_ids": "union_id",
    "department_ids": "",
}
MSG_TYPES = ("text", "image", "post", "share_chat", "interactive")
MOST_IDS = 200
DAY_MS = 86_400_000
SCOPES = {"": "im:message:send_multi_depts"}


def send(call: Call) -> Json:
    msg_type = call.text("msg_type")
    if msg_type not in MSG_TYPES:
        raise Refused(11203)
    people, invalid = _receivers(call)
    content = _content(call, msg_type)
    day = call.world.clock.stamp()[:10]
    if call.world.batches.on(day) + len(people) > call.box.settings.batch_daily:
        call.world.journal.strike("batch_daily")
        raise Refused(11247)
    batch = call.world.batches.new(
        day=day,
        waiting=list(people),
        now_ms=call.world.clock.ms(),
        msg_type=msg_type,
        content=content.content,
        mentions=content.mentions,
        card=content.card,
        warnings=content.warnings,
    )
    wake(call.box)
    return flat(data={"message_id": batch.batch_id, **invalid})


def _receivers(call: Call) -> tuple[dict[str, Person], Json]:
    if not any(call.body.get(name) for name in LISTS):
        raise Refused(11204)
    people: dict[str, Person] = {}
    invalid: Json = {f"invalid_{name}": [] for name in LISTS}
    for name, kind in LISTS.items():
        wanted = call.texts(name)
        if len(wanted) > MOST_IDS or (not kind and ROOT in wanted):
            raise Refused(10003)
        scope = SCOPES.get(kind, "im:message:send_multi_users")
        if wanted and not call.world.grants.has(scope):
            raise denied((scope,))
        for value in wanted:
            found = _found(call, kind, value)
            if not found:
                invalid[f"invalid_{name}"].append(value)
            people |= {one.open_id: one for one in found}
    return people, invalid


def _found(call: Call, kind: str, value: str) -> list[Person]:
    if not kind:
        found = _in_department(call, value)
    else:
        one = call.world.people.find(kind, value)
        found = [one] if one else []
    away = call.box.faults.unavailable
    return [one for one in found if one.open_id not in away and not one.resigned]


def _in_department(call: Call, value: str) -> list[Person]:
    """The people of a department and of all below it."""
    top = call.world.departments.of_any_kind(value)
    if top is None:
        return []
    inside = [top, *call.world.departments.below(top.open_id)]
    return [one for part in inside for one in call.world.people.in_department(part.open_id)]


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


def _batch(call: Call) -> Batch:
    """A batch is known for 30 days."""
    found = call.world.batches.get(call.path("batch_message_id"))
    if found is None or call.world.clock.ms() - found.created_ms > 30 * DAY_MS:
        raise Refused(230030)
    return found


def _readers(call: Call, batch: Batch) -> int:
    sent = [call.world.messages.get(one) for one in batch.sent.values()]
    return sum(bool(one.readers) for one in sent if one is not None)


def progress(call: Call) -> Json:
    batch = _batch(call)
    return ok(
        {
            "batch_message_send_progress": {
                "valid_user_ids_count": batch.valid,
                "success_user_ids_count": len(batch.sent),
                "read_user_ids_count": _readers(call, batch),
            },
            "batch_message_recall_progress": {
                "recall": batch.recalling,
                "recall_count": batch.recalled,
            },
        }
    )


def read_user(call: Call) -> Json:
    batch = _batch(call)
    counts = {"read_count": str(_readers(call, batch)), "total_count": str(len(batch.sent))}
    return ok({"read_user": counts})


def recall(call: Call) -> Json:
    batch = _batch(call)
    if call.world.clock.ms() - batch.created_ms > DAY_MS:
        raise Refused(230009)
    batch.recalling = True
    wake(call.box)
    return ok()


_ONE = "/im/v1/batch_messages/{batch_message_id}"
SCOPE = "im:message:send_multi_users"
ROUTES = [
    *(
        Route("POST", path, send, sends=True, scope=SCOPE)
        for path in ("/message/v4/batch_send/", "/message/v4/batch_send")
    ),
    Route("DELETE", _ONE, recall, sends=True, scope=SCOPE),
    Route("GET", f"{_ONE}/get_progress", progress, scope=SCOPE),
    Route("GET", f"{_ONE}/read_user", read_user, scope=SCOPE),
]

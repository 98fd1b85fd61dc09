"""Feishu's own helpdesk, read only; every call needs the helpdesk's credential too.

Sources: https://open.feishu.cn/document/ukTMukTMukTM/ugDOyYjL4gjM24CO4IjN and the pages below
https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/helpdesk-v1/
"""

from collections.abc import Callable
from typing import Any

from aiohttp import web

from sandbox.api.answers import Json, Refused
from sandbox.api.call import Call, Route
from sandbox.api.helpdesk_gate import (
    Read,
    Rows,
    after_token,
    authorized,
    by_id,
    page_by_number,
    picture,
    rows_of,
)
from sandbox.api.helpdesk_knowledge import KNOWLEDGE
from sandbox.state.office import Helpdesk

ROOT = "/helpdesk/v1"
SCOPE = "helpdesk:all"
MOST_FOUND = 10_000
TEN_A_SECOND = ((10, 1.0),)
# Parameter -> where a ticket holds it.
TICKET_FILTERS: dict[str, Callable[[Json], list[Any]]] = {
    "ticket_id": lambda one: [one.get("ticket_id")],
    "type": lambda one: [one.get("ticket_type")],
    "channel": lambda one: [one.get("channel")],
    "solved": lambda one: [one.get("solve")],
    "score": lambda one: [one.get("score")],
    "status_list": lambda one: [one.get("status")],
    "agent_id": lambda one: [agent.get("id") for agent in one.get("agents") or ()],
    "guest_id": lambda one: [(one.get("guest") or {}).get("id")],
    "guest_name": lambda one: [(one.get("guest") or {}).get("name")],
    "closed_by_id": lambda one: [(one.get("closed_by") or {}).get("id")],
}
TIMES = {"create_time": "created_at", "update_time": "updated_at"}


def tickets(call: Call, desk: Helpdesk) -> Json:
    """At most 10,000 of them can be reached by one question."""
    rows = [one for one in rows_of(desk, "tickets") if _fits(call, one)]
    for start, name in TIMES.items():
        rows = _between(call, rows, start, name)
    rows = rows[:MOST_FOUND]
    return {"total": len(rows), "tickets": page_by_number(call, rows)}


def _fits(call: Call, ticket: Json) -> bool:
    for name, held in TICKET_FILTERS.items():
        asked = [one for text in call.queries(name) for one in text.split(",") if one]
        if asked and not {str(one) for one in held(ticket)} & set(asked):
            return False
    return True


def _between(call: Call, rows: Rows, start: str, name: str) -> Rows:
    low, high = call.query(f"{start}_start"), call.query(f"{start}_end")
    if not low and not high:
        return rows
    if not low.isdigit() or not high.isdigit():
        raise Refused(154000, ext=f"{start}_start and {start}_end")
    return [one for one in rows if int(low) <= int(one.get(name) or 0) <= int(high)]


def ticket(call: Call, desk: Helpdesk) -> Json:
    return {"ticket": by_id(rows_of(desk, "tickets"), call.path("ticket_id"), "ticket_id")}


def messages(call: Call, desk: Helpdesk) -> Json:
    by_id(rows_of(desk, "tickets"), call.path("ticket_id"), "ticket_id")
    said: Rows = desk.rows.get("messages", {}).get(call.path("ticket_id"), [])
    low, high = call.query("time_start") or "0", call.query("time_end") or str(10**15)
    if not low.isdigit() or not high.isdigit():
        raise Refused(154000, ext="time_start and time_end")
    rows = [one for one in said if int(low) <= int(one.get("created_at") or 0) <= int(high)]
    return {"total": len(rows), "messages": page_by_number(call, rows)}


def schedules(call: Call, desk: Helpdesk) -> Json:
    asked = set(call.queries("status"))
    if not asked or asked - {"1", "2", "3", "4"}:
        raise Refused(154000, ext="status")
    rows = rows_of(desk, "agent_schedules")
    return {"agent_schedules": [one for one in rows if str(one.get("status")) in asked]}


def schedule(call: Call, desk: Helpdesk) -> Json:
    for one in rows_of(desk, "agent_schedules"):
        if (one.get("agent") or {}).get("id") == call.path("agent_id"):
            return {"agent_schedule": one}
    raise Refused(154004)


def emails(call: Call, desk: Helpdesk) -> Json:
    return {"agents": desk.rows.get("agent_emails", {})}


def custom_fields(call: Call, desk: Helpdesk) -> Json:
    rows = after_token(call, rows_of(desk, "ticket_customized_fields"))
    rows["next_page_token"] = rows.pop("page_token")
    return rows


def custom_field(call: Call, desk: Helpdesk) -> Json:
    rows = rows_of(desk, "ticket_customized_fields")
    return by_id(rows, call.path("field_id"), "ticket_customized_field_id")


def all_custom_fields(call: Call, desk: Helpdesk) -> Json:
    names, seen = ("user_customized_fields", "ticket_customized_fields"), call.query("visible_only")
    hides = seen.lower() == "true"
    return {
        name: [one for one in rows_of(desk, name) if one.get("visible", True) or not hides]
        for name in names
    }


def ticket_image(call: Call, desk: Helpdesk) -> web.Response:
    """A picture in a ticket's message; a post has several, so `index` counts them."""
    said: Rows = desk.rows.get("messages", {}).get(call.query("ticket_id"), [])
    by_id(said, call.query("msg_id"), "message_id", "id")
    keys: list[str] = desk.rows.get("ticket_images", {}).get(call.query("msg_id"), [])
    index = call.query("index") or "0"
    if not index.isdigit() or int(index) >= len(keys):
        raise Refused(154004)
    return picture(desk, keys[int(index)])


def skill(call: Call, desk: Helpdesk) -> Json:
    return {"agent_skill": by_id(rows_of(desk, "agent_skills"), call.path("skill_id"), "id")}


def _all(name: str) -> Read:
    return lambda call, desk: {name: rows_of(desk, name)}


READS: list[tuple[str, Read]] = [
    ("/tickets/{ticket_id}/messages", messages),
    *KNOWLEDGE,
    ("/ticket_images", ticket_image),
    ("/customized_fields", all_custom_fields),
    ("/agents/{agent_id}/schedules", schedule),
    ("/agent_schedules", schedules),
    ("/agent_emails", emails),
    ("/agent_skills/{skill_id}", skill),
    ("/agent_skills", _all("agent_skills")),
    ("/agent_skill_rules", _all("rules")),
    ("/ticket_customized_fields/{field_id}", custom_field),
    ("/ticket_customized_fields", custom_fields),
]
ROUTES = [
    Route("GET", f"{ROOT}/tickets", authorized(tickets), scope=SCOPE),
    Route(
        "GET", f"{ROOT}/tickets/{{ticket_id}}", authorized(ticket), scope=SCOPE, rates=TEN_A_SECOND
    ),
    *(Route("GET", f"{ROOT}{path}", authorized(work), scope=SCOPE) for path, work in READS),
]

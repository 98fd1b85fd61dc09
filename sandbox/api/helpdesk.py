"""Feishu's own helpdesk, read only; every call needs the helpdesk's credential too.

Sources: https://open.feishu.cn/document/ukTMukTMukTM/ugDOyYjL4gjM24CO4IjN and the pages below
https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/helpdesk-v1/
"""

import base64
from collections.abc import Callable
from typing import Any

from sandbox.api.answers import Json, Refused, ok
from sandbox.api.call import Call, Route
from sandbox.state.office import Helpdesk

ROOT = "/helpdesk/v1"
SCOPE = "helpdesk:all"
HEADER = "X-Lark-Helpdesk-Authorization"
MOST_TICKETS = 200
MOST_FAQS = 100
MOST_FOUND = 10_000
TEN_A_SECOND = ((10, 1.0),)
Rows = list[dict[str, Any]]
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


def authorized(work: Callable[[Call, Helpdesk], Json]) -> Callable[[Call], Json]:
    def handle(call: Call) -> Json:
        desk = call.world.office.helpdesk
        right = base64.b64encode(f"{desk.helpdesk_id}:{desk.token}".encode()).decode()
        if not desk.helpdesk_id or call.request.headers.get(HEADER) != right:
            raise Refused(154001)
        return ok(work(call, desk))

    return handle


def _rows(desk: Helpdesk, name: str) -> Rows:
    rows: Rows = desk.rows.get(name, [])
    return rows


def _by_id(rows: Rows, wanted: str, *names: str) -> Json:
    for row in rows:
        if any(str(row.get(name)) == wanted for name in names):
            return row
    raise Refused(154004)


def _number(call: Call, name: str, default: int, most: int) -> int:
    text = call.query(name) or str(default)
    if not text.isdigit() or not 1 <= int(text) <= most:
        raise Refused(154000, ext=name)
    return int(text)


def _page(call: Call, rows: Rows) -> Rows:
    """By number, from 1."""
    size = _number(call, "page_size", 20, MOST_TICKETS)
    start = (_number(call, "page", 1, 10**6) - 1) * size
    return rows[start : start + size]


def _after_token(call: Call, rows: Rows) -> Json:
    size, token = _number(call, "page_size", 20, MOST_FAQS), call.query("page_token") or "0"
    if not token.isdigit():
        raise Refused(154000, ext="page_token")
    start = int(token)
    more = start + size < len(rows)
    after = str(start + size) if more else ""
    return {"items": rows[start : start + size], "has_more": more, "page_token": after}


def tickets(call: Call, desk: Helpdesk) -> Json:
    """At most 10,000 of them can be reached by one question."""
    rows = [one for one in _rows(desk, "tickets") if _fits(call, one)]
    for start, name in TIMES.items():
        rows = _between(call, rows, start, name)
    rows = rows[:MOST_FOUND]
    return {"total": len(rows), "tickets": _page(call, rows)}


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
    return {"ticket": _by_id(_rows(desk, "tickets"), call.path("ticket_id"), "ticket_id")}


def messages(call: Call, desk: Helpdesk) -> Json:
    _by_id(_rows(desk, "tickets"), call.path("ticket_id"), "ticket_id")
    said: Rows = desk.rows.get("messages", {}).get(call.path("ticket_id"), [])
    low, high = call.query("time_start") or "0", call.query("time_end") or str(10**15)
    if not low.isdigit() or not high.isdigit():
        raise Refused(154000, ext="time_start and time_end")
    rows = [one for one in said if int(low) <= int(one.get("created_at") or 0) <= int(high)]
    return {"total": len(rows), "messages": _page(call, rows)}


def faqs(call: Call, desk: Helpdesk) -> Json:
    category, words = call.query("category_id"), call.query("search")
    rows = [
        one
        for one in _rows(desk, "faqs")
        if (not category or category in _categories(one)) and words in str(one.get("question"))
    ]
    size = _number(call, "page_size", 20, MOST_FAQS)
    return _after_token(call, rows) | {"page_size": size, "total": len(rows)}


def _categories(faq: Json) -> list[str]:
    return [str(one.get("category_id")) for one in faq.get("categories") or ()]


def faq(call: Call, desk: Helpdesk) -> Json:
    return {"faq": _by_id(_rows(desk, "faqs"), call.path("id"), "id", "faq_id")}


def search_faqs(call: Call, desk: Helpdesk) -> Json:
    words = call.query("query")
    if not words:
        raise Refused(154000, ext="query")
    if call.query("base64").lower() == "true":
        words = base64.b64decode(words).decode("utf-8", "replace")
    rows = [
        one
        for one in _rows(desk, "faqs")
        if words in str(one.get("question"))
        or any(words in str(tag) for tag in one.get("tags", ()))
    ]
    return _after_token(call, rows)


def schedules(call: Call, desk: Helpdesk) -> Json:
    asked = set(call.queries("status"))
    if not asked or asked - {"1", "2", "3", "4"}:
        raise Refused(154000, ext="status")
    rows = _rows(desk, "agent_schedules")
    return {"agent_schedules": [one for one in rows if str(one.get("status")) in asked]}


def schedule(call: Call, desk: Helpdesk) -> Json:
    for one in _rows(desk, "agent_schedules"):
        if (one.get("agent") or {}).get("id") == call.path("agent_id"):
            return {"agent_schedule": one}
    raise Refused(154004)


def category(call: Call, desk: Helpdesk) -> Json:
    return _by_id(_rows(desk, "categories"), call.path("id"), "id", "category_id")


def emails(call: Call, desk: Helpdesk) -> Json:
    return {"agents": desk.rows.get("agent_emails", {})}


def custom_fields(call: Call, desk: Helpdesk) -> Json:
    rows = _after_token(call, _rows(desk, "ticket_customized_fields"))
    rows["next_page_token"] = rows.pop("page_token")
    return rows


def custom_field(call: Call, desk: Helpdesk) -> Json:
    rows = _rows(desk, "ticket_customized_fields")
    return _by_id(rows, call.path("field_id"), "ticket_customized_field_id")


def skill(call: Call, desk: Helpdesk) -> Json:
    return {"agent_skill": _by_id(_rows(desk, "agent_skills"), call.path("skill_id"), "id")}


def _all(name: str) -> Callable[[Call, Helpdesk], Json]:
    return lambda call, desk: {name: _rows(desk, name)}


READS: list[tuple[str, Callable[[Call, Helpdesk], Json]]] = [
    ("/tickets/{ticket_id}/messages", messages),
    ("/faqs/search", search_faqs),
    ("/faqs/{id}", faq),
    ("/faqs", faqs),
    ("/categories/{id}", category),
    ("/categories", _all("categories")),
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

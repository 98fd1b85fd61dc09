"""The helpdesk's second credential, and its ways of paging."""

import base64
import binascii
from collections.abc import Callable
from typing import Any

from aiohttp import web

from sandbox.api.answers import Json, Refused, ok
from sandbox.api.call import Call
from sandbox.api.images import image_mime
from sandbox.state import ids
from sandbox.state.office import Helpdesk

HEADER = "X-Lark-Helpdesk-Authorization"
MOST_TICKETS = 200
MOST_FAQS = 100
Rows = list[dict[str, Any]]
Read = Callable[[Call, Helpdesk], Json | web.Response]


def authorized(work: Read) -> Callable[[Call], Json | web.Response]:
    def handle(call: Call) -> Json | web.Response:
        desk = call.world.office.helpdesk
        right = base64.b64encode(f"{desk.helpdesk_id}:{desk.token}".encode()).decode()
        if not desk.helpdesk_id or call.request.headers.get(HEADER) != right:
            raise Refused(154001)
        found = work(call, desk)
        return found if isinstance(found, web.Response) else ok(found)

    return handle


def rows_of(desk: Helpdesk, name: str) -> Rows:
    rows: Rows = desk.rows.get(name, [])
    return rows


def by_id(rows: Rows, wanted: str, *names: str) -> Json:
    for row in rows:
        if any(str(row.get(name)) == wanted for name in names):
            return row
    raise Refused(154004)


def number(call: Call, name: str, default: int, most: int) -> int:
    text = call.query(name) or str(default)
    if not text.isdigit() or not 1 <= int(text) <= most:
        raise Refused(154000, ext=name)
    return int(text)


def page_by_number(call: Call, rows: Rows) -> Rows:
    """By number, from 1."""
    size = number(call, "page_size", 20, MOST_TICKETS)
    start = (number(call, "page", 1, 10**6) - 1) * size
    return rows[start : start + size]


def after_token(call: Call, rows: Rows) -> Json:
    size, token = number(call, "page_size", 20, MOST_FAQS), call.query("page_token") or "0"
    if not token.isdigit():
        raise Refused(154000, ext="page_token")
    start = int(token)
    more = start + size < len(rows)
    after = str(start + size) if more else ""
    return {"items": rows[start : start + size], "has_more": more, "page_token": after}


def picture(desk: Helpdesk, key: str) -> web.Response:
    """From the fixtures' `images`: base64 by key."""
    try:
        data = base64.b64decode(desk.rows.get("images", {})[key], validate=True)
    except (KeyError, binascii.Error):
        raise Refused(154004) from None
    mime = image_mime(data) or "application/octet-stream"
    return web.Response(body=data, content_type=mime, headers={"X-Tt-Logid": ids.log_id()})

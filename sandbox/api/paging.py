"""Paged lists."""

from typing import Any

from sandbox.api.answers import Json, wrong_field
from sandbox.api.call import Call


def page_of(call: Call, rows: list[Any], *, default: int, most: int) -> tuple[list[Any], Json]:
    """The rows of the wanted page, and the fields that lead to the next one."""
    size = call.number("page_size", default=default, low=1, high=most)
    token = call.query("page_token", "0") or "0"
    if not token.isdigit():
        raise wrong_field("page_token", "invalid page_token", token)
    start = int(token)
    more = start + size < len(rows)
    after = str(start + size) if more else ""
    return rows[start : start + size], {"has_more": more, "page_token": after}

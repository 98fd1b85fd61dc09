"""Reading a body and a page with Bitable's own refusals."""

import base64
import binascii
import hashlib
import json
import re
from collections.abc import Callable, Sequence
from typing import Any, TypeVar
from uuid import UUID

from sandbox.api.answers import Json, Refused
from sandbox.api.call import Call

T = TypeVar("T")
TABLE_NAME = re.compile(r"[^/\\?*:\[\]]{1,100}")
V4 = 4


def text_in(body: Json, name: str, *, most: int | None = None, default: str | None = None) -> str:
    value = body.get(name, default)
    if value is None and default is not None:
        value = default
    if not isinstance(value, str) or (most is not None and len(value) > most):
        raise Refused(1254001, ext=f"{name} is not a text of the allowed length")
    return value


def flag_in(body: Json, name: str, default: bool = False) -> bool:
    value = body.get(name)
    if value is None:
        return default
    if not isinstance(value, bool):
        raise Refused(1254001, ext=f"{name} must be a boolean")
    return value


def list_in(body: Json, name: str) -> list[Any]:
    value = body.get(name)
    if not isinstance(value, list) or not value:
        raise Refused(1254001, ext=f"{name} must be a list and not empty")
    return value


def object_in(body: Json, name: str) -> Json:
    value = body.get(name)
    if not isinstance(value, dict):
        raise Refused(1254001, ext=f"{name} must be an object")
    return value


def rows_in(body: Json, name: str) -> list[Json]:
    rows = list_in(body, name)
    if not all(isinstance(one, dict) for one in rows):
        raise Refused(1254001, ext=f"{name} must be a list of objects")
    return rows


def table_name(value: Any) -> str:
    if not isinstance(value, str) or not TABLE_NAME.fullmatch(value.strip()):
        raise Refused(1254001, ext="the name of a table has 1 to 100 characters, none of /\\?*:[]")
    return value.strip()


def id_type_of(call: Call, value: str = "") -> str:
    kind = value or call.query("user_id_type") or "open_id"
    if kind not in ("open_id", "union_id", "user_id"):
        raise Refused(1254001, ext="user_id_type")
    return kind


def page_size(call: Call, *, default: int, most: int) -> int:
    text = call.query("page_size") or str(default)
    if not text.isdigit() or not 1 <= int(text) <= most:
        raise Refused(1254011)
    return int(text)


def listed(call: Call, rows: Sequence[T], key: Callable[[T], str], *, most: int = 100) -> Json:
    """A page of a list; its token is the last id."""
    size, token = page_size(call, default=20, most=most), call.query("page_token")
    start = 0
    if token:
        places = [at for at, one in enumerate(rows) if key(one) == token]
        if not places:
            raise Refused(1254002, ext="page_token")
        start = places[0] + 1
    page = list(rows[start : start + size])
    more = start + size < len(rows)
    answer: Json = {"items": page, "has_more": more, "total": len(rows)}
    return answer | ({"page_token": key(page[-1])} if more else {})


def offset_of(call: Call, question: Json) -> int:
    """Where a search goes on: its token is opaque and belongs to one question."""
    token = call.query("page_token")
    if not token:
        return 0
    try:
        mark, _, start = base64.urlsafe_b64decode(token).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        raise Refused(1254030, ext="page_token") from None
    if mark != _mark(question) or not start.isdigit():
        raise Refused(1254030, ext="page_token")
    return int(start)


def token_for(start: int, question: Json) -> str:
    return base64.urlsafe_b64encode(f"{_mark(question)}:{start}".encode()).decode()


def _mark(question: Json) -> str:
    return fingerprint(question)[:16]


def fingerprint(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()


def client_token(call: Call) -> str:
    """Empty, or a UUID of version 4."""
    text = call.query("client_token")
    if not text:
        return ""
    try:
        good = UUID(text).version == V4 and len(text) == 36
    except ValueError:
        good = False
    if not good:
        raise Refused(1254037)
    return text.lower()

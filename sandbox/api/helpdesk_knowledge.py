"""The helpdesk's knowledge: questions and their categories.

Source: https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/helpdesk-v1/faq/list
"""

import base64

from aiohttp import web

from sandbox.api.answers import Json, Refused
from sandbox.api.call import Call
from sandbox.api.helpdesk_gate import MOST_FAQS, Read, after_token, by_id, number, picture, rows_of
from sandbox.state.office import Helpdesk

# 0: deleted and restorable, 2: deleted for good.
STATUSES = ("0", "1", "2")
ONLINE = 1


def faqs(call: Call, desk: Helpdesk) -> Json:
    category, words, status = (call.query(one) for one in ("category_id", "search", "status"))
    if status not in ("", *STATUSES):
        raise Refused(154000, ext="status")
    rows = [
        one
        for one in rows_of(desk, "faqs")
        if (not category or category in _categories(one))
        and words in str(one.get("question"))
        and (not status or str(one.get("status", ONLINE)) == status)
    ]
    size = number(call, "page_size", 20, MOST_FAQS)
    return after_token(call, rows) | {"page_size": size, "total": len(rows)}


def _categories(faq: Json) -> list[str]:
    return [str(one.get("category_id")) for one in faq.get("categories") or ()]


def faq(call: Call, desk: Helpdesk) -> Json:
    return {"faq": by_id(rows_of(desk, "faqs"), call.path("id"), "id", "faq_id")}


def search_faqs(call: Call, desk: Helpdesk) -> Json:
    words = call.query("query")
    if not words:
        raise Refused(154000, ext="query")
    if call.query("base64").lower() == "true":
        words = base64.b64decode(words).decode("utf-8", "replace")
    rows = [
        one
        for one in rows_of(desk, "faqs")
        if words in str(one.get("question"))
        or any(words in str(tag) for tag in one.get("tags", ()))
    ]
    return after_token(call, rows)


def faq_image(call: Call, desk: Helpdesk) -> web.Response:
    by_id(rows_of(desk, "faqs"), call.path("id"), "id", "faq_id")
    return picture(desk, call.path("image_key"))


def categories(call: Call, desk: Helpdesk) -> Json:
    """`order_by=1`: by the time of the last change."""
    language, order, asc = (call.query(one) for one in ("lang", "order_by", "asc"))
    if order not in ("", "1"):
        raise Refused(154000, ext="order_by")
    rows = [
        one
        for one in rows_of(desk, "categories")
        if not language or one.get("language") == language
    ]
    if order:
        rows.sort(key=lambda one: int(one.get("update_time") or 0), reverse=asc.lower() != "true")
    return {"categories": rows}


def category(call: Call, desk: Helpdesk) -> Json:
    return by_id(rows_of(desk, "categories"), call.path("id"), "id", "category_id")


KNOWLEDGE: list[tuple[str, Read]] = [
    ("/faqs/search", search_faqs),
    ("/faqs/{id}/image/{image_key}", faq_image),
    ("/faqs/{id}", faq),
    ("/faqs", faqs),
    ("/categories/{id}", category),
    ("/categories", categories),
]

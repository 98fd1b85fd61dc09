"""The announcement of a group: the old document and the new one made of blocks.

Sources: https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/chat-announcement/get
and https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/group/upgraded-group-announcement/group-announcement-overview
"""

import json
from typing import Any

from sandbox.api.answers import Json, Refused, ok, wrong_field
from sandbox.api.call import USER_ID_TYPES, Call, Route
from sandbox.api.chats import living
from sandbox.api.paging import page_of
from sandbox.state import ids
from sandbox.state.chats import Chat

MOST_BLOCKS = 50
PAGE_BLOCK = 1
OLD, NEW = "doc", "docx"
EDIT_AT_LEAST_ONE = "requests is a list of JSON strings"


def get_old(call: Call) -> Json:
    chat, news = _news(call)
    id_type = call.choice("user_id_type", USER_ID_TYPES, "open_id")
    _check_old(news)
    content = {"title": {"elements": []}, "body": {"blocks": news["edits"]}}
    stamps = {name: str(news[name] // 1000) for name in ("create_time", "update_time")}
    return ok(
        {
            "content": json.dumps(content, ensure_ascii=False),
            "revision": str(news["revision"]),
            **stamps,
            **_people(call, chat, id_type),
        }
    )


def patch_old(call: Call) -> Json:
    """Edits the old document: the sandbox keeps the requests, it does not carry them out."""
    chat, news = _news(call)
    requests, revision = call.texts("requests", required=True), call.text("revision", required=True)
    _check_old(news)
    if not revision.isdigit() or int(revision) != news["revision"]:
        raise Refused(232001, ext="invalid revision")
    try:
        edits = [json.loads(one) for one in requests]
    except ValueError:
        raise Refused(232001, ext=EDIT_AT_LEAST_ONE) from None
    news["type"] = OLD
    news["edits"] += edits
    _changed(call, chat, news)
    return ok()


def _check_old(news: Json) -> None:
    """Whoever writes first decides which of the two kinds the announcement is."""
    if news["type"] == NEW and news["blocks"]:
        raise Refused(232001, ext="the announcement is a docx; use docx/v1")


def get_new(call: Call) -> Json:
    chat, news = _news(call)
    id_type = call.choice("user_id_type", USER_ID_TYPES, "open_id")
    stamps: Json = {}
    for name in ("create_time", "update_time"):
        stamps |= {name: news[name] // 1000, f"{name}_v2": str(news[name])}
    kind = {"announcement_type": news["type"], "revision_id": news["revision"]}
    return ok({**kind, **stamps, **_people(call, chat, id_type)})


def list_blocks(call: Call) -> Json:
    chat, news = _docx(call)
    page, next_page = page_of(call, [_page(chat, news), *news["blocks"]], default=500, most=500)
    return ok({"items": page, **next_page})


def get_children(call: Call) -> Json:
    _, news = _docx(call)
    page, next_page = page_of(call, _children(call, news), default=500, most=500)
    return ok({"items": page, **next_page})


def add_children(call: Call) -> Json:
    chat, news = _docx(call)
    before = _children(call, news)
    given = call.body.get("children")
    if not isinstance(given, list) or not 1 <= len(given) <= MOST_BLOCKS:
        raise Refused(1770001)
    _check_revision(call, news)
    index = call.body.get("index", -1)
    if not isinstance(index, int) or not -1 <= index <= len(before):
        raise Refused(1770001)
    fresh = [_block(chat, one) for one in given]
    at = len(before) if index == -1 else index
    news["blocks"] = [*before[:at], *fresh, *before[at:]]
    _changed(call, chat, news)
    token = {"client_token": call.query("client_token") or ids.fresh("")}
    return ok({"children": fresh, "revision_id": news["revision"], **token})


def delete_children(call: Call) -> Json:
    chat, news = _docx(call)
    before = _children(call, news)
    start, end = call.body.get("start_index"), call.body.get("end_index")
    if not isinstance(start, int) or not isinstance(end, int):
        raise Refused(1770001)
    if not 0 <= start < end <= len(before):
        raise Refused(1770001)
    _check_revision(call, news)
    news["blocks"] = before[:start] + before[end:]
    _changed(call, chat, news)
    return ok({"revision_id": news["revision"], "client_token": ids.fresh("")})


def _news(call: Call) -> tuple[Chat, Json]:
    chat = living(call)
    if not chat.is_group:
        raise Refused(232006)
    now = call.world.clock.ms()
    fresh = {"type": NEW, "revision": 1, "edits": [], "blocks": []}
    news: Json = chat.extras.setdefault(
        "announcement", fresh | {"create_time": now, "update_time": now}
    )
    return chat, news


def _docx(call: Call) -> tuple[Chat, Json]:
    chat, news = _news(call)
    if news["type"] != NEW:
        raise Refused(1770001, msg="the announcement is an old document")
    return chat, news


def _children(call: Call, news: Json) -> list[Json]:
    """Only the page has children here; its block_id is the chat_id."""
    wanted = call.path("block_id")
    if wanted == call.path("chat_id"):
        blocks: list[Json] = news["blocks"]
        return blocks
    if any(one["block_id"] == wanted for one in news["blocks"]):
        return []
    raise Refused(1770002)


def _check_revision(call: Call, news: Json) -> None:
    text = call.query("revision_id", "-1")
    if text != "-1" and text != str(news["revision"]):
        raise Refused(1770021)


def _block(chat: Chat, given: Any) -> Json:
    if not isinstance(given, dict) or not isinstance(given.get("block_type"), int):
        raise wrong_field("children", "a block has a block_type")
    return {"block_id": ids.fresh("doxcn", 22), "parent_id": chat.chat_id, **given}


def _page(chat: Chat, news: Json) -> Json:
    children = [one["block_id"] for one in news["blocks"]]
    body = {"elements": [{"text_run": {"content": "", "text_element_style": {}}}], "style": {}}
    page = {"block_id": chat.chat_id, "block_type": PAGE_BLOCK, "children": children}
    return page | {"parent_id": "", "page": body}


def _changed(call: Call, chat: Chat, news: Json) -> None:
    news["revision"] += 1
    news["update_time"] = call.world.clock.ms()
    call.world.chats.touch(chat.chat_id)


def _people(call: Call, chat: Chat, id_type: str) -> Json:
    owner, bot = call.world.people.get(chat.owner), call.world.bot.app_id
    by_owner = {"owner_id": bot, "owner_id_type": "app_id"}
    if owner is not None:
        by_owner = {"owner_id": owner.id_as(id_type), "owner_id_type": id_type}
    return {**by_owner, "modifier_id": bot, "modifier_id_type": "app_id"}


_OLD = "/im/v1/chats/{chat_id}/announcement"
_NEW = "/docx/v1/chats/{chat_id}/announcement"
_CHILDREN = f"{_NEW}/blocks/{{block_id}}/children"
READ, WRITE = "im:chat.announcement:read", "im:chat.announcement:write_only"
ROUTES = [
    Route("GET", _OLD, get_old, scope="im:chat"),
    Route("PATCH", _OLD, patch_old, scope="im:chat"),
    Route("GET", _NEW, get_new, scope=READ),
    Route("GET", f"{_NEW}/blocks", list_blocks, scope=READ),
    Route("GET", _CHILDREN, get_children, scope=READ),
    Route("POST", _CHILDREN, add_children, scope=WRITE),
    Route("DELETE", f"{_CHILDREN}/batch_delete", delete_children, scope=WRITE),
]

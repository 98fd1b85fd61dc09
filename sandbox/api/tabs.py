"""Tabs of a group.

Source: https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/chat-tab/create
"""

from typing import Any

from sandbox.api.answers import Json, Refused, ok, wrong_field
from sandbox.api.call import Call, Route
from sandbox.api.chats import living
from sandbox.state import ids
from sandbox.state.chats import Chat

MOST_TABS, MOST_CHARACTERS = 20, 60
MADE = ("url", "doc")


def create(call: Call) -> Json:
    chat, tabs = _tabs(call)
    fresh = [_checked(call, one) for one in _given(call)]
    if _custom(tabs) + len(fresh) > MOST_TABS:
        raise Refused(232046)
    chat.extras["tabs"] = [*tabs, *({"tab_id": _tab_id(), **one} for one in fresh)]
    return _answer(chat)


def update(call: Call) -> Json:
    chat, tabs = _tabs(call)
    changes = {str(one.get("tab_id")): _checked(call, one) for one in _given(call)}
    known = {str(one["tab_id"]) for one in tabs if one["tab_type"] in MADE}
    if not set(changes) <= known:
        raise Refused(232001, ext="invalid tab_id")
    chat.extras["tabs"] = [one | changes.get(one["tab_id"], {}) for one in tabs]
    return _answer(chat)


def sort(call: Call) -> Json:
    """All tabs in their new order; the messages stay first and must be named too."""
    chat, tabs = _tabs(call)
    wanted = call.texts("tab_ids", required=True)
    by_id = {str(one["tab_id"]): one for one in tabs}
    if sorted(wanted) != sorted(by_id):
        raise Refused(232001, ext="tab_ids must name every tab once")
    chat.extras["tabs"] = sorted(
        (by_id[one] for one in wanted), key=lambda one: one["tab_type"] != "message"
    )
    return _answer(chat)


def delete(call: Call) -> Json:
    chat, tabs = _tabs(call)
    wanted = set(call.texts("tab_ids", required=True))
    if not wanted <= {str(one["tab_id"]) for one in tabs if one["tab_type"] in MADE}:
        raise Refused(232001, ext="invalid tab_id")
    chat.extras["tabs"] = [one for one in tabs if one["tab_id"] not in wanted]
    return _answer(chat)


def list_all(call: Call) -> Json:
    return _answer(_tabs(call)[0])


def _answer(chat: Chat) -> Json:
    return ok({"chat_tabs": chat.extras["tabs"]})


def _tabs(call: Call) -> tuple[Chat, list[Json]]:
    chat = living(call)
    if not chat.is_group:
        raise Refused(232050)
    if "tabs" not in chat.extras:
        news = _built_in("群公告", "chat_announcement")
        chat.extras["tabs"] = [_built_in("消息", "message"), news]
    found: list[Json] = chat.extras["tabs"]
    return chat, found


def _built_in(name: str, kind: str) -> Json:
    config = {"icon_key": "", "is_built_in": True}
    return {"tab_id": _tab_id(), "tab_name": name, "tab_type": kind, "tab_config": config}


def _tab_id() -> str:
    return str(int(ids.fresh("", 16), 16))[:19]


def _custom(tabs: list[Json]) -> int:
    return sum(one["tab_type"] in MADE for one in tabs)


def _given(call: Call) -> list[Json]:
    tabs = call.body.get("chat_tabs")
    if not isinstance(tabs, list) or not tabs or not all(isinstance(one, dict) for one in tabs):
        raise wrong_field("chat_tabs", "a list of tabs")
    return tabs


def _checked(call: Call, tab: Json) -> Json:
    name, kind = tab.get("tab_name", ""), tab.get("tab_type")
    content: Any = tab.get("tab_content")
    if kind not in MADE or not isinstance(name, str) or not isinstance(content, dict):
        raise Refused(232001, ext="tab_type is url or doc, with tab_content")
    if len(name) > MOST_CHARACTERS:
        raise Refused(232047)
    if not str(content.get(kind, "")).startswith(("http://", "https://")):
        raise Refused(232048)
    config = tab.get("tab_config")
    config = config if isinstance(config, dict) else {}
    _check_icon(call, config.get("icon_key"))
    return {
        "tab_name": name,
        "tab_type": kind,
        "tab_content": {kind: content[kind]},
        "tab_config": {"icon_key": config.get("icon_key") or "", "is_built_in": False},
    }


def _check_icon(call: Call, key: Any) -> None:
    found = call.world.resources.get(str(key)) if key else None
    if key and (found is None or found.owner != call.world.bot.app_id):
        raise Refused(232056)


_ALL = "/im/v1/chats/{chat_id}/chat_tabs"
ROUTES = [
    Route("POST", _ALL, create, scope="im:chat"),
    Route("POST", f"{_ALL}/update_tabs", update, scope="im:chat"),
    Route("POST", f"{_ALL}/sort_tabs", sort, scope="im:chat"),
    Route("DELETE", f"{_ALL}/delete_tabs", delete, scope="im:chat"),
    Route("GET", f"{_ALL}/list_tabs", list_all, scope="im:chat"),
]

"""The menu of a group: links only.

Source: https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/chat-menu_tree/overview
"""

from typing import Any

from sandbox.api.answers import Json, Refused, ok, wrong_field
from sandbox.api.call import Call, Route
from sandbox.api.chats import living
from sandbox.state import ids
from sandbox.state.chats import Chat

MOST_TOP, MOST_BELOW, MOST_CHARACTERS = 3, 5, 120
FIELDS = {"ICON": "image_key", "NAME": "name", "I18N_NAME": "i18n_names"}
FIELDS |= {"REDIRECT_LINK": "redirect_link"}


def create(call: Call) -> Json:
    """Appends to what is there, and answers the whole menu."""
    chat, levels = _menu(call)
    given = call.object("menu_tree", required=True).get("chat_menu_top_levels")
    if not isinstance(given, list) or not given:
        raise wrong_field("menu_tree", "chat_menu_top_levels is required")
    if len(levels) + len(given) > MOST_TOP:
        raise Refused(232070)
    chat.extras["menu"] = [*levels, *(_top(one) for one in given)]
    return _answer(chat)


def _top(given: Any) -> Json:
    children = given.get("children") if isinstance(given, dict) else None
    children = children or []
    if not isinstance(children, list):
        raise wrong_field("children", "a list of menus")
    if len(children) > MOST_BELOW:
        raise Refused(232071)
    item = _item(given)
    if children and item["action_type"] != "NONE":
        raise Refused(232001, ext="a menu with children has the action_type NONE")
    below = [{"chat_menu_second_level_id": _id(), "chat_menu_item": _item(one)} for one in children]
    return {"chat_menu_top_level_id": _id(), "chat_menu_item": item, "children": below}


def _item(given: Any) -> Json:
    item = given.get("chat_menu_item") if isinstance(given, dict) else None
    if not isinstance(item, dict) or not isinstance(item.get("name"), str) or not item["name"]:
        raise wrong_field("chat_menu_item", "chat_menu_item with a name is required")
    if len(item["name"]) > MOST_CHARACTERS:
        raise wrong_field("name", f"name has at most {MOST_CHARACTERS} characters")
    kind, link = item.get("action_type", "NONE"), item.get("redirect_link")
    if kind not in ("NONE", "REDIRECT_LINK"):
        raise wrong_field("action_type", "NONE or REDIRECT_LINK", kind)
    if kind == "REDIRECT_LINK" and not _is_link(link):
        raise Refused(232001, ext="redirect_link needs a common_url")
    known = ("action_type", "redirect_link", "image_key", "name", "i18n_names")
    return {"action_type": kind} | {name: item[name] for name in known if name in item}


def _is_link(link: Any) -> bool:
    if not isinstance(link, dict) or not link:
        return False
    return all(str(one).startswith(("http://", "https://")) for one in link.values() if one)


def _id() -> str:
    return str(int(ids.fresh("", 14), 16))


def sort(call: Call) -> Json:
    chat, levels = _menu(call)
    wanted = _ids(call)
    by_id = {str(one["chat_menu_top_level_id"]): one for one in levels}
    if sorted(wanted) != sorted(by_id):
        raise Refused(232001, ext="chat_menu_top_level_ids must name every menu once")
    chat.extras["menu"] = [by_id[one] for one in wanted]
    return _answer(chat)


def delete(call: Call) -> Json:
    chat, levels = _menu(call)
    wanted = set(_ids(call))
    if not wanted <= {str(one["chat_menu_top_level_id"]) for one in levels}:
        raise Refused(232001, ext="invalid chat_menu_top_level_ids")
    chat.extras["menu"] = [one for one in levels if one["chat_menu_top_level_id"] not in wanted]
    return _answer(chat)


def _ids(call: Call) -> list[str]:
    """Numbers, as the SDK types them, or strings, as the pages show them."""
    given = call.body.get("chat_menu_top_level_ids")
    if not isinstance(given, list) or not given:
        raise wrong_field("chat_menu_top_level_ids", "a list of ids is required")
    return [str(one) for one in given]


def get(call: Call) -> Json:
    return _answer(_menu(call)[0])


def patch_item(call: Call) -> Json:
    _, levels = _menu(call)
    item = _find(levels, call.path("menu_item_id"))
    fields = call.texts("update_fields", required=True)
    given = call.object("chat_menu_item", required=True)
    if not set(fields) <= set(FIELDS):
        raise wrong_field("update_fields", f"some of {', '.join(FIELDS)}")
    changed = item | {FIELDS[one]: given.get(FIELDS[one]) for one in fields}
    if "REDIRECT_LINK" in fields:
        changed["action_type"] = "REDIRECT_LINK" if given.get("redirect_link") else "NONE"
    item |= _item({"chat_menu_item": changed})
    return ok({"chat_menu_item": item})


def _find(levels: list[Json], wanted: str) -> Json:
    for top in levels:
        if str(top["chat_menu_top_level_id"]) == wanted:
            found: Json = top["chat_menu_item"]
            return found
        for child in top["children"]:
            if str(child["chat_menu_second_level_id"]) == wanted:
                found = child["chat_menu_item"]
                return found
    raise Refused(232001, ext="invalid menu_item_id")


def _menu(call: Call) -> tuple[Chat, list[Json]]:
    chat = living(call)
    if not chat.is_group:
        raise Refused(232006)
    levels: list[Json] = chat.extras.setdefault("menu", [])
    return chat, levels


def _answer(chat: Chat) -> Json:
    return ok({"menu_tree": {"chat_menu_top_levels": chat.extras["menu"]}})


_ONE = "/im/v1/chats/{chat_id}"
ROUTES = [
    Route("POST", f"{_ONE}/menu_tree", create, scope="im:chat"),
    Route("GET", f"{_ONE}/menu_tree", get, scope="im:chat"),
    Route("DELETE", f"{_ONE}/menu_tree", delete, scope="im:chat"),
    Route("POST", f"{_ONE}/menu_tree/sort", sort, scope="im:chat"),
    Route("PATCH", f"{_ONE}/menu_items/{{menu_item_id}}", patch_item, scope="im:chat"),
]

"""Groups: members, managers, tabs, menus, announcements."""

from __future__ import annotations

import json

from tests.sandbox.sdk.calls import Typed
from tests.sandbox.sdk.stage import Json, Stage, menu

IM = "im.v1"
ONE = "/im/v1/chats/{chat_id}"
BLOCKS = "/docx/v1/chats/{chat_id}/announcement/blocks"


def group(it: Stage) -> Json:
    return {"chat_id": it.group()}


def _tabbed(it: Stage) -> Json:
    group_id, it.tabs = it.group_with_tab()
    return {"chat_id": group_id}


def _menued(it: Stage) -> Json:
    group_id, it.menu_id = it.group_with_menu()
    return {"chat_id": group_id}


def _announced(it: Stage) -> Json:
    where = group(it)
    it.revision = it.call("GET", f"/im/v1/chats/{where['chat_id']}/announcement")["revision"]
    return where


def tab(name: str, **more: str) -> Json:
    content = {"url": "https://b.example"}
    return {"tab_name": name, "tab_type": "url", "tab_content": content, **more}


def block(it: Stage) -> Json:
    chat = it.group()
    return {"chat_id": chat, "block_id": chat}


def filled(it: Stage) -> Json:
    """An announcement with a line in it."""
    where = block(it)
    it.call("POST", f"{BLOCKS}/{{block_id}}/children".format(**where), LINE)
    return where


def filled_chat(it: Stage) -> Json:
    return {"chat_id": filled(it)["chat_id"]}


LINE: Json = {
    "index": 0,
    "children": [{"block_type": 2, "text": {"elements": [{"text_run": {"content": "夜班"}}]}}],
}

GROUPS = [
    Typed(
        "POST /im/v1/chats",
        IM,
        "CreateChat",
        lambda it: {"user_id_type": "open_id"},
        lambda it: {"name": "群", "user_id_list": [it.alice]},
    ),
    Typed("GET /im/v1/chats", IM, "ListChat", lambda it: {"page_size": 5}),
    Typed("GET /im/v1/chats/search", IM, "SearchChat", lambda it: {"query": it.named_group()}),
    Typed(f"GET {ONE}", IM, "GetChat", group, also=frozenset({"chat_id"})),
    Typed(f"PUT {ONE}", IM, "UpdateChat", group, lambda it: {"name": "新名"}),
    Typed(f"DELETE {ONE}", IM, "DeleteChat", group),
    Typed(f"POST {ONE}/link", IM, "LinkChat", group, lambda it: {"validity_period": "week"}),
    Typed(f"POST {ONE}/members", IM, "CreateChatMembers", group, lambda it: {"id_list": [it.bob]}),
    Typed(
        f"DELETE {ONE}/members", IM, "DeleteChatMembers", group, lambda it: {"id_list": [it.alice]}
    ),
    Typed(f"GET {ONE}/members", IM, "GetChatMembers", group),
    Typed(f"GET {ONE}/members/is_in_chat", IM, "IsInChatChatMembers", group),
    Typed(
        f"PATCH {ONE}/members/me_join",
        IM,
        "MeJoinChatMembers",
        lambda it: {"chat_id": it.public_group()},
    ),
    Typed(
        f"POST {ONE}/managers/add_managers",
        IM,
        "AddManagersChatManagers",
        lambda it: group(it) | {"member_id_type": "open_id"},
        lambda it: {"manager_ids": [it.alice]},
    ),
    Typed(
        f"POST {ONE}/managers/delete_managers",
        IM,
        "DeleteManagersChatManagers",
        lambda it: {"chat_id": it.managed_group(), "member_id_type": "open_id"},
        lambda it: {"manager_ids": [it.alice]},
    ),
    Typed(f"GET {ONE}/moderation", IM, "GetChatModeration", group),
    Typed(
        f"PUT {ONE}/moderation",
        IM,
        "UpdateChatModeration",
        group,
        lambda it: {"moderation_setting": "moderator_list", "moderator_added_list": [it.alice]},
    ),
    Typed(
        f"POST {ONE}/top_notice/put_top_notice",
        IM,
        "PutTopNoticeChatTopNotice",
        group,
        lambda it: {"chat_top_notice": [{"action_type": "2"}]},
    ),
    Typed(
        f"POST {ONE}/top_notice/delete_top_notice",
        IM,
        "DeleteTopNoticeChatTopNotice",
        lambda it: {"chat_id": it.noticed_group()},
    ),
    Typed(
        f"POST {ONE}/chat_tabs",
        IM,
        "CreateChatTab",
        group,
        lambda it: {"chat_tabs": [tab("网")]},
    ),
    Typed(
        f"POST {ONE}/chat_tabs/update_tabs",
        IM,
        "UpdateTabsChatTab",
        _tabbed,
        lambda it: {"chat_tabs": [tab("新", tab_id=it.tabs[-1])]},
    ),
    Typed(
        f"POST {ONE}/chat_tabs/sort_tabs",
        IM,
        "SortTabsChatTab",
        _tabbed,
        lambda it: {"tab_ids": it.tabs},
    ),
    Typed(
        f"DELETE {ONE}/chat_tabs/delete_tabs",
        IM,
        "DeleteTabsChatTab",
        _tabbed,
        lambda it: {"tab_ids": it.tabs[-1:]},
    ),
    Typed(f"GET {ONE}/chat_tabs/list_tabs", IM, "ListTabsChatTab", _tabbed),
    Typed(f"POST {ONE}/menu_tree", IM, "CreateChatMenuTree", group, lambda it: menu()),
    Typed(f"GET {ONE}/menu_tree", IM, "GetChatMenuTree", _menued),
    Typed(
        f"DELETE {ONE}/menu_tree",
        IM,
        "DeleteChatMenuTree",
        _menued,
        lambda it: {"chat_menu_top_level_ids": [it.menu_id]},
    ),
    Typed(
        f"POST {ONE}/menu_tree/sort",
        IM,
        "SortChatMenuTree",
        _menued,
        lambda it: {"chat_menu_top_level_ids": [it.menu_id]},
    ),
    Typed(
        "PATCH /im/v1/chats/{chat_id}/menu_items/{menu_item_id}",
        IM,
        "PatchChatMenuItem",
        lambda it: _menued(it) | {"menu_item_id": it.menu_id},
        lambda it: {"update_fields": ["NAME"], "chat_menu_item": {"name": "新"}},
    ),
    Typed(f"GET {ONE}/announcement", IM, "GetChatAnnouncement", group),
    Typed(
        f"PATCH {ONE}/announcement",
        IM,
        "PatchChatAnnouncement",
        _announced,
        lambda it: {"revision": it.revision, "requests": [json.dumps({"requestType": "x"})]},
    ),
    Typed(
        "GET /docx/v1/chats/{chat_id}/announcement", "docx.v1", "GetChatAnnouncement", filled_chat
    ),
    Typed(f"GET {BLOCKS}", "docx.v1", "ListChatAnnouncementBlock", filled_chat),
    Typed(
        f"GET {BLOCKS}/{{block_id}}/children",
        "docx.v1",
        "GetChatAnnouncementBlockChildren",
        filled,
    ),
    Typed(
        f"POST {BLOCKS}/{{block_id}}/children",
        "docx.v1",
        "CreateChatAnnouncementBlockChildren",
        block,
        lambda it: LINE,
    ),
    Typed(
        f"DELETE {BLOCKS}/{{block_id}}/children/batch_delete",
        "docx.v1",
        "BatchDeleteChatAnnouncementBlockChildren",
        filled,
        lambda it: {"start_index": 0, "end_index": 1},
    ),
]

"""What surrounds a group's messages: managers, tabs, menu, announcement, the place at the top."""

import json
from typing import Any

import pytest

from sandbox.client import SandboxClient
from sandbox.stub_bot import Api, StubBot

CHATS = "/im/v1/chats"


@pytest.fixture
def room(api: Api, alice: str, bob: str) -> str:
    """A group that the bot made and owns."""
    body = {"name": "INC-7 加油机", "user_id_list": [alice, bob]}
    return str(api.call("POST", CHATS, body).data["chat_id"])


@pytest.fixture
def theirs(client: SandboxClient, alice: str, bob: str) -> str:
    """A group that a person made and owns."""
    return client.make_group(alice, "站群", [bob])


def test_the_owner_names_managers(api: Api, room: str, alice: str, bob: str, carol: str) -> None:
    path = f"{CHATS}/{room}/managers"
    added = api.call("POST", f"{path}/add_managers", {"manager_ids": [alice, bob]}).data
    assert added == {"chat_managers": [alice, bob], "chat_bot_managers": []}
    gone = api.call("POST", f"{path}/delete_managers", {"manager_ids": [alice]}).data
    assert gone["chat_managers"] == [bob]
    assert api.call("GET", f"{CHATS}/{room}").data["user_manager_id_list"] == [bob]
    assert api.call("POST", f"{path}/add_managers", {"manager_ids": [carol]}).code == 232011
    unknown = api.call("POST", f"{path}/add_managers", {"manager_ids": ["ou_no"]})
    assert unknown.code == 99992351
    bot = {"member_id_type": "app_id"}
    me = api.call("POST", f"{path}/add_managers", {"manager_ids": ["cli_sandbox"]}, query=bot)
    assert me.data["chat_bot_managers"] == ["cli_sandbox"]


def test_nobody_else_names_managers_and_there_are_ten(
    api: Api, client: SandboxClient, room: str, theirs: str, bob: str
) -> None:
    path = f"{CHATS}/{theirs}/managers/add_managers"
    assert api.call("POST", path, {"manager_ids": [bob]}).code == 232038
    people = [one["open_id"] for one in client.people()][:11]
    api.call("POST", f"{CHATS}/{room}/members", {"id_list": people}, query={"succeed_type": "1"})
    many = api.call("POST", f"{CHATS}/{room}/managers/add_managers", {"manager_ids": people})
    assert many.code == 232040


def test_moderation_decides_who_writes(
    api: Api, client: SandboxClient, bot: StubBot, room: str, alice: str, bob: str
) -> None:
    path = f"{CHATS}/{room}/moderation"
    body = {"moderation_setting": "moderator_list", "moderator_added_list": [alice, bob]}
    assert api.call("PUT", path, body).body == {"code": 0, "msg": "success", "data": {}}
    api.call("PUT", path, {"moderator_removed_list": [alice]})
    found = api.call("GET", path).data
    assert found["moderation_setting"] == "moderator_list"
    assert [one["user_id"] for one in found["items"]] == [bob]
    client.wait_for(lambda: bot.of("im.chat.updated_v1"))
    assert api.send(room, {"text": "the owner may"}).code == 0
    assert api.call("PUT", path, {"moderation_setting": "nobody"}).code == 99992402


def test_a_bot_that_may_not_write_is_told(
    api: Api, client: SandboxClient, alice: str, bob: str
) -> None:
    body = {"name": "x", "user_id_list": [alice, bob], "owner_id": alice}
    room = api.call("POST", CHATS, body).data["chat_id"]
    change = {"moderation_setting": "only_owner"}
    assert api.call("PUT", f"{CHATS}/{room}/moderation", change).code == 0
    assert api.send(room, {"text": "x"}).code == 230018


def test_a_message_or_the_announcement_stands_at_the_top(
    api: Api, client: SandboxClient, room: str, alice: str
) -> None:
    path = f"{CHATS}/{room}/top_notice"
    sent = api.send(room, {"text": "x"}).data["message_id"]

    def put(*notices: dict[str, str]) -> int:
        return api.call("POST", f"{path}/put_top_notice", {"chat_top_notice": list(notices)}).code

    assert put({"action_type": "1", "message_id": sent}) == 0
    assert put({"action_type": "2"}) == 0
    assert put({"action_type": "3"}) == 232001
    assert put({"action_type": "1", "message_id": "om_no"}) == 232001
    assert put() == 99992402
    assert api.call("POST", f"{path}/delete_top_notice").code == 0
    api.call("DELETE", f"/im/v1/messages/{sent}")
    assert put({"action_type": "1", "message_id": sent}) == 230011


def tab(name: str, url: str = "https://desk.example/7", **more: Any) -> dict[str, Any]:
    return {"tab_name": name, "tab_type": "url", "tab_content": {"url": url}, **more}


def test_tabs_are_made_changed_sorted_and_deleted(api: Api, room: str) -> None:
    path = f"{CHATS}/{room}/chat_tabs"
    made = api.call("POST", path, {"chat_tabs": [tab("工单"), tab("手册")]}).data["chat_tabs"]
    assert [one["tab_name"] for one in made] == ["消息", "群公告", "工单", "手册"]
    ids = [one["tab_id"] for one in made]
    order = [ids[3], ids[0], ids[1], ids[2]]
    tabs = api.call("POST", f"{path}/sort_tabs", {"tab_ids": order}).data["chat_tabs"]
    assert [one["tab_name"] for one in tabs] == ["消息", "手册", "群公告", "工单"]
    change = {"chat_tabs": [tab("新手册") | {"tab_id": ids[3]}]}
    assert api.call("POST", f"{path}/update_tabs", change).data["chat_tabs"][1]["tab_name"] == (
        "新手册"
    )
    api.call("DELETE", f"{path}/delete_tabs", {"tab_ids": [ids[2]]})
    left = api.call("GET", f"{path}/list_tabs").data["chat_tabs"]
    assert [one["tab_name"] for one in left] == ["消息", "新手册", "群公告"]


@pytest.mark.parametrize(
    ("tabs", "code"),
    [
        ([], 99992402),
        ([tab("x" * 61)], 232047),
        ([tab("x", "ftp://desk.example")], 232048),
        ([tab("x", tab_config={"icon_key": "img_foreign"})], 232056),
        ([tab("x") | {"tab_type": "task"}], 232001),
        ([tab(str(n)) for n in range(21)], 232046),
    ],
)
def test_bad_tabs(api: Api, room: str, tabs: list[Any], code: int) -> None:
    assert api.call("POST", f"{CHATS}/{room}/chat_tabs", {"chat_tabs": tabs}).code == code


def test_built_in_tabs_stay_and_p2p_chats_have_none(
    api: Api, client: SandboxClient, room: str, alice: str
) -> None:
    path = f"{CHATS}/{room}/chat_tabs"
    first = api.call("GET", f"{path}/list_tabs").data["chat_tabs"][0]["tab_id"]
    assert api.call("DELETE", f"{path}/delete_tabs", {"tab_ids": [first]}).code == 232001
    assert api.call("POST", f"{path}/sort_tabs", {"tab_ids": [first]}).code == 232001
    p2p = client.p2p(alice)
    assert api.call("GET", f"{CHATS}/{p2p}/chat_tabs/list_tabs").code == 232050


def link(name: str) -> dict[str, Any]:
    target = {"common_url": "https://desk.example"}
    item = {"action_type": "REDIRECT_LINK", "name": name, "redirect_link": target}
    return {"chat_menu_item": item}


def tops(*levels: Any) -> dict[str, Any]:
    return {"menu_tree": {"chat_menu_top_levels": list(levels)}}


def test_a_menu_grows_is_sorted_and_cut(api: Api, room: str) -> None:
    path = f"{CHATS}/{room}/menu_tree"
    api.call("POST", path, tops(link("工单")))
    folder = {"chat_menu_item": {"action_type": "NONE", "name": "更多"}, "children": [link("手册")]}
    levels = api.call("POST", path, tops(folder)).data["menu_tree"]["chat_menu_top_levels"]
    first, second = (one["chat_menu_top_level_id"] for one in levels)
    child = levels[1]["children"][0]["chat_menu_second_level_id"]
    renamed = {"update_fields": ["NAME"], "chat_menu_item": {"name": "指南"}}
    item = api.call("PATCH", f"{CHATS}/{room}/menu_items/{child}", renamed).data["chat_menu_item"]
    assert (item["name"], item["action_type"]) == ("指南", "REDIRECT_LINK")
    order = {"chat_menu_top_level_ids": [second, int(first)]}
    turned = api.call("POST", f"{path}/sort", order).data["menu_tree"]["chat_menu_top_levels"]
    assert [one["chat_menu_item"]["name"] for one in turned] == ["更多", "工单"]
    api.call("DELETE", path, {"chat_menu_top_level_ids": [first]})
    left = api.call("GET", path).data["menu_tree"]["chat_menu_top_levels"]
    assert [one["chat_menu_item"]["name"] for one in left] == ["更多"]


@pytest.mark.parametrize(
    ("levels", "code"),
    [
        ([], 99992402),
        ([link(str(n)) for n in range(4)], 232070),
        ([{"chat_menu_item": {"name": "x"}, "children": [link("y")] * 6}], 232071),
        ([link("x") | {"children": [link("y")]}], 232001),
        ([{"chat_menu_item": {"name": "x", "action_type": "CALLBACK"}}], 99992402),
        ([{"chat_menu_item": {"name": "x", "action_type": "REDIRECT_LINK"}}], 232001),
        ([{"chat_menu_item": {"name": ""}}], 99992402),
    ],
)
def test_bad_menus(api: Api, room: str, levels: list[Any], code: int) -> None:
    assert api.call("POST", f"{CHATS}/{room}/menu_tree", tops(*levels)).code == code


def test_unknown_menus(api: Api, room: str) -> None:
    ids = {"chat_menu_top_level_ids": ["7"]}
    assert api.call("DELETE", f"{CHATS}/{room}/menu_tree", ids).code == 232001
    assert api.call("POST", f"{CHATS}/{room}/menu_tree/sort", ids).code == 232001
    change = {"update_fields": ["NAME"], "chat_menu_item": {"name": "x"}}
    assert api.call("PATCH", f"{CHATS}/{room}/menu_items/7", change).code == 232001


def block(text: str) -> dict[str, Any]:
    return {"block_type": 2, "text": {"elements": [{"text_run": {"content": text}}], "style": {}}}


def test_a_new_announcement_is_made_of_blocks(api: Api, room: str) -> None:
    path = f"/docx/v1/chats/{room}/announcement"
    assert api.call("GET", path).data["announcement_type"] == "docx"
    children = f"{path}/blocks/{room}/children"
    made = api.call("POST", children, {"index": 0, "children": [block("一"), block("二")]}).data
    assert made["revision_id"] == 2
    api.call("POST", children, {"index": 0, "children": [block("零")]})
    rows = api.call("GET", children).data["items"]
    texts = [one["text"]["elements"][0]["text_run"]["content"] for one in rows]
    assert texts == ["零", "一", "二"]
    blocks = api.call("GET", f"{path}/blocks").data["items"]
    assert (blocks[0]["block_id"], len(blocks[0]["children"])) == (room, 3)
    cut = api.call("DELETE", f"{children}/batch_delete", {"start_index": 0, "end_index": 2})
    assert cut.data["revision_id"] == 4
    assert len(api.call("GET", children).data["items"]) == 1


def test_blocks_have_their_refusals(api: Api, room: str) -> None:
    path = f"/docx/v1/chats/{room}/announcement/blocks"
    assert api.call("GET", f"{path}/doxcnothing/children").code == 1770002
    children = f"{path}/{room}/children"
    assert api.call("POST", children, {"children": []}).code == 1770001
    assert api.call("POST", children, {"index": 9, "children": [block("x")]}).code == 1770001
    old = {"revision_id": "7"}
    assert api.call("POST", children, {"children": [block("x")]}, query=old).code == 1770021
    cut = {"start_index": 0, "end_index": 1}
    assert api.call("DELETE", f"{children}/batch_delete", cut).code == 1770001
    api.call("POST", children, {"children": [block("x")]})
    assert api.call("GET", f"{CHATS}/{room}/announcement").code == 232001


def test_an_old_announcement_is_edited_by_its_revision(api: Api, room: str, alice: str) -> None:
    path = f"{CHATS}/{room}/announcement"
    revision = api.call("GET", path).data["revision"]
    edit = json.dumps({"requestType": "InsertBlocksRequestType"})
    body = {"revision": revision, "requests": [edit]}
    assert api.call("PATCH", path, body).code == 0
    assert api.call("PATCH", path, body).code == 232001
    found = api.call("GET", path).data
    assert (found["revision"], found["owner_id_type"]) == ("2", "app_id")
    assert "InsertBlocksRequestType" in found["content"]
    new = f"/docx/v1/chats/{room}/announcement"
    assert api.call("GET", new).data["announcement_type"] == "doc"
    assert api.call("GET", f"{new}/blocks").code == 1770001
    bad = {"revision": "2", "requests": ["{"]}
    assert api.call("PATCH", path, bad).code == 232001


def test_the_bot_joins_public_groups_only(
    api: Api, client: SandboxClient, theirs: str, alice: str
) -> None:
    body = {"name": "公告群", "chat_type": "public"}
    public = api.call("POST", CHATS, body).data["chat_id"]
    bot = {"id_list": ["cli_sandbox"]}
    api.call("DELETE", f"{CHATS}/{public}/members", bot, query={"member_id_type": "app_id"})
    assert api.send(public, {"text": "x"}).code == 230002
    assert api.call("PATCH", f"{CHATS}/{public}/members/me_join").code == 0
    assert api.send(public, {"text": "x"}).code == 0
    assert api.call("PATCH", f"{CHATS}/{theirs}/members/me_join").code == 232075
    client.remove_bot(alice, theirs)
    assert api.call("GET", f"{CHATS}/{theirs}/moderation").code == 232011


def test_groups_are_found_by_their_name(
    api: Api, client: SandboxClient, room: str, theirs: str, alice: str
) -> None:
    def found(query: str) -> list[str]:
        items = api.call("GET", f"{CHATS}/search", query={"query": query}).data["items"]
        return [one["chat_id"] for one in items]

    assert found("inc-7") == [room]
    assert found("站") == [theirs]
    assert found("") == []
    client.remove_bot(alice, theirs)
    assert found("站") == []
    assert api.call("GET", f"{CHATS}/search", query={"query": "x" * 65}).code == 232001


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "managers/add_managers"),
        ("PUT", "moderation"),
        ("GET", "chat_tabs/list_tabs"),
        ("GET", "menu_tree"),
        ("GET", "announcement"),
        ("POST", "top_notice/delete_top_notice"),
        ("PATCH", "members/me_join"),
    ],
)
def test_groups_that_are_gone_or_never_were(api: Api, room: str, method: str, path: str) -> None:
    body = None if method == "GET" else {"manager_ids": ["ou_x"]}
    assert api.call(method, f"{CHATS}/oc_nothing/{path}", body).code == 232006
    api.call("DELETE", f"{CHATS}/{room}")
    assert api.call(method, f"{CHATS}/{room}/{path}", body).code == 232009

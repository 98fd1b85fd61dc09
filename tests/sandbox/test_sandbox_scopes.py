"""What the app was granted decides what it may call, hear and read."""

import pytest

from sandbox.client import SandboxClient
from sandbox.stub_bot import Api, StubBot

MENTION = "im:message.group_at_msg:readonly"
P2P = "im:message.p2p_msg:readonly"


def test_one_of_the_wanted_scopes_is_enough(api: Api, client: SandboxClient, alice: str) -> None:
    client.scopes("im:message:send_as_bot")
    assert api.send(alice, {"text": "x"}).code == 0
    client.scopes("im:chat")
    refused = api.send(alice, {"text": "x"})
    assert (refused.status, refused.code) == (400, 99991672)
    violations = refused.body["error"]["permission_violations"]
    assert {one["subject"] for one in violations} == {
        "im:message",
        "im:message:send_as_bot",
        "im:message:send",
    }
    assert {one["type"] for one in violations} == {"action_privilege_required"}


def test_scopes_are_granted_and_revoked_while_it_runs(api: Api, client: SandboxClient) -> None:
    client.revoke("im:chat", "im:chat:read", "im:chat:readonly")
    assert api.call("GET", "/im/v1/chats").code == 99991672
    client.grant("im:chat:read")
    assert api.call("GET", "/im/v1/chats").code == 0
    client.reset_scopes()
    assert client.scopes() == {"scopes": None, "granted": [], "revoked": []}


def test_departments_want_a_scope_of_their_own(api: Api, client: SandboxClient, alice: str) -> None:
    client.scopes("im:message", "im:message:send_multi_users", "contact:contact.base:readonly")
    body = {"msg_type": "text", "content": {"text": "x"}}
    path = "/message/v4/batch_send/"
    assert api.call("POST", path, body | {"open_ids": [alice]}).code == 0
    refused = api.call("POST", path, body | {"department_ids": ["od-1"]})
    assert refused.code == 99991672
    assert "send_multi_depts" in refused.body["msg"]


def test_fields_of_people_are_absent_without_their_scope(
    api: Api, client: SandboxClient, alice: str
) -> None:
    path = f"/contact/v3/users/{alice}"
    assert {"mobile", "name", "user_id", "job_title"} <= set(api.call("GET", path).data["user"])
    client.scopes("contact:contact.base:readonly", "contact:user.base:readonly")
    bare = api.call("GET", path).data["user"]
    assert {"name", "avatar", "open_id", "union_id"} <= set(bare)
    hidden = {"mobile", "email", "user_id", "job_title", "status", "department_ids", "employee_no"}
    assert hidden & set(bare) == set()
    client.grant("contact:user.phone:readonly")
    assert "mobile" in api.call("GET", path).data["user"]
    client.scopes("contact:contact:readonly_as_app")
    assert hidden <= set(api.call("GET", path).data["user"])


def test_groups_are_heard_by_mention_or_wholly(
    api: Api, client: SandboxClient, bot: StubBot, alice: str, bob: str
) -> None:
    room, me = client.make_group(alice, "站", [bob]), client.app()["open_id"]

    def heard(text: str, *, mention: bool = False) -> bool:
        content = {"text": f"@_user_1 {text}" if mention else text}
        client.write(alice, room, content, mentions=[me] if mention else None)
        client.say(alice, f"p2p {text}")
        client.wait_for(lambda: any(f"p2p {text}" in str(one.body) for one in bot.heard))
        return any(f"{text}" in str(one.body) and room in str(one.body) for one in bot.heard)

    assert not heard("一")
    assert heard("二", mention=True)
    client.grant("im:message.group_msg")
    assert heard("三")
    client.scopes(P2P)
    assert not heard("四", mention=True)
    client.scopes(P2P, MENTION)
    assert heard("五", mention=True)
    client.scopes(MENTION)
    client.say(alice, "六")
    client.scopes(P2P)
    client.say(alice, "七")
    client.wait_for(lambda: any("七" in str(one.body) for one in bot.heard))
    assert not any("六" in str(one.body) for one in bot.heard)


def test_history_of_groups_wants_the_sensitive_scope_once_scopes_are_named(
    api: Api, client: SandboxClient, alice: str, bob: str
) -> None:
    room = client.make_group(alice, "站", [bob])
    said = client.write(alice, room, {"text": "x"})["message_id"]
    query = {"container_id_type": "chat", "container_id": room}
    assert api.call("GET", "/im/v1/messages", query=query).code == 0
    client.scopes("im:message")
    assert api.call("GET", "/im/v1/messages", query=query).code == 230027
    assert api.call("GET", f"/im/v1/messages/{said}").code == 230027
    client.grant("im:message.group_msg")
    assert api.call("GET", "/im/v1/messages", query=query).code == 0


def test_events_come_without_user_id_and_not_at_all_without_scopes(
    api: Api, client: SandboxClient, bot: StubBot, alice: str
) -> None:
    client.scopes(P2P)
    message = client.say(alice, "hi")["message_id"]
    client.react(alice, message, "OK")
    client.say(alice, "last")
    client.wait_for(lambda: len(bot.of("im.message.receive_v1")) == 2)
    assert set(bot.of("im.message.receive_v1")[0].event["sender"]["sender_id"]) == {
        "open_id",
        "union_id",
    }
    assert bot.of("im.message.reaction.created_v1") == []


@pytest.mark.parametrize(
    ("method", "path", "scope"),
    [
        ("GET", "/event/v1/outbound_ip", "event:ip_list"),
        ("GET", "/contact/v3/scopes", "contact:contact.base:readonly"),
        ("GET", "/im/v1/pins", "im:message.pins:read"),
        ("POST", "/im/v1/images", "im:resource"),
        ("POST", "/ephemeral/v1/send", "im:message:update"),
        ("POST", "/im/v1/messages/merge_forward", "im:message"),
        ("GET", "/im/v1/chats/oc_1/chat_tabs/list_tabs", "im:chat.tabs:read"),
        ("PUT", "/im/v1/chats/oc_1/moderation", "im:chat:moderation:write_only"),
        ("GET", "/docx/v1/chats/oc_1/announcement", "im:chat.announcement:read"),
    ],
)
def test_each_api_names_what_it_wants(
    api: Api, client: SandboxClient, method: str, path: str, scope: str
) -> None:
    client.scopes("none")
    refused = api.call(method, path, None if method == "GET" else {})
    assert refused.code == 99991672
    assert scope in refused.body["msg"]
    client.scopes(scope)
    assert api.call(method, path, None if method == "GET" else {}).code != 99991672

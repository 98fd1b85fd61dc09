"""Sending, replying, changing and recalling messages."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from sandbox.client import SandboxClient
from sandbox.stub_bot import Api

Card = Callable[..., dict[str, Any]]
DAY = 24 * 3600


def test_a_message_to_a_person_opens_the_p2p_chat(
    api: Api, client: SandboxClient, alice: str
) -> None:
    sent = api.send(alice, {"text": "您好"}).data
    assert sent["chat_id"] == client.p2p(alice)
    assert sent["sender"]["sender_type"] == "app"
    assert sent["create_time"].isdigit()
    assert client.messages(alice)[-1]["content"] == {"text": "您好"}


@pytest.mark.parametrize("kind", ["open_id", "union_id", "user_id", "email"])
def test_a_person_is_reached_by_any_id(api: Api, client: SandboxClient, kind: str) -> None:
    person = client.person(role="站长")
    value = person.get(kind) or f"{person['user_id']}@sandbox.example"
    body = {"receive_id": value, "msg_type": "text", "content": '{"text":"hi"}'}
    answer = api.call("POST", "/im/v1/messages", body, query={"receive_id_type": kind})
    assert answer.data["chat_id"] == client.p2p(person["open_id"])


def test_a_reply_knows_its_parent_and_root(api: Api, client: SandboxClient, alice: str) -> None:
    asked = client.say(alice, "打印机卡纸")["message_id"]
    first = api.reply(asked, {"text": "请打开前盖"}).data
    second = api.reply(first["message_id"], {"text": "再关上"}).data
    assert (first["root_id"], first["parent_id"]) == (asked, asked)
    assert (second["root_id"], second["parent_id"]) == (asked, first["message_id"])
    assert "thread_id" not in first


def test_a_reply_in_a_thread_opens_a_topic(api: Api, client: SandboxClient, alice: str) -> None:
    asked = client.say(alice, "断网")["message_id"]
    threaded = api.reply(asked, {"text": "在看"}, reply_in_thread=True).data
    assert threaded["thread_id"].startswith("omt_")
    query = {"container_id_type": "thread", "container_id": threaded["thread_id"]}
    items = api.call("GET", "/im/v1/messages", query=query).data["items"]
    assert [one["message_id"] for one in items] == [asked, threaded["message_id"]]


def test_mentions_become_placeholders(api: Api, client: SandboxClient, alice: str) -> None:
    text = f'<at user_id="{alice}">站长</at> 请看，<at user_id="all"></at>'
    sent = api.send(alice, {"text": text}).data
    assert json.loads(sent["body"]["content"]) == {"text": "@_user_1 请看，@_all"}
    assert sent["mentions"][0] | {"name": ""} == {
        "key": "@_user_1",
        "id": alice,
        "id_type": "open_id",
        "name": "",
        "tenant_key": sent["sender"]["tenant_key"],
    }


def test_a_post_is_read_without_its_locale(api: Api, alice: str) -> None:
    nodes = [[{"tag": "text", "text": "步骤"}, {"tag": "at", "user_id": alice}]]
    sent = api.send(alice, {"zh_cn": {"title": "说明", "content": nodes}}, "post").data
    read = json.loads(sent["body"]["content"])
    assert read["title"] == "说明"
    assert read["content"][0][1]["user_id"] == "@_user_1"


@pytest.mark.parametrize(
    ("msg_type", "content", "code"),
    [
        ("text", "not json", 230001),
        ("text", {"txt": "x"}, 230001),
        ("video", {"text": "x"}, 230001),
        ("post", {"zh_cn": {"content": [[{"tag": "blink"}]]}}, 230001),
        ("image", {"image_key": "img_v3_unknown"}, 230001),
        ("text", {"text": "x" * 160_000}, 230025),
        ("post", {"zh_cn": {"content": [[{"tag": "text", "text": "x" * 31_000}]]}}, 230025),
        ("interactive", {"schema": "2.0", "body": {"elements": [{"tag": "note"}]}}, 230099),
        ("interactive", {"type": "template", "data": {"template_id": "A"}}, 230099),
        ("interactive", {"card": {"schema": "2.0"}}, 230099),
    ],
)
def test_bad_contents_are_refused(
    api: Api, alice: str, msg_type: str, content: Any, code: int
) -> None:
    answer = api.send(alice, content, msg_type)
    assert (answer.status, answer.code) == (400, code)


def test_a_refused_card_names_the_inner_code_and_the_place(
    api: Api, client: SandboxClient, alice: str, card: Card
) -> None:
    answer = api.send(alice, card({"tag": "note"}), "interactive")
    assert (
        "ext=ErrCode: 200861; ErrPath: ROOT -> body -> elements -> [1](tag: note)"
        in (answer.body["msg"])
    )
    assert client.report()["invalid_cards"] == 1
    assert client.messages(alice) == []


@pytest.mark.parametrize(
    ("receive_id", "code"), [("ou_nobody", 99992351), ("oc_nothing", 99992356)]
)
def test_unknown_receivers_are_refused(api: Api, receive_id: str, code: int) -> None:
    assert api.send(receive_id, {"text": "x"}).code == code


def test_a_person_outside_the_availability_gets_nothing(
    api: Api, client: SandboxClient, alice: str
) -> None:
    client.faults(unavailable=[alice])
    assert api.send(alice, {"text": "x"}).code == 230013


def test_a_repeated_uuid_returns_the_first_message_for_an_hour(
    api: Api, client: SandboxClient, alice: str
) -> None:
    first = api.send(alice, {"text": "一"}, uuid="u-1").data
    again = api.send(alice, {"text": "二"}, uuid="u-1").data
    assert again["message_id"] == first["message_id"]
    assert client.report()["uuid_repeats"] == 1
    client.advance(3601)
    api.login()
    assert api.send(alice, {"text": "三"}, uuid="u-1").data["message_id"] != first["message_id"]


def test_a_repeated_uuid_may_also_be_an_error(api: Api, client: SandboxClient, alice: str) -> None:
    client.faults(uuid_repeat="error")
    api.send(alice, {"text": "一"}, uuid="u-1")
    assert api.send(alice, {"text": "一"}, uuid="u-1").code == 230049
    assert len(client.messages(alice)) == 1


def test_a_uuid_has_at_most_50_characters(api: Api, alice: str) -> None:
    assert api.send(alice, {"text": "x"}, uuid="u" * 51).code == 99992402


def test_the_same_answer_twice_under_two_uuids_is_a_duplicate(
    api: Api, client: SandboxClient, alice: str
) -> None:
    asked = client.say(alice, "?")["message_id"]
    for uuid in ("a", "a", "b"):
        api.reply(asked, {"text": "请重启"}, uuid=uuid)
    report = client.report()
    assert (report["duplicates"], report["uuid_repeats"]) == (1, 1)


def test_a_patched_card_is_what_people_see(
    api: Api, client: SandboxClient, alice: str, card: Card
) -> None:
    message_id = api.send(alice, card(), "interactive").data["message_id"]
    changed = card(title="已受理")
    assert api.patch(message_id, changed).body == {"code": 0, "msg": "success", "data": {}}
    shown = client.message(alice, message_id)
    assert shown["content"] == changed
    assert shown["update_time"] >= shown["create_time"]


def test_cards_cannot_be_patched_back_to_the_old_schema(api: Api, alice: str, card: Card) -> None:
    message_id = api.send(alice, card(), "interactive").data["message_id"]
    old = {"config": {"update_multi": True}, "elements": []}
    assert "ErrCode: 200830" in api.patch(message_id, old).body["msg"]


def test_an_unshared_old_card_cannot_be_patched(api: Api, alice: str) -> None:
    message_id = api.send(alice, {"elements": []}, "interactive").data["message_id"]
    assert api.patch(message_id, {"config": {"update_multi": True}}).code == 230001


def test_cards_are_patched_for_14_days(
    api: Api, client: SandboxClient, alice: str, card: Card
) -> None:
    message_id = api.send(alice, card(), "interactive").data["message_id"]
    client.advance(14 * DAY + 1)
    api.login()
    assert api.patch(message_id, card()).code == 230031


def test_only_own_cards_that_still_stand_are_patched(
    api: Api, client: SandboxClient, alice: str, card: Card
) -> None:
    theirs = client.say(alice, "?")["message_id"]
    text = api.send(alice, {"text": "x"}).data["message_id"]
    gone = api.send(alice, card(), "interactive").data["message_id"]
    api.call("DELETE", f"/im/v1/messages/{gone}")
    codes = [api.patch(one, card()).code for one in (theirs, text, gone, "om_nothing")]
    assert codes == [230012, 230054, 230011, 99992354]


def test_texts_are_edited_at_most_20_times_and_cards_never(
    api: Api, client: SandboxClient, alice: str, card: Card
) -> None:
    client.faults(limits=False)
    text = api.send(alice, {"text": "0"}).data["message_id"]
    body = {"msg_type": "text", "content": '{"text":"n"}'}
    codes = [api.call("PUT", f"/im/v1/messages/{text}", body).code for _ in range(21)]
    assert codes == [0] * 20 + [230072]
    shown = api.send(alice, card(), "interactive").data["message_id"]
    assert api.call("PUT", f"/im/v1/messages/{shown}", body).code == 230001


def test_a_recalled_message_cannot_be_replied_to(
    api: Api, client: SandboxClient, alice: str
) -> None:
    asked = client.say(alice, "?")["message_id"]
    client.recall(alice, asked)
    assert api.reply(asked, {"text": "x"}).code == 230011
    assert client.messages(alice)[0]["recalled"] is True


def test_a_2_0_card_is_read_back_only_on_request(api: Api, alice: str, card: Card) -> None:
    sent = card()
    path = f"/im/v1/messages/{api.send(alice, sent, 'interactive').data['message_id']}"
    simple = api.call("GET", path).data["items"][0]["body"]["content"]
    whole = api.call("GET", path, query={"card_msg_content_type": "user_card_content"})
    assert json.loads(simple)["title"] == "工单"
    assert "schema" not in json.loads(simple)
    assert json.loads(whole.data["items"][0]["body"]["content"]) == sent


def test_history_comes_in_pages(api: Api, client: SandboxClient, alice: str) -> None:
    for number in range(3):
        client.say(alice, str(number))
    query = {"container_id_type": "chat", "container_id": client.p2p(alice), "page_size": 2}
    first = api.call("GET", "/im/v1/messages", query=query).data
    second = api.call(
        "GET", "/im/v1/messages", query=query | {"page_token": first["page_token"]}
    ).data
    assert (len(first["items"]), first["has_more"]) == (2, True)
    assert (len(second["items"]), second["has_more"]) == (1, False)


def test_reactions_are_seen_and_told(api: Api, client: SandboxClient, alice: str) -> None:
    asked = client.say(alice, "?")["message_id"]
    path = f"/im/v1/messages/{asked}/reactions"
    made = api.call("POST", path, {"reaction_type": {"emoji_type": "Typing"}}).data
    assert client.messages(alice)[0]["reactions"][0]["emoji_type"] == "Typing"
    assert len(api.call("GET", path).data["items"]) == 1
    assert api.call("DELETE", f"{path}/{made['reaction_id']}").code == 0
    assert client.messages(alice)[0]["reactions"] == []
    bad = api.call("POST", path, {"reaction_type": {"emoji_type": "?"}})
    assert bad.code == 231001


def test_pins_and_buzzes_are_taken(api: Api, client: SandboxClient, alice: str, bob: str) -> None:
    sent = api.send(alice, {"text": "x"}).data
    assert api.call("POST", "/im/v1/pins", {"message_id": sent["message_id"]}).code == 0
    listed = api.call("GET", "/im/v1/pins", query={"chat_id": sent["chat_id"]}).data["items"]
    assert listed[0]["message_id"] == sent["message_id"]
    buzz = api.call(
        "PATCH",
        f"/im/v1/messages/{sent['message_id']}/urgent_app",
        {"user_id_list": [alice, bob]},
    )
    assert buzz.data == {"invalid_user_id_list": [bob]}


def test_batch_messages_cannot_be_patched(
    api: Api, client: SandboxClient, alice: str, card: Card
) -> None:
    body = {"open_ids": [alice, "ou_nobody"], "msg_type": "interactive", "card": card()}
    answer = api.call("POST", "/message/v4/batch_send/", body)
    assert answer.data["message_id"].startswith("bm-")
    assert answer.data["invalid_open_ids"] == ["ou_nobody"]
    message_id = client.messages(alice)[0]["message_id"]
    assert api.patch(message_id, card()).code == 230054

"""Forwarding, follow-ups, cards for one person, and reactions of many messages."""

from collections.abc import Callable
from typing import Any

import pytest

from sandbox.client import SandboxClient
from sandbox.stub_bot import Api, Result, StubBot

Card = Callable[..., dict[str, Any]]
MERGE = "/im/v1/messages/merge_forward"


def merge(api: Api, receiver: str, ids: list[str], **query: str) -> Result:
    kind = "chat_id" if receiver.startswith("oc_") else "open_id"
    body = {"receive_id": receiver, "message_id_list": ids}
    return api.call("POST", MERGE, body, query={"receive_id_type": kind} | query)


def talk(client: SandboxClient, person: str, count: int = 3) -> list[str]:
    return [client.say(person, f"第{n}句")["message_id"] for n in range(count)]


def test_a_talk_is_handed_over_as_one_message(
    api: Api, client: SandboxClient, alice: str, bob: str
) -> None:
    said = talk(client, alice)
    client.recall(alice, said[1])
    answer = merge(api, bob, [*said, "om_nothing"], uuid="hand-1").data
    assert answer["invalid_message_id_list"] == [said[1], "om_nothing"]
    message = answer["message"]
    assert message["msg_type"] == "merge_forward"
    assert message["body"]["content"] == "Merged and Forwarded Message"
    items = api.call("GET", f"/im/v1/messages/{message['message_id']}").data["items"]
    assert [one["message_id"] for one in items] == [message["message_id"], said[0], said[2]]
    assert {one["upper_message_id"] for one in items[1:]} == {message["message_id"]}
    again = merge(api, bob, said, uuid="hand-1").data["message"]
    assert again["message_id"] == message["message_id"]
    assert client.messages(bob)[-1]["merged"] == [said[0], said[2]]


@pytest.mark.parametrize(("count", "code"), [(0, 99992402), (101, 99992402)])
def test_between_1_and_100_messages_are_merged(api: Api, bob: str, count: int, code: int) -> None:
    assert merge(api, bob, ["om_x"] * count).code == code


def test_messages_of_two_chats_or_of_none_cannot_be_merged(
    api: Api, client: SandboxClient, alice: str, bob: str
) -> None:
    both = [*talk(client, alice, 1), *talk(client, bob, 1)]
    assert merge(api, bob, both).code == 230001
    assert merge(api, bob, ["om_nothing"]).code == 230001
    assert merge(api, "oc_nothing", both[:1]).code == 99992356
    room = client.make_group(alice, "站", [bob])
    said = client.write(alice, room, {"text": "x"})["message_id"]
    client.remove_bot(alice, room)
    assert merge(api, bob, [said]).code == 230002
    assert merge(api, room, both[:1]).code == 230002


def test_a_topic_is_forwarded_and_written_into(
    api: Api, client: SandboxClient, alice: str, bob: str
) -> None:
    asked = talk(client, alice, 1)[0]
    thread = api.reply(asked, {"text": "在看"}, reply_in_thread=True).data["thread_id"]
    kind = {"receive_id_type": "open_id"}
    path = f"/im/v1/threads/{thread}/forward"
    passed = api.call("POST", path, {"receive_id": bob}, query=kind).data
    assert passed["msg_type"] == "merge_forward"
    assert len(client.messages(bob)[-1]["merged"]) == 2
    into = {"receive_id_type": "thread_id"}
    other = talk(client, alice, 1)[0]
    moved = api.call("POST", f"/im/v1/messages/{other}/forward", {"receive_id": thread}, query=into)
    assert moved.data["thread_id"] == thread
    missing = api.call("POST", "/im/v1/threads/omt_no/forward", {"receive_id": bob}, query=kind)
    assert missing.code == 230019
    lost = api.call("POST", f"/im/v1/messages/{other}/forward", {"receive_id": "omt_"}, query=into)
    assert lost.code == 230019


def test_some_messages_are_not_forwarded(api: Api, client: SandboxClient, alice: str) -> None:
    key = client.upload(alice, "a.opus", b"OggS", "audio/ogg")["file_key"]
    voice = client.write(alice, client.p2p(alice), {"file_key": key}, msg_type="audio")
    path = f"/im/v1/messages/{voice['message_id']}/forward"
    kind = {"receive_id_type": "open_id"}
    assert api.call("POST", path, {"receive_id": alice}, query=kind).code == 230061


def follow(api: Api, message_id: str, *texts: str) -> int:
    bubbles = {"follow_ups": [{"content": one} for one in texts]}
    return api.call("POST", f"/im/v1/messages/{message_id}/push_follow_up", bubbles).code


def test_bubbles_hang_under_the_newest_message_once(
    api: Api, client: SandboxClient, alice: str
) -> None:
    first = api.send(alice, {"text": "还有别的吗"}).data["message_id"]
    second = api.send(alice, {"text": "请选择"}).data["message_id"]
    assert follow(api, first, "有") == 230006
    assert follow(api, second, "解决了", "没解决") == 0
    assert client.messages(alice)[-1]["follow_ups"] == ["解决了", "没解决"]
    assert follow(api, second, "有") == 230008


def test_bubbles_have_their_limits(api: Api, client: SandboxClient, alice: str, bob: str) -> None:
    sent = api.send(alice, {"text": "x"}).data["message_id"]
    for bad in ((), ("1", "2", "3", "4"), ("",), ("x" * 201,)):
        assert follow(api, sent, *bad) == 230007
    room = client.make_group(alice, "站", [bob])
    assert follow(api, api.send(room, {"text": "x"}).data["message_id"], "x") == 230003
    client.advance(601)
    assert follow(api, sent, "x") == 230002
    client.remove_bot(alice, room)
    assert follow(api, client.messages(alice, room)[0]["message_id"], "x") == 230004


def test_one_person_sees_a_card_that_nobody_else_does(
    api: Api, client: SandboxClient, bot: StubBot, alice: str, bob: str, card: Card
) -> None:
    room = client.make_group(alice, "站", [bob])
    body = {"chat_id": room, "open_id": alice, "msg_type": "interactive", "card": card()}
    answer = api.call("POST", "/ephemeral/v1/send", body)
    assert answer.body["msg"] == "ok"
    message_id = answer.data["message_id"]
    assert client.message(alice, message_id)["only"] == alice
    assert message_id not in [one["message_id"] for one in client.messages(alice, room)]
    with pytest.raises(Exception, match="sees no message"):
        client.message(bob, message_id)
    assert client.click(alice, message_id, "领取")["ok"] is True
    assert api.patch(message_id, card()).code == 230054
    gone = {"message_id": message_id}
    assert api.call("POST", "/ephemeral/v1/delete", gone).body == {"code": 0, "msg": "ok"}
    assert api.call("POST", "/ephemeral/v1/delete", gone).code == 18051


def test_cards_for_one_person_are_for_members_of_normal_groups(
    api: Api, client: SandboxClient, alice: str, bob: str, carol: str, card: Card
) -> None:
    room = client.make_group(alice, "站", [bob])
    body = {"chat_id": room, "open_id": carol, "msg_type": "interactive", "card": card()}

    def send(**change: Any) -> int:
        return api.call("POST", "/ephemeral/v1/send", body | change).code

    assert send() == 9499
    assert send(open_id="ou_nobody") == 99992351
    assert send(open_id="") == 99992402
    assert send(msg_type="text") == 99992402
    assert send(chat_id=client.p2p(alice)) == 9499
    assert send(chat_id="oc_nothing") == 232006
    assert send(open_id=alice, card={"schema": "2.0", "body": {"elements": [{"tag": "x"}]}}) == (
        230099
    )
    client.remove_bot(alice, room)
    assert send(open_id=alice) == 230002


def test_reactions_of_many_messages_come_at_once(
    api: Api, client: SandboxClient, alice: str
) -> None:
    said = talk(client, alice, 2)
    client.react(alice, said[0], "OK")
    api.call(
        "POST", f"/im/v1/messages/{said[0]}/reactions", {"reaction_type": {"emoji_type": "OK"}}
    )
    body = {"queries": [{"message_id": one} for one in (*said, "om_nothing")]}
    found = api.call("POST", "/im/v1/messages/reactions/batch_query", body).data
    counts = found["success_msg_reaction_counts"]
    assert counts[0]["reaction_count"] == [{"reaction_type": "OK", "count": "2"}]
    assert counts[1]["reaction_count"] == []
    details = found["success_msg_reaction_details"][0]["message_reaction_items"]
    assert {one["operator"]["operator_type"] for one in details} == {"user", "app"}
    assert [one["message_id"] for one in found["fail_msg_reaction_details"]] == ["om_nothing"]
    many = {"queries": [{"message_id": "om_x"}] * 21}
    assert api.call("POST", "/im/v1/messages/reactions/batch_query", many).code == 99992402


def test_readers_come_in_pages(api: Api, client: SandboxClient, alice: str, bob: str) -> None:
    room = client.make_group(alice, "站", [bob])
    sent = api.send(room, {"text": "x"}).data["message_id"]
    client.read(alice, room)
    client.read(bob, room)
    path = f"/im/v1/messages/{sent}/read_users"
    query = {"user_id_type": "open_id", "page_size": "1"}
    page = api.call("GET", path, query=query).data
    assert (len(page["items"]), page["has_more"]) == (1, True)

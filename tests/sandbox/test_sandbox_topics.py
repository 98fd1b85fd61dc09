"""Topics that people begin, and readers as the others hear of them."""

import json
import urllib.request
from collections.abc import Iterator

import pytest

from sandbox.client import SandboxClient, SandboxError
from sandbox.stub_bot import Api, StubBot
from sandbox.testing import Running


def test_a_person_begins_a_topic_and_the_bot_answers_in_it(
    bot: StubBot, client: SandboxClient, api: Api, alice: str, bob: str
) -> None:
    room = client.make_group(alice, "事故群", [bob])
    root = client.write(alice, room, {"text": "二号机故障"})["message_id"]
    me = [client.app()["open_id"]]
    content = {"text": "@_user_1 谁去看看"}
    said = client.write(bob, room, content, parent_id=root, mentions=me, in_thread=True)
    assert said["thread_id"].startswith("omt_")
    assert client.message(alice, root)["thread_id"] == said["thread_id"]
    (push,) = client.wait_for(lambda: bot.of("im.message.receive_v1"))
    assert push.event["message"]["thread_id"] == said["thread_id"]
    assert push.event["message"]["root_id"] == root
    answer = api.reply(said["message_id"], {"text": "已派单"}).data
    assert answer["thread_id"] == said["thread_id"]
    query = f"container_id_type=thread&container_id={said['thread_id']}"
    inside = api.call("GET", f"/im/v1/messages?{query}").data["items"]
    assert [one["message_id"] for one in inside][-2:] == [said["message_id"], answer["message_id"]]


def test_a_topic_is_about_a_message(client: SandboxClient, alice: str) -> None:
    with pytest.raises(SandboxError, match="needs the parent_id"):
        client.write(alice, client.p2p(alice), {"text": "?"}, in_thread=True)


def test_everybody_in_the_chat_hears_who_has_read(
    sandbox: Running, client: SandboxClient, api: Api, alice: str, bob: str
) -> None:
    room = client.make_group(alice, "群", [bob])
    sent = api.send(room, {"text": "请看"}).data["message_id"]
    url = f"{sandbox.base}/__sandbox/events?as={alice}"
    with urllib.request.urlopen(url, timeout=5) as stream:
        client.read(bob, room)
        assert next(_data(stream, "read")) == {
            "chat_id": room,
            "open_id": bob,
            "message_ids": [sent],
        }
        client.read(bob, room)
        client.read(alice, room)
        assert next(_data(stream, "read"))["open_id"] == alice


def _data(stream: Iterator[bytes], wanted: str) -> Iterator[dict[str, object]]:
    name = ""
    for line in stream:
        field, _, value = line.decode().rstrip("\n").partition(": ")
        name = value if field == "event" else name
        if field == "data" and name == wanted:
            yield json.loads(value)

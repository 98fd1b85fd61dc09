"""What the bot is told, how it is protected, and how often it is repeated."""

import hashlib
import json
from collections.abc import Iterator

import pytest

from sandbox.client import SandboxClient, SandboxError
from sandbox.push import envelope
from sandbox.stub_bot import Answer, Api, Heard, StubBot, stub_bot
from sandbox.testing import Running, running_sandbox


def test_the_official_vector_is_decrypted() -> None:
    cipher = "P37w+VZImNgPEO1RBhJ6RtKl7n6zymIbEG1pReEzghk="
    assert envelope.decrypt(cipher, "test key") == b"hello world"


@pytest.mark.parametrize("plain", [b"", b"x" * 15, b"x" * 16, "油".encode() * 100])
def test_encryption_is_undone_by_decryption(plain: bytes) -> None:
    assert envelope.decrypt(envelope.encrypt(plain, "k"), "k") == plain


def test_a_text_is_pushed_encrypted_and_signed_in_the_documented_envelope(
    bot: StubBot, client: SandboxClient, alice: str
) -> None:
    said = client.say(alice, "油枪3号不出油")
    heard = client.wait_for(lambda: bot.of("im.message.receive_v1"))[0]
    assert list(json.loads(heard.raw)) == ["encrypt"]
    assert heard.body["schema"] == "2.0"
    assert heard.body["header"]["token"] == "sandbox-verification-token"
    message = heard.event["message"]
    assert message["message_id"] == said["message_id"]
    assert message["content"] == '{"text": "油枪3号不出油"}'
    assert message["chat_type"] == "p2p"
    assert "mentions" not in message
    assert heard.event["sender"]["sender_id"]["open_id"] == alice
    assert heard.headers["X-Lark-Signature"] == _signature(heard)


def _signature(heard: Heard) -> str:
    headers = heard.headers
    salt = headers["X-Lark-Request-Timestamp"] + headers["X-Lark-Request-Nonce"]
    return hashlib.sha256(f"{salt}sandbox-encrypt-key".encode() + heard.raw).hexdigest()


def test_without_an_encrypt_key_pushes_are_plain_and_unsigned() -> None:
    with stub_bot() as bot, running_sandbox(bot_url=bot.url, encrypt_key="") as running:
        client = running.client
        client.say(client.person(role="站长")["open_id"], "hi")
        heard = client.wait_for(lambda: bot.heard)[0]
        assert b"encrypt" not in heard.raw
        assert "X-Lark-Signature" not in heard.headers


def test_without_a_bot_nothing_is_pushed_and_clicks_fail() -> None:
    with running_sandbox() as running:
        client = running.client
        client.say(client.person(role="站长")["open_id"], "hi")
        assert client.pushes() == []
        with pytest.raises(SandboxError, match="bot-url"):
            client.verify_url()


def test_the_address_is_verified_with_an_unsigned_challenge(
    bot: StubBot, client: SandboxClient
) -> None:
    assert client.verify_url() == {"ok": True}
    assert "X-Lark-Signature" not in bot.heard[0].headers
    assert bot.heard[0].body["type"] == "url_verification"


def test_in_a_group_the_bot_hears_only_what_mentions_it(
    bot: StubBot, client: SandboxClient, alice: str, bob: str
) -> None:
    room = client.make_group(alice, "站点群", [bob])
    client.write(alice, room, {"text": "不关机器人的事"})
    me = client.app()["open_id"]
    client.write(alice, room, {"text": "@_user_1 @_user_2 看一下"}, mentions=[me, bob])
    heard = client.wait_for(lambda: bot.of("im.message.receive_v1"))
    assert len(heard) == 1
    mentions = heard[0].event["message"]["mentions"]
    assert [one["mentioned_type"] for one in mentions] == ["bot", "user"]
    assert mentions[0]["id"]["open_id"] == me


def test_with_the_group_scope_the_bot_hears_everything(bot: StubBot) -> None:
    with running_sandbox(bot_url=bot.url, all_group_messages=True) as running:
        client = running.client
        alice, bob = (client.person(role="站长", skip=n)["open_id"] for n in (0, 1))
        room = client.make_group(alice, "群", [bob])
        client.write(alice, room, {"text": "闲聊"})
        client.wait_for(lambda: bot.of("im.message.receive_v1"))


def test_pictures_and_files_are_pushed_and_can_be_fetched_with_their_message(
    bot: StubBot, client: SandboxClient, api: Api, alice: str
) -> None:
    room = client.p2p(alice)
    image = client.upload(alice, "a.png", b"\x89PNG\r\n\x1a\n123", "image/png")
    file = client.upload(alice, "日志.zip", b"zip", "application/zip")
    first = client.write(alice, room, image, msg_type="image")["message_id"]
    client.write(alice, room, file, msg_type="file")
    heard = client.wait_for(lambda: bot.of("im.message.receive_v1")[1:])[0]
    assert heard.event["message"]["message_type"] == "file"
    path = f"/im/v1/messages/{first}/resources/{image['image_key']}"
    assert api.call("GET", path, query={"type": "image"}).raw.endswith(b"123")
    wrong = f"/im/v1/messages/{first}/resources/{file['file_key']}"
    assert api.call("GET", wrong, query={"type": "file"}).code == 234003


def test_what_people_do_besides_writing_is_told(
    bot: StubBot, client: SandboxClient, api: Api, alice: str, bob: str
) -> None:
    sent = api.send(alice, {"text": "x"}).data["message_id"]
    asked = client.say(alice, "?")["message_id"]
    client.enter(alice)
    client.enter(alice)
    client.menu(alice, "menu_faq")
    client.read(alice, client.p2p(alice))
    client.react(alice, sent, "THUMBSUP")
    client.recall(alice, asked)
    client.make_group(alice, "群", [bob])
    expected = {
        "p2p_chat_create": 1,
        "im.chat.access_event.bot_p2p_chat_entered_v1": 2,
        "application.bot.menu_v6": 1,
        "im.message.message_read_v1": 1,
        "im.message.reaction.created_v1": 1,
        "im.message.recalled_v1": 1,
        "im.chat.member.bot.added_v1": 1,
    }
    client.wait_for(lambda: len(bot.heard) >= 9)
    assert {kind: len(bot.of(kind)) for kind in expected} == expected
    assert bot.of("application.bot.menu_v6")[0].event["event_key"] == "menu_faq"
    assert bot.of("im.message.message_read_v1")[0].event["message_id_list"] == [sent]


def test_a_failed_push_climbs_the_ladder_and_is_then_lost(bot: StubBot) -> None:
    bot.answer = lambda heard: Answer(500)
    with running_sandbox(bot_url=bot.url, time_scale=100_000) as running:
        client = running.client
        client.say(client.person(role="站长")["open_id"], "hi")
        client.wait_for(lambda: client.report()["lost"])
        assert [one["attempt"] for one in client.pushes()] == [1, 2, 3, 4, 5]
        assert len({one.body["header"]["event_id"] for one in bot.heard}) == 1
        report = client.report()
        assert (report["pushes"], report["retries"], report["lost"]) == (1, 4, 1)


def test_a_push_that_succeeds_late_is_not_repeated_further(
    bot: StubBot, client: SandboxClient, alice: str
) -> None:
    bot.answer = lambda heard: Answer(500 if len(bot.heard) == 1 else 200)
    client.say(alice, "hi")
    client.wait_for(lambda: len(bot.heard) == 2)
    client.wait_for(lambda: client.report()["pending_pushes"] == 0)
    assert [one["ok"] for one in client.pushes()] == [False, True]


def test_an_answer_after_the_deadline_counts_as_none(
    bot: StubBot, client: SandboxClient, alice: str
) -> None:
    bot.answer = lambda heard: Answer(delay=1.5 if len(bot.heard) == 1 else 0)
    client.say(alice, "hi")
    first = client.wait_for(client.pushes)[0]
    assert (first["status"], first["ok"], first["error"]) == (0, False, "timeout")
    client.wait_for(lambda: client.pushes()[1:])


@pytest.fixture
def sandbox_without_bot() -> Iterator[Running]:
    with running_sandbox(bot_url="http://127.0.0.1:9/webhook", time_scale=100_000) as running:
        yield running


def test_a_bot_that_is_down_is_tried_again(sandbox_without_bot: Running) -> None:
    client = sandbox_without_bot.client
    client.say(client.person(role="站长")["open_id"], "hi")
    client.wait_for(lambda: client.report()["lost"])
    assert {one["error"] for one in client.pushes()} == {"connect"}


@pytest.mark.parametrize(("renamed", "event_ids"), [(False, 1), (True, 3)])
def test_answered_pushes_can_be_repeated(
    bot: StubBot, client: SandboxClient, alice: str, renamed: bool, event_ids: int
) -> None:
    client.faults(duplicate_pushes=2, duplicate_new_event_ids=renamed)
    client.say(alice, "hi")
    client.wait_for(lambda: len(bot.heard) == 3)
    assert client.report()["faults"] == {"duplicate_pushes": 2}
    assert len({one.body["header"]["event_id"] for one in bot.heard}) == event_ids
    assert len({one.event["message"]["message_id"] for one in bot.heard}) == 1


def test_pushes_of_one_chat_arrive_in_order(
    bot: StubBot, client: SandboxClient, alice: str
) -> None:
    said = [client.say(alice, str(n))["message_id"] for n in range(30)]
    client.wait_for(lambda: len(bot.heard) == 30)
    assert [one.event["message"]["message_id"] for one in bot.heard] == said


def test_pushes_can_be_reordered(bot: StubBot, client: SandboxClient, alice: str) -> None:
    client.faults(reorder_ms=200)
    said = [client.say(alice, str(n))["message_id"] for n in range(30)]
    client.wait_for(lambda: len(bot.heard) == 30)
    heard = [one.event["message"]["message_id"] for one in bot.heard]
    assert client.report()["faults"] == {"reorder_ms": 30}
    assert heard != said
    assert sorted(heard) == sorted(said)


def test_a_test_can_push_anything(bot: StubBot, client: SandboxClient) -> None:
    told = client.push("im.odd_v1", {"x": 1}, header={"event_id": "e1"}, times=2)
    assert told["event_id"] == "e1"
    assert [one["status"] for one in told["attempts"]] == [200, 200]
    assert bot.heard[1].body["header"]["event_id"] == "e1"
    client.push("im.odd_v1", {}, signed=False)
    assert "X-Lark-Signature" not in bot.heard[2].headers
    client.push_raw({"hello": "there"}, headers={"X-Lark-Signature": "forged"})
    assert bot.heard[3].headers["X-Lark-Signature"] == "forged"
    assert bot.heard[3].body == {"hello": "there"}


def test_a_reset_forgets_messages_and_waiting_retries(
    bot: StubBot, client: SandboxClient, alice: str
) -> None:
    bot.answer = lambda heard: Answer(500)
    client.say(alice, "hi")
    client.wait_for(client.pushes)
    client.reset()
    assert client.messages(alice) == []
    assert client.report()["pending_pushes"] == 0
    assert client.report()["pushes"] == 0

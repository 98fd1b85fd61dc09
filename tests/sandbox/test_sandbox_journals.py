"""The journals: what was sent, what was answered, and what is new since the last look."""

from typing import Any

from sandbox.client import SandboxClient
from sandbox.state.log import Log
from sandbox.stub_bot import Answer, Api, StubBot

Json = dict[str, Any]


class Line:
    def __init__(self, text: str) -> None:
        self.text = text

    def pack(self) -> bytes:
        return self.text.encode()


def texts(log: Log[Line]) -> list[str]:
    return [one.text for one in log]


def test_a_push_is_kept_with_its_body_and_the_bots_answer(
    bot: StubBot, client: SandboxClient, alice: str
) -> None:
    bot.answer = lambda heard: Answer(body={"done": heard.event_type})
    said = client.say(alice, "打印机卡纸")
    (push,) = client.wait_for(client.pushes)
    assert push["body"]["header"]["event_id"] == push["event_id"]
    assert push["body"]["event"]["message"]["message_id"] == said["message_id"]
    assert push["answer"] == {"done": "im.message.receive_v1"}


def test_an_answer_that_is_no_json_is_kept_as_it_came(
    bot: StubBot, client: SandboxClient, alice: str
) -> None:
    bot.answer = lambda heard: Answer(status=502, raw=b"<h1>Bad Gateway</h1>")
    client.say(alice, "hi")
    push = client.wait_for(client.pushes)[0]
    assert (push["status"], push["answer"]) == (502, {"unreadable": "<h1>Bad Gateway</h1>"})


def test_a_call_is_kept_with_its_answer(api: Api, client: SandboxClient, alice: str) -> None:
    sent = api.send(alice, {"text": "您好"}).data["message_id"]
    call = client.calls()[-1]
    assert call["body"]["receive_id"] == alice
    assert call["answer"]["data"]["message_id"] == sent
    key = client.upload(alice, "a.bin", b"x" * 99, "application/octet-stream")["file_key"]
    content = {"file_key": key, "file_name": "a.bin"}
    file = client.write(alice, client.p2p(alice), content, msg_type="file")["message_id"]
    api.call("GET", f"/im/v1/messages/{file}/resources/{key}?type=file")
    assert client.calls()[-1]["answer"] is None


def test_only_what_is_new_is_asked_for(api: Api, client: SandboxClient, alice: str) -> None:
    api.send(alice, {"text": "一"})
    last = client.calls()[-1]["n"]
    api.send(alice, {"text": "二"})
    (fresh,) = client.call("GET", f"calls?after={last}")
    assert fresh["n"] == last + 1
    (bare,) = client.call("GET", f"calls?after={last}&bodies=0")
    assert set(fresh) - set(bare) == {"body", "answer"}
    assert client.call("GET", f"calls?after={last + 1}") == []
    client.reset()
    api.send(alice, {"text": "三"})
    (first,) = client.call("GET", f"calls?after={last + 1}")
    assert first["n"] == 1


def test_a_log_forgets_the_oldest_and_says_so() -> None:
    log: Log[Line] = Log(3, lambda data: Line(data.decode()))
    log.touched.listening = True
    for text in "abcd":
        log.append(Line(text))
    assert texts(log) == ["b", "c", "d"]
    assert log.touched.take() == {"1", "2", "3", "4"}
    assert [log.row(key) for key in ("1", "2", "5")] == [None, b"b", None]
    assert [(n, one.text) for n, one in log.after(2, 10)] == [(3, "c"), (4, "d")]
    assert [(n, one.text) for n, one in log.after(0, 1)] == [(4, "d")]
    again: Log[Line] = Log(3, lambda data: Line(data.decode()))
    again.load([(key, log.row(key) or b"") for key in reversed(list(log.keys()))])
    again.append(Line("e"))
    assert texts(again) == ["c", "d", "e"]
    assert list(again.keys()) == ["3", "4", "5"]

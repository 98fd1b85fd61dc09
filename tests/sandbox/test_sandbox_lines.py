"""The long connection: its frames, its endpoint, and who gets a push."""

import asyncio
import base64
import json
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import aiohttp
import pytest
from lark_oapi.ws import client as official
from lark_oapi.ws.pb.pbbp2_pb2 import Frame as OfficialFrame

from sandbox.push.frames import BadFrame, Frame, decode
from sandbox.stub_bot import Api
from sandbox.testing import Running, running_sandbox

Json = dict[str, Any]
official.loop.close()  # the module makes itself one when it is imported


@pytest.fixture
def sandbox() -> Iterator[Running]:
    """No bot address: whoever connects hears the events."""
    with running_sandbox(time_scale=5000, answer_timeout=1.0, ws_reconnect_nonce_s=0) as running:
        yield running


def endpoint(base: str, **change: str) -> Json:
    body = {"AppID": "cli_sandbox", "AppSecret": "sandbox-secret"} | change
    request = urllib.request.Request(f"{base}/callback/ws/endpoint", json.dumps(body).encode())
    with urllib.request.urlopen(request) as answer:
        found: Json = json.load(answer)
        return found


@pytest.mark.parametrize("payload", [b"", b"{}", bytes(range(256)) * 40])
def test_frames_are_those_of_the_official_client(payload: bytes) -> None:
    headers = {"type": "event", "sum": "1", "空": ""}
    ours = Frame(1 << 40, 7, 33_554_678, 1, headers, payload=payload)
    ours.payload_type, ours.payload_encoding, ours.log_id_new = "json", "none", "log"
    theirs = OfficialFrame()
    theirs.ParseFromString(ours.encode())
    assert theirs.SeqID == 1 << 40
    assert theirs.service == 33_554_678
    assert {one.key: one.value for one in theirs.headers} == ours.headers
    assert decode(theirs.SerializeToString()) == ours


def test_a_negative_number_has_ten_bytes_and_broken_frames_are_refused() -> None:
    official = OfficialFrame()
    official.ParseFromString(Frame(service=-1).encode())
    assert official.service == -1
    for raw in (b"\x08", b"\x2a\x05ab", b"\x0d\x00\x00\x00\x00", b"\xff" * 11):
        with pytest.raises(BadFrame):
            decode(raw)


def test_the_endpoint_names_an_address_and_how_to_come_back(sandbox: Running) -> None:
    data = endpoint(sandbox.base)["data"]
    assert data["URL"].startswith("ws://127.0.0.1:")
    assert {"device_id=", "service_id=", "ticket="} <= {
        f"{part.split('=')[0]}=" for part in data["URL"].split("?")[1].split("&")
    }
    assert data["ClientConfig"] == {
        "ReconnectCount": -1,
        "ReconnectInterval": 120,
        "ReconnectNonce": 0,
        "PingInterval": 120,
    }


@pytest.mark.parametrize(
    ("change", "code"),
    [({"AppSecret": "wrong"}, 514), ({"AppID": "cli_other"}, 514), ({"AppSecret": ""}, 1000040344)],
)
def test_the_endpoint_refuses(sandbox: Running, change: dict[str, str], code: int) -> None:
    assert endpoint(sandbox.base, **change)["code"] == code


def test_in_an_outage_the_endpoint_is_busy(sandbox: Running) -> None:
    sandbox.client.faults(outage=True)
    assert endpoint(sandbox.base)["code"] == 1


Answer = Callable[[Frame], Frame | None]


def ack(frame: Frame, body: Json | None = None, code: int = 200) -> Frame:
    told: Json = {"code": code, "headers": None}
    told["data"] = base64.b64encode(json.dumps(body).encode()).decode() if body else ""
    headers = frame.headers | {"biz_rt": "1"}
    return replace(frame, headers=headers, payload=json.dumps(told).encode())


async def listen(base: str, answer: Answer, heard: list[Frame], over: asyncio.Event) -> None:
    url = endpoint(base)["data"]["URL"]
    async with aiohttp.ClientSession() as http, http.ws_connect(url) as socket:
        stop = asyncio.ensure_future(over.wait())
        while not over.is_set():
            wait = asyncio.ensure_future(socket.receive())
            await asyncio.wait({wait, stop}, return_when=asyncio.FIRST_COMPLETED)
            if not wait.done() or wait.result().type is not aiohttp.WSMsgType.BINARY:
                wait.cancel()
                return
            frame = decode(wait.result().data)
            heard.append(frame)
            reply = answer(frame)
            if reply is not None:
                await socket.send_bytes(reply.encode())


def with_clients(
    sandbox: Running, answers: list[Answer], act: Callable[[list[list[Frame]]], None]
) -> None:
    """Connect one client for each answer, and do something meanwhile."""
    heard: list[list[Frame]] = [[] for _ in answers]

    async def run() -> None:
        over = asyncio.Event()
        pairs = zip(answers, heard, strict=True)
        tasks = [asyncio.ensure_future(listen(sandbox.base, one, ear, over)) for one, ear in pairs]
        try:
            await asyncio.to_thread(_when_connected, sandbox, len(answers), act, heard)
        finally:
            over.set()
            await asyncio.gather(*tasks, return_exceptions=True)

    asyncio.run(run())


def _when_connected(
    sandbox: Running, many: int, act: Callable[[list[list[Frame]]], None], heard: list[list[Frame]]
) -> None:
    sandbox.client.wait_for(lambda: len(sandbox.client.lines()) == many)
    act(heard)


def person(sandbox: Running) -> str:
    return str(sandbox.client.person(role="站长")["open_id"])


def test_an_event_comes_in_the_clear_to_one_of_the_clients(sandbox: Running) -> None:
    client, alice = sandbox.client, person(sandbox)

    def act(heard: list[list[Frame]]) -> None:
        for number in range(20):
            client.say(alice, str(number))
        client.wait_for(lambda: len(heard[0]) + len(heard[1]) >= 20)
        assert heard[0]
        assert heard[1]
        headers = heard[0][0].headers
        assert (headers["type"], headers["sum"], headers["seq"]) == ("event", "1", "0")
        report = client.report()
        assert (report["pushes"], report["retries"]) == (20, 0)

    with_clients(sandbox, [ack, ack], act)


def test_a_failed_event_comes_again_by_the_ladder(sandbox: Running) -> None:
    client, alice = sandbox.client, person(sandbox)
    tries: list[int] = []

    def clumsy(frame: Frame) -> Frame:
        tries.append(1)
        return ack(frame, code=500 if len(tries) < 3 else 200)

    def act(heard: list[list[Frame]]) -> None:
        client.say(alice, "hi")
        client.wait_for(lambda: len(tries) == 3)
        client.wait_for(lambda: client.pushes()[-1]["ok"])
        assert [one["status"] for one in client.pushes()] == [500, 500, 200]

    with_clients(sandbox, [clumsy], act)


def test_a_click_is_answered_down_the_line(sandbox: Running, card: Callable[..., Json]) -> None:
    client, alice = sandbox.client, person(sandbox)
    api = Api(sandbox.base)
    api.login()
    toast = {"toast": {"type": "success", "content": "已领取"}}

    def act(heard: list[list[Frame]]) -> None:
        sent = api.send(alice, card(), "interactive").data["message_id"]
        answer = client.click(alice, sent, "领取")
        assert answer["toast"]["content"] == "已领取"
        event = json.loads(heard[0][-1].payload)
        assert event["header"]["event_type"] == "card.action.trigger"

    with_clients(sandbox, [lambda frame: ack(frame, toast)], act)


def test_a_long_event_comes_in_parts(sandbox: Running) -> None:
    client, alice = sandbox.client, person(sandbox)

    def last_part(frame: Frame) -> Frame | None:
        last = int(frame.headers["seq"]) == int(frame.headers["sum"]) - 1
        return ack(frame) if last else None

    def act(heard: list[list[Frame]]) -> None:
        client.faults(ws_fragment_bytes=100)
        client.say(alice, "lang")
        client.wait_for(lambda: client.pushes() and client.pushes()[-1]["ok"])
        whole = b"".join(one.payload for one in heard[0])
        assert len(heard[0]) == int(heard[0][0].headers["sum"]) > 3
        assert json.loads(whole)["event"]["message"]["content"] == '{"text": "lang"}'

    with_clients(sandbox, [last_part], act)


def test_without_a_client_an_event_waits_for_one(sandbox: Running) -> None:
    client, alice = sandbox.client, person(sandbox)
    client.say(alice, "before anybody was there: lost")
    with_clients(sandbox, [ack], lambda heard: None)
    client.wait_for(lambda: client.lines() == [])
    client.say(alice, "kept")
    client.wait_for(lambda: client.pushes() and client.pushes()[-1]["error"] == "offline")

    def act(heard: list[list[Frame]]) -> None:
        client.wait_for(lambda: heard[0], within=8)
        assert "kept" in heard[0][0].payload.decode()
        client.wait_for(lambda: client.pushes()[-1]["ok"])

    with_clients(sandbox, [ack], act)


def test_a_ticket_counts_once_and_there_are_50_lines(sandbox: Running) -> None:
    async def run() -> list[str]:
        refused = []
        url = endpoint(sandbox.base)["data"]["URL"]
        async with aiohttp.ClientSession() as http:
            first = await http.ws_connect(url)
            refused.append(await _refusal(http, url))
            more = [await http.ws_connect(endpoint(sandbox.base)["data"]["URL"]) for _ in range(49)]
            refused.append(await _refusal(http, endpoint(sandbox.base)["data"]["URL"]))
            for line in (first, *more):
                await line.close()
        return refused

    assert asyncio.run(run()) == ["514", "1000040350"]


async def _refusal(http: aiohttp.ClientSession, url: str) -> str:
    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        await http.ws_connect(url)
    assert refused.value.headers is not None
    assert refused.value.headers["handshake-status"] == "514"
    return str(refused.value.headers["handshake-autherrcode"])


def test_a_ping_is_answered_with_the_configuration(sandbox: Running) -> None:
    async def run() -> Json:
        url = endpoint(sandbox.base)["data"]["URL"]
        async with aiohttp.ClientSession() as http, http.ws_connect(url) as socket:
            await socket.send_bytes(Frame(headers={"type": "ping"}).encode())
            frame = decode((await socket.receive()).data)
            assert frame.headers["type"] == "pong"
            found: Json = json.loads(frame.payload)
            return found

    assert asyncio.run(run())["PingInterval"] == 120

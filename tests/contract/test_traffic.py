"""What goes over the wire, how often, and what is said about it."""

from __future__ import annotations

import io
import logging
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event, Timer

import pytest

from bot.feishu.errors import NeverAgain, TryLater
from bot.feishu.lark import LarkFeishu
from bot.feishu.port import Address, ChatId, NewChat, OpenId, Sent, Text
from tests.contract.stub import (
    BOT,
    Answer,
    Stub,
    answer,
    refusal,
    token,
)

DESK = Address("chat_id", "oc_desk")


@pytest.fixture
def feishu(stub: Stub) -> LarkFeishu:
    return LarkFeishu("cli_1", "s3cr3t", stub.origin)


def say(feishu: LarkFeishu, uuid: str = "u") -> Sent:
    return feishu.send(DESK, Text("卡纸"), uuid=uuid)


@pytest.mark.parametrize("status", [200, 400])
def test_a_revoked_token_is_renewed_once(stub: Stub, feishu: LarkFeishu, status: int) -> None:
    say(feishu)
    stub.answers.append(refusal(99991663, status))
    say(feishu)

    used = [request.headers["Authorization"] for request in stub.requests]
    assert used == ["Bearer t-1", "Bearer t-1", "Bearer t-2"]
    assert stub.tokens == 2


def test_a_token_refused_twice_means_try_later(stub: Stub, feishu: LarkFeishu) -> None:
    stub.answers.extend([refusal(99991663)] * 2)
    with pytest.raises(TryLater):
        say(feishu)
    assert stub.tokens == 2


def test_an_upload_is_repeated_whole_with_the_new_token(stub: Stub, feishu: LarkFeishu) -> None:
    image_key = answer({"code": 0, "data": {"image_key": "img_1"}})
    stub.answers.extend([refusal(99991663), image_key])
    assert feishu.upload_image(b"\x89PNG...", file_name="泵.png") == "img_1"
    first, second = (request.body.split(b"\r\n", 1)[1] for request in stub.requests)
    assert b"\x89PNG..." in second
    assert len(first) == len(second)


def test_sixteen_cold_threads_fetch_one_token(stub: Stub, feishu: LarkFeishu) -> None:
    stub.usual = BOT
    hold, start = Event(), Barrier(17)
    stub.token_answers.append(token("t-1", hold=hold))

    def ask() -> str:
        start.wait()
        return feishu.bot().name

    with ThreadPoolExecutor(16) as threads:
        asked = [threads.submit(ask) for _ in range(16)]
        start.wait()
        # Long enough for sixteen requests, if sixteen were made.
        Timer(0.1, hold.set).start()
        assert {one.result() for one in asked} == {"desk"}
    assert stub.tokens == 1
    assert len(stub.requests) == 16


def test_many_calls_share_one_connection(stub: Stub, feishu: LarkFeishu) -> None:
    for _ in range(20):
        say(feishu)
    stub.answers.append(refusal(230002))
    with pytest.raises(NeverAgain):
        say(feishu)
    say(feishu)
    assert stub.connections == 1


def test_members_are_added_fifty_at_a_time_and_the_results_merged(
    stub: Stub, feishu: LarkFeishu
) -> None:
    first = {"invalid_id_list": ["ou_1"], "not_existed_id_list": [], "pending_approval_id_list": []}
    second = {"not_existed_id_list": ["ou_60"], "pending_approval_id_list": ["ou_70"]}
    stub.answers.extend(answer({"code": 0, "data": data}) for data in (first, second, {}))
    added = feishu.add_members(ChatId("oc_1"), [OpenId(f"ou_{n}") for n in range(101)])
    assert [len(stub.json(n)["id_list"]) for n in range(3)] == [50, 50, 1]
    assert all("succeed_type=1" in request.path for request in stub.requests)
    assert (added.invalid, added.unknown, added.pending) == (("ou_1",), ("ou_60",), ("ou_70",))


def test_the_bot_stays_admin_of_a_group_that_belongs_to_a_person(
    stub: Stub, feishu: LarkFeishu
) -> None:
    stub.usual = answer({"code": 0, "data": {"chat_id": "oc_1"}})
    feishu.create_chat(NewChat("事件", (), owner=OpenId("ou_a")), uuid="u")
    assert "set_bot_manager=true" in stub.requests[0].path.lower()
    feishu.create_chat(NewChat("事件", ()), uuid="u")
    assert "set_bot_manager" not in stub.requests[1].path
    assert "owner_id" not in stub.json(1)


def test_the_sdk_says_nothing_even_at_debug_level(
    stub: Stub,
    feishu: LarkFeishu,
    caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
) -> None:
    logger = logging.getLogger("Lark")
    logger.setLevel(logging.DEBUG)
    with caplog.at_level(logging.DEBUG):
        say(feishu)
    out = io.StringIO(caplog.text + "".join(capsys.readouterr())).getvalue()
    for secret in ("t-1", "s3cr3t", "卡纸"):
        assert secret not in out


def test_answers_name_no_cookie_that_threads_would_share(stub: Stub, feishu: LarkFeishu) -> None:
    stub.answers.append(Answer(200, stub.usual.body, {**stub.usual.headers, "Set-Cookie": "a=b"}))
    say(feishu)
    say(feishu)
    assert "Cookie" not in stub.requests[1].headers

"""A session is written down, played again, and compared."""

from __future__ import annotations

import asyncio
import json
import re
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sandbox.client import SandboxClient
from sandbox.scenario import Scenario, recording, replaying
from sandbox.scenario.comparing import compare
from sandbox.scenario.masks import masked
from sandbox.testing import Running
from tests.sandbox.talkative import talking

Json = dict[str, Any]
PICTURE = b"\x89PNG\r\n\x1a\n" + b"\0" * 32


def record(running: Running, file: Path, play: Callable[[SandboxClient], None]) -> list[Json]:
    """What `play` does through the recorder's port."""

    async def session() -> None:
        over, port = asyncio.Event(), free_port()
        recorder = asyncio.create_task(recording.record(running.base, port, file, over=over))
        near = SandboxClient(f"http://127.0.0.1:{port}")
        try:
            await asyncio.to_thread(near.wait_for, lambda: answers(near), within=5)
            await asyncio.to_thread(play, near)
        finally:
            over.set()
            await recorder

    asyncio.run(session())
    return recording.read(file)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(client: SandboxClient) -> bool:
    try:
        return bool(client.people())
    except OSError:
        return False


def talk(client: SandboxClient) -> None:
    scenario = Scenario(client)
    manager, cashier = scenario.person("站长"), scenario.person("收银员")
    cashier.say("打印机卡纸").expect("卡纸")
    cashier.click("没解决").sees_toast("已记录").expect("没帮上忙")
    cashier.say("表").expect("报修")
    cashier.fill(现象="不出油", 油枪="一号枪").submit().sees_toast("收到")
    group = manager.make_group("夜班", cashier)
    asked = group.say("@机器人 卡纸").expect("卡纸")
    group.react("THUMBSUP").sees_reaction("OK")
    client.read(manager.open_id, asked["chat_id"])
    key = client.upload(cashier.open_id, "a.png", PICTURE, "image/png")["image_key"]
    client.write(cashier.open_id, cashier.chat_id, {"image_key": key}, msg_type="image")
    cashier.expect("答案")


def test_acts_and_answers_are_written_down(tmp_path: Path) -> None:
    with talking() as (running, _):
        records = record(running, tmp_path / "talk.jsonl", talk)
    assert [one["t"] for one in records] == sorted(one["t"] for one in records)
    acts = [one for one in records if one["kind"] == "act"]
    assert [one["path"][-1] for one in acts] == [
        *("messages", "click", "messages", "click", "chats", "messages", "react", "read"),
        *("upload", "messages"),
    ]
    assert acts[1]["label"] == "没解决"
    assert acts[1]["answer"] == {"ok": True, "code": 0, "toast": "已记录"}
    assert acts[3]["body"]["form_value"] == {"what": "不出油", "gun": "gun1"}
    assert acts[-1]["body"]["content"] == {"image_key": "$file:1"}
    lines = [one["lines"] for one in records if one["kind"] == "bot" and "lines" in one]
    assert ["没帮上忙", "[转人工]"] in lines
    assert "om_" not in json.dumps([one.get("message") for one in records])


def speak(client: SandboxClient) -> None:
    cashier = Scenario(client).person("收银员")
    clip = client.voice(cashier.open_id, 2_000, "卡纸")
    client.call("POST", "ocr", {"as": cashier.open_id, "lines": ["E-1042"]})
    client.write(cashier.open_id, cashier.chat_id, clip, msg_type="audio")
    cashier.expect("答案")


def test_a_voice_clip_and_what_recognition_reads_are_played_again(tmp_path: Path) -> None:
    with talking() as (running, _):
        records = record(running, tmp_path / "talk.jsonl", speak)
    acts = [one for one in records if one["kind"] == "act"]
    assert [one["path"][-1] for one in acts] == ["voice", "ocr", "messages"]
    with talking() as (running, _):
        again = replaying.replay(running.client, records, scale=10)
        assert again.differences == []
        assert running.client.call("GET", "ocr") == {"lines": ["E-1042"]}


def test_the_same_bot_shows_no_differences(tmp_path: Path) -> None:
    with talking() as (running, _):
        records = record(running, tmp_path / "talk.jsonl", talk)
        again = replaying.replay(running.client, records, scale=10)
    assert (again.differences, again.acts) == ([], 10)
    with talking() as (running, _):
        elsewhere = replaying.replay(running.client, records, scale=100)
    assert elsewhere.differences == []


def test_what_the_last_click_leads_to_is_awaited(tmp_path: Path) -> None:
    def press(client: SandboxClient) -> None:
        cashier = Scenario(client).person("收银员")
        cashier.say("卡纸").expect("关机再开")
        cashier.click("没解决").expect("没帮上忙")

    with talking() as (running, _):
        records = record(running, tmp_path / "talk.jsonl", press)
        assert replaying.replay(running.client, records, scale=100).differences == []


def test_another_wording_and_missing_answers_are_told(tmp_path: Path) -> None:
    def ask(client: SandboxClient) -> None:
        cashier = Scenario(client).person("收银员")
        cashier.say("卡纸").expect("关机再开")
        cashier.click("没解决").expect("没帮上忙")
        cashier.say("还是卡纸").expect("关机再开")

    with talking() as (running, bot):
        records = record(running, tmp_path / "talk.jsonl", ask)
        bot.wording = "换纸"
        (told,) = replaying.replay(running.client, records, scale=10).differences
        assert "关机再开" in told
        assert "换纸" in told
        bot.silent = True
        told_all = replaying.replay(running.client, records, scale=10, patience=0.3).tell()
    assert "act 2, click 没解决: not possible" in told_all
    assert told_all.count("- missing: bot:user:p2p:") == 2


def test_ids_and_times_do_not_count() -> None:
    old = "R000123 由 om_0123456789abcdef0123 于 2026-01-31 09:30 登记，3 分钟前"
    new = "R000124 由 om_fedcba9876543210ffff 于 2026-02-01 10:31:05 登记，12 分钟前"
    assert masked(old) == masked(new)
    assert masked("E3004 报错") != masked("E3005 报错")


def test_a_difference_that_is_expected_can_be_ignored() -> None:
    def said(line: str) -> list[Json]:
        return [{"kind": "bot", "what": "message", "message": "bot:x:1", "lines": [line]}]

    assert compare(said("今天晴"), said("今天雨"))
    assert compare(said("今天晴"), said("今天雨"), [re.compile("今天.")]) == []


def test_a_file_that_is_no_recording_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "x.jsonl"
    file.write_text('{"kind": "act"}\n', "utf-8")
    with pytest.raises(ValueError, match="not a recording"):
        recording.read(file)

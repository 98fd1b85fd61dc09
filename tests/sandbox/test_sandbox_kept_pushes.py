"""Memory in a file: pushes on their way, journals, counters, faults, and what recognition reads."""

from pathlib import Path

import pytest

from sandbox.stub_bot import Answer, Api, StubBot
from sandbox.testing import running_sandbox

HOUR = 3600.0


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "feishu.db"


def test_a_push_that_failed_climbs_on_after_a_restart(file: Path, bot: StubBot) -> None:
    bot.answer = lambda heard: Answer(status=500)
    # The second rung is 15 s away, so that the restart comes before it.
    with running_sandbox(state=file, bot_url=bot.url) as running:
        client = running.client
        alice = client.person(role="站长")["open_id"]
        client.say(alice, "打印机卡纸")
        client.wait_for(lambda: client.report()["pushes"] == 1)
        (first,) = client.pushes()
        assert client.report()["pending_pushes"] == 1
    bot.answer = lambda heard: Answer()
    with running_sandbox(state=file, bot_url=bot.url, time_scale=HOUR) as running:
        client = running.client
        client.wait_for(lambda: len(bot.of("im.message.receive_v1")) == 2)
        client.wait_for(lambda: client.report()["pending_pushes"] == 0)
        again = client.pushes()[-1]
        assert (again["event_id"], again["attempt"]) == (first["event_id"], 2)
        assert again["body"] == first["body"]
    with running_sandbox(state=file, bot_url=bot.url) as running:
        assert running.client.report()["pending_pushes"] == 0
        assert len(running.client.pushes()) == 2


def test_journals_counters_and_faults_come_back(file: Path) -> None:
    with running_sandbox(state=file) as running:
        client, api = running.client, Api(running.base)
        api.login()
        alice = client.person(role="站长")["open_id"]
        api.send(alice, {"text": "您好"})
        assert api.send("ou_nobody", {"text": "您好"}).code != 0
        client.faults(latency_ms=1, rules=[{"api": "PATCH *", "error": "500"}])
        calls, report, faults = client.calls(), client.report(), client.faults()
    with running_sandbox(state=file) as running:
        client = running.client
        assert client.calls() == calls
        assert client.report() == report
        assert client.faults() == faults
        client.reset()
    with running_sandbox(state=file) as running:
        assert running.client.calls() == []
        assert running.client.report()["calls"] == 0
        assert running.client.faults()["latency_ms"] == 0


def test_what_recognition_reads_and_the_helpdesk_come_back(file: Path) -> None:
    faqs = [{"id": "1", "question": "卡纸"}]
    desk = {"helpdesk_id": "7", "token": "ht-1", "faqs": faqs}
    with running_sandbox(state=file) as running:
        client = running.client
        alice = client.person(role="站长")["open_id"]
        clip = client.voice(alice, 2_000, "三号枪不出油")
        client.reads("E-1042")
        client.call("POST", "helpdesk", desk)
    with running_sandbox(state=file) as running:
        client = running.client
        assert client.call("GET", "ocr") == {"lines": ["E-1042"]}
        heard = client.call("GET", f"speech?file_key={clip['file_key']}")
        assert heard == {"text": "三号枪不出油"}
        assert client.call("GET", "helpdesk")["rows"]["faqs"] == 1

"""Delays, rules for single APIs, outages by the clock, quotas, and the clock itself."""

import http.client
import random
import time
from collections.abc import Callable
from datetime import UTC, datetime
from statistics import quantiles
from typing import Any

import pytest

from sandbox.client import SandboxClient, SandboxError
from sandbox.stub_bot import Api, StubBot
from sandbox.weather import delay_s

INFO = "/bot/v3/info"


def seconds(text: str) -> float:
    return datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()


def test_a_delay_may_be_fixed_even_or_long_tailed() -> None:
    chance = random.Random(7)
    assert delay_s({"fixed_ms": 80}, chance) == 0.08
    even = [delay_s({"uniform_ms": [20, 300]}, chance) for _ in range(2000)]
    assert 0.02 <= min(even) < 0.03
    assert 0.29 < max(even) <= 0.3
    tailed = [delay_s({"p50_ms": 60, "p99_ms": 900}, chance) for _ in range(20_000)]
    cuts = quantiles(tailed, n=100)
    assert cuts[49] == pytest.approx(0.06, rel=0.05)
    assert cuts[98] == pytest.approx(0.9, rel=0.15)


def test_all_calls_wait(api: Api, client: SandboxClient) -> None:
    client.faults(latency={"fixed_ms": 60})
    started = time.perf_counter()
    assert api.call("GET", INFO).code == 0
    assert time.perf_counter() - started >= 0.06
    assert client.report()["faults"]["latency"] == 1


@pytest.mark.parametrize(
    ("rule", "status", "code"),
    [
        ({"error": "429"}, 429, 99991400),
        ({"error": "500"}, 500, 2200),
        ({"error": "token"}, 400, 99991663),
        ({"code": 230020}, 400, 230020),
        ({"code": 11232}, 400, 11232),
        ({"code": 230035}, 400, 230035),
    ],
)
def test_a_rule_strikes_the_calls_it_names(
    api: Api, client: SandboxClient, alice: str, rule: dict[str, Any], status: int, code: int
) -> None:
    client.rule("POST /im/v1/messages", **rule)
    answer = api.send(alice, {"text": "x"})
    assert (answer.status, answer.code) == (status, code)
    assert client.messages(alice) == []
    assert api.call("GET", INFO).code == 0
    report = client.report()
    assert report["faults"]["rule POST /im/v1/messages"] == 1
    assert report["refused"][str(code)] == 1


@pytest.mark.parametrize(("error", "status"), [("html", 502), ("503", 503)])
def test_a_rule_may_bring_a_page(api: Api, client: SandboxClient, error: str, status: int) -> None:
    client.rule("GET /bot/*", error=error)
    answer = api.call("GET", INFO)
    assert answer.status == status
    assert answer.raw.startswith(b"<html>")


def test_a_rule_has_a_rate_a_number_of_times_and_a_delay(
    api: Api, client: SandboxClient, alice: str
) -> None:
    client.faults(limits=False)
    client.rule("GET /bot/v3/info", error="500", rate=0.5)
    codes = [api.call("GET", INFO).code for _ in range(200)]
    assert 60 < codes.count(2200) < 140
    client.faults(rules=[{"api": "* /im/v1/messages*", "code": 230020, "times": 2}])
    codes = [api.send(alice, {"text": str(n)}).code for n in range(4)]
    assert codes == [230020, 230020, 0, 0]
    client.faults(rules=[{"api": "GET /bot/*", "latency": {"uniform_ms": [50, 60]}}])
    started = time.perf_counter()
    api.call("GET", INFO)
    assert time.perf_counter() - started >= 0.05


def test_an_answer_may_break_off_after_the_message_was_stored(
    api: Api, client: SandboxClient, alice: str
) -> None:
    client.rule("POST /im/v1/messages", error="half", times=1)
    with pytest.raises(http.client.IncompleteRead):
        api.send(alice, {"text": "x"}, uuid="u-1")
    assert api.send(alice, {"text": "x"}, uuid="u-1").code == 0
    assert len(client.messages(alice)) == 1
    assert client.report()["faults"]["half"] == 1


def test_a_rule_may_cut_before_or_after(api: Api, client: SandboxClient, alice: str) -> None:
    for error, kept in (("reset", 0), ("applied_then_reset", 1)):
        client.rule("POST /im/v1/messages", error=error, times=1)
        with pytest.raises((ConnectionError, http.client.RemoteDisconnected)):
            api.send(alice, {"text": "x"})
        assert len(client.messages(alice)) == kept


def works(api: Api) -> bool:
    try:
        return api.call("GET", INFO).status == 200
    except (ConnectionError, http.client.RemoteDisconnected):
        return False


def test_outages_come_and_go_by_the_sandboxes_clock(api: Api, client: SandboxClient) -> None:
    client.stop_clock()
    client.outage(30, after_s=60, every_s=600)
    seen = []
    for pause in (0, 61, 28, 2, 570, 31):
        client.advance(pause)
        seen.append(works(api))
    assert seen == [True, False, False, True, False, True]
    assert client.report()["faults"]["outage"] == 3


def test_the_months_quota_runs_out_and_comes_back(api: Api, client: SandboxClient) -> None:
    used = api.call("GET", INFO)
    assert used.code == 0
    client.faults(monthly_quota=3)
    assert [api.call("GET", INFO).code for _ in range(4)] == [0, 0, 99991403, 99991403]
    assert client.report()["faults"]["monthly_quota"] == 2
    client.advance(32 * 86_400)
    api.login()
    assert api.call("GET", INFO).code == 0


@pytest.mark.parametrize(
    "fault",
    [
        {"latency": {"fixed": 1}},
        {"latency": {"p50_ms": 90, "p99_ms": 10}},
        {"latency": {"uniform_ms": 7}},
        {"rules": [{"error": "blizzard"}]},
        {"rules": [{"rate": 2}]},
        {"rules": [{"path": "/x"}]},
        {"outages": [{"from": 1}]},
        {"outages": [{"for_s": "long"}]},
        {"monthly_quota": "none"},
    ],
)
def test_faults_of_another_shape_are_refused(client: SandboxClient, fault: dict[str, Any]) -> None:
    with pytest.raises(SandboxError):
        client.faults(**fault)
    assert client.faults()["rules"] == []


def test_the_clock_runs_faster_and_jumps_both_ways(client: SandboxClient) -> None:
    client.scale_clock(1000)
    before = seconds(client.now())
    time.sleep(0.05)
    assert seconds(client.now()) - before > 45
    client.scale_clock(1)
    before = seconds(client.now())
    client.jump(3600)
    assert 3590 < seconds(client.now()) - before < 3700
    client.jump(-7200)
    assert -3700 < seconds(client.now()) - before < -3500
    counted = client.report()["faults"]
    assert (counted["clock_scale"], counted["clock_jump"]) == (2, 2)
    with pytest.raises(SandboxError, match="scale"):
        client.scale_clock(0)


def test_messages_of_a_chat_keep_their_order_when_the_clock_goes_back(
    client: SandboxClient, alice: str
) -> None:
    first = client.say(alice, "一")
    client.jump(-60)
    assert int(client.say(alice, "二")["create_time"]) > int(first["create_time"])


def test_somebody_who_resigned_is_not_reached(
    api: Api, client: SandboxClient, bot: Any, alice: str, bob: str
) -> None:
    client.resign(alice)
    gone = client.wait_for(lambda: bot.of("contact.user.deleted_v3"))[0].event
    assert gone["object"]["open_id"] == alice
    assert "department_ids" not in gone["object"]
    assert gone["old_object"]["department_ids"]
    assert api.send(alice, {"text": "x"}).code == 230029
    body = {"user_id_list": [alice, bob]}
    assert api.call("POST", "/im/v1/chats", body).code == 232022
    room = api.call("POST", "/im/v1/chats", {"user_id_list": [bob]}).data["chat_id"]
    members, both = f"/im/v1/chats/{room}/members", {"id_list": [alice]}
    listed = api.call("POST", members, both).data
    assert listed["invalid_id_list"] == [alice]
    assert api.call("POST", members, both, query={"succeed_type": "2"}).code == 232024


def test_an_address_book_change_is_told(
    api: Api, client: SandboxClient, bot: Any, alice: str
) -> None:
    client.change_person(alice, mobile="13900000009")
    event = client.wait_for(lambda: bot.of("contact.user.updated_v3"))[0].event
    assert event["object"]["mobile"] == "13900000009"
    assert set(event["old_object"]) == {"mobile"}
    found = api.call("GET", f"/contact/v3/users/{alice}").data["user"]
    assert found["mobile"] == "13900000009"
    with pytest.raises(SandboxError, match="status"):
        client.change_person(alice, status="on holiday")


def test_a_bot_that_was_put_out_of_a_chat_is_told_so(
    api: Api, client: SandboxClient, alice: str, bob: str, card: Callable[..., dict[str, Any]]
) -> None:
    room = client.make_group(alice, "站", [bob])
    client.remove_bot(alice, room)
    assert api.send(room, {"text": "x"}).code == 230002
    assert api.call("GET", f"/im/v1/chats/{room}/members").code == 232011
    client.add_bot(alice, room)
    assert api.send(room, {"text": "x"}).code == 0


def test_a_new_number_and_a_new_address_are_told_apart(
    client: SandboxClient, bot: StubBot, alice: str
) -> None:
    client.change_person(alice, name="王站长", mobile="13900000009", email="w@sandbox.example")
    events = client.wait_for(lambda: bot.of("contact.user.updated_v3")[2:] and bot.heard)
    told = sorted(next(iter(one.event["old_object"])) for one in events)
    assert told == ["email", "mobile", "name"]


def test_somebody_who_joins_is_told_and_can_write(
    api: Api, client: SandboxClient, bot: StubBot, alice: str
) -> None:
    new = client.join("周新", alice, role="收银员")
    (event,) = client.wait_for(lambda: bot.of("contact.user.created_v3"))
    assert set(event.event) == {"object"}
    assert event.event["object"]["name"] == "周新"
    assert new["station_name"] == client.person(role="站长")["station_name"]
    assert client.people()[-1] == new
    client.say(new["open_id"], "你好")
    assert api.send(new["open_id"], {"text": "欢迎"}).code == 0
    with pytest.raises(SandboxError, match="nobody has"):
        client.join("谁", "ou_nobody")


def test_an_invitation_that_is_taken_back_has_its_own_event(
    client: SandboxClient, bot: StubBot, alice: str, bob: str
) -> None:
    room = client.make_group(alice, "站", [bob])
    body = {"as": alice, "members": [bob], "withdrawn": True}
    client.call("DELETE", f"chats/{room}/members", body)
    (event,) = client.wait_for(lambda: bot.of("im.chat.member.user.withdrawn_v1"))
    assert event.event["users"][0]["user_id"]["open_id"] == bob
    assert bot.of("im.chat.member.user.deleted_v1") == []

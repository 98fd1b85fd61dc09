"""Rate limits and faults of the API."""

import http.client
from collections.abc import Callable
from typing import Any

import pytest

from sandbox.client import SandboxClient, SandboxError
from sandbox.limits import Limits
from sandbox.stub_bot import Api

Json = dict[str, Any]


def test_the_sixth_message_in_a_second_to_one_person_is_refused(
    api: Api, client: SandboxClient, alice: str, bob: str
) -> None:
    client.stop_clock()
    codes = [api.send(alice, {"text": str(n)}).code for n in range(6)]
    assert codes == [0, 0, 0, 0, 0, 230020]
    assert api.send(bob, {"text": "other"}).code == 0
    assert client.report()["throttled"] == 1
    client.advance(1.1)
    assert api.send(alice, {"text": "later"}).code == 0


def test_the_51st_call_in_a_second_is_told_when_to_come_back(
    api: Api, client: SandboxClient
) -> None:
    client.stop_clock()
    answers = [api.call("GET", "/bot/v3/info") for _ in range(51)]
    assert (answers[-1].status, answers[-1].code) == (429, 99991400)
    assert answers[-1].headers["x-ogw-ratelimit-limit"] == "50"
    assert answers[-1].headers["x-ogw-ratelimit-reset"] == "1"
    assert answers[-2].code == 0


def test_a_minute_holds_1000_calls() -> None:
    limits = Limits()
    for number in range(1000):
        assert limits.take_call("GET /x", number * 0.03) is None
    trip = limits.take_call("GET /x", 31.0)
    assert trip is not None
    assert (trip.limit, trip.reset_s) == (1000, 29)
    assert limits.take_call("GET /x", 60.01) is None


def test_limits_can_be_switched_off(api: Api, client: SandboxClient, alice: str) -> None:
    client.faults(limits=False)
    assert {api.send(alice, {"text": str(n)}).code for n in range(60)} == {0}


@pytest.mark.parametrize(("error", "status", "code"), [("429", 429, 99991400), ("500", 500, 2200)])
def test_sends_can_be_made_to_fail(
    api: Api, client: SandboxClient, alice: str, error: str, status: int, code: int
) -> None:
    client.faults(send_error_rate=1.0, error=error)
    answer = api.send(alice, {"text": "x"})
    assert (answer.status, answer.code) == (status, code)
    assert client.messages(alice) == []
    assert api.call("GET", "/bot/v3/info").code == 0


def test_a_gateway_can_answer_with_a_web_page(api: Api, client: SandboxClient, alice: str) -> None:
    client.faults(send_error_rate=1.0, error="html")
    answer = api.send(alice, {"text": "x"})
    assert answer.status == 502
    assert answer.raw.startswith(b"<html>")


@pytest.mark.parametrize(("error", "kept"), [("reset", 0), ("applied_then_reset", 1)])
def test_a_connection_can_break_before_or_after_the_message_was_stored(
    api: Api, client: SandboxClient, alice: str, error: str, kept: int
) -> None:
    client.faults(send_error_rate=1.0, error=error)
    with pytest.raises((ConnectionError, http.client.RemoteDisconnected)):
        api.send(alice, {"text": "x"}, uuid="u-1")
    assert len(client.messages(alice)) == kept
    client.clear_faults()
    assert api.send(alice, {"text": "x"}, uuid="u-1").code == 0
    assert len(client.messages(alice)) == 1


def test_in_an_outage_nothing_works(api: Api, client: SandboxClient) -> None:
    client.faults(outage=True)
    for _ in range(4):
        try:
            assert api.call("GET", "/bot/v3/info").status == 503
        except (ConnectionError, http.client.RemoteDisconnected):
            continue
    client.faults(outage=False)
    assert api.call("GET", "/bot/v3/info").code == 0


def test_unknown_faults_are_refused_and_reset_clears_them(client: SandboxClient) -> None:
    with pytest.raises(SandboxError, match="unknown fault"):
        client.faults(weather="bad")
    client.faults(latency_ms=5, outage=True)
    client.reset()
    assert client.faults()["outage"] is False
    assert client.faults()["latency_ms"] == 0


def test_each_kind_of_limit_can_be_moved(
    api: Api, client: SandboxClient, alice: str, bob: str, card: Callable[..., Json]
) -> None:
    client.stop_clock()
    client.faults(limit_rates={"user": 1, "chat": 2, "message": 0, "api": 30})
    room = client.make_group(alice, "站", [bob])

    def codes(target: str) -> list[int]:
        return [api.send(target, {"text": "x"}).code for _ in range(3)]

    assert codes(alice) == [0, 230020, 230020]
    assert codes(room) == [0, 0, 230020]
    sent = api.send(bob, card(), "interactive").data["message_id"]
    assert [api.patch(sent, card()).code for _ in range(31)] == [0] * 30 + [99991400]
    client.faults(limit_rates={"user": 0, "api": 0})
    assert [api.send(alice, {"text": "x"}).code for _ in range(60)] == [0] * 60
    assert client.report()["throttled"] == 4


@pytest.mark.parametrize("rates", [{"table": 1}, {"user": -1}, {"user": 0.5}])
def test_limits_of_another_shape_are_refused(client: SandboxClient, rates: Json) -> None:
    with pytest.raises(SandboxError, match="limit"):
        client.faults(limit_rates=rates)

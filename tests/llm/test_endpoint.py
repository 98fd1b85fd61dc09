"""The endpoint on good and bad days."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from bot.llm.endpoint import AT_ONCE, GIVE_UP_AFTER, REST, ChatEndpoint
from bot.llm.port import Unanswered
from tests.contract.stub import RESET, Answer, Stub, answer, html
from tests.llm.conftest import told

HOUR = 3600.0


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def endpoint(stub: Stub, clock: Clock | None = None, key: str = "sk-1") -> ChatEndpoint:
    return ChatEndpoint(f"{stub.origin}/v1/", "small", key, timer=clock or Clock())


def test_a_question_goes_out_as_openai_defined_it_and_its_answer_comes_back(stub: Stub) -> None:
    stub.usual = told("好")
    assert endpoint(stub).ask("规则", "资料", within=5) == "好"
    (request,) = stub.requests
    assert (request.method, request.path) == ("POST", "/v1/chat/completions")
    assert request.headers["Authorization"] == "Bearer sk-1"
    body = stub.json()
    assert (body["model"], body["temperature"], body["stream"]) == ("small", 0, False)
    assert body["messages"] == [
        {"role": "system", "content": "规则"},
        {"role": "user", "content": "资料"},
    ]


def test_a_house_model_needs_no_key(stub: Stub) -> None:
    stub.usual = told("好")
    endpoint(stub, key="").ask("a", "b", within=5)
    assert "Authorization" not in stub.requests[0].headers


def test_connections_are_kept(stub: Stub) -> None:
    stub.usual = told("好")
    model = endpoint(stub)
    for _ in range(5):
        model.ask("a", "b", within=5)
    assert stub.connections == 1


@pytest.mark.parametrize(
    "bad",
    [
        RESET,
        html(502),
        answer({"error": {"message": "no"}}, 401),
        answer({"error": {"message": "slow down"}}, 429),
        answer({}),
        answer({"choices": []}),
        answer({"choices": [{"message": {"content": None}}]}),
        answer([]),
        Answer(200, b"\xff\xfe", {}),
        Answer(200, b"{" * 100_000, {}),
        Answer(200, b"[" * 60_000, {}),
        answer({}, 302, Location="http://127.0.0.1:9/elsewhere"),
    ],
)
def test_whatever_else_comes_is_no_answer(stub: Stub, bad: Answer) -> None:
    stub.usual = bad
    with pytest.raises(Unanswered):
        endpoint(stub).ask("a", "b", within=5)


def test_a_silent_server_is_not_waited_for(stub: Stub) -> None:
    held = Event()
    stub.usual = Answer(200, told("好").body, {}, hold=held)
    try:
        with pytest.raises(Unanswered):
            endpoint(stub).ask("a", "b", within=0.1)
    finally:
        held.set()


def test_a_server_that_cannot_be_reached_is_no_answer() -> None:
    model = ChatEndpoint("http://127.0.0.1:9", "small", "", timer=Clock())
    with pytest.raises(Unanswered):
        model.ask("a", "b", within=1)


def test_after_failures_in_a_row_nobody_is_kept_waiting_for_a_while(stub: Stub) -> None:
    clock = Clock()
    model = endpoint(stub, clock)
    stub.usual = html(503)
    for _ in range(GIVE_UP_AFTER + 2):
        with pytest.raises(Unanswered):
            model.ask("a", "b", within=5)
    assert len(stub.requests) == GIVE_UP_AFTER
    stub.usual = told("好")
    clock.now += REST
    assert model.ask("a", "b", within=5) == "好"


def test_only_a_few_questions_at_once_wait_for_the_model(stub: Stub) -> None:
    held = Event()
    stub.usual = Answer(200, told("好").body, {"Content-Type": "application/json"}, hold=held)
    model = endpoint(stub)

    def ask(_: int) -> str:
        try:
            return model.ask("a", "b", within=HOUR)
        except Unanswered as why:
            held.set()  # one was turned away, so the others may go on
            return str(why)

    with ThreadPoolExecutor(AT_ONCE + 1) as threads:
        answers = sorted(threads.map(ask, range(AT_ONCE + 1)))
    assert answers == sorted(["好"] * AT_ONCE + ["busy"])

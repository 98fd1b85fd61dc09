"""Every call that the sandbox answers, made with the official SDK's typed classes."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator

import pytest

from sandbox.api.routes import ROUTES
from sandbox.stub_bot import stub_bot
from sandbox.testing import running_sandbox
from tests.sandbox.sdk import handbook
from tests.sandbox.sdk.calls import Raw, Typed, perform, unlike
from tests.sandbox.sdk.differences import DIFFERENCES
from tests.sandbox.sdk.everything import CASES
from tests.sandbox.sdk.office import load_helpdesk
from tests.sandbox.sdk.stage import Stage

TYPED = [one for one in CASES if isinstance(one, Typed)]
# The SDK has no classes for these; without an SDK the request is written by hand.
NOT_TYPED = [one for one in CASES if isinstance(one, Raw)]


@pytest.fixture(scope="module")
def stage() -> Iterator[Stage]:
    with stub_bot() as bot, running_sandbox(bot_url=bot.url) as running:
        running.client.faults(limits=False, bitable_write_ms=0, bitable_copy_ms=0)
        load_helpdesk(running.client)
        yield Stage(running, bot)


def test_every_route_has_one_contract() -> None:
    """A new route needs a line in tests/sandbox/sdk/."""
    routes = Counter(route.api for route in ROUTES)
    assert Counter(case.route for case in CASES) == routes


@pytest.mark.parametrize("case", TYPED, ids=lambda case: case.route)
def test_the_sdk_understands_the_answer(stage: Stage, case: Typed) -> None:
    response = perform(case, stage)
    assert response.success(), (response.code, response.msg)
    last = stage.client.calls()[-1]
    assert (last["method"], last["code"]) == (case.route.split()[0], 0)
    assert re.fullmatch(_pattern(case.route), last["path"]), last["path"]
    if "application/json" in response.raw.headers["Content-Type"]:
        assert unlike(response, case.also) == []
    else:
        assert response.file.read()


@pytest.mark.parametrize("case", NOT_TYPED, ids=lambda case: case.route)
def test_what_the_sdk_does_not_type_is_asked_by_hand(stage: Stage, case: Raw) -> None:
    method, path = case.route.split()
    body = case.body(stage) if case.body else None
    answer = stage.api.call(method, path, body, query=case.params(stage))
    assert answer.status == 200, answer.raw
    if case.bare:
        assert answer.raw
    else:
        assert json.loads(answer.raw).get("code", 0) == 0, answer.raw


def test_the_handbook_has_every_call() -> None:
    """If not: `python -m tests.sandbox.sdk.handbook`."""
    assert handbook.HANDBOOK.read_text("utf-8") == handbook.written()
    assert set(DIFFERENCES) <= {route.api for route in ROUTES}


def _pattern(route: str) -> str:
    return "/open-apis" + re.sub(r"\{\w+\}", "[^/?]+", route.split()[1]) + r"(\?.*)?"

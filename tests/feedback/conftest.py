"""Feedback needs no answers: a matcher that knows none is built at once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from bot.matching.port import Match, Verdict
from sandbox.testing import Running, running_sandbox
from tests.feedback.table import Table, linked_table
from tests.furniture import Desk


class Nothing:
    def prepare(self, text: str) -> None:
        return None

    def match(self, text: str, *, limit: int = 5, context: Any = None) -> Match:
        return Match(Verdict.NONE, (), text)


@pytest.fixture(scope="session")
def sample_matcher() -> Nothing:
    return Nothing()


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Running]:
    with running_sandbox() as running:
        yield running


@pytest.fixture
def table(desk: Desk, sandbox: Running) -> Iterator[Table]:
    """The desk's feedback table in the sandbox, set up and in step, with somebody at work in it."""
    sandbox.client.reset()
    sandbox.client.clear_faults()
    sandbox.client.faults(limits=False, bitable_write_ms=1, bitable_copy_ms=0)
    yield linked_table(desk, sandbox)
    sandbox.client.clear_faults()

"""Feedback needs no answers: a matcher that knows none is built at once."""

from __future__ import annotations

from typing import Any

import pytest

from bot.matching.port import Match, Verdict


class Nothing:
    def prepare(self, text: str) -> None:
        return None

    def match(self, text: str, *, limit: int = 5, context: Any = None) -> Match:
        return Match(Verdict.NONE, (), text)


@pytest.fixture(scope="session")
def sample_matcher() -> Nothing:
    return Nothing()

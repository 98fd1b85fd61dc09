"""Limits under a clock that only a test moves."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.limits import Budget
from bot.limits.shared import SharedLimits
from bot.limits.store import Store, open_store
from tests.limits.judge import Clock


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(database_url: str, clock: Clock) -> Iterator[Store]:
    store = open_store(database_url, clock)
    yield store
    store.close()


@pytest.fixture
def limits(store: Store) -> SharedLimits:
    return SharedLimits(store, Budget())


@pytest.fixture
def in_memory(clock: Clock) -> Iterator[SharedLimits]:
    """For what depends on no database: the fastest."""
    limits = SharedLimits(open_store("sqlite://", clock), Budget())
    yield limits
    limits.close()

"""One worker that stands still must not stop everybody's sends."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy.exc import DBAPIError

from bot.limits import Budget, Call
from bot.limits.shared import SharedLimits
from bot.limits.store import open_store
from tests.databases import postgres_database

DEADLINE = 30.0


@pytest.mark.postgres
def test_who_freezes_while_taking_a_turn_lets_the_others_go_on(postgres: str) -> None:
    with postgres_database(postgres) as url:
        frozen, lively = open_store(url), open_store(url)
        limits = SharedLimits(lively, Budget())
        # Inside, and then nothing more comes of it: PostgreSQL ends that transaction.
        with ThreadPoolExecutor(1) as pool, pytest.raises(DBAPIError), frozen.alone():
            assert pool.submit(limits.take, Call("message", "oc_1")).result(DEADLINE) == 0.0
        frozen.close()
        lively.close()

"""People before bulk, and nobody while Feishu says no."""

from __future__ import annotations

import pytest

from bot.limits import Budget, Call
from bot.limits.shared import LONGEST_PAUSE, SharedLimits
from bot.limits.store import open_store
from tests.limits.judge import BURST, Clock, bulk, most_within, sent_until, to


def test_bulk_goes_evenly_at_its_own_pace(in_memory: SharedLimits, clock: Clock) -> None:
    went = sent_until(in_memory, clock, 120, bulk)
    assert most_within(went, 1000) <= 15
    assert 0.98 * 840 <= most_within(went, 60_000) <= 841


def test_people_do_not_wait_while_bulk_runs(in_memory: SharedLimits, clock: Clock) -> None:
    asked = served = 0
    for second in range(90):
        sent_until(in_memory, clock, 0.5, lambda n, s=second: bulk(1000 * s + n))  # type: ignore[misc]
        for n in range(5):
            asked += 1
            served += in_memory.take(to(1000 * second + n)) == 0.0
        sent_until(in_memory, clock, 0.5, lambda n, s=second: bulk(500_000 + 1000 * s + n))  # type: ignore[misc]
    assert served == asked


def test_bulk_stops_while_people_need_everything(in_memory: SharedLimits) -> None:
    for n in range(BURST - BURST // 3):
        in_memory.take(to(n))
    assert in_memory.take(bulk(1)) > 0
    assert in_memory.take(to(99)) == 0.0


def test_a_penalty_holds_everybody_until_it_is_over(
    limits: SharedLimits, database_url: str, clock: Clock
) -> None:
    other_store = open_store(database_url, clock)
    other = SharedLimits(other_store, Budget())
    limits.penalise("message", 5.0)
    assert other.take(to(1)) == pytest.approx(5.0, abs=0.1)
    assert other.take(bulk(1)) >= 5.0
    assert other.take(Call("card", "om_1")) == 0.0
    clock.advance(4.9)
    assert other.take(to(1)) > 0
    # No burst follows: Feishu has just said it was too much.
    clock.advance(0.1)
    assert 10 <= len(sent_until(other, clock, 1, to)) <= 16
    other_store.close()


def test_the_longer_of_two_penalties_counts(limits: SharedLimits) -> None:
    limits.penalise("message", 30.0)
    limits.penalise("message", 1.0)
    assert limits.take(to(1)) > 29


def test_a_penalty_is_never_longer_than_feishus_longest_window(limits: SharedLimits) -> None:
    limits.penalise("message", 86_400.0)
    assert limits.take(to(1)) < LONGEST_PAUSE / 1000 + 1


def test_bulk_does_not_shorten_a_penalty(limits: SharedLimits, clock: Clock) -> None:
    limits.penalise("message", 60.0)
    before = limits.take(to(1))
    limits.take(bulk(1))
    assert limits.take(to(1)) == before

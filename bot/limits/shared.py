"""Which buckets a call takes from, and how much room there is in each.

A bucket is one small row, not a row per call. For an API it is pyrate-limiter's GCRA, one moment in
time; for a chat, person or message it is the last few moments. All rows of a call are read and
written in one transaction, so it takes from every bucket or from none. (pyrate-limiter's own SQL
buckets are one table each, asked one after another: a refusal by the last one would have wasted
the places taken in the others, and 22 000 stations would be 22 000 tables.)

The rows of chats and persons are shared as well, because another process may make a lane's next
call. They mean nothing a second later and are swept soon after, so the table holds those lately
written to.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pyrate_limiter import GCRA, Decision, Rate, StateAlgorithm

from bot.limits import Api, Budget, Call
from bot.limits.store import State, Store

SECOND: Final = 1000
MINUTE: Final = 60 * SECOND
# Feishu's longest window is a minute; more could only come from a misread header.
LONGEST_PAUSE: Final = MINUTE
SWEEP_EVERY: Final = 10 * SECOND


class LastFew(StateAlgorithm):
    """An exact sliding window for small limits: the moments (µs) when places become free again."""

    def initial(self, rates: list[Rate]) -> State:
        return ()

    def step(
        self, rates: list[Rate], state: State, now: int, weight: int
    ) -> tuple[State, Decision]:
        (rate,) = rates
        # Later than any place given away until now: the clock was set back, so forget it.
        taken = [at for at in state if now < at / 1000 <= now + rate.interval]
        if len(taken) < rate.limit:
            return (*taken, (now + rate.interval) * 1000), Decision()
        return state, Decision(rate, math.ceil(taken[-rate.limit] / 1000 - now))


@dataclass(frozen=True)
class Bucket:
    key: str
    algorithm: StateAlgorithm
    rate: Rate

    def step(self, state: State | None, now: int, latest: float) -> tuple[State, float]:
        """The state after one more call, and the milliseconds until there is room for it."""
        before = self.algorithm.initial([self.rate]) if state is None else state
        before = tuple(min(at, latest) for at in before)
        after, decision = self.algorithm.step([self.rate], before, now, 1)
        return after, 0.0 if decision.allowed else max(1.0, decision.retry_after_ms or 0)


def steady(budget: Budget) -> Rate:
    """The pace that keeps both limits: bursts of b, and r/s, where b+r and b+60r fit into them.

    Two sliding windows would let 950 calls out in 21 s and then hold everybody for 39 s.
    """
    per_second = max(budget.per_minute - budget.per_second, 1) / 59
    burst = max(1, math.floor(budget.per_second - per_second))
    return Rate(max(1, math.floor(per_second * 60)), MINUTE, burst)


class SharedLimits:
    def __init__(self, store: Store, budget: Budget) -> None:
        self._store = store
        self._pace = steady(budget)
        # Bulk stops while two thirds of the burst are still left, for people who wait.
        self._behind = Rate(self._pace.limit, MINUTE, max(1, self._pace.burst // 3))
        self._bulk = Rate(budget.bulk_per_minute, MINUTE, 1)
        # A burst and a second's pace together stay below the limit.
        self._reading = Rate(budget.recognitions_per_second * 60, MINUTE, 4)
        self._target = Rate(budget.per_target, SECOND)
        self._sweep_at = 0

    def take(self, call: Call) -> float:
        buckets = self._buckets(call)
        with self._store.alone() as rows:
            known = rows.read([bucket.key for bucket in buckets])
            latest = self._spent_at(rows.now + LONGEST_PAUSE)
            steps = {b.key: b.step(known.get(b.key), rows.now, latest) for b in buckets}
            wait = max(wait for _, wait in steps.values())
            # Of a call that must wait only a state is kept that a clock set back made impossible.
            kept = {
                key: state
                for key, (state, full) in steps.items()
                if wait == 0 or (full and known.get(key) != state)
            }
            if kept:
                rows.write(kept)
            if not self._sweep_at - SWEEP_EVERY <= rows.now < self._sweep_at:
                rows.sweep()
                self._sweep_at = rows.now + SWEEP_EVERY
        return wait / 1000

    def penalise(self, api: Api, wait: float) -> None:
        key = f"all {api}"
        with self._store.alone() as rows:
            until = rows.now + min(math.ceil(wait * 1000), LONGEST_PAUSE)
            (known,) = rows.read([key]).get(key, (0,))
            rows.write({key: (max(known, self._spent_at(until)),)})

    def close(self) -> None:
        self._store.close()

    def _buckets(self, call: Call) -> Sequence[Bucket]:
        if call.api in ("picture", "speech"):
            return [Bucket(f"all {call.api}", GCRA(), self._reading)]
        bulk = call.lane == "bulk"
        buckets = [Bucket(f"all {call.api}", GCRA(), self._behind if bulk else self._pace)]
        if bulk:
            buckets.append(Bucket(f"bulk {call.api}", GCRA(), self._bulk))
        if call.api in ("message", "card"):
            buckets.append(Bucket(f"{call.api} to {call.target}", LastFew(), self._target))
        return buckets

    def _spent_at(self, moment: int) -> float:
        """The state of an API's bucket whose burst is all spent at that moment, and that is also
        the latest state of any bucket: a later one comes from a clock that was set back since.
        """
        pace = self._pace
        return moment * 1000 + math.ceil(pace.burst * pace.interval / pace.limit * 1000)

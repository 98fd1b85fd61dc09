"""A clock to turn, calls to make, and a count of what got through."""

from __future__ import annotations

from collections.abc import Callable

from bot.limits import Call, Limits

BURST = 29


class Clock:
    def __init__(self) -> None:
        self.now = 1_800_000_000_000

    def __call__(self) -> int:
        return self.now

    def advance(self, seconds: float) -> None:
        self.now += round(seconds * 1000)


def to(n: int) -> Call:
    return Call("message", f"oc_{n}")


def bulk(n: int) -> Call:
    return Call("message", f"oc_bulk_{n}", "bulk")


def spend_burst(limits: Limits) -> None:
    for n in range(BURST):
        assert limits.take(to(n)) == 0.0


def most_within(stamps: list[int], span: int) -> int:
    """The largest number of stamps in any half-open window of `span` milliseconds."""
    most = first = 0
    for last, stamp in enumerate(stamps):
        while stamps[first] <= stamp - span:
            first += 1
        most = max(most, last - first + 1)
    return most


def sent_until(
    limits: Limits, clock: Clock, seconds: float, call: Callable[[int], Call]
) -> list[int]:
    """Call as early as the limits let one; when that was."""
    went: list[int] = []
    ends = clock.now + seconds * 1000
    while clock.now < ends:
        wait = limits.take(call(len(went)))
        if wait == 0.0:
            went.append(clock.now)
        else:
            clock.advance(wait)
    return went

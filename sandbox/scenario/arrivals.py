"""When people ask: seconds from the start, in order."""

import random
from collections.abc import Callable

MOST = 200_000
# Everybody's card reader fails at once: a fifth of a minute's questions within two seconds.
BURST_EVERY_S = 12.0
BURST_S = 2.0


def poisson(rate: float, duration: float, chance: random.Random) -> list[float]:
    """Each person for themselves."""
    found, at = [], chance.expovariate(rate)
    while at < duration:
        found.append(at)
        at += chance.expovariate(rate)
    return found


def burst(rate: float, duration: float, chance: random.Random) -> list[float]:
    """The same number, in heaps."""
    heaps = int(duration // BURST_EVERY_S) + 1
    length = min(BURST_S, duration)
    each = rate * duration / heaps
    sizes = [int(each * (n + 1)) - int(each * n) for n in range(heaps)]
    starts = [min(n * BURST_EVERY_S, duration - length) for n in range(heaps)]
    return sorted(
        start + chance.random() * length
        for start, size in zip(starts, sizes, strict=True)
        for _ in range(size)
    )


def shift(rate: float, duration: float, chance: random.Random) -> list[float]:
    """A shift ends in the middle: twice as many as on average, hardly any at the edges."""
    everyone = poisson(2 * rate, duration, chance)
    return [at for at in everyone if chance.random() < 1 - abs(2 * at / duration - 1)]


ARRIVALS: dict[str, Callable[[float, float, random.Random], list[float]]] = {
    "poisson": poisson,
    "burst": burst,
    "shift": shift,
}


def times(kind: str, rate: float, duration: float, seed: int) -> list[float]:
    if rate <= 0 or duration <= 0:
        raise ValueError("rate and duration must be above 0")
    if rate * duration > MOST:
        raise ValueError(f"more than {MOST:,} questions; lower the rate or the duration")
    return ARRIVALS[kind](rate, duration, random.Random(seed))

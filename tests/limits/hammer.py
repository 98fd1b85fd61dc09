"""A process that calls as fast as it is let; prints when it did, by a clock that runs faster.

It says "ready" and starts when it is told the time at which all of them started.
"""

from __future__ import annotations

import sys
import time

from bot.limits import Budget, Call
from bot.limits.shared import SharedLimits
from bot.limits.store import open_store


def main(url: str, name: str, seconds: float, speed: float) -> None:
    print("ready", flush=True)
    begin = float(sys.stdin.readline())

    def clock() -> int:
        return int(begin * 1000 + (time.time() - begin) * 1000 * speed)

    limits = SharedLimits(open_store(url, clock), Budget())
    went = []
    for n in range(1_000_000):
        if time.time() - begin > seconds:
            break
        # Each to a target of its own: what is tested is the bucket that all share.
        wait = limits.take(Call("message", f"{name} {n // 2}"))
        if wait:
            time.sleep(wait / speed)
        else:
            went.append(clock())
    limits.close()
    print(*went)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], *map(float, sys.argv[3:]))

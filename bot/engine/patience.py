"""Waiting for a database that is locked or restarting: work must not end because of it."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import TypeVar

from sqlalchemy.exc import InterfaceError, InternalError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolExhausted

from bot.engine.port import Stopping
from bot.logs import log

T = TypeVar("T")
Pause = Callable[[float], bool]
# InternalError: PostgreSQL has ended our transaction because we stood still in the middle of it.
PASSING = (OperationalError, InterfaceError, InternalError, PoolExhausted)
LONGEST_PAUSE = 5.0


def patiently(do: Callable[[], T], pause: Pause) -> T:
    """Again and again, until the database lets us. Raises Stopping."""
    tries = 0
    while True:
        try:
            return do()
        except PASSING as error:
            tries += 1
            log().warning("database_away", tries=tries, error=type(error).__name__)
            if pause(backoff(tries)):
                raise Stopping from error


def backoff(tries: int) -> float:
    pause: float = min(LONGEST_PAUSE, 0.1 * 2.0 ** min(tries, 10)) * random.uniform(0.8, 1.2)
    return pause

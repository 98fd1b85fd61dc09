"""The tenant token: asked for once, renewed in time, by one thread for all."""

from __future__ import annotations

import copy
import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import Final

from bot.feishu.errors import FeishuError, TryLater

# Feishu hands out the same token until 30 minutes before its end, then a new one while the old one
# still works: asking within that time is always safe, and other processes keep theirs.
# https://open.feishu.cn/document/ukTMukTMukTM/ukDNz4SO0MjL5QzM/auth-v3/auth/tenant_access_token_internal
RENEW_BEFORE: Final = 30 * 60.0
# After a failed renewal the old token serves on; this long passes before the next try.
PATIENCE: Final = 10.0


@dataclass(frozen=True)
class _Held:
    value: str
    ends: float
    renew_at: float


_NONE: Final = _Held("", 0.0, 0.0)


class TokenHolder:
    """`fetch` returns a token and the seconds it has left."""

    def __init__(
        self, fetch: Callable[[], tuple[str, float]], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._fetch = fetch
        self._clock = clock
        self._lock = Lock()
        self._held = _NONE  # replaced whole, so it may be read without the lock
        self._tries = 0
        self._failure: FeishuError | None = None

    def get(self) -> str:
        held, tries = self._held, self._tries
        if held.value and self._clock() < held.renew_at:
            return held.value
        still_good = bool(held.value) and self._clock() < held.ends
        if not self._lock.acquire(blocking=not still_good):
            return held.value  # another thread is renewing
        try:
            return self._renewed(tries)
        finally:
            self._lock.release()

    def evict(self, refused: str) -> None:
        """Forget a token that Feishu refused, unless another thread already replaced it."""
        with self._lock:
            if self._held.value == refused:
                self._held = _NONE

    def _renewed(self, tries: int) -> str:
        held = self._held
        if held.value and self._clock() < held.renew_at:
            return held.value
        if self._tries != tries and self._failure is not None:
            # Those who waited share the outcome, or 16 of them would wait out 16 time-outs in turn.
            raise copy.copy(self._failure)
        try:
            self._held = self._ask()
        except TryLater:
            if not held.value or self._clock() >= held.ends:
                raise
            self._held = _Held(held.value, held.ends, self._clock() + PATIENCE)
        return self._held.value

    def _ask(self) -> _Held:
        self._tries += 1
        started = self._clock()
        try:
            token, left = self._fetch()
        except FeishuError as error:
            self._failure = error
            raise
        self._failure = None
        ends = started + left
        # A token that comes with less than 30 minutes left must not be asked for at every call.
        return _Held(token, ends, max(ends - RENEW_BEFORE, started + min(PATIENCE, left / 2)))

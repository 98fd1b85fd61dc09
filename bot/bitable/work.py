"""One knock, answered: what is new here goes there, what is new there comes here."""

from __future__ import annotations

import random

from bot.bitable import pictures
from bot.bitable.marks import ENDED, WAITING
from bot.bitable.sync import note, synchronise
from bot.engine.patience import PASSING, Pause, backoff, patiently
from bot.engine.port import Stopping
from bot.feishu.bitable_port import Bitable
from bot.feishu.errors import TryLater
from bot.feishu.port import Feishu
from bot.logs import log
from bot.takeovers import may_begin
from bot.unit_of_work import UnitOfWork
from models import BitableTask

# After so many refusals in a row the knock is over; the next poll knocks again.
MOST_TRIES = 8
LONGEST_PAUSE = 30.0


class BitableWork:
    def __init__(self, uow: UnitOfWork, feishu: Feishu, bitable: Bitable, pause: Pause) -> None:
        self._uow = uow
        self._feishu = feishu
        self._bitable = bitable
        self._pause = pause

    def work(self, task_id: int) -> None:
        key = patiently(lambda: self._begin(task_id), self._pause)
        if key is None:
            return
        for tries in range(MOST_TRIES):
            try:
                self._once(key)
                return
            except PASSING as error:
                # Our own database; the next knock finds it in order.
                log().warning("database_away", tries=tries, error=type(error).__name__)
                if self._pause(backoff(tries + 1)):
                    raise Stopping from error
            except TryLater as error:
                log().warning("bitable_later", key=key, code=error.code, tries=tries)
                wait = min(LONGEST_PAUSE, 0.5 * 2.0**tries) * random.uniform(0.8, 1.2)
                if self._pause(max(wait, error.wait or 0.0)):
                    raise Stopping from error
            except Exception as error:
                # A mistake of ours: nothing is lost by it, and the next poll tries again.
                log().exception("bitable_failed", key=key)
                self._tell(key, "failed", type(error).__name__)
                return
        log().error("bitable_given_up", key=key)
        self._tell(key, "busy")

    def _tell(self, key: str, problem: str, detail: str = "") -> None:
        patiently(lambda: note(self._uow, key, problem, detail), self._pause)

    def _begin(self, task_id: int) -> str | None:
        """Ended before it is begun: whatever comes in from now on may knock again."""
        with self._uow() as tx:
            task = tx.session.get(BitableTask, task_id, with_for_update=True)
            if task is None or (task.state != WAITING and not task.takeovers):
                return None
            task.state, task.ended_at = ENDED, tx.now
            return task.key if may_begin(task) else None

    def _once(self, key: str) -> None:
        pictures.fetch(self._uow, self._feishu)
        synchronise(self._uow, self._bitable, key, self._pause)

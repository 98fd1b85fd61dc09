"""Sends pushes: in order within a chat, side by side otherwise, with Feishu's retries."""

import asyncio
import json
import random
import time
from collections.abc import Coroutine
from typing import Any

from sandbox.faults import Faults
from sandbox.push import envelope
from sandbox.push.event_scopes import hears, trimmed
from sandbox.push.lines import Lines
from sandbox.push.outgoing import Outcome, Push
from sandbox.push.turns import Turn
from sandbox.push.wire import SIDE_BY_SIDE, Wire
from sandbox.settings import Settings
from sandbox.state import ids
from sandbox.state.journal import PushRecord, clipped
from sandbox.state.pending import Waiting
from sandbox.state.world import World

# Feishu: 15 s, 5 min, 1 h and 6 h after the failed attempt before.
LADDER_S = (15.0, 300.0, 3600.0, 21_600.0)


class Pusher:
    def __init__(self, settings: Settings, world: World, faults: Faults, lines: Lines) -> None:
        self._settings = settings
        self._wire = Wire(settings, faults, lines)
        self._world = world
        self._faults = faults
        self._tasks: set[asyncio.Task[None]] = set()
        self._turns: dict[str, Turn] = {}

    async def start(self) -> None:
        self._places = asyncio.Semaphore(SIDE_BY_SIDE)
        await self._wire.start()

    def resume(self) -> None:
        """Go on with what the last start left undelivered."""
        for key, one in self._world.pending:
            push = Push(one.event_id, one.event_type, one.envelope, one.order_key)
            if one.tried:
                self._run(self._climb(push, key, one.tried, one.since))
            else:
                self._run(self._deliver(push, key, self._take_turn(push)))

    async def stop(self) -> None:
        await self.forget()
        await self._wire.stop()

    async def forget(self) -> None:
        """End what is queued and what waits for a retry."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._turns.clear()

    @property
    def reachable(self) -> bool:
        """Whether the bot has an address, or has chosen the long connection."""
        return self._wire.there

    @property
    def waiting(self) -> int:
        return len(self._tasks)

    def event(self, event_type: str, event: dict[str, Any], *, order_key: str = "") -> str:
        """Queue an event in the v2 envelope; its event_id."""
        if not self.reachable or not hears(self._world.grants, event_type):
            return ""
        push = self.build(event_type, event, order_key=order_key)
        self._queue(push)
        return push.event_id

    def event_v1(self, event: dict[str, Any], *, order_key: str = "") -> None:
        if not self.reachable:
            return
        uuid = ids.fresh("")
        body = {
            "ts": f"{self._world.clock.now():.3f}",
            "uuid": uuid,
            "token": self._settings.verification_token,
            "type": "event_callback",
            "event": event,
        }
        self._queue(Push(uuid, event["type"], body, order_key))

    def _queue(self, push: Push) -> None:
        self._run(self._deliver(push, self._note(push), self._take_turn(push)))

    def _note(self, push: Push) -> str:
        waiting = Waiting(push.event_id, push.event_type, push.envelope, push.order_key)
        return self._world.pending.add(waiting)

    def build(
        self,
        event_type: str,
        event: dict[str, Any],
        *,
        order_key: str = "",
        header: dict[str, Any] | None = None,
        micros: bool = False,
    ) -> Push:
        full = {
            "event_id": ids.fresh(""),
            "event_type": event_type,
            "create_time": str(self._world.clock.ms() * (1000 if micros else 1)),
            "token": self._settings.verification_token,
            "app_id": self._settings.app_id,
            "tenant_key": self._world.tenant_key,
        } | (header or {})
        event = trimmed(self._world.grants, event)
        body = {"schema": "2.0", "header": full, "event": event}
        return Push(str(full["event_id"]), event_type, body, order_key)

    async def attempt(self, push: Push, number: int = 1) -> Outcome:
        """One delivery, written to the journal."""
        at = self._world.clock.stamp()
        outcome = await self._wire.carry(push)
        self._world.journal.note_push(
            PushRecord(
                at=at,
                event_id=push.event_id,
                event_type=push.event_type,
                attempt=number,
                status=outcome.status,
                ms=outcome.ms,
                ok=outcome.ok,
                error=outcome.error,
                sent=clipped(outcome.sent),
                heard=clipped(outcome.body),
            )
        )
        return outcome

    def retry(self, push: Push) -> None:
        """Walk the ladder in the background."""
        key = self._note(push)
        self._world.pending.failed(key, 1, time.time())
        self._run(self._climb(push, key, 1, time.time()))

    async def challenge(self) -> tuple[bool, str]:
        """What the console does when the address is saved: unsigned, within 1 s."""
        word = ids.fresh("")
        body = {
            "challenge": word,
            "token": self._settings.verification_token,
            "type": "url_verification",
        }
        raw = envelope.body_of(body, self._settings.encrypt_key)
        push = Push("", "url_verification", {}, raw=raw, headers={})
        outcome = await self._wire.carry(push, timeout=self._settings.challenge_timeout)
        if not outcome.ok:
            return False, outcome.error or f"HTTP {outcome.status}"
        try:
            answer = json.loads(outcome.body)
        except ValueError:
            return False, "the answer is not JSON"
        same = isinstance(answer, dict) and answer.get("challenge") == word
        return same, "" if same else "the challenge did not come back in plain text"

    def _run(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _take_turn(self, push: Push) -> tuple[Turn | None, Turn]:
        mine = Turn()
        if not push.order_key or self._faults.reorder_ms:
            return None, mine
        before = self._turns.get(push.order_key)
        self._turns[push.order_key] = mine
        return before, mine

    async def _deliver(self, push: Push, key: str, turns: tuple[Turn | None, Turn]) -> None:
        before, mine = turns
        try:
            if before is not None:
                await before.over()
            if self._faults.reorder_ms:
                self._world.journal.strike("reorder_ms")
                await asyncio.sleep(random.uniform(0, self._faults.reorder_ms / 1000))
            async with self._places:
                mine.started.set()
                outcome = await self.attempt(push)
        finally:
            mine.started.set()
            mine.answered.set()
            if self._turns.get(push.order_key) is mine:
                del self._turns[push.order_key]
        if not outcome.ok:
            now = time.time()
            self._world.pending.failed(key, 1, now)
            return await self._climb(push, key, 1, now)
        self._world.pending.drop(key)
        await self._repeat(push)

    async def _repeat(self, push: Push) -> None:
        """Feishu may push again what was already answered."""
        for _ in range(self._faults.duplicate_pushes):
            self._world.journal.strike("duplicate_pushes")
            again = push.renamed() if self._faults.duplicate_new_event_ids else push
            async with self._places:
                await self.attempt(again, number=2)

    async def _climb(self, push: Push, key: str, tried: int, since: float) -> None:
        """From the rung after so many attempts, of which the last failed at `since`."""
        for number, pause in enumerate(LADDER_S[tried - 1 :], start=tried + 1):
            await asyncio.sleep(since + pause / self._settings.time_scale - time.time())
            async with self._places:
                outcome = await self.attempt(push, number=number)
            if outcome.ok:
                return self._world.pending.drop(key)
            since = time.time()
            self._world.pending.failed(key, number, since)
        self._world.pending.drop(key)
        self._world.journal.count("lost")

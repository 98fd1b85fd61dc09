"""Sends pushes: in order within a chat, side by side otherwise, with Feishu's retries."""

import asyncio
import json
import random
import time
from collections.abc import Coroutine
from dataclasses import dataclass, replace
from typing import Any

import aiohttp

from sandbox.faults import Faults
from sandbox.push import envelope
from sandbox.push.event_scopes import hears, trimmed
from sandbox.push.lines import Lines
from sandbox.push.turns import Turn
from sandbox.settings import Settings
from sandbox.state import ids
from sandbox.state.journal import PushRecord
from sandbox.state.world import World

# Feishu: 15 s, 5 min, 1 h and 6 h after the failed attempt before.
LADDER_S = (15.0, 300.0, 3600.0, 21_600.0)
SIDE_BY_SIDE = 100


@dataclass(frozen=True, slots=True)
class Push:
    event_id: str
    event_type: str
    envelope: dict[str, Any]
    order_key: str = ""
    raw: bytes | None = None
    headers: dict[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    status: int
    ms: float
    error: str = ""
    body: bytes = b""

    @property
    def ok(self) -> bool:
        return self.status == 200


class Pusher:
    def __init__(self, settings: Settings, world: World, faults: Faults, lines: Lines) -> None:
        self._settings = settings
        self._lines = lines
        self._world = world
        self._faults = faults
        self._http: aiohttp.ClientSession | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._turns: dict[str, Turn] = {}

    async def start(self) -> None:
        self._places = asyncio.Semaphore(SIDE_BY_SIDE)
        self._http = aiohttp.ClientSession(
            # Shorter than any server keeps an idle connection, so that none is closed under a push.
            connector=aiohttp.TCPConnector(limit=SIDE_BY_SIDE + 50, keepalive_timeout=1.0),
            timeout=aiohttp.ClientTimeout(
                total=self._settings.answer_timeout,
                sock_connect=self._settings.connect_timeout,
            ),
        )

    async def stop(self) -> None:
        await self.forget()
        if self._http is not None:
            await self._http.close()

    async def forget(self) -> None:
        """Drop what is queued and what waits for a retry."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._turns.clear()

    @property
    def reachable(self) -> bool:
        """Whether the bot has an address, or has chosen the long connection."""
        return bool(self._settings.bot_url) or self._lines.wanted

    @property
    def waiting(self) -> int:
        return len(self._tasks)

    def event(self, event_type: str, event: dict[str, Any], *, order_key: str = "") -> str:
        """Queue an event in the v2 envelope; its event_id."""
        if not self.reachable or not hears(self._world.grants, event_type):
            return ""
        push = self.build(event_type, event, order_key=order_key)
        self._run(self._deliver(push, self._take_turn(push)))
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
        push = Push(uuid, event["type"], body, order_key)
        self._run(self._deliver(push, self._take_turn(push)))

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
        outcome = await self._post(push)
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
            )
        )
        return outcome

    def retry(self, push: Push) -> None:
        """Walk the ladder in the background."""
        self._run(self._climb(push))

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
        outcome = await self._post(push, timeout=self._settings.challenge_timeout)
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

    async def _deliver(self, push: Push, turns: tuple[Turn | None, Turn]) -> None:
        before, mine = turns
        try:
            if before is not None:
                await before.over()
            if self._faults.reorder_ms:
                await asyncio.sleep(random.uniform(0, self._faults.reorder_ms / 1000))
            async with self._places:
                mine.started.set()
                outcome = await self.attempt(push)
        finally:
            mine.started.set()
            mine.answered.set()
            if self._turns.get(push.order_key) is mine:
                del self._turns[push.order_key]
        if outcome.ok:
            await self._repeat(push)
        else:
            await self._climb(push)

    async def _repeat(self, push: Push) -> None:
        """Feishu may push again what was already answered."""
        for _ in range(self._faults.duplicate_pushes):
            again = _renamed(push) if self._faults.duplicate_new_event_ids else push
            async with self._places:
                await self.attempt(again, number=2)

    async def _climb(self, push: Push) -> None:
        for number, pause in enumerate(LADDER_S, start=2):
            await asyncio.sleep(pause / self._settings.time_scale)
            async with self._places:
                outcome = await self.attempt(push, number=number)
            if outcome.ok:
                return
        self._world.journal.count("lost")

    async def _post(self, push: Push, timeout: float | None = None) -> Outcome:
        if not self._settings.bot_url:
            return await self._send_down_a_line(push)
        assert self._http is not None
        raw = push.raw
        if raw is None:
            raw = envelope.body_of(push.envelope, self._settings.encrypt_key)
        headers = push.headers
        if headers is None:
            headers = envelope.signed_headers(raw, self._settings.encrypt_key)
        options: dict[str, Any] = {}
        if timeout is not None:
            options["timeout"] = aiohttp.ClientTimeout(total=timeout)
        started = time.perf_counter()
        try:
            async with self._http.post(
                self._settings.bot_url,
                data=raw,
                headers={"Content-Type": "application/json; charset=utf-8"} | headers,
                allow_redirects=False,
                **options,
            ) as response:
                body = await response.read()
                return Outcome(response.status, _ms_since(started), body=body)
        except aiohttp.ConnectionTimeoutError:
            return Outcome(0, _ms_since(started), error="connect")
        except TimeoutError:
            return Outcome(0, _ms_since(started), error="timeout")
        except aiohttp.ClientConnectorDNSError:
            return Outcome(0, _ms_since(started), error="dns")
        except aiohttp.ClientConnectorError:
            return Outcome(0, _ms_since(started), error="connect")
        except (aiohttp.ClientError, OSError) as error:
            return Outcome(0, _ms_since(started), error=type(error).__name__)

    async def _send_down_a_line(self, push: Push) -> Outcome:
        line, started = self._lines.choose(), time.perf_counter()
        if line is None:
            return Outcome(0, 0.0, error="offline")
        payload = push.raw or json.dumps(push.envelope, ensure_ascii=False).encode()
        try:
            status, body = await line.push(
                payload,
                fragment=self._faults.ws_fragment_bytes,
                timeout=self._settings.answer_timeout,
            )
        except TimeoutError:
            return Outcome(0, _ms_since(started), error="timeout")
        except OSError as error:
            return Outcome(0, _ms_since(started), error=type(error).__name__)
        return Outcome(status, _ms_since(started), body=body)


def _renamed(push: Push) -> Push:
    event_id = ids.fresh("")
    body = dict(push.envelope)
    if "header" in body:
        body["header"] = body["header"] | {"event_id": event_id}
    else:
        body["uuid"] = event_id
    return replace(push, event_id=event_id, envelope=body)


def _ms_since(started: float) -> float:
    return round((time.perf_counter() - started) * 1000, 1)

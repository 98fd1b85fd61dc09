"""Does again what was recorded, and tells where the bot behaved otherwise."""

import asyncio
import base64
import json
import re
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

import aiohttp

from sandbox.client import SandboxClient
from sandbox.scenario.comparing import compare
from sandbox.scenario.observing import Observer
from sandbox.scenario.recording import UPLOADS, click_answer, label_at
from sandbox.scenario.seen import Json, parts_of
from sandbox.scenario.streams import Streams

T = TypeVar("T")
LOOK_EVERY = 0.02
QUIET = 0.5


@dataclass
class Replayed:
    acts: int
    seconds: float
    differences: list[str] = field(default_factory=list)

    def tell(self) -> str:
        head = f"{self.acts} acts in {self.seconds:.1f} s, {len(self.differences)} differences"
        return "\n".join([head, *(f"- {one}" for one in self.differences)])


def replay(
    client: SandboxClient,
    records: Sequence[Json],
    *,
    scale: float = 1.0,
    patience: float = 10.0,
    ignore: Sequence[re.Pattern[str]] = (),
) -> Replayed:
    run = _Run(client, records, scale, patience, ignore)
    return asyncio.run(run.all())


class _Run:
    def __init__(
        self,
        client: SandboxClient,
        records: Sequence[Json],
        scale: float,
        patience: float,
        ignore: Sequence[re.Pattern[str]],
    ) -> None:
        self._client = client
        self._recorded = list(records)
        self._scale = scale
        self._patience = patience
        self._ignore = ignore
        self._happened: list[Json] = []
        self._changed = time.monotonic()

    async def all(self) -> Replayed:
        began_ms = int(datetime.fromisoformat(self._client.now()).timestamp() * 1000)
        self._observer = Observer(self._client.app(), began_ms, self._emit)
        acts = [one for one in self._recorded if one["kind"] == "act"]
        started = time.monotonic()
        async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as self._http:
            streams = Streams(self._http, self._client.base, self._observer)
            for person in dict.fromkeys(one["as"] for one in acts):
                await streams.follow(person)
            started = time.monotonic()
            for act in acts:
                await asyncio.sleep(max(0.0, started + act["t"] / self._scale - time.monotonic()))
                await self._do(act)
            await self._settle()
            await streams.stop()
        found = compare(self._recorded, self._happened, self._ignore)
        return Replayed(len(acts), time.monotonic() - started, found)

    def _emit(self, record: Json) -> None:
        self._happened.append(record)
        self._changed = time.monotonic()

    async def _do(self, act: Json) -> None:
        done: Json = {"kind": "act", "path": act["path"], "as": act["as"]}
        try:
            path, body = await self._ready(act)
        except _NotPossible as why:
            self._happened.append(done | {"failed": str(why)})
            return
        status, answer = await self._send(act, path, body)
        if status != 200:
            self._happened.append(done | {"failed": str(answer.get("error", status))})
            return
        if act["path"] in UPLOADS:
            self._observer.resource(answer.get("image_key") or answer["file_key"])
        elif act["path"] == ["chats"]:
            self._observer.group(answer["chat_id"], answer["name"])
        elif act["path"][-1] in ("say", "messages"):
            self._observer.message(answer)
        if act["path"] == ["click"]:
            done["answer"] = click_answer(answer)
        self._happened.append(done)

    async def _ready(self, act: Json) -> tuple[list[str], Json]:
        """The act in this run's ids, once the bot has brought about what it needs."""

        async def look() -> tuple[list[str], Json] | None:
            try:
                path, body = (self._observer.unnamed(act.get(one, {})) for one in ("path", "body"))
            except KeyError:
                return None
            if act["path"] == ["click"] and act.get("label"):
                place = await self._place(act, body)
                return None if place is None else (path, body | {"path": place})
            return path, body

        found = await _until(look, self._patience)
        if found is None:
            raise _NotPossible(f"there is no {act.get('label') or act['body']!r} to act on")
        return found

    async def _place(self, act: Json, body: Json) -> list[Any] | None:
        """Where the label is now; where it was, if it is there more than once."""
        recorded: list[Any] = body["path"]
        # Asked for, as the stream may be behind the last click.
        url = f"{self._client.base}/__sandbox/messages/{body['message_id']}"
        async with self._http.get(url, params={"as": act["as"]}) as response:
            message = await response.json()
        if response.status != 200:
            return None
        if label_at(message, recorded) == act["label"]:
            return recorded
        parts = parts_of(message["content"])
        return next((list(one.path) for one in parts if one.label == act["label"]), None)

    async def _send(self, act: Json, path: list[str], body: Json) -> tuple[int, Json]:
        url = f"{self._client.base}/__sandbox/{'/'.join(path)}"
        headers = {"Content-Type": act.get("type", "application/json")}
        raw = base64.b64decode(act["raw"]) if "raw" in act else json.dumps(body).encode()
        query = {"as": act["as"]} if "raw" in act else {}
        async with self._http.request(
            act["method"], url, params=query, data=raw, headers=headers
        ) as response:
            return response.status, await response.json()

    async def _settle(self) -> None:
        """Until the bot did all that it had done, and then is quiet; or patience is over."""
        self._changed = time.monotonic()

        async def all_done() -> bool:
            quiet = time.monotonic() - self._changed > QUIET
            return quiet and not compare(self._recorded, self._happened, self._ignore)

        await _until(all_done, self._patience)


class _NotPossible(Exception):
    """The bot did not bring about what the act needs."""


async def _until(look: Callable[[], Awaitable[T]], within: float) -> T:
    """Ask until the answer is true or the time is over; the last answer."""
    ends = time.monotonic() + within
    while not (found := await look()) and time.monotonic() < ends:
        await asyncio.sleep(LOOK_EVERY)
    return found

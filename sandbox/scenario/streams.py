"""People's event streams, as open pages hear them."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp

from sandbox.scenario.observing import Observer

Json = dict[str, Any]
LONGEST_LINE = 1024 * 1024  # a text has up to 150 kB


class Streams:
    """Follows people from the beginning of the recording, whenever they turn up."""

    def __init__(self, http: aiohttp.ClientSession, base: str, observer: Observer) -> None:
        self._http = http
        self._base = base
        self._observer = observer
        self._following: dict[str, asyncio.Task[None]] = {}

    async def follow(self, open_id: str) -> None:
        if open_id in self._following:
            return
        # Taken before anything is awaited, so that two requests at once follow once.
        hears = asyncio.Event()
        self._following[open_id] = asyncio.create_task(self._listen(open_id, hears))
        url, query = f"{self._base}/__sandbox/chats", {"as": open_id}
        async with self._http.get(url, params=query) as response:
            rows = await response.json()
        if response.status != 200:
            return
        for row in rows:
            if row["type"] == "p2p":
                self._observer.private_chat(row["chat_id"], open_id)
            else:
                self._observer.group(row["chat_id"], row["name"], row)
        await asyncio.wait_for(hears.wait(), 5)

    async def stop(self) -> None:
        for task in self._following.values():
            task.cancel()
        await asyncio.gather(*self._following.values(), return_exceptions=True)

    async def _listen(self, open_id: str, hears: asyncio.Event) -> None:
        last = "0"
        while True:
            try:
                async for number, name, data in notes(self._http, self._base, open_id, last, hears):
                    last = str(number)
                    self._observer.note(number, name, data)
            except aiohttp.ClientError:
                pass
            await asyncio.sleep(0.5)  # as a page does before it reconnects


async def notes(
    http: aiohttp.ClientSession, base: str, open_id: str, last: str, hears: asyncio.Event
) -> AsyncIterator[tuple[int, str, Json]]:
    """The events of one connection; `last` empty: only those from now on."""
    headers = {"Last-Event-ID": last} if last else {}
    url, query = f"{base}/__sandbox/events", {"as": open_id}
    forever = aiohttp.ClientTimeout(total=None, sock_connect=5)
    async with http.get(
        url, params=query, headers=headers, timeout=forever, read_bufsize=LONGEST_LINE
    ) as response:
        response.raise_for_status()
        fields: dict[str, str] = {}
        async for raw in response.content:
            hears.set()
            line = raw.decode().rstrip("\n")
            if line:
                name, _, value = line.partition(": ")
                fields[name] = value
                continue
            if "data" in fields and fields.get("id", "").isdigit():
                yield int(fields["id"]), fields.get("event", ""), json.loads(fields["data"])
            fields = {}

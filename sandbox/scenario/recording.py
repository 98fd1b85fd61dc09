"""A recorder between a browser and the sandbox: acts and answers become lines of JSON."""

import asyncio
import base64
import json
import signal
import time
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any, TextIO

import aiohttp
from aiohttp import web

from sandbox.scenario.observing import Observer
from sandbox.scenario.seen import Json, parts_of
from sandbox.scenario.streams import Streams

VERSION = 1
CONTROL = "/__sandbox/"
# What recognition answers belongs to what people do: without it the bot would do otherwise.
RECOGNITION = ("ocr", "speech")
DEEDS = ("say", "enter", "menu", "click", "react", "recall", "chats", "upload", "voice")
ACTS = (*DEEDS, *RECOGNITION)
UPLOADS = (["upload"], ["voice"])
LARGEST_UPLOAD = 5 * 1024 * 1024
HOP_BY_HOP = {"connection", "transfer-encoding", "content-length", "keep-alive", "host"}


class Recorder:
    """Passes everything on, and writes down what people do."""

    def __init__(self, http: aiohttp.ClientSession, base: str, out: TextIO) -> None:
        self._http = http
        self._base = base.rstrip("/")
        self._out = out
        self._started = time.monotonic()
        self.lines = 0

    async def start(self) -> None:
        app, now = await self._ask("app"), (await self._ask("clock"))["now"]
        began_ms = int(datetime.fromisoformat(now).timestamp() * 1000)
        self._observer = Observer(app, began_ms, self._write)
        self._streams = Streams(self._http, self._base, self._observer)
        self._write({"kind": "start", "version": VERSION, "bot": app["name"], "at": now})

    async def stop(self) -> None:
        await self._streams.stop()

    async def handle(self, request: web.Request) -> web.StreamResponse:
        body = await request.read()
        act = _act(request, body)
        person = str((act or {}).get("as") or request.query.get("as", ""))
        if person and request.path.startswith(CONTROL):
            await self._streams.follow(person)
        if act is not None:
            await self._label(act)
        headers = {k: v for k, v in request.headers.items() if k.lower() not in HOP_BY_HOP}
        async with self._http.request(
            request.method, self._base + request.path_qs, data=body or None, headers=headers
        ) as far:
            if far.content_type == "text/event-stream":
                return await _pass_on(request, far)
            answer = await far.read()
            if act is not None and far.status == 200:
                self._note(act, json.loads(answer))
            kept = {k: v for k, v in far.headers.items() if k.lower() not in HOP_BY_HOP}
            return web.Response(body=answer, status=far.status, headers=kept)

    async def _label(self, act: Json) -> None:
        """What is pressed, asked for before the click changes the card."""
        if act["path"] != ["click"]:
            return
        message_id, person = act["body"].get("message_id", ""), act["as"]
        url = f"{self._base}{CONTROL}messages/{message_id}"
        async with self._http.get(url, params={"as": person}) as response:
            if response.status == 200:
                act["label"] = label_at(await response.json(), act["body"].get("path", []))

    def _note(self, act: Json, answer: Any) -> None:
        if act["path"] in UPLOADS:
            self._observer.resource(answer.get("image_key") or answer["file_key"])
        elif act["path"] == ["chats"]:
            self._observer.group(answer["chat_id"], answer["name"])
        elif act["path"][-1] in ("say", "messages"):
            self._observer.message(answer)
        if act["path"] == ["click"]:
            act["answer"] = click_answer(answer)
        known = [name for name in ("path", "body") if name in act]
        named: Json = {name: self._observer.named(act[name]) for name in known}
        self._write({"kind": "act", **act, **named})

    def _write(self, record: Json) -> None:
        at = round(time.monotonic() - self._started, 3)
        self._out.write(json.dumps({"t": at, **record}, ensure_ascii=False) + "\n")
        self._out.flush()
        self.lines += 1

    async def _ask(self, path: str) -> Json:
        async with self._http.get(f"{self._base}{CONTROL}{path}") as response:
            found: Json = await response.json()
            return found


def _act(request: web.Request, body: bytes) -> Json | None:
    """What a person does with this request; None: they only look."""
    path = request.path.removeprefix(CONTROL).split("/")
    if request.method == "GET" or not request.path.startswith(CONTROL) or path[0] not in ACTS:
        return None
    act: Json = {"method": request.method, "path": path}
    if path == ["upload"]:
        if len(body) > LARGEST_UPLOAD:
            return None
        raw = base64.b64encode(body).decode()
        return act | {
            "as": request.query["as"],
            "type": request.headers["Content-Type"],
            "raw": raw,
        }
    with suppress(ValueError):
        parsed = json.loads(body)
        if isinstance(parsed, dict) and parsed.get("as"):
            return act | {"as": parsed["as"], "body": parsed}
    return None


async def _pass_on(request: web.Request, far: aiohttp.ClientResponse) -> web.StreamResponse:
    near = web.StreamResponse(headers={"Content-Type": far.headers["Content-Type"]})
    with suppress(ConnectionError, aiohttp.ClientError):
        await near.prepare(request)
        async for chunk in far.content.iter_any():
            await near.write(chunk)
    return near


def label_at(message: Json, path: list[Any]) -> str:
    parts = parts_of(message["content"])
    return next((one.label for one in parts if one.path == path), "")


def click_answer(answer: Json) -> Json:
    toast = (answer.get("toast") or {}).get("content", "")
    return {"ok": answer["ok"], "code": answer.get("code", 0), "toast": toast}


async def record(base: str, port: int, file: Path, *, over: asyncio.Event | None = None) -> int:
    """Until Ctrl-C, or until `over`; the number of lines."""
    ends = over or asyncio.Event()
    if over is None:
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, ends.set)
    with file.open("w", encoding="utf-8") as out:
        async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as http:
            recorder = Recorder(http, base, out)
            await recorder.start()
            app = web.Application(client_max_size=128 * 1024 * 1024)
            app.router.add_route("*", "/{path:.*}", recorder.handle)
            runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
            await runner.setup()
            try:
                await web.TCPSite(runner, "127.0.0.1", port).start()
                await ends.wait()
            finally:
                await runner.cleanup()
                await recorder.stop()
    return recorder.lines


def read(file: Path) -> list[Json]:
    """Raises ValueError for what is no recording."""
    records = [json.loads(line) for line in file.read_text("utf-8").splitlines() if line.strip()]
    if not records or records[0].get("kind") != "start" or records[0]["version"] != VERSION:
        raise ValueError(f"{file} is not a recording of version {VERSION}")
    return records

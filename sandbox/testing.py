"""Runs a sandbox in a thread, for tests."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from sandbox.client import SandboxClient
from sandbox.server import create_app
from sandbox.settings import Settings

START_WITHIN_S = 10.0


@dataclass(frozen=True)
class Running:
    base: str
    client: SandboxClient
    settings: Settings


@contextmanager
def running_sandbox(**settings: Any) -> Iterator[Running]:
    """A sandbox on a free port, gone at the end of the block."""
    chosen = Settings(**({"port": 0} | settings))
    thread = _Thread(chosen)
    thread.start()
    try:
        base = f"http://{chosen.host}:{thread.wait_for_port()}"
        yield Running(base, SandboxClient(base), chosen)
    finally:
        thread.stop()


class _Thread(threading.Thread):
    def __init__(self, settings: Settings) -> None:
        super().__init__(name="sandbox", daemon=True)
        self._settings = settings
        self._ready = threading.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._over: asyncio.Event | None = None
        self._port = 0
        self._error: BaseException | None = None

    def run(self) -> None:
        try:
            asyncio.run(self._serve())
        except BaseException as error:  # told to the thread that waits
            self._error = error
            self._ready.set()

    async def _serve(self) -> None:
        self._loop, self._over = asyncio.get_running_loop(), asyncio.Event()
        runner = web.AppRunner(create_app(self._settings), access_log=None, shutdown_timeout=0.5)
        await runner.setup()
        try:
            site = web.TCPSite(runner, self._settings.host, self._settings.port)
            await site.start()
            self._port = runner.addresses[0][1]
            self._ready.set()
            await self._over.wait()
        finally:
            await runner.cleanup()

    def wait_for_port(self) -> int:
        if not self._ready.wait(START_WITHIN_S):
            raise RuntimeError("the sandbox did not start")
        if self._error is not None:
            raise RuntimeError("the sandbox did not start") from self._error
        return self._port

    def stop(self) -> None:
        if self._loop is not None and self._over is not None and self.is_alive():
            self._loop.call_soon_threadsafe(self._over.set)
        self.join(START_WITHIN_S)

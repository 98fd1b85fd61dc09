"""Carries one push to the bot: over HTTP, or down a long connection."""

import time
from typing import Any

import aiohttp

from sandbox.faults import Faults
from sandbox.push import envelope
from sandbox.push.lines import Lines
from sandbox.push.outgoing import Outcome, Push
from sandbox.settings import Settings

SIDE_BY_SIDE = 100


class Wire:
    def __init__(self, settings: Settings, faults: Faults, lines: Lines) -> None:
        self._settings = settings
        self._faults = faults
        self._lines = lines
        self._http: aiohttp.ClientSession | None = None

    async def start(self) -> None:
        self._http = aiohttp.ClientSession(
            # Shorter than any server keeps an idle connection, so that none is closed under a push.
            connector=aiohttp.TCPConnector(limit=SIDE_BY_SIDE + 50, keepalive_timeout=1.0),
            timeout=aiohttp.ClientTimeout(
                total=self._settings.answer_timeout,
                sock_connect=self._settings.connect_timeout,
            ),
        )

    async def stop(self) -> None:
        if self._http is not None:
            await self._http.close()

    @property
    def there(self) -> bool:
        """Whether the bot has an address, or has chosen the long connection."""
        return bool(self._settings.bot_url) or self._lines.wanted

    async def carry(self, push: Push, timeout: float | None = None) -> Outcome:
        plain = push.raw or envelope.plain_of(push.envelope)
        if not self._settings.bot_url:
            return await self._down_a_line(plain)
        sealed = push.raw or envelope.sealed(plain, self._settings.encrypt_key)
        headers = push.headers
        if headers is None:
            headers = envelope.signed_headers(sealed, self._settings.encrypt_key)
        # What was written by hand is shown as it stands; the rest as it is before encryption.
        shown = plain if push.raw is None or not push.envelope else envelope.plain_of(push.envelope)
        return await self._post(sealed, headers, timeout, shown)

    async def _post(
        self, raw: bytes, headers: dict[str, str], timeout: float | None, sent: bytes
    ) -> Outcome:
        assert self._http is not None
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
                return Outcome(response.status, _ms_since(started), body=body, sent=sent)
        except (aiohttp.ClientError, OSError) as error:  # a TimeoutError is one of these
            return Outcome(0, _ms_since(started), error=_failure(error), sent=sent)

    async def _down_a_line(self, payload: bytes) -> Outcome:
        line, started = self._lines.choose(), time.perf_counter()
        if line is None:
            return Outcome(0, 0.0, error="offline", sent=payload)
        try:
            status, body = await line.push(
                payload,
                fragment=self._faults.ws_fragment_bytes,
                timeout=self._settings.answer_timeout,
            )
        except OSError as error:
            return Outcome(0, _ms_since(started), error=_failure(error), sent=payload)
        return Outcome(status, _ms_since(started), body=body, sent=payload)


def _failure(error: Exception) -> str:
    """In the order of the classes: the first three are kinds of the later ones."""
    if isinstance(error, aiohttp.ConnectionTimeoutError):
        return "connect"
    if isinstance(error, TimeoutError):
        return "timeout"
    if isinstance(error, aiohttp.ClientConnectorDNSError):
        return "dns"
    if isinstance(error, aiohttp.ClientConnectorError):
        return "connect"
    return type(error).__name__


def _ms_since(started: float) -> float:
    return round((time.perf_counter() - started) * 1000, 1)

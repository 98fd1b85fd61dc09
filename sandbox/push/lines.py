"""Long connections: which clients there are, and how a push gets to one of them.

Source: https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/event-subscription-guide/callback-subscription/configure-callback-request-address
"""

import asyncio
import base64
import json
import random
import secrets
from collections.abc import Awaitable, Callable
from typing import Any

from sandbox.push.frames import CONTROL, DATA, Frame

MOST_LINES = 50
Send = Callable[[bytes], Awaitable[None]]
Ack = tuple[int, bytes]  # status, body


class Line:
    """One connected client."""

    def __init__(self, service: int, send: Send, close: Callable[[], Awaitable[Any]]) -> None:
        self.service = service
        self.close = close
        self.pushes = 0
        self._send = send
        self._waiting: dict[str, asyncio.Future[Ack]] = {}

    async def push(self, payload: bytes, *, fragment: int, timeout: float) -> Ack:
        """Send the event, in parts if it is long, and wait for the client's word."""
        message_id = secrets.token_hex(16)
        answer: asyncio.Future[Ack] = asyncio.get_running_loop().create_future()
        self._waiting[message_id] = answer
        self.pushes += 1
        size = fragment or max(1, len(payload))
        parts = [payload[at : at + size] for at in range(0, len(payload), size)]
        try:
            for seq, part in enumerate(parts):
                frame = Frame(service=self.service, method=DATA, payload=part)
                frame.headers = {
                    "type": "event",
                    "message_id": message_id,
                    "trace_id": secrets.token_hex(16),
                    "sum": str(len(parts)),
                    "seq": str(seq),
                }
                await self._send(frame.encode())
            return await asyncio.wait_for(answer, timeout)
        finally:
            self._waiting.pop(message_id, None)

    async def pong(self, config: dict[str, int]) -> None:
        frame = Frame(service=self.service, method=CONTROL, headers={"type": "pong"})
        frame.payload = json.dumps(config).encode()
        await self._send(frame.encode())

    def heard(self, frame: Frame) -> None:
        """A data frame that comes back is the word on one of the pushes."""
        waiting = self._waiting.get(frame.headers.get("message_id", ""))
        if waiting is not None and not waiting.done():
            waiting.set_result(_ack_of(frame.payload))

    def hung_up(self) -> None:
        for waiting in self._waiting.values():
            if not waiting.done():
                waiting.set_exception(ConnectionResetError("the client is gone"))


def _ack_of(payload: bytes) -> Ack:
    try:
        told = json.loads(payload)
        return int(told["code"]), base64.b64decode(told.get("data") or "")
    except (ValueError, KeyError, TypeError, AttributeError):
        return 0, b""


class Lines:
    def __init__(self) -> None:
        self.wanted = False  # the app has chosen the long connection: a client was there once
        self._all: list[Line] = []
        self._tickets: dict[str, int] = {}

    def __len__(self) -> int:
        return len(self._all)

    def issue_ticket(self) -> tuple[str, int]:
        ticket, service = secrets.token_hex(16), secrets.randbelow(1 << 30)
        self._tickets[ticket] = service
        return ticket, service

    def use_ticket(self, ticket: str) -> int | None:
        return self._tickets.pop(ticket, None)

    def add(self, line: Line) -> None:
        self.wanted = True
        self._all.append(line)

    def remove(self, line: Line) -> None:
        line.hung_up()
        if line in self._all:
            self._all.remove(line)

    def choose(self) -> Line | None:
        """One of the clients, whichever: there is no broadcast."""
        return random.choice(self._all) if self._all else None

    async def drop(self) -> int:
        """Hang up on everybody; well-behaved clients come back."""
        lines = list(self._all)
        for line in lines:
            await line.close()
        return len(lines)

    def view(self) -> list[dict[str, int]]:
        return [{"service_id": one.service, "pushes": one.pushes} for one in self._all]

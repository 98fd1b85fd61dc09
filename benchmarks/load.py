"""A load generator on bare sockets: one thread, one epoll, requests made beforehand.

A closed loop asks how much a server can do: each connection sends its next request when it has
its answer. An open loop asks how long people wait: requests leave by the clock, and the wait is
counted from when a request was due, so that a stall is seen by all who would have been in it.
"""

from __future__ import annotations

import re
import select
import socket
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field

CONNECTIONS = 32
# What a server may still answer after the last request has been sent.
GRACE = 10.0
LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)
CLOSES = re.compile(rb"connection: *close", re.IGNORECASE)


@dataclass
class Outcome:
    seconds: float = 0.0
    waits: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)

    @property
    def accepted(self) -> int:
        return self.statuses[200]

    @property
    def rate(self) -> float:
        return self.accepted / self.seconds

    def wait_ms(self, share: float) -> float:
        """The wait that this share of requests stays below."""
        ordered = sorted(self.waits)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1000


class _Connection:
    """Reopened by itself where the server closes after each answer."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._socket: socket.socket | None = None
        self._buffer = b""
        self.due = 0.0

    def send(self, request: bytes, due: float) -> int:
        """The file descriptor to watch."""
        self.due = due
        if self._socket is None:
            self._socket = socket.create_connection(("127.0.0.1", self._port))
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket.sendall(request)
        return self._socket.fileno()

    def receive(self) -> int | None:
        """The status, once the whole answer is there."""
        assert self._socket is not None
        try:
            data = self._socket.recv(65536)
        except ConnectionResetError:
            data = b""
        self._buffer += data
        head, found, body = self._buffer.partition(b"\r\n\r\n")
        length = LENGTH.search(head) if found else None
        if data and (length is None or len(body) < int(length[1])):
            return None
        if not data or CLOSES.search(head) or head.startswith(b"HTTP/1.0"):
            self.close()
        self._buffer = b""
        return int(head[9:12]) if found else 0

    def close(self) -> None:
        if self._socket is not None:
            self._socket.close()
        self._socket = None


class _Loop:
    def __init__(self, port: int, connections: int) -> None:
        self._idle = [_Connection(port) for _ in range(connections)]
        self._busy: dict[int, _Connection] = {}
        self._poll = select.epoll()
        self.outcome = Outcome()

    def closed(self, requests: Iterator[bytes], seconds: float) -> Outcome:
        start = time.perf_counter()
        ends = start + seconds
        while (now := time.perf_counter()) < ends:
            while self._idle and (request := next(requests, None)) is not None:
                self._send(request, time.perf_counter())
            if not self._busy:
                break
            self._collect(ends - now)
        # Only what was answered inside the time counts; the rest is awaited and forgotten.
        self.outcome.seconds = time.perf_counter() - start
        counted = Outcome(
            self.outcome.seconds, list(self.outcome.waits), Counter(self.outcome.statuses)
        )
        self._finish()
        return counted

    def open(self, requests: Iterable[bytes], rate: float) -> Outcome:
        start = time.perf_counter()
        for number, request in enumerate(requests):
            due = start + number / rate
            while (now := time.perf_counter()) < due or not self._idle:
                self._collect(max(0.0, due - now) if self._idle else GRACE)
            self._send(request, due)
        self._finish()
        self.outcome.seconds = time.perf_counter() - start
        return self.outcome

    def _send(self, request: bytes, due: float) -> None:
        connection = self._idle.pop()
        try:
            file = connection.send(request, due)
        except OSError:
            connection.close()
            file = connection.send(request, due)
        self._busy[file] = connection
        self._poll.register(file, select.EPOLLIN)

    def _collect(self, seconds: float) -> None:
        for file, _ in self._poll.poll(seconds):
            connection = self._busy[file]
            status = connection.receive()
            if status is None:
                continue
            self.outcome.waits.append(time.perf_counter() - connection.due)
            self.outcome.statuses[status] += 1
            del self._busy[file]
            self._idle.append(connection)
            self._forget(file)

    def _forget(self, file: int) -> None:
        # Closed with its connection, it is gone from the poll by that.
        with suppress(OSError, ValueError):
            self._poll.unregister(file)

    def _finish(self) -> None:
        ends = time.perf_counter() + GRACE
        while self._busy and (left := ends - time.perf_counter()) > 0:
            self._collect(left)
        for connection in (*self._idle, *self._busy.values()):
            connection.close()
        self._poll.close()


def closed_loop(
    port: int, requests: Iterable[bytes], seconds: float, connections: int = CONNECTIONS
) -> Outcome:
    return _Loop(port, connections).closed(iter(requests), seconds)


def open_loop(port: int, requests: Iterable[bytes], rate: float, connections: int = 64) -> Outcome:
    return _Loop(port, connections).open(requests, rate)


def flood(port: int, request: bytes, seconds: float, depth: int = 16) -> float:
    """Answers per second to one request, `depth` of them in a write.

    A bare server is faster than any generator in Python that waits for each answer.
    """
    files = [socket.create_connection(("127.0.0.1", port)) for _ in range(CONNECTIONS)]
    size = _answer_size(files[0], request)
    burst, missing = request * depth, {file.fileno(): 0 for file in files}
    by_number = {file.fileno(): file for file in files}
    poll = select.epoll()
    for number in missing:
        poll.register(number, select.EPOLLIN)
        missing[number] = size * depth
        by_number[number].sendall(burst)
    received, start = 0, time.perf_counter()
    while (taken := time.perf_counter() - start) < seconds:
        for number, _ in poll.poll(0.1):
            got = len(by_number[number].recv(65536))
            received += got
            missing[number] -= got
            if missing[number] <= 0:
                missing[number] += size * depth
                by_number[number].sendall(burst)
    for file in files:
        file.close()
    return received / size / taken


def _answer_size(file: socket.socket, request: bytes) -> int:
    file.sendall(request)
    time.sleep(0.2)
    return len(file.recv(65536))

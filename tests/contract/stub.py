"""A server that answers as Feishu might on a bad day: as told, call by call."""

from __future__ import annotations

import json
import socket
import struct
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Lock, Thread
from typing import Any

TOKEN_PATH = "/open-apis/auth/v3/tenant_access_token/internal"
JSON = "application/json; charset=utf-8"


@dataclass(frozen=True)
class Answer:
    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    reset: bool = False
    hold: Event | None = None


@dataclass(frozen=True)
class Request:
    method: str
    path: str
    headers: dict[str, str]
    body: bytes


def answer(body: object, status: int = 200, **headers: str) -> Answer:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer(status, json.dumps(body).encode(), {"Content-Type": JSON, **named})


def refusal(code: int, status: int = 400, msg: str = "no", **rest: Any) -> Answer:
    return answer({"code": code, "msg": msg, **rest}, status)


def html(status: int) -> Answer:
    return Answer(status, b"<html>Bad Gateway</html>", {"Content-Type": "text/html"})


SENT = answer({"code": 0, "msg": "success", "data": {"message_id": "om_1", "chat_id": "oc_1"}})
BOT = answer({"code": 0, "msg": "ok", "bot": {"open_id": "ou_bot", "app_name": "desk"}})
RESET = Answer(reset=True)


class Stub:
    """Gives out tokens t-1, t-2, ...; answers other calls from `answers`, then with `usual`."""

    def __init__(self) -> None:
        self.answers: deque[Answer] = deque()
        self.token_answers: deque[Answer] = deque()
        self.usual = SENT
        self.requests: list[Request] = []
        self.tokens = 0
        self.connections = 0
        self.origin = ""
        self._lock = Lock()

    def next_answer(self, request: Request) -> Answer:
        with self._lock:
            if request.path != TOKEN_PATH:
                self.requests.append(request)
                return self.answers.popleft() if self.answers else self.usual
            self.tokens += 1
            if self.token_answers:
                return self.token_answers.popleft()
            return token(f"t-{self.tokens}")

    def count_connection(self) -> None:
        with self._lock:
            self.connections += 1

    def json(self, number: int = -1) -> Any:
        return json.loads(self.requests[number].body)


def token(name: str, expire: int = 7200, hold: Event | None = None) -> Answer:
    body = {"code": 0, "msg": "ok", "tenant_access_token": name, "expire": expire}
    return Answer(200, json.dumps(body).encode(), {"Content-Type": JSON}, hold=hold)


@contextmanager
def running_stub() -> Iterator[Stub]:
    stub = Stub()
    server = _Server(("127.0.0.1", 0), _handler(stub))
    thread = Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    stub.origin = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield stub
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, request: object, client_address: object) -> None:
        return None  # a client that gave up is what some tests are about


def _handler(stub: Stub) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def setup(self) -> None:
            super().setup()
            stub.count_connection()

        def _answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
            told = stub.next_answer(Request(self.command, self.path, dict(self.headers), body))
            if told.hold is not None:
                told.hold.wait(5)
            if told.reset:
                # Zero linger time makes the close a reset.
                linger = struct.pack("ii", 1, 0)
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
                self.connection.close()
                self.close_connection = True
                return
            self.send_response(told.status)
            for name, value in {"Content-Length": str(len(told.body)), **told.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(told.body)

        do_GET = do_POST = do_PATCH = do_DELETE = _answer

        def log_message(self, format: str, *args: object) -> None:
            return None

    return Handler

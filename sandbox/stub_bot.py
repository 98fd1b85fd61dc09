"""A bot of a few lines: hears pushes, answers as told, calls the API. For tests."""

import json
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from sandbox.push import envelope

Json = dict[str, Any]


@dataclass(frozen=True)
class Heard:
    """One push as it arrived."""

    at: float
    headers: dict[str, str]
    raw: bytes
    body: Json

    @property
    def event_type(self) -> str:
        header = self.body.get("header") or {}
        return str(header.get("event_type") or self.body.get("event", {}).get("type", ""))

    @property
    def event(self) -> Json:
        found: Json = self.body.get("event", {})
        return found


@dataclass
class Answer:
    status: int = 200
    body: Any = field(default_factory=dict)
    delay: float = 0.0
    raw: bytes | None = None

    def payload(self) -> bytes:
        return json.dumps(self.body).encode() if self.raw is None else self.raw


class StubBot:
    def __init__(self, encrypt_key: str = "sandbox-encrypt-key") -> None:
        self.heard: list[Heard] = []
        self.answer: Callable[[Heard], Answer] = lambda heard: Answer()
        self._key = encrypt_key
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}/webhook"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def of(self, event_type: str) -> list[Heard]:
        return [one for one in self.heard if one.event_type == event_type]

    def read(self, raw: bytes) -> Json:
        body: Json = json.loads(raw)
        if "encrypt" in body:
            body = json.loads(envelope.decrypt(body["encrypt"], self._key))
        return body

    def _reply(self, heard: Heard) -> Answer:
        if heard.body.get("type") == "url_verification":
            return Answer(body={"challenge": heard.body["challenge"]})
        return self.answer(heard)

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        bot = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def do_POST(self) -> None:
                raw = self.rfile.read(int(self.headers["Content-Length"]))
                heard = Heard(time.monotonic(), dict(self.headers.items()), raw, bot.read(raw))
                bot.heard.append(heard)
                answer = bot._reply(heard)
                time.sleep(answer.delay)
                payload = answer.payload()
                try:
                    self.send_response(answer.status)
                    self.send_header("Content-Type", "application/json")
                    self.send_header("Content-Length", str(len(payload)))
                    self.end_headers()
                    self.wfile.write(payload)
                except ConnectionError:
                    self.close_connection = True  # the caller did not wait

            def log_message(self, format: str, *args: Any) -> None:
                return

        return Handler


@contextmanager
def stub_bot(encrypt_key: str = "sandbox-encrypt-key") -> Iterator[StubBot]:
    bot = StubBot(encrypt_key)
    bot.start()
    try:
        yield bot
    finally:
        bot.stop()


@dataclass(frozen=True)
class Result:
    status: int
    headers: dict[str, str]
    raw: bytes

    @property
    def body(self) -> Json:
        found: Json = json.loads(self.raw)
        return found

    @property
    def code(self) -> int:
        return int(self.body["code"])

    @property
    def data(self) -> Json:
        found: Json = self.body["data"]
        return found


class Api:
    """Feishu's API without an SDK, so that every byte of an answer can be looked at."""

    def __init__(
        self, base: str, app_id: str = "cli_sandbox", app_secret: str = "sandbox-secret"
    ) -> None:
        self.base = base
        self.app_id = app_id
        self._secret = app_secret
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        self.token = ""

    def login(self) -> Result:
        body = {"app_id": self.app_id, "app_secret": self._secret}
        found = self.call("POST", "/auth/v3/tenant_access_token/internal", body)
        self.token = found.body.get("tenant_access_token", "")
        return found

    def call(
        self,
        method: str,
        path: str,
        body: Json | None = None,
        *,
        query: Json | None = None,
        headers: dict[str, str] | None = None,
        raw: bytes | None = None,
    ) -> Result:
        url = f"{self.base}/open-apis{path}"
        if query:
            url += "?" + urllib.parse.urlencode(query, doseq=True)
        payload = json.dumps(body, ensure_ascii=False).encode() if body is not None else raw
        request = urllib.request.Request(url, payload, method=method)
        if self.token:
            request.add_header("Authorization", f"Bearer {self.token}")
        for name, value in (headers or {}).items():
            request.add_header(name, value)
        try:
            with self._opener.open(request, timeout=10) as response:
                return Result(response.status, dict(response.headers.items()), response.read())
        except urllib.error.HTTPError as error:
            with error:
                return Result(error.code, dict(error.headers.items()), error.read())

    def send(self, receive_id: str, content: Any, msg_type: str = "text", **more: Any) -> Result:
        kind = "chat_id" if receive_id.startswith("oc_") else "open_id"
        body = {"receive_id": receive_id, "msg_type": msg_type, "content": _serial(content)}
        query = {"receive_id_type": kind}
        return self.call("POST", "/im/v1/messages", body | more, query=query)

    def reply(self, message_id: str, content: Any, msg_type: str = "text", **more: Any) -> Result:
        body = {"msg_type": msg_type, "content": _serial(content)}
        return self.call("POST", f"/im/v1/messages/{message_id}/reply", body | more)

    def patch(self, message_id: str, card: Any) -> Result:
        return self.call("PATCH", f"/im/v1/messages/{message_id}", {"content": _serial(card)})

    def upload(self, path: str, fields: dict[str, str], name: str, data: bytes) -> Result:
        mark = "stub-bot-5d2a4068"
        lines = [
            f'--{mark}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'
            for key, value in fields.items()
        ]
        head = (
            f'--{mark}\r\nContent-Disposition: form-data; name="{name}"; filename="upload"\r\n'
            "Content-Type: application/octet-stream\r\n\r\n"
        )
        raw = ("".join(lines) + head).encode() + data + f"\r\n--{mark}--\r\n".encode()
        kind = f"multipart/form-data; boundary={mark}"
        return self.call("POST", path, raw=raw, headers={"Content-Type": kind})


def _serial(content: Any) -> str:
    return content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)

"""What the page tests need around the page: a bot that answers clicks, and a sender of messages."""

import io
import json
import re
import struct
import threading
import urllib.error
import urllib.request
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from sandbox.testing import Running

Json = dict[str, Any]

CASES = Path(__file__).parents[1] / "sandbox" / "fixtures" / "card_test_cases.json"
VALID: dict[str, Json] = json.loads(CASES.read_text("utf-8"))["valid"]


class StandIn(ThreadingHTTPServer):
    """Answers card clicks with `answer`, or what `think` comes to, once `gate` is open."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Push)
        self.answer: Json = {}
        self.think: Callable[[], Json] | None = None
        self.status = 200
        self.clicks: list[Json] = []
        self.events: list[str] = []
        self.gate = threading.Event()
        self.gate.set()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/"

    def hear(self, push: Json) -> tuple[int, Json]:
        # Pushes of the old shape carry their type inside the event.
        kind = push["header"]["event_type"] if "header" in push else push["event"]["type"]
        if kind != "card.action.trigger":
            self.events.append(kind)
            return 200, {}
        self.gate.wait(2)
        self.clicks.append(push["event"]["action"])
        return self.status, self.think() if self.think else self.answer


class _Push(BaseHTTPRequestHandler):
    server: StandIn

    def do_POST(self) -> None:
        push = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        status, answer = self.server.hear(push)
        body = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        return


@contextmanager
def stand_in() -> Iterator[StandIn]:
    server = StandIn()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def png(width: int, height: int, rgb: tuple[int, int, int]) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        whole = kind + data
        return struct.pack(">I", len(data)) + whole + struct.pack(">I", zlib.crc32(whole))

    rows = (b"\0" + bytes(rgb) * width) * height
    size = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    start = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", size)
    return start + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


@dataclass
class Stage:
    """A running sandbox, the bot behind it, and one person who looks at the page."""

    running: Running
    bot: StandIn
    me: Json
    _token: str = field(default="", repr=False)
    _keys: dict[str, str] = field(default_factory=dict)

    @property
    def my_id(self) -> str:
        return str(self.me["open_id"])

    def address(self, chat_id: str | None = None) -> str:
        chat = chat_id or self.running.client.p2p(self.my_id)
        return f"{self.running.base}/#as={self.my_id}&chat={chat}"

    def card(self, card: Json, to: str | None = None) -> str:
        """Sends a card as the bot; its message_id."""
        return self.send("interactive", self._real(card), to)

    def text(self, text: str) -> str:
        return self.send("text", {"text": text})

    def send(self, msg_type: str, content: Any, to: str | None = None) -> str:
        kind = "chat_id" if to else "open_id"
        body = {
            "receive_id": to or self.my_id,
            "msg_type": msg_type,
            "content": json.dumps(content, ensure_ascii=False),
        }
        answer = self._call("POST", f"/im/v1/messages?receive_id_type={kind}", body)
        return str(answer["data"]["message_id"])

    def reply(self, message_id: str, text: str) -> str:
        """Into the topic under the message."""
        body = {
            "msg_type": "text",
            "content": json.dumps({"text": text}, ensure_ascii=False),
            "reply_in_thread": True,
        }
        answer = self._call("POST", f"/im/v1/messages/{message_id}/reply", body)
        return str(answer["data"]["message_id"])

    def patch(self, message_id: str, card: Json) -> None:
        body = {"content": json.dumps(self._real(card), ensure_ascii=False)}
        self._call("PATCH", f"/im/v1/messages/{message_id}", body)

    def pin(self, message_id: str) -> None:
        self._call("POST", "/im/v1/pins", {"message_id": message_id})

    def subscribe(self, app_token: str) -> None:
        """From now on the bot hears of changes in this base."""
        self._call("POST", f"/drive/v1/files/{app_token}/subscribe?file_type=bitable", {})

    def control(self, method: str, path: str, **body: Any) -> Json:
        """A call of the control API that the client has no method for, as the stage's person."""
        raw = json.dumps({"as": self.my_id, **body}).encode()
        url = f"{self.running.base}/__sandbox/{path}"
        headers = {"Content-Type": "application/json"}
        with urllib.request.urlopen(
            urllib.request.Request(url, raw, headers, method=method), timeout=10
        ) as response:
            found: Json = json.load(response)
        return found

    def ask(self, method: str, path: str, body: Json) -> Json:
        """The API's answer, whatever it is."""
        headers = {"Content-Type": "application/json; charset=utf-8", **self._credentials()}
        return self._open(method, path, json.dumps(body).encode(), headers)

    def _call(self, method: str, path: str, body: Json) -> Json:
        answer = self.ask(method, path, body)
        assert answer["code"] == 0, answer
        return answer

    def _credentials(self) -> dict[str, str]:
        if not self._token:
            settings = self.running.settings
            app = {"app_id": settings.app_id, "app_secret": settings.app_secret}
            raw, json_type = json.dumps(app).encode(), {"Content-Type": "application/json"}
            path = "/auth/v3/tenant_access_token/internal"
            self._token = self._open("POST", path, raw, json_type)["tenant_access_token"]
        return {"Authorization": f"Bearer {self._token}"}

    def _open(self, method: str, path: str, raw: bytes, headers: dict[str, str]) -> Json:
        url = f"{self.running.base}/open-apis{path}"
        request = urllib.request.Request(url, raw, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=10) as response:
                found: Json = json.load(response)
        except urllib.error.HTTPError as error:
            with error:
                found = json.load(error)
        return found

    def _real(self, node: Any) -> Any:
        """The invented keys and ids of a sample card, replaced by some that exist."""
        if isinstance(node, dict):
            return {key: v if key == "tag" else self._real(v) for key, v in node.items()}
        if isinstance(node, list):
            return [self._real(item) for item in node]
        if not isinstance(node, str):
            return node
        if re.fullmatch(r"(img|file)_\w+", node):
            return self._upload(node.partition("_")[0])
        return re.sub(r"ou_\w{1,12}\b", self.my_id, node)

    def _upload(self, kind: str) -> str:
        if kind not in self._keys:
            if kind == "img":
                fields = {"image_type": "message"}
                found = self._form("/im/v1/images", fields, "image", png(64, 40, (60, 120, 240)))
            else:
                fields = {"file_type": "opus", "file_name": "a.opus", "duration": "2000"}
                found = self._form("/im/v1/files", fields, "file", b"OggS" + bytes(64))
            self._keys[kind] = next(iter(found["data"].values()))
        return self._keys[kind]

    def _form(self, path: str, fields: dict[str, str], name: str, data: bytes) -> Json:
        mark, body = "page-boundary-31c5", io.BytesIO()
        for key, value in fields.items():
            head = f'--{mark}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n'
            body.write(f"{head}{value}\r\n".encode())
        head = (
            f'--{mark}\r\nContent-Disposition: form-data; name="{name}"; filename="a.bin"\r\n\r\n'
        )
        body.write(head.encode() + data + f"\r\n--{mark}--\r\n".encode())
        kind = f"multipart/form-data; boundary={mark}"
        headers = {"Content-Type": kind, **self._credentials()}
        return self._open("POST", path, body.getvalue(), headers)

"""A small client of the control API, for tests and scripts."""

import json
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from sandbox.client_bench import SceneSetting

Json = dict[str, Any]
T = TypeVar("T")
PAUSE_S = 0.02


class SandboxError(Exception):
    """The sandbox refused what was asked."""


class SandboxClient(SceneSetting):
    def __init__(self, base: str, timeout: float = 15.0) -> None:
        self.base = base.rstrip("/")
        self._timeout = timeout
        # No proxy: the sandbox is on this machine.
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

    # People and chats

    def people(self) -> list[Json]:
        return self._list("GET", "people")

    def person(self, *, role: str = "", kind: str = "", name: str = "", skip: int = 0) -> Json:
        """The first person (after `skip`) who fits all that is given."""
        fits = [
            one
            for one in self.people()
            if role in ("", one["role"]) and kind in ("", one["kind"]) and name in ("", one["name"])
        ]
        return fits[skip]

    def app(self) -> Json:
        return self._object("GET", "app")

    def chats(self, as_: str) -> list[Json]:
        return self._list("GET", "chats", {"as": as_})

    def chat(self, as_: str, chat_id: str) -> Json:
        return self._object("GET", f"chats/{chat_id}", {"as": as_})

    def p2p(self, as_: str) -> str:
        """The chat_id of the person's chat with the bot."""
        return next(str(one["chat_id"]) for one in self.chats(as_) if one["type"] == "p2p")

    def make_group(self, as_: str, name: str, members: list[str], with_bot: bool = True) -> str:
        body = {"as": as_, "name": name, "members": members, "with_bot": with_bot}
        return str(self._object("POST", "chats", body=body)["chat_id"])

    # What people do

    def say(self, as_: str, text: str) -> Json:
        return self._object("POST", "say", body={"as": as_, "text": text})

    def write(
        self,
        as_: str,
        chat_id: str,
        content: Json,
        *,
        msg_type: str = "text",
        parent_id: str | None = None,
        mentions: list[str] | None = None,
        in_thread: bool = False,
    ) -> Json:
        body: Json = {"as": as_, "msg_type": msg_type, "content": content}
        body |= {"parent_id": parent_id} if parent_id else {}
        body |= {"reply_in_thread": True} if in_thread else {}
        body |= {"mentions": mentions} if mentions else {}
        return self._object("POST", f"chats/{chat_id}/messages", body=body)

    def upload(self, as_: str, name: str, data: bytes, mime: str) -> Json:
        mark = "sandbox-boundary-7f3e9b1c"
        head = (
            f"--{mark}\r\nContent-Disposition: form-data; "
            f'name="file"; filename="{name}"\r\nContent-Type: {mime}\r\n\r\n'
        )
        raw = head.encode() + data + f"\r\n--{mark}--\r\n".encode()
        content_type = f"multipart/form-data; boundary={mark}"
        found: Json = self._send("POST", "upload", {"as": as_}, raw, content_type)
        return found

    def click(self, as_: str, message_id: str, label: str, **values: Any) -> Json:
        """Press what carries this text: a button, a container, an overflow entry, an option."""
        card = self.message(as_, message_id)["content"]
        path, chosen = find_by_label(card, label)
        return self.click_path(as_, message_id, path, **chosen, **values)

    def click_path(self, as_: str, message_id: str, path: list[str | int], **values: Any) -> Json:
        body = {"as": as_, "message_id": message_id, "path": path, **values}
        return self._object("POST", "click", body=body)

    def enter(self, as_: str) -> None:
        self._object("POST", "enter", body={"as": as_})

    def menu(self, as_: str, event_key: str) -> None:
        self._object("POST", "menu", body={"as": as_, "event_key": event_key})

    def react(self, as_: str, message_id: str, emoji_type: str) -> Json:
        body = {"as": as_, "message_id": message_id, "emoji_type": emoji_type}
        return self._object("POST", "react", body=body)

    def recall(self, as_: str, message_id: str) -> None:
        self._object("POST", "recall", body={"as": as_, "message_id": message_id})

    def read(self, as_: str, chat_id: str) -> None:
        self._object("POST", f"chats/{chat_id}/read", body={"as": as_})

    # What people see

    def message(self, as_: str, message_id: str) -> Json:
        return self._object("GET", f"messages/{message_id}", {"as": as_})

    def messages(self, as_: str, chat_id: str | None = None, limit: int = 200) -> list[Json]:
        """Oldest first; without chat_id those of the person's chat with the bot."""
        room = chat_id or self.p2p(as_)
        query = {"as": as_, "limit": str(limit)}
        found: list[Json] = self._object("GET", f"chats/{room}/messages", query)["items"]
        return found

    def from_bot(self, as_: str, chat_id: str | None = None) -> list[Json]:
        return [one for one in self.messages(as_, chat_id) if one["sender"]["kind"] == "bot"]

    def wait_for(self, look: Callable[[], T], *, within: float = 5.0, what: str = "") -> T:
        """Ask until the answer is true, or fail when the time is over."""
        ends = time.monotonic() + within
        while True:
            found = look()
            if found:
                return found
            if time.monotonic() > ends:
                raise AssertionError(f"not within {within} s: {what or 'the awaited state'}")
            time.sleep(PAUSE_S)

    def wait_for_bot(self, as_: str, *, after: int = 0, within: float = 5.0) -> Json:
        """The newest of more than `after` messages by the bot in the person's own chat."""
        what = f"more than {after} messages by the bot"
        return self.wait_for(lambda: self.from_bot(as_)[after:], within=within, what=what)[-1]

    # Tests

    def push(self, event_type: str, event: Json, **options: Any) -> Json:
        body = {"event_type": event_type, "event": event, **options}
        return self._object("POST", "push", body=body)

    def push_raw(self, raw: Any, **options: Any) -> Json:
        return self._object("POST", "push", body={"raw": raw, **options})

    def verify_url(self) -> Json:
        return self._object("POST", "verify-url")

    def pushes(self) -> list[Json]:
        return self._list("GET", "pushes")

    def calls(self) -> list[Json]:
        return self._list("GET", "calls")

    def report(self) -> Json:
        return self._object("GET", "report")

    def faults(self, **changes: Any) -> Json:
        if not changes:
            return self._object("GET", "faults")
        return self._object("POST", "faults", body=changes)

    def clear_faults(self) -> Json:
        return self._object("DELETE", "faults")

    def expire_tokens(self) -> None:
        self._object("POST", "expire-tokens")

    def advance(self, seconds: float) -> None:
        self._object("POST", "clock", body={"advance_s": seconds})

    def stop_clock(self, stopped: bool = True) -> None:
        self._object("POST", "clock", body={"stopped": stopped})

    def now(self) -> str:
        """The sandbox's time, in ISO form."""
        return str(self._object("GET", "clock")["now"])

    def reset(self) -> None:
        self._object("POST", "reset")

    def call(self, method: str, path: str, body: Json | None = None) -> Any:
        """Any call of the control API, by its path under /__sandbox/."""
        return self._send(method, path, None, _raw(body))

    def _object(
        self, method: str, path: str, query: Json | None = None, body: Json | None = None
    ) -> Json:
        found: Json = self._send(method, path, query, _raw(body))
        return found

    def _list(self, method: str, path: str, query: Json | None = None) -> list[Json]:
        found: list[Json] = self._send(method, path, query, None)
        return found

    def _send(
        self,
        method: str,
        path: str,
        query: Json | None,
        raw: bytes | None,
        content_type: str = "application/json",
    ) -> Any:
        url = f"{self.base}/__sandbox/{path}"
        if query:
            url += "?" + urllib.parse.urlencode(query)
        request = urllib.request.Request(url, raw, method=method)
        if raw is not None:
            request.add_header("Content-Type", content_type)
        try:
            with self._opener.open(request, timeout=self._timeout) as response:
                return json.load(response)
        except urllib.error.HTTPError as error:
            with error:
                raise SandboxError(_reason(error.read())) from None


def _raw(body: Json | None) -> bytes | None:
    return None if body is None else json.dumps(body, ensure_ascii=False).encode()


def _reason(raw: bytes) -> str:
    try:
        return str(json.loads(raw)["error"])
    except (ValueError, KeyError, TypeError):
        return raw[:200].decode("utf-8", "replace")


def find_by_label(card: Json, label: str) -> tuple[list[str | int], Json]:
    """The path to what shows this text, and the option it stands for."""
    for exact in (True, False):
        for path, node in _components(card, []):
            if node["tag"] in ("button", "interactive_container"):
                if _shows(node, label, exact):
                    return path, {}
            elif (option := _option(node, label, exact)) is not None:
                return path, {"option": option}
    raise SandboxError(f"the card shows nothing to press called {label!r}")


def _components(node: Any, path: list[str | int]) -> Iterator[tuple[list[str | int], Json]]:
    if isinstance(node, dict):
        if isinstance(node.get("tag"), str):
            yield path, node
        for key, value in node.items():
            if key not in ("value", "behaviors", "options"):
                yield from _components(value, [*path, key])
    elif isinstance(node, list):
        for index, item in enumerate(node):
            yield from _components(item, [*path, index])


def _shows(node: Any, label: str, exact: bool) -> bool:
    if isinstance(node, dict):
        content = node.get("content")
        if isinstance(content, str) and _same(content, label, exact):
            return True
        inside = [value for key, value in node.items() if key not in ("value", "confirm")]
        return any(_shows(value, label, exact) for value in inside)
    return isinstance(node, list) and any(_shows(item, label, exact) for item in node)


def _option(node: Json, label: str, exact: bool) -> str | None:
    for option in node.get("options") or []:
        if isinstance(option, dict) and _shows(option.get("text"), label, exact):
            return str(option.get("value"))
    return None


def _same(content: str, label: str, exact: bool) -> bool:
    return content == label if exact else label in content

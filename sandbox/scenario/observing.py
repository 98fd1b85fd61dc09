"""Names for chats and messages that hold in every run, and what the bot did to them."""

from collections import Counter
from collections.abc import Callable
from typing import Any

from sandbox.scenario.masks import group_key
from sandbox.scenario.seen import Json, lines_of

Emit = Callable[[Json], None]
SIGN = "$"


class Observer:
    """Fed with the notes of people's event streams; the same note may come to several people.

    A private chat is called by its person, a group by its name; a person's message by its place
    in the chat, a message of the bot by what it replies to.
    """

    def __init__(self, app: Json, began_ms: int, emit: Emit) -> None:
        self._app_id = str(app["app_id"])
        self._began_ms = began_ms
        self._emit = emit
        self._aliases = {str(app["open_id"]): "bot"}
        self._ids = {"bot": str(app["open_id"])}
        self._counts: Counter[str] = Counter()
        self._handled: set[int] = set()
        self._waiting: dict[str, list[tuple[str, Json]]] = {}
        self._told: dict[str, Json] = {}

    def private_chat(self, chat_id: str, open_id: str) -> None:
        self._name(chat_id, f"p2p:{open_id}")

    def resource(self, key: str) -> None:
        if key not in self._aliases:
            self._name(key, self._next("file"))

    def group(self, chat_id: str, name: str, row: Json | None = None) -> None:
        """`row` as in the list of chats; none: the group has just been made."""
        if chat_id not in self._aliases:
            last = (row or {}).get("last")
            old = last is not None and int(last["create_time"]) < self._began_ms
            kind = "old group" if old else "group"
            self._name(chat_id, self._next(f"{kind}:{group_key(name)}"))
        for waiting in self._waiting.pop(chat_id, []):
            self._take(*waiting)

    def note(self, number: int, name: str, data: Json) -> None:
        if number in self._handled:
            return
        self._handled.add(number)
        if name == "chat":
            if data["type"] == "group":
                self.group(data["chat_id"], data["name"], data)
        elif name in ("message", "update", "recall", "urgent"):
            self._take(name, data)

    def message(self, data: Json) -> None:
        """A message that an act has made; its note may come earlier or later."""
        self._take("message", data)

    def _take(self, name: str, data: Json) -> None:
        if data["chat_id"] not in self._aliases:
            # A group's first message comes before the note about the group.
            self._waiting.setdefault(data["chat_id"], []).append((name, data))
            return
        if name in ("recall", "urgent"):
            self._happened(name, data["message_id"])
            return
        if data["message_id"] not in self._aliases:
            if name != "message" or int(data["create_time"]) < self._began_ms:
                return
            self._name(data["message_id"], self._message_alias(data))
        alias = self._aliases[data["message_id"]]
        self._tell(alias, data)

    def _happened(self, name: str, message_id: str) -> None:
        alias = self._aliases.get(message_id)
        if alias is not None and alias.startswith("bot:"):
            self._emit({"kind": "bot", "what": name, "message": alias})

    def _tell(self, alias: str, data: Json) -> None:
        """Only what changed, and only what the bot did."""
        marks = [one["emoji_type"] for one in data["reactions"] if self._app_id in one["operators"]]
        now: Json = {"lines": lines_of(data)} if alias.startswith("bot:") else {}
        now |= {"reactions": marks} if marks or alias in self._told else {}
        if now and self._told.get(alias) != now:
            what = "message" if alias not in self._told and "lines" in now else "update"
            self._told[alias] = now
            self._emit({"kind": "bot", "what": what, "message": alias, **now})

    def _message_alias(self, data: Json) -> str:
        chat = self._aliases[data["chat_id"]]
        if data["sender"]["kind"] == "bot":
            parent = self._aliases.get(data["parent_id"], "")
            return self._next(f"bot:{parent or chat}")
        return self._next(f"{data['sender']['kind']}:{chat}")

    def _next(self, kind: str) -> str:
        self._counts[kind] += 1
        return f"{kind}:{self._counts[kind]}"

    def _name(self, found: str, alias: str) -> None:
        self._aliases[found], self._ids[alias] = alias, found

    # In acts, known ids are written as their names.

    def named(self, value: Any) -> Any:
        if isinstance(value, dict):
            return {key: self.named(one) for key, one in value.items()}
        if isinstance(value, list):
            return [self.named(one) for one in value]
        alias = self._aliases.get(value) if isinstance(value, str) else None
        return value if alias is None else SIGN + alias

    def unnamed(self, value: Any) -> Any:
        """Raises KeyError with the name that stands for nothing here (yet)."""
        if isinstance(value, dict):
            return {key: self.unnamed(one) for key, one in value.items()}
        if isinstance(value, list):
            return [self.unnamed(one) for one in value]
        if isinstance(value, str) and value.startswith(SIGN) and ":" in value:
            return self._ids[value[1:]]
        return self._ids["bot"] if value == f"{SIGN}bot" else value

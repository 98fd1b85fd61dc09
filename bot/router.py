"""Who handles what: explicit registration, a word or button claimed twice fails at start-up."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, TypeVar, cast

from bot.feishu.events import Click, Incoming, MenuPress, Message
from bot.feishu.port import Card
from bot.internal import Internal
from bot.unit_of_work import Tx
from cards import words
from cards.actions import Action, StaleCard, unpack

A = TypeVar("A", bound=Action)
Handler = Callable[[Any, Tx], None]
ClickHandler = Callable[[Click, Any, Tx], "Answer"]


class Refusal(Exception):
    """Something the person may not or cannot do; its text is shown to them."""


@dataclass(frozen=True)
class Answer:
    """What a click is answered with at once: a toast, the card anew, both or neither."""

    toast: str | None = None
    kind: Literal["info", "success", "warning", "error"] = "success"
    card: Card | None = None

    def as_json(self) -> dict[str, Any]:
        answer: dict[str, Any] = {}
        if self.toast:
            answer["toast"] = {"type": self.kind, "content": self.toast}
        if self.card is not None:
            answer["card"] = {"type": "raw", "data": self.card}
        return answer


class Router:
    """`addressed` says whether a message is meant for us at all."""

    def __init__(self, addressed: Callable[[Message, Tx], bool]) -> None:
        self._addressed = addressed
        self._commands: dict[str, Handler] = {}
        self._menu: dict[str, Handler] = {}
        self._clicks: dict[type[Action], ClickHandler] = {}
        self._events: dict[type[Any], Handler] = {}
        self._internal: dict[str, Handler] = {}
        self._message: Handler | None = None
        self._first: list[Callable[[Message, Tx], bool]] = []
        self._prepare: Callable[[Incoming | Internal], object] | None = None
        self._prepare_internal: dict[str, Callable[[Internal], object]] = {}

    def on_command(self, *names: str) -> Callable[[Handler], Handler]:
        def claim(handler: Handler) -> Handler:
            for name in names:
                _claim(self._commands, name, handler)
            return handler

        return claim

    def on_menu(self, key: str) -> Callable[[Handler], Handler]:
        """`*` is for the keys that nobody claims."""
        return lambda handler: _claim(self._menu, key, handler)

    def on_click(
        self, action: type[A]
    ) -> Callable[[Callable[[Click, A, Tx], Answer]], Callable[[Click, A, Tx], Answer]]:
        def claim(handler: Callable[[Click, A, Tx], Answer]) -> Callable[[Click, A, Tx], Answer]:
            _claim(self._clicks, cast(type[Action], action), cast(ClickHandler, handler))
            return handler

        return claim

    def on_event(self, kind: type[Any]) -> Callable[[Handler], Handler]:
        return lambda handler: _claim(self._events, kind, handler)

    def on_internal(self, name: str) -> Callable[[Handler], Handler]:
        """An event of our own, by name."""
        return lambda handler: _claim(self._internal, name, handler)

    def on_prepare(self, prepare: Callable[[Incoming | Internal], object]) -> None:
        """What takes long or needs the network and changes nothing: done before the unit of work.

        Its result is the handler's `tx.prepared`; None if it failed, for it is only a help.
        """
        if self._prepare is not None:
            raise ValueError("two preparations")
        self._prepare = prepare

    def on_prepare_internal(self, name: str, prepare: Callable[[Internal], object]) -> None:
        """The same for one event of our own, in place of the general preparation."""
        _claim(self._prepare_internal, name, prepare)

    def on_first(self, taker: Callable[[Message, Tx], bool]) -> None:
        """Asked before the handler of plain messages; True says that it was meant for this one."""
        self._first.append(taker)

    def on_message(self, handler: Handler) -> Handler:
        if self._message is not None:
            raise ValueError("two handlers for plain messages")
        self._message = handler
        return handler

    @property
    def actions(self) -> set[type[Action]]:
        return set(self._clicks)

    @property
    def prepares(self) -> bool:
        return self._prepare is not None or bool(self._prepare_internal)

    def prepare(self, incoming: Incoming | Internal) -> object:
        if isinstance(incoming, Internal) and incoming.name in self._prepare_internal:
            return self._prepare_internal[incoming.name](incoming)
        return self._prepare(incoming) if self._prepare is not None else None

    def dispatch(self, incoming: Incoming | Internal, tx: Tx) -> bool:
        """False where nobody wants it."""
        if isinstance(incoming, Message) and not self._addressed(incoming, tx):
            return False
        if isinstance(incoming, Message) and self._taken(incoming, tx):
            return True
        handler = self._find(incoming)
        if handler is None:
            return False
        handler(incoming, tx)
        return True

    def click(self, click: Click, tx: Tx) -> Answer:
        """A refused handler's rows are undone; its refusal is still an answer worth keeping."""
        try:
            action = unpack(click.value)
        except StaleCard:
            return Answer(words.STALE_CARD, kind="warning")
        handler = self._clicks.get(type(action))
        if handler is None:
            return Answer(words.STALE_CARD, kind="warning")
        try:
            with tx.session.begin_nested():
                return handler(click, action, tx)
        except Refusal as refusal:
            return Answer(str(refusal), kind="warning")

    def _taken(self, message: Message, tx: Tx) -> bool:
        return not command_of(message.text) and any(take(message, tx) for take in self._first)

    def _find(self, incoming: Incoming | Internal) -> Handler | None:
        if isinstance(incoming, Internal):
            return self._internal.get(incoming.name)
        if isinstance(incoming, Message):
            return self._commands.get(command_of(incoming.text)) or self._message
        if isinstance(incoming, MenuPress):
            return self._menu.get(incoming.key) or self._menu.get("*")
        return self._events.get(type(incoming))


def command_of(text: str) -> str:
    """The command's own name, however it was typed; empty where the text is no command."""
    typed = unicodedata.normalize("NFKC", text).strip(" 。.!！~").lower()
    return next((name for name, ways in words.COMMANDS.items() if typed in ways), "")


K = TypeVar("K")
H = TypeVar("H")


def _claim(table: dict[K, H], name: K, handler: H) -> H:
    if name in table:
        raise ValueError(f"{name!r} is claimed twice")
    table[name] = handler
    return handler

"""One person in one chat: what they do, and what they may expect to see."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from sandbox.client import SandboxError
from sandbox.scenario import seen
from sandbox.scenario.failure import ScenarioFailed
from sandbox.scenario.forms import Filled
from sandbox.scenario.seen import Json, Part

if TYPE_CHECKING:
    from sandbox.scenario.cast import Scenario

T = TypeVar("T")
BOT = "@机器人"


class Actor:
    """Acts, and what they lead to: `expect` looks at what is new since the last act."""

    def __init__(self, scenario: Scenario, person: Json, chat_id: str, chat_name: str) -> None:
        self._scenario = scenario
        self._client = scenario.client
        self._known: dict[str, str] | None = None
        self._answer: Json = {}
        self.person = person
        self.chat_id = chat_id
        self.chat_name = chat_name

    @property
    def open_id(self) -> str:
        return str(self.person["open_id"])

    @property
    def name(self) -> str:
        return str(self.person["name"])

    # What they do

    def say(self, text: str, *, to: Json | None = None) -> Actor:
        """Write into the chat; `@机器人` mentions the bot, `to` is the message replied to."""
        self._look()
        mentions = []
        if BOT in text:
            text, mentions = text.replace(BOT, "@_user_1"), [self._scenario.bot_id]
        self._did(f"says {text!r}")
        self._client.write(
            self.open_id,
            self.chat_id,
            {"text": text},
            mentions=mentions,
            parent_id=to["message_id"] if to else None,
        )
        return self

    def click(self, label: str, *, within: float | None = None, may_fail: bool = False) -> Actor:
        """Press the newest button, row or box that shows this."""
        message, part = self.find(
            f"something to press called {label!r}",
            lambda one: one.tag in seen.PRESSED and one.usable,
            label,
            within,
        )
        return self.press(message, part, f"presses [{label}]", may_fail=may_fail)

    def choose(self, option: str, *, within: float | None = None) -> Actor:
        """Pick an option of a list outside forms; those of a form are filled in."""
        message, part = self.find(
            f"a list with the option {option!r}",
            lambda one: not one.form and one.option(option) is not None,
            "",
            within,
        )
        value = part.option(option)
        chosen = {"options": [value]} if part.tag.startswith("multi_") else {"option": value}
        return self.press(message, part, f"chooses ({option})", **chosen)

    def fill(self, **values: Any) -> Filled:
        """Fill in the newest form; fields by name, label or placeholder, options by their text."""
        return Filled(self, values)

    def react(self, emoji_type: str) -> Actor:
        """On the newest message by the bot."""
        message = self._wait("a message by the bot", self._from_bot, None)[-1]
        self._look()
        self._did(f"reacts {{{emoji_type}}}")
        self._client.react(self.open_id, message["message_id"], emoji_type)
        return self

    def enter(self) -> Actor:
        self._look()
        self._did("opens the chat")
        self._client.enter(self.open_id)
        return self

    def menu(self, event_key: str) -> Actor:
        self._look()
        self._did(f"presses {event_key} in the menu")
        self._client.menu(self.open_id, event_key)
        return self

    def read(self) -> Actor:
        self._client.read(self.open_id, self.chat_id)
        return self

    # Groups

    def make_group(self, name: str, *others: Actor, with_bot: bool = True) -> Actor:
        """This person in a new group."""
        self._did(f"makes the group {name}")
        members = [one.open_id for one in others]
        chat_id = self._client.make_group(self.open_id, name, members, with_bot)
        return Actor(self._scenario, self.person, chat_id, name)

    def in_group(self, name: str, *, within: float | None = None) -> Actor:
        """This person in the newest group whose name contains this; waits for it."""

        def rooms() -> list[Json]:
            found = self._client.chats(self.open_id)
            return [one for one in found if one["type"] == "group" and name in one["name"]]

        room = self._wait(f"a group called {name!r}", rooms, within)[0]
        return Actor(self._scenario, self.person, room["chat_id"], room["name"])

    def alone(self) -> Actor:
        """This person in their own chat with the bot."""
        chat_id = self._client.p2p(self.open_id)
        return Actor(self._scenario, self.person, chat_id, "with the bot")

    # What they see

    def expect(self, *texts: str, within: float | None = None) -> Json:
        """Wait for a message by the bot that came or changed since the last act and shows these."""
        what = "、".join(map(repr, texts)) or "anything"

        def fitting() -> list[Json]:
            return [one for one in self.news() if all(seen.shows(one, text) for text in texts)]

        found = self._wait(f"a message by the bot with {what}", fitting, within)[-1]
        self._did(f"sees {what}")
        return found

    def expect_nothing(self, within: float = 0.5) -> Actor:
        """For so long the bot says and changes nothing."""
        try:
            self._client.wait_for(self.news, within=within)
        except AssertionError:
            self._did("sees nothing, as expected")
            return self
        raise self.failed("the bot was expected to stay silent")

    def sees_toast(self, text: str) -> Actor:
        """The line that the client showed after the last click."""
        toast = str((self._answer.get("toast") or {}).get("content", ""))
        if text not in toast or not toast:
            raise self.failed(f"expected the toast {text!r}, but saw {toast or 'none'!r}")
        self._did(f"sees the toast {toast!r}")
        return self

    def sees_reaction(self, emoji_type: str, *, within: float | None = None) -> Actor:
        """Somebody, mostly the bot, reacted on a message in the chat."""

        def found() -> bool:
            kinds = [it["emoji_type"] for one in self.messages() for it in one["reactions"]]
            return emoji_type in kinds

        self._wait(f"the reaction {emoji_type}", found, within)
        return self

    @property
    def answer(self) -> Json:
        """What the client heard of the last click."""
        return self._answer

    def messages(self) -> list[Json]:
        return self._client.messages(self.open_id, self.chat_id)

    def news(self) -> list[Json]:
        """By the bot, new or changed since the last act; before any act, since the beginning."""
        known = self._known
        if known is None:
            began = self._scenario.began_ms
            return [one for one in self._from_bot() if int(one["update_time"]) >= began]
        return [
            one for one in self._from_bot() if known.get(one["message_id"]) != seen.fingerprint(one)
        ]

    def failed(self, what: str) -> ScenarioFailed:
        began = self._scenario.began_ms
        recent = [one for one in self.messages() if int(one["update_time"]) >= began]
        chat = f"{self.name}'s chat {self.chat_name}"
        return ScenarioFailed(f"{self.name}: {what}", self._scenario.transcript.tell(chat, recent))

    # What acts are made of

    def find(
        self, what: str, fits: Callable[[Part], bool], label: str, within: float | None
    ) -> tuple[Json, Part]:
        def look() -> tuple[Json, Part] | None:
            cards = [one for one in self._from_bot() if one["msg_type"] == "interactive"]
            for exact in (True, False):
                for message in reversed(cards):
                    for part in seen.parts_of(message["content"]):
                        if fits(part) and _called(part, label, exact):
                            return message, part
            return None

        found = self._wait(what, look, within)
        assert found is not None
        return found

    def press(
        self, message: Json, part: Part, told: str, *, may_fail: bool = False, **values: Any
    ) -> Actor:
        self._look()
        self._did(told)
        try:
            self._answer = self._client.click_path(
                self.open_id, message["message_id"], part.path, **values
            )
        except SandboxError as refused:
            raise self.failed(f"{told}, but the client does not send that: {refused}") from None
        if not self._answer["ok"] and not may_fail:
            shown = f"{self._answer['code']} {self._answer['message']}"
            raise self.failed(f"{told}, and the client shows {shown}")
        return self

    def _wait(self, what: str, look: Callable[[], T], within: float | None) -> T:
        limit = self._scenario.within if within is None else within
        try:
            return self._client.wait_for(look, within=limit)
        except AssertionError:
            raise self.failed(f"waited {limit:g} s in vain for {what}") from None

    def _from_bot(self) -> list[Json]:
        return [one for one in self.messages() if one["sender"]["kind"] == "bot"]

    def _look(self) -> None:
        """Remember what is there, so that what follows can be told from it."""
        self._known = {one["message_id"]: seen.fingerprint(one) for one in self._from_bot()}
        self._scenario.last = self

    def _did(self, what: str) -> None:
        self._scenario.transcript.note(self.name, what)


def _called(part: Part, label: str, exact: bool) -> bool:
    if not label:
        return True
    return part.label == label if exact else label in part.label

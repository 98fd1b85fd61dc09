"""What people do with feedback, for the tests of this folder."""

from __future__ import annotations

from typing import Any

from bot.feishu.port import Text
from models import Person, PersonKind, Station
from tests.desk.test_conversation import value_of
from tests.furniture import Desk
from tests.pushing import click

REPORT = "希望交班报表能按油品分开"


def add_people(desk: Desk) -> None:
    """Alice and Bob, each of a station of their own."""
    with desk.uow() as tx:
        for code, name in (("S1", "alice"), ("S2", "bob")):
            tx.session.add(Station(code=code, name=code, province="示例", city="市", facts={}))
            tx.session.flush()
            tx.session.add(
                Person(
                    id=name,
                    open_id=f"ou_{name}",
                    name=name,
                    kind=PersonKind.STAFF,
                    role="站长",
                    station_code=code,
                    facts={},
                )
            )


def say_and_drain(desk: Desk, text: str, **more: Any) -> None:
    assert desk.pusher.say(text, **more).status_code == 200
    desk.drain()


def give(
    desk: Desk, text: str, *, sender: str = "ou_alice", chat: str = "oc_alice", **form: str
) -> dict[str, Any]:
    """Ask for the form and send it; the answer to the click."""
    say_and_drain(desk, "提建议", sender=sender, chat=chat)
    return fill_in(desk, desk.cards(chat)[-1], text, who=sender, chat=chat, **form)


def fill_in(
    desk: Desk,
    card: dict[str, Any],
    text: str,
    *,
    who: str = "ou_alice",
    chat: str = "oc_alice",
    **form: str,
) -> dict[str, Any]:
    event = click(value_of(card, "提交"), who=who, chat=chat)
    event["action"]["form_value"] = {"description": text, **form}
    response = desk.pusher.push("card.action.trigger", event)
    assert response.status_code == 200
    assert isinstance(response.json, dict)
    return response.json


def texts(desk: Desk, chat: str = "oc_alice") -> list[str]:
    """The bot's plain words in a chat, oldest first."""
    said = desk.feishu.messages.values()
    here = [m.content for m in said if m.chat_id == chat and m.sender is None]
    return [content.text for content in here if isinstance(content, Text)]

"""Talking with the desk in tests: say, press, look at the newest card."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from models import QuestionStep, Step
from tests.furniture import Desk


def say(desk: Desk, text: str, **more: Any) -> None:
    assert desk.pusher.say(text, **more).status_code == 200
    desk.drain()


def newest(desk: Desk, chat: str = "oc_alice") -> dict[str, Any]:
    return desk.cards(chat)[-1]


def shown(card: object) -> str:
    return json.dumps(card, ensure_ascii=False)


def buttons(node: object) -> Iterator[tuple[str, dict[str, Any]]]:
    """Label and value of everything on a card that calls back, from top to bottom."""
    if isinstance(node, list):
        for item in node:
            yield from buttons(item)
    if isinstance(node, dict):
        for behaviour in node.get("behaviors", []):
            if behaviour.get("type") == "callback":
                yield _label(node), behaviour["value"]
        for item in node.values():
            yield from buttons(item)


def press(desk: Desk, label: str, card: object = None, **more: Any) -> dict[str, Any]:
    """The card that takes the pressed one's place; what comes below it is sent, too."""
    card = newest(desk) if card is None else card
    value = next(value for text, value in buttons(card) if label in text)
    response = desk.pusher.click(value, **more)
    assert response.status_code == 200
    desk.drain()
    answer = response.json or {}
    data: dict[str, Any] = answer.get("card", {}).get("data", {})
    return data


def first_button(card: object) -> str:
    return next(buttons(card))[0]


def steps(desk: Desk) -> list[Step]:
    return [row.step for row in desk.rows(select(QuestionStep).order_by(QuestionStep.id))]


def _label(node: dict[str, Any]) -> str:
    text = node.get("text")
    return text["content"] if isinstance(text, dict) else json.dumps(node, ensure_ascii=False)

"""Ways through a card."""

from collections.abc import Iterator
from typing import Any

from cards.kit import Card


def callback_values(card: Card) -> Iterator[object]:
    for node in nodes(card):
        for behavior in node.get("behaviors", []):
            if behavior["type"] == "callback":
                yield behavior["value"]


def tagged(value: Any, tag: str) -> list[dict[str, Any]]:
    return [node for node in nodes(value) if node.get("tag") == tag]


def nodes(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, list):
        for item in value:
            yield from nodes(item)
    elif isinstance(value, dict):
        yield value
        for item in value.values():
            yield from nodes(item)

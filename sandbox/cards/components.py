"""Finding a component in a card by its path."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sandbox.cards.issues import Part


class NoSuchComponent(ValueError):
    """The path does not lead to a component of the card."""


@dataclass(frozen=True, slots=True)
class Spot:
    component: dict[str, Any]
    form: dict[str, Any] | None

    @property
    def tag(self) -> str:
        return str(self.component["tag"])


def find(card: dict[str, Any], path: Sequence[Part]) -> Spot:
    node: Any = card
    form: dict[str, Any] | None = None
    for part in path:
        try:
            node = node[part]
        except (KeyError, IndexError, TypeError) as error:
            raise NoSuchComponent(f"the card has nothing at {list(path)}") from error
        if isinstance(node, dict) and node.get("tag") == "form":
            form = node
    if not isinstance(node, dict) or not isinstance(node.get("tag"), str):
        raise NoSuchComponent(f"{list(path)} is not a component")
    return Spot(node, None if form is node else form)


def callback_value(component: dict[str, Any]) -> Any:
    """The developer's value; None if there is none."""
    for behavior in component.get("behaviors") or []:
        if isinstance(behavior, dict) and behavior.get("type") == "callback":
            return behavior.get("value")
    return component.get("value")


def only_opens_link(component: dict[str, Any]) -> bool:
    kinds = {one.get("type") for one in component.get("behaviors") or [] if isinstance(one, dict)}
    if kinds:
        return kinds == {"open_url"}
    has_link = bool(component.get("url") or component.get("multi_url"))
    return has_link and "value" not in component


def controls_of(form: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The named controls in a form, buttons excluded."""
    found: dict[str, dict[str, Any]] = {}

    def visit(node: Any) -> None:
        if isinstance(node, dict):
            name = node.get("name")
            if node is not form and isinstance(name, str) and node.get("tag") != "button":
                found[name] = node
            for key, value in node.items():
                if key != "value":
                    visit(value)
        elif isinstance(node, list):
            for item in node:
                visit(item)

    visit(form)
    return found

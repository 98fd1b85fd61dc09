"""What a person types into a cell, as the value that the API would be sent."""

from datetime import datetime
from typing import Any

from sandbox.acts.bitable.plain import zone
from sandbox.control.asking import Wrong
from sandbox.state.bitable import kinds
from sandbox.state.bitable.model import Base, Field
from sandbox.state.world import World

DATE_SHAPES = ("%Y-%m-%d %H:%M", "%Y-%m-%d", "%Y/%m/%d %H:%M", "%Y/%m/%d")


def typed_value(world: World, base: Base, column: Field, given: Any) -> Any:
    """Texts are understood; anything else is taken as it stands."""
    if not isinstance(given, str):
        return given
    if not given:
        return None
    if column.type == kinds.NUMBER:
        return _number(given)
    if column.type == kinds.DATE:
        return _date(base, given)
    if column.type == kinds.CHECKBOX:
        return given in ("是", "true", "√")
    if column.type == kinds.MULTI:
        return given.split("、")
    if column.type == kinds.PERSON:
        return [{"id": _person(world, one)} for one in given.split("、")]
    if column.type == kinds.URL:
        return {"text": given, "link": given}
    if column.type in kinds.LINKS:
        return given.split("、")
    return given


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise Wrong(f"{text!r} is no number") from None


def _date(base: Base, text: str) -> int:
    for shape in DATE_SHAPES:
        try:
            day = datetime.strptime(text, shape).replace(tzinfo=zone(base))
        except ValueError:
            continue
        return int(day.timestamp() * 1000)
    raise Wrong(f"{text!r} is no date like 2026-01-31 09:00")


def _person(world: World, text: str) -> str:
    person = world.people.get(text)
    if person is not None:
        return person.open_id
    found = [one for one in world.people if one.name == text]
    if not found:
        raise Wrong(f"nobody is called {text!r}")
    return found[0].open_id

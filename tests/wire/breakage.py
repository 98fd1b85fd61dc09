"""Every way of breaking one field of a captured payload, told apart by path and kind."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

Path = tuple[str | int, ...]
CONTENT: Path = ("event", "message", "content")
MANY = 2000
REMOVED = object()
OTHER_TYPES = {"as text": "text", "as number": 7, "as flag": True, "as list": [], "as object": {}}


@dataclass(frozen=True)
class Broken:
    """`inner` is the path inside a message's content, which is JSON in a string."""

    path: Path
    inner: Path
    how: str
    was: type
    body: dict[str, Any]

    def __str__(self) -> str:
        return f"{'.'.join(map(str, self.path + self.inner))} {self.how}"


def variants(body: dict[str, Any]) -> Iterator[Broken]:
    for path in paths(body):
        for how, value in breakages(at(body, path)):
            yield Broken(path, (), how, type(at(body, path)), changed(body, path, value))
    content = _content(body)
    for inner in paths(content):
        for how, value in breakages(at(content, inner)):
            packed = json.dumps(changed(content, inner, value))
            yield Broken(
                CONTENT, inner, how, type(at(content, inner)), changed(body, CONTENT, packed)
            )


def distinct(bodies: list[dict[str, Any]]) -> Iterator[Broken]:
    """A field that several payloads of one kind share is broken in the first of them only."""
    seen: set[tuple[object, ...]] = set()
    for body in bodies:
        for broken in variants(body):
            mark = (broken.path, broken.inner, broken.how, broken.was, _dialect(broken))
            if mark not in seen:
                seen.add(mark)
                yield broken


def _dialect(broken: Broken) -> object:
    """Where the same name means something else: contents, and the values of buttons."""
    if broken.inner:
        return at(broken.body, ("event", "message")).get("message_type")
    if broken.path[:3] == ("event", "action", "value"):
        return str(at(broken.body, ("event", "action")).get("value"))
    return None


def paths(value: object, above: Path = ()) -> Iterator[Path]:
    """Of lists the first two items: the rest is of their kind."""
    fields: list[tuple[str | int, object]] = []
    if isinstance(value, dict):
        fields = list(value.items())
    elif isinstance(value, list):
        fields = list(enumerate(value[:2]))
    for name, inner in fields:
        yield (*above, name)
        yield from paths(inner, (*above, name))


def breakages(value: object) -> Iterator[tuple[str, object]]:
    yield "removed", REMOVED
    yield "null", None
    for how, other in OTHER_TYPES.items():
        if type(other) is not type(value):
            yield how, other
    yield "in a list", [value]
    yield "in an object", {"value": value}
    yield from _own_kind(value)


def _own_kind(value: object) -> Iterator[tuple[str, object]]:
    if isinstance(value, str):
        yield "empty", ""
        yield "huge", "x" * MANY
        yield "with NUL", f"a\0{value}"
        yield "with half a character", f"\ud83d{value}"
    elif isinstance(value, list):
        yield "empty", []
        yield "huge", [*value, *(["x"] * MANY)]
    elif isinstance(value, dict):
        yield "empty", {}
        yield "huge", value | {f"field_{n}": n for n in range(MANY)}
    else:
        yield "huge", 10**40
        yield "negative", -1
        yield "fraction", 0.5


def at(value: Any, path: Path) -> Any:
    for step in path:
        value = value[step]
    return value


def changed(body: dict[str, Any], path: Path, value: object) -> dict[str, Any]:
    """A copy along the path only; the rest is shared."""
    copied: dict[str, Any] = _changed(body, path, value)
    return copied


def _changed(whole: Any, path: Path, value: object) -> Any:
    part = copy.copy(whole)
    step, *rest = path
    if rest:
        part[step] = _changed(part[step], tuple(rest), value)
    elif value is REMOVED:
        del part[step]
    else:
        part[step] = value
    return part


def _content(body: dict[str, Any]) -> dict[str, Any]:
    try:
        content = json.loads(at(body, CONTENT))
    except (KeyError, TypeError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def renamed(body: dict[str, Any], mark: str) -> dict[str, Any]:
    """The same push under ids of its own, so that it isn't a repeat; broken ids stay broken."""
    for path, name in IDS.items():
        if isinstance(_found(body, path), str):
            body = changed(body, path, f"{name}_{mark}")
    return body


IDS: dict[Path, str] = {
    ("header", "event_id"): "e",
    ("uuid",): "e",
    ("event", "message", "message_id"): "om",
}


def _found(body: dict[str, Any], path: Path) -> object:
    try:
        return at(body, path)
    except (KeyError, TypeError, IndexError):
        return None

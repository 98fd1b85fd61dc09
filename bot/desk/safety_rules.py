"""The rules of the safety gate: the ones shipped, and what the operators add to them."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

SHIPPED = Path(__file__).with_name("safety.json")


@dataclass(frozen=True)
class Subject:
    """One alarm or topic; with `along` it needs one of those words beside its own."""

    name: str
    words: tuple[str, ...]
    along: tuple[str, ...]
    unless: tuple[re.Pattern[str], ...]


@dataclass(frozen=True)
class Rules:
    traditional: dict[int, str]
    by_ear: tuple[str, ...]
    typed: tuple[tuple[str, str], ...]
    negations: tuple[str, ...]
    asking: tuple[str, ...]
    supposed: tuple[str, ...]
    past: tuple[str, ...]
    now: tuple[str, ...]
    alarms: tuple[Subject, ...]
    topics: tuple[Subject, ...]


@cache
def shipped() -> Rules:
    return compiled(_shipped())


def with_changes(changes: Mapping[str, Any]) -> Rules:
    """The shipped rules and what the operators add: lists are joined, subjects by their name.

    Nothing shipped can be switched off but by an `unless` that says where it does not apply.
    """
    return compiled(_joined(_shipped(), changes))


def compiled(raw: Mapping[str, Any]) -> Rules:
    pairs = raw["traditional"]
    return Rules(
        traditional={ord(pairs[at]): pairs[at + 1] for at in range(0, len(pairs), 2)},
        by_ear=tuple(raw["by_ear"]),
        typed=tuple((way, word) for word, way in raw["typed"].items() for way in _ways(word, way)),
        negations=tuple(raw["negations"]),
        asking=tuple(raw["asking"]),
        supposed=tuple(raw["supposed"]),
        past=tuple(raw["past"]),
        now=tuple(raw["now"]),
        alarms=tuple(_subject(one) for one in raw["alarms"]),
        topics=tuple(_subject(one) for one in raw["topics"]),
    )


def _ways(word: str, pinyin: str) -> tuple[str, ...]:
    """louyou, lou油 and 漏you."""
    first, last = pinyin.split()
    return (first + last, first + word[-1], word[0] + last)


def _shipped() -> dict[str, Any]:
    raw: dict[str, Any] = json.loads(SHIPPED.read_text(encoding="utf-8"))
    return raw


def _subject(raw: Mapping[str, Any]) -> Subject:
    return Subject(
        raw["name"],
        tuple(raw["words"]),
        tuple(raw.get("with", ())),
        tuple(re.compile(pattern) for pattern in raw.get("unless", ())),
    )


def _joined(raw: dict[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    joined = dict(raw)
    for name, more in changes.items():
        if name in ("alarms", "topics"):
            joined[name] = _subjects_joined(raw[name], more)
        elif name == "typed":
            joined[name] = {**raw[name], **more}
        elif isinstance(raw.get(name), list):
            joined[name] = [*raw[name], *more]
        else:
            raise ValueError(f"{name} is no list of the safety rules")
    return joined


def _subjects_joined(raw: list[dict[str, Any]], more: list[dict[str, Any]]) -> list[dict[str, Any]]:
    named = {one["name"]: dict(one) for one in raw}
    for one in more:
        known = named.setdefault(one["name"], {"name": one["name"], "words": []})
        for key in ("words", "with", "unless"):
            # A `with` narrows: added to a subject that had none it would switch half of it off.
            if key == "with" and known["words"] and "with" not in known:
                continue
            if key in one:
                known[key] = [*known.get(key, ()), *one[key]]
    return list(named.values())

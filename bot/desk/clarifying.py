"""The one question back: from what tells the candidates apart, and never from a script."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.desk.phrases import bare, device_of, is_vague
from bot.matching.port import MAX_CHOICES, Candidate
from cards.clarify import About, Option

MOST_OPTIONS = 4
# Looked at for differences; what is less likely than this would only blur them.
CONSIDERED = 10
LIKELY = 0.03
# A card shows four entries: asking back is worth a tap only if they leave out more than this.
LEFT_OUT = 0.1
# How well an attribute must tell the candidates apart: covered share × share outside its largest.
TELLING = 0.2
# Who has said more than this is not asked to say more; the candidates are shown.
LONGEST = 10
_CODE = re.compile(r"[a-z]{1,3}\d{3,5}")


@dataclass(frozen=True)
class Considered:
    """One candidate as far as it can differ from the others."""

    entry: int
    question: str
    category: str
    weight: float


def is_spread(candidates: Sequence[Candidate]) -> bool:
    """More is likely than four choices can hold."""
    likely = [c.confidence for c in candidates if c.confidence >= LIKELY]
    return len(likely) > MAX_CHOICES and sum(likely[MAX_CHOICES:]) / sum(likely) > LEFT_OUT


def question_back(
    asked: str, considered: Sequence[Considered]
) -> tuple[About, list[Option]] | None:
    """What to ask and the answers to choose from; None where nothing tells them apart."""
    ways: list[tuple[About, Callable[[Considered], str | None]]] = [
        ("device", lambda one: device_of(one.question)),
        ("code", lambda one: _code(one.question)),
        ("category", lambda one: one.category.split("/")[0]),
    ]
    named = bare(asked)
    if device_of(asked) is not None and not is_vague(asked):
        ways = [way for way in ways if way[0] != "device"]
    if _CODE.search(named):
        ways = [way for way in ways if way[0] != "code"]
    rated = [(_telling(considered, of), about, _groups(considered, of)) for about, of in ways]
    best = max(rated, key=lambda one: one[0], default=None)
    if best is None or best[0] < TELLING:
        return None
    options = [Option(label, entries) for label, entries in best[2][:MOST_OPTIONS]]
    return (best[1], options) if len(options) > 1 else None


def _groups(
    considered: Sequence[Considered], of: Callable[[Considered], str | None]
) -> list[tuple[str, tuple[int, ...]]]:
    """The likeliest group first, and in it the likeliest entry."""
    groups: dict[str, list[Considered]] = {}
    for one in considered:
        label = of(one)
        if label is not None:
            groups.setdefault(label, []).append(one)
    ordered = sorted(groups.items(), key=lambda item: -sum(one.weight for one in item[1]))
    return [(label, tuple(one.entry for one in group)) for label, group in ordered]


def _telling(considered: Sequence[Considered], of: Callable[[Considered], str | None]) -> float:
    """Every candidate counts alike: what is asked is what they are, not how likely they are."""
    groups = _groups(considered, of)[:MOST_OPTIONS]
    covered = sum(len(entries) for _, entries in groups)
    if not covered:
        return 0.0
    largest = max(len(entries) for _, entries in groups)
    return covered / len(considered) * (1 - largest / covered)


def _code(question: str) -> str | None:
    found = _CODE.search(bare(question))
    return found[0].upper() if found else None

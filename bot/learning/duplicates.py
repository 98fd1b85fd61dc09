"""Entries that may be one: they are asked for in the same words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from bot.learning.vectors import Vectors
from bot.matching.normalise import error_codes, normalise, plain
from bot.matching.port import FaqText

# Wordings this near (rapidfuzz, 0-100) ask for the same thing, unless only a code differs.
SAME = 90
# Bags of all wordings this near deserve a look at the words one by one.
WORTH_A_LOOK = 0.5
# Answers this near say the same.
SAME_ANSWER = 80


@dataclass(frozen=True)
class Twins:
    """Two entries by code, in order; `wordings` are the two that are nearest."""

    codes: tuple[str, str]
    wordings: tuple[str, str]
    wording: int
    answer: int


def twins(entries: Sequence[FaqText], *, limit: int = 20) -> list[Twins]:
    """The most alike first. Alike in answer alone is no twin: many answers share their steps."""
    ordered = sorted(entries, key=lambda entry: entry.code)
    said = [[normalise(text) for text in (e.question, *e.similar)] for e in ordered]
    vectors = Vectors([" ".join(texts) for texts in said])
    found = []
    for one in range(len(ordered)):
        near = vectors.cosines(one)
        for other in range(one + 1, len(ordered)):
            if near[other] >= WORTH_A_LOOK:
                found += _twins(ordered[one], ordered[other], said[one], said[other])
    return sorted(found, key=lambda t: (-t.wording - t.answer, t.codes))[:limit]


def _twins(one: FaqText, other: FaqText, said: list[str], too: list[str]) -> list[Twins]:
    score, mine, theirs = max(
        (fuzz.ratio(a, b), -i, -j) for i, a in enumerate(said) for j, b in enumerate(too)
    )
    answer = fuzz.ratio(one.answer, other.answer)
    if score < SAME and not (answer >= SAME_ANSWER and score >= SAME_ANSWER):
        return []
    wordings = ((one.question, *one.similar)[-mine], (other.question, *other.similar)[-theirs])
    if _codes_differ(*wordings):
        return []
    return [Twins((one.code, other.code), wordings, round(score), round(answer))]


def _codes_differ(one: str, other: str) -> bool:
    """E2001 and E2002 in otherwise equal words are two things."""
    return error_codes(plain(one)) != error_codes(plain(other))

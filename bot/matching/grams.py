"""The countable pieces of a normalised text: characters, pairs, syllables, concepts."""

import re
from dataclasses import dataclass
from itertools import pairwise

from bot.matching.normalise import concepts, normalise
from bot.matching.sounds import syllable, typed_syllables

_RUN = re.compile(r"[a-z]*\d+[a-z]*|[a-z]+|[㐀-鿿]+")
FIELDS = ("char", "pair", "sound", "concept")


@dataclass(frozen=True)
class Reading:
    """One text, read once for all fields."""

    normalised: str
    grams: dict[str, frozenset[str]]
    syllables: tuple[str, ...]


def _pairs(items: tuple[str, ...] | str) -> set[str]:
    return {first + "·" + second for first, second in pairwise(items)}


def _sounds(run: str) -> tuple[str, ...]:
    if run[0] >= "㐀":
        return tuple(syllable(character) for character in run)
    return typed_syllables(run) or (run,)


def characters(normal: str) -> frozenset[str]:
    """Ideographs one by one; what is written in Latin letters and digits, whole."""
    found: set[str] = set()
    for run in _RUN.findall(normal):
        found |= set(run) if run[0] >= "㐀" else {run}
    return frozenset(found)


def read(text: str) -> Reading:
    normal = normalise(text)
    pair: set[str] = set()
    sound: set[str] = set()
    spoken: list[str] = []
    for run in _RUN.findall(normal):
        sounds = _sounds(run)
        spoken.extend(sounds)
        sound |= set(sounds) | _pairs(sounds)
        if run[0] >= "㐀":
            pair |= _pairs(run)
    every = (characters(normal), frozenset(pair), frozenset(sound), concepts(normal))
    return Reading(normal, dict(zip(FIELDS, every, strict=True)), tuple(spoken))

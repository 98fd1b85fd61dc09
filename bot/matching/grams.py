"""The countable pieces of a normalised text: characters, pairs, syllables, concepts."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

from bot.matching.normalise import concepts, normalise

_RUN = re.compile(r"[a-z]*\d+[a-z]*|[a-z]+|[㐀-鿿]+")
FIELDS = ("char", "pair", "sound", "concept")


@dataclass(frozen=True)
class Reading:
    """One text, read once for all fields."""

    normalised: str
    grams: dict[str, frozenset[str]]
    syllables: tuple[str, ...]


@cache
def _syllables_of() -> dict[int, str]:
    from pypinyin.pinyin_dict import pinyin_dict

    table: dict[int, str] = pinyin_dict
    return table


# Southern speakers and hurried thumbs do not tell these apart (圈存/圈纯).
_FLAT = str.maketrans("āáǎàēéěèōóǒòīíǐìūúǔùǖǘǚǜü", "aaaaeeeeooooiiiiuuuuvvvvv")
_BLUR = (("zh", "z"), ("ch", "c"), ("sh", "s"))


def _blurred(syllable: str) -> str:
    for sharp, dull in _BLUR:
        if syllable.startswith(sharp):
            syllable = dull + syllable[len(sharp) :]
    return syllable.removesuffix("g") if syllable.endswith("ng") else syllable


@lru_cache(maxsize=32768)
def syllable(character: str) -> str:
    """The commonest reading without its tone; the character itself where there is none."""
    readings = _syllables_of().get(ord(character))
    if not readings:
        return character
    return _blurred(readings.split(",")[0].translate(_FLAT))


@cache
def _known_syllables() -> frozenset[str]:
    everything = (r.split(",")[0].translate(_FLAT) for r in _syllables_of().values())
    return frozenset(s for s in everything if s.isascii() and len(s) > 1) | {"a", "e", "o"}


@lru_cache(maxsize=1024)
def typed_syllables(latin: str) -> tuple[str, ...]:
    """ "youqiang" typed without a conversion; a run that is not wholly syllables gives nothing."""
    ways: list[tuple[str, ...] | None] = [()] + [None] * len(latin)
    for end in range(1, len(latin) + 1):
        for start in range(max(0, end - 6), end):
            before = ways[start]
            if before is not None and latin[start:end] in _known_syllables():
                ways[end] = (*before, latin[start:end])
                break
    parsed = ways[-1] or ()
    return tuple(_blurred(s) for s in parsed) if len(parsed) > 1 else ()


def _pairs(items: tuple[str, ...] | str) -> set[str]:
    return {first + "·" + second for first, second in pairwise(items)}


def _sounds(run: str) -> tuple[str, ...]:
    if run[0] >= "㐀":
        return tuple(syllable(character) for character in run)
    return typed_syllables(run) or (run,)


def read(text: str) -> Reading:
    normal = normalise(text)
    char: set[str] = set()
    pair: set[str] = set()
    sound: set[str] = set()
    spoken: list[str] = []
    for run in _RUN.findall(normal):
        sounds = _sounds(run)
        spoken.extend(sounds)
        sound |= set(sounds) | _pairs(sounds)
        if run[0] >= "㐀":
            char |= set(run)
            pair |= _pairs(run)
        else:
            char.add(run)
    grams = dict(zip(FIELDS, (char, pair, sound, concepts(normal)), strict=True))
    return Reading(normal, {name: frozenset(g) for name, g in grams.items()}, tuple(spoken))


@lru_cache(maxsize=32768)
def read_entry(text: str) -> Reading:
    """Texts of the FAQ are read again at every rebuild; what people ask is not kept."""
    return read(text)

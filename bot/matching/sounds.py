"""How characters sound, for typos by ear and for pinyin typed without a conversion."""

import json
from array import array
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path

LONGEST_SYLLABLE = 6  # zhuang
_FIRST, _LAST = 0x3400, 0x9FFF  # the ideographs that a run of characters can hold
# Southern speakers and hurried thumbs do not tell these apart (圈存/圈纯).
_FLAT = str.maketrans("āáǎàēéěèōóǒòīíǐìūúǔùǖǘǚǜü", "aaaaeeeeooooiiiiuuuuvvvvv")
_BLUR = (("zh", "z"), ("ch", "c"), ("sh", "s"))


def blurred(syllable: str) -> str:
    for sharp, dull in _BLUR:
        if syllable.startswith(sharp):
            syllable = dull + syllable[len(sharp) :]
    return syllable.removesuffix("g") if syllable.endswith("ng") else syllable


@dataclass(frozen=True)
class _Table:
    """For each ideograph the places of its two commonest syllables; 0 where none is known."""

    places: "array[int]"
    others: "array[int]"  # 重 is zhong, and chong in 重启
    syllables: tuple[str, ...]
    typed: frozenset[str]  # as pinyin is typed, before blurring


def _readings() -> dict[str, str]:
    # Only the data file: importing the package parses its 47,000 phrases and a second copy of
    # everything, 56 MB of which a matcher that asks for single characters would use none.
    found = find_spec("pypinyin")
    if found is None or found.origin is None:
        raise ModuleNotFoundError("No module named 'pypinyin'", name="pypinyin")
    path = Path(found.origin).with_name("pinyin_dict.json")
    readings: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return readings


@cache
def _table() -> _Table:
    places, others = (array("H", bytes(2 * (_LAST - _FIRST + 1))) for _ in range(2))
    numbers = {"": 0}
    typed = {"a", "e", "o"}
    for point, readings in _readings().items():
        flat = list(dict.fromkeys(readings.translate(_FLAT).split(",")))
        if flat[0].isascii() and len(flat[0]) > 1:
            typed.add(flat[0])
        if _FIRST <= int(point) <= _LAST:
            for table, reading in zip((places, others), flat, strict=False):
                table[int(point) - _FIRST] = numbers.setdefault(blurred(reading), len(numbers))
    return _Table(places, others, tuple(numbers), frozenset(typed))


def syllable(character: str) -> str:
    """The commonest reading without its tone; the character itself where there is none."""
    point = ord(character)
    if not _FIRST <= point <= _LAST:
        return character
    table = _table()
    return table.syllables[table.places[point - _FIRST]] or character


def syllables(character: str) -> tuple[str, ...]:
    """Its readings, at most two, without tones and blurred; the character itself if none."""
    point = ord(character)
    if not _FIRST <= point <= _LAST:
        return (character,)
    table = _table()
    both = (table.places[point - _FIRST], table.others[point - _FIRST])
    return tuple(dict.fromkeys(table.syllables[place] for place in both if place)) or (character,)


def is_typed(letters: str) -> bool:
    """Whether this is one whole syllable as people type it."""
    return letters in _table().typed


@cache
def _sharp() -> dict[str, str]:
    return {
        chr(int(point)): readings.translate(_FLAT).split(",")[0]
        for point, readings in _readings().items()
    }


def full_syllable(character: str) -> str:
    """As it would be typed: nothing blurred. Reads the whole table, so not for the desk itself."""
    return _sharp().get(character, character)


@lru_cache(maxsize=1024)
def typed_syllables(latin: str) -> tuple[str, ...]:
    """ "youqiang" typed without a conversion; a run that is not wholly syllables gives nothing."""
    known = _table().typed
    ways: list[tuple[str, ...] | None] = [()] + [None] * len(latin)
    for end in range(1, len(latin) + 1):
        for start in range(max(0, end - LONGEST_SYLLABLE), end):
            before = ways[start]
            if before is not None and latin[start:end] in known:
                ways[end] = (*before, latin[start:end])
                break
    parsed = ways[-1] or ()
    return tuple(blurred(s) for s in parsed) if len(parsed) > 1 else ()

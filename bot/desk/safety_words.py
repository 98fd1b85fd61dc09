"""Words as they are meant, however they are spelt: 漏 油, 漏.油, 漏油 in wide letters, lou you."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from bot.desk.safety_rules import Rules

_LETTER = re.compile(r"[a-z0-9㐀-鿿]")
_BREAK = re.compile(r"[,;!?。，；！？\n]")
# A sound-alike needs at least one of the word's characters: 漏由 is 漏油, 期货 is not 起火.
_SAME = 1


@dataclass(frozen=True)
class Hit:
    """Where a word was found; `word` is the word meant, not always the one written."""

    start: int
    end: int
    word: str


@dataclass(frozen=True)
class Words:
    """`text` holds letters only; `breaks` are the places that a sentence begins at."""

    text: str
    breaks: frozenset[int]
    spelt: tuple[Hit, ...]

    def find(self, word: str) -> Iterator[Hit]:
        start = self.text.find(word)
        while start >= 0:
            hit = Hit(start, start + len(word), word)
            if self._is_one(hit):
                yield hit
            start = self.text.find(word, start + 1)
        yield from (hit for hit in self.spelt if hit.word == word and self._is_one(hit))

    def sentence_before(self, place: int) -> str:
        start = max((at for at in self.breaks if at <= place), default=0)
        return self.text[start:place]

    def _is_one(self, hit: Hit) -> bool:
        """Not two sentences that happen to meet (排着，火大), unless one is a lone character."""
        inside = [at for at in self.breaks if hit.start < at < hit.end]
        return all(self._is_alone(at - 1) or self._is_alone(at) for at in inside)

    def _is_alone(self, place: int) -> bool:
        return (place == 0 or place in self.breaks) and (
            place + 1 == len(self.text) or place + 1 in self.breaks
        )


def hear(text: str, rules: Rules, *, by_ear: bool) -> Words:
    even = unicodedata.normalize("NFKC", text).lower().translate(rules.traditional)
    letters: list[str] = []
    breaks: set[int] = set()
    for char in even:
        if _LETTER.match(char):
            letters.append(char)
        elif _BREAK.match(char):
            breaks.add(len(letters))
    bare = "".join(letters)
    spelt = [*_typed(bare, rules), *(_by_ear(bare, rules) if by_ear else ())]
    return Words(bare, frozenset(breaks), tuple(spelt))


def _typed(text: str, rules: Rules) -> Iterator[Hit]:
    """Pinyin typed without a conversion, as a whole or for one half of the word."""
    for way, word in rules.typed:
        start = text.find(way)
        while start >= 0:
            yield Hit(start, start + len(way), word)
            start = text.find(way, start + 1)


def _by_ear(text: str, rules: Rules) -> Iterator[Hit]:
    from bot.matching.sounds import syllable

    sounds = [syllable(char) for char in text]
    for word in rules.by_ear:
        wanted = [syllable(char) for char in word]
        for start in range(len(text) - len(word) + 1):
            piece = text[start : start + len(word)]
            same = sum(a == b for a, b in zip(piece, word, strict=True))
            if _SAME <= same < len(word) and sounds[start : start + len(word)] == wanted:
                yield Hit(start, start + len(word), word)

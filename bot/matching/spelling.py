"""Pinyin typed without a conversion, read the way an input method would that knows only this FAQ.

「rijie shibai」 becomes 「日结失败」 before anything else looks at it: all kinds of evidence then
see characters. Only words the FAQ or the lexicon uses can come out of it.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, product
from typing import NamedTuple

from bot.matching.normalise import lexicon, plain
from bot.matching.sounds import LONGEST_SYLLABLE, blurred, is_typed, syllable, syllables

_IDEOGRAPHS = re.compile(r"[㐀-鿿]+")
_LATIN = re.compile(r"[a-z]+")
# What may hold pinyin: letters and ideographs, with blanks and apostrophes between.
_STRETCH = re.compile(r"[a-z㐀-鿿][a-z㐀-鿿 ']*")
_LONGEST_WORD = 4
_RARE = 2  # three and four characters that stand side by side only once are no word
_INITIALS = range(3, 7)
# Few words beat many, whatever their frequency; a syllable on its own is mostly a guess.
_PER_WORD, _PER_SYLLABLE, _PER_STRANGER = 10.0, 16.0, 60.0
_SET_APART = 4.0  # a syllable with nothing but blanks around it is probably one character
_SELDOM = 4.0  # 示 may be read qi, but hardly ever is
_MOST_LETTERS = 60  # longer runs without a break are not pinyin but a path, a key or a cat


class _Piece(NamedTuple):
    """A letter's or an ideograph's way into the text: what to write, and what it costs."""

    cost: float
    written: str
    words: int  # made of several syllables: without one of these nothing was recognised
    end: int


@dataclass(frozen=True)
class _Sound:
    """One syllable of a stretch: as typed in letters, or an ideograph that is already there."""

    syllable: str
    written: str  # "" where it was letters
    end: int


class Spelling:
    """`texts` are the FAQ's, made plain; `more` are words that it may lack."""

    def __init__(self, texts: Sequence[str], more: Iterable[str] = ()) -> None:
        more = [plain(word) for word in more]
        self._latin = frozenset(
            word for text in (*texts, *lexicon().words, *more) for word in _LATIN.findall(text)
        )
        counts = Counter(_words(texts))
        counts.update(
            word
            for text in (*lexicon().words, *more)
            for word in _IDEOGRAPHS.findall(text)
            if len(word) <= _LONGEST_WORD
        )
        kept = [
            (count, word)
            for word, count in counts.items()
            if len(word) <= 2 or count >= _RARE or word in lexicon().concepts
        ]
        self._single: dict[str, str] = {}
        self._words: dict[str, str] = {}  # by sound; several of one sound with blanks between
        self._initials: dict[str, str] = {}
        # Few counts are different: the numbers are shared.
        logs = {count: math.log(1 + count) for count, _ in kept}
        self._weight = {word: logs[count] for count, word in kept}
        kept.sort(key=lambda one: (-one[0], one[1]))
        readings = {c: syllables(c) for c in {c for _, word in kept for c in word}}
        usual = {character: sounds[0] for character, sounds in readings.items()}
        for _, word in kept:
            sounds = tuple(usual[character] for character in word)
            self._note(word, sounds)
            if len(word) in _INITIALS:
                self._initials.setdefault("".join(sound[0] for sound in sounds), word)
        # 重 is zhong, but 重启 is chongqi; after all that is usual, so that it comes behind.
        several = {character for character, sounds in readings.items() if len(sounds) > 1}
        for _, word in kept:
            if not several.isdisjoint(word):
                for seldom in islice(product(*(readings[c] for c in word)), 1, None):
                    self._note(word, seldom)

    def _note(self, word: str, sounds: tuple[str, ...]) -> None:
        if len(word) == 1:
            self._single.setdefault(sounds[0], word)
            return
        key = " ".join(sounds)
        held = self._words.get(key)
        self._words[key] = f"{held} {word}" if held else word

    def converted(self, text: str) -> str:
        """`text`, already made plain, with typed pinyin in characters where it says something."""
        if not any(self._may_be_pinyin(run) for run in _LATIN.findall(text)):
            return text
        return _STRETCH.sub(lambda found: self._read(found[0]), text)

    def _may_be_pinyin(self, run: str) -> bool:
        return 1 < len(run) <= _MOST_LETTERS and run not in self._latin

    def _read(self, stretch: str) -> str:
        if not any(self._may_be_pinyin(run) for run in _LATIN.findall(stretch)):
            return stretch
        best: list[_Piece | None] = [None] * len(stretch) + [_Piece(0.0, "", 0, 0)]
        for start in range(len(stretch) - 1, -1, -1):
            for piece in self._pieces(stretch, start):
                rest = best[piece.end]
                if rest is None:
                    continue
                cost, words = piece.cost + rest.cost, piece.words + rest.words
                here = best[start]
                if here is None or cost < here.cost:
                    best[start] = _Piece(cost, piece.written + rest.written, words, piece.end)
        whole = best[0]
        alone = not _IDEOGRAPHS.search(stretch)
        return stretch if whole is None or (alone and not whole.words) else whole.written

    def _pieces(self, stretch: str, start: int) -> Iterator[_Piece]:
        character = stretch[start]
        if not "a" <= character <= "z":
            written = "" if character in " '" else character
            yield _Piece(0.0, written, 0, start + 1)
            if character in " '":
                return
        elif start == 0 or not "a" <= stretch[start - 1] <= "z":
            run = _LATIN.match(stretch, start)
            assert run is not None
            yield from self._whole_run(run[0], run.end())
            if run[0] in self._latin:
                return
        yield from self._spelt(stretch, start)

    def _whole_run(self, run: str, end: int) -> Iterator[_Piece]:
        known = run in self._latin or len(run) == 1
        yield _Piece(0.0 if known else _PER_STRANGER, f" {run} ", 0, end)
        if not known and run in self._initials:
            yield _Piece(_PER_WORD, self._initials[run], 1, end)

    def _spelt(self, stretch: str, start: int) -> Iterator[_Piece]:
        for sounds in _sounds(stretch, start, _LONGEST_WORD):
            end = sounds[-1].end
            if all(sound.written for sound in sounds):
                continue
            if len(sounds) == 1:
                apart = _SET_APART if _is_apart(stretch, start, end) else 0.0
                word = self._single.get(sounds[0].syllable, "")
                if word:
                    yield _Piece(_PER_SYLLABLE - apart - self._likely(word, sounds), word, 0, end)
                continue
            for word in self._words.get(" ".join(s.syllable for s in sounds), "").split():
                if all(s.written in ("", w) for s, w in zip(sounds, word, strict=True)):
                    yield _Piece(_PER_WORD - self._likely(word, sounds), word, 1, end)
                    break

    def _likely(self, word: str, sounds: tuple[_Sound, ...]) -> float:
        usual = all(syllable(c) == s.syllable for c, s in zip(word, sounds, strict=True))
        return self._weight[word] - (0.0 if usual else _SELDOM)


def _is_apart(stretch: str, start: int, end: int) -> bool:
    before, after = stretch[start - 1 : start], stretch[end : end + 1]
    return not ("a" <= before <= "z" or "a" <= after <= "z")


def _sounds(stretch: str, start: int, most: int) -> Iterator[tuple[_Sound, ...]]:
    """Every way to read on from here, up to so many syllables."""
    while start < len(stretch) and stretch[start] in " '":
        start += 1
    if start == len(stretch) or most == 0:
        return
    if stretch[start] >= "㐀":
        first = [_Sound(s, stretch[start], start + 1) for s in syllables(stretch[start])]
    else:
        first = [
            _Sound(blurred(stretch[start:end]), "", end)
            for end in range(start + 1, min(start + LONGEST_SYLLABLE, len(stretch)) + 1)
            if is_typed(stretch[start:end])
        ]
    for sound in first:
        yield (sound,)
        for rest in _sounds(stretch, sound.end, most - 1):
            yield (sound, *rest)


def _words(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        for run in _IDEOGRAPHS.findall(text):
            for length in range(1, _LONGEST_WORD + 1):
                for start in range(len(run) - length + 1):
                    yield run[start : start + length]

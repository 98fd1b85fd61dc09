"""Reads entries once: of a changed FAQ, only what changed is read again."""

import hashlib
import re
from array import array
from collections import Counter
from collections.abc import Sequence
from itertools import chain
from typing import NamedTuple

from bot.matching.context import Devices, devices
from bot.matching.field import Noted, Notes
from bot.matching.grams import FIELDS, Reading, read
from bot.matching.normalise import error_codes, plain
from bot.matching.port import FaqText, Synonyms
from bot.matching.sparse import Vocabulary
from bot.matching.synonyms import OneWord

_SENTENCE = re.compile(r"[\n。；;，,!！?？]+")
# What is read of so many entries is kept for the next time: 13 kB each.
_REMEMBERED = 4000


class Wording(NamedTuple):
    """What is left of a question's text when its grams have been counted."""

    normalised: str
    syllables: tuple[str, ...]


class EntryRead(NamedTuple):
    wordings: tuple[Wording, ...]
    questions: tuple[str, ...]  # plain, in the FAQ's own words
    keywords: tuple[str, ...]
    noted: dict[str, Noted]
    codes: frozenset[str]
    devices: Devices


class Reader:
    """For one thread at a time."""

    def __init__(self) -> None:
        self._vocabularies = {name: Vocabulary() for name in FIELDS}
        self._known: dict[bytes, EntryRead] = {}

    def read(
        self, entries: Sequence[FaqText], words: OneWord
    ) -> tuple[list[EntryRead], dict[str, Notes]]:
        keys = [_key(entry, words.groups) for entry in entries]
        found = [
            self._known.get(key) or self._entry(entry, words)
            for key, entry in zip(keys, entries, strict=True)
        ]
        notes = {name: Notes(self._vocabularies[name]) for name in FIELDS}
        for number, one in enumerate(found):
            for name, note in notes.items():
                note.add(number, one.noted[name])
        few = len(keys) <= _REMEMBERED
        self._known = dict(zip(keys, found, strict=True)) if few else {}
        return found, notes

    def end(self) -> None:
        """Forget grams that only edits of long ago held, once they are the greater part."""
        if any(vocabulary.is_mostly_stale for vocabulary in self._vocabularies.values()):
            self._vocabularies = {name: Vocabulary() for name in FIELDS}
            self._known = {}

    def _entry(self, entry: FaqText, words: OneWord) -> EntryRead:
        questions = tuple(words.of(plain(text)) for text in (entry.question, *entry.similar))
        keywords = tuple(words.of(plain(word)) for word in entry.keywords)
        asked = [read(text) for text in questions]
        named = [read(word) for word in keywords]
        told = [read(words.of(line)) for line in _SENTENCE.split(entry.answer)]
        return EntryRead(
            tuple(Wording(reading.normalised, reading.syllables) for reading in asked),
            questions,
            keywords,
            {name: self._noted(name, asked, named, told) for name in FIELDS},
            error_codes("\n".join((*questions, *keywords))),
            devices("\n".join(questions)),
        )

    def _noted(
        self, name: str, asked: list[Reading], named: list[Reading], told: list[Reading]
    ) -> Noted:
        def numbers(grams: Sequence[str] | frozenset[str] | Counter[str]) -> "array[int]":
            return array("i", self._vocabularies[name].number(grams))

        questions = [reading.grams[name] for reading in asked]
        words = [reading.grams[name] for reading in named]
        lines = [reading.grams[name] for reading in told]
        times = Counter(chain.from_iterable((*questions, *words, *lines)))
        return Noted(
            texts=tuple(numbers(grams) for grams in questions),
            bag=numbers(frozenset().union(*questions, *words)),
            answer=numbers(frozenset().union(*lines)),
            counted=numbers(times),
            times=array("i", times.values()),
        )


def _key(entry: FaqText, synonyms: Synonyms) -> bytes:
    return hashlib.sha1(repr((entry, synonyms)).encode(), usedforsecurity=False).digest()

"""The FAQ in the form it is asked in: counted once, then kept as numbers."""

import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from bot.matching.field import Field, Known, Notes
from bot.matching.grams import FIELDS, Reading, read
from bot.matching.memory import give_back
from bot.matching.normalise import error_codes, plain
from bot.matching.port import FaqText
from bot.matching.sparse import Ints
from bot.matching.spelling import Spelling
from bot.matching.topics import TOPIC_FIELDS, Topics

_SENTENCE = re.compile(r"[\n。；;，,!！?？]+")


class Wording(NamedTuple):
    """What is left of a question's text when its grams have been counted."""

    normalised: str
    syllables: tuple[str, ...]


class Index:
    """Immutable after building, so any number of threads may read it."""

    def __init__(self, entries: Sequence[FaqText]) -> None:
        self.codes = tuple(entry.code for entry in entries)
        if len(set(self.codes)) < len(self.codes):
            raise ValueError("two FAQ entries have the same code")
        notes = {name: Notes() for name in FIELDS}
        self._wordings = [_noted(notes, number, entry) for number, entry in enumerate(entries)]
        self.text_starts = _starts(self._wordings)
        self.fields = {name: Field(note, len(entries)) for name, note in notes.items()}
        self.topics = Topics(
            [notes[name].tally for name in TOPIC_FIELDS], [entry.category for entry in entries]
        )
        self._by_wording = _by_wording(self._wordings)
        self.owners = _owners(entries)
        self.code_shapes = frozenset(map(code_shape, self.owners))
        self._spelling = Spelling(entries)
        del notes
        give_back()

    def __len__(self) -> int:
        return len(self.codes)

    def heard(self, text: str) -> str:
        """A question made plain and put into characters."""
        return self._spelling.converted(plain(text))

    def known(self, reading: Reading) -> dict[str, Known]:
        return {name: field.known(reading.grams[name]) for name, field in self.fields.items()}

    def questions(self, entry: int) -> tuple[Wording, ...]:
        """The entry's question and all its other wordings."""
        return self._wordings[entry]

    def exact(self, normalised: str) -> tuple[int, ...]:
        """The entries one of whose questions reads exactly like this."""
        return self._by_wording.get(normalised, ())


def code_shape(code: str) -> str:
    """E1003 and E9999 look alike; S11001 is a station, not an error."""
    return re.sub(r"\d", "0", code)


def _noted(notes: dict[str, Notes], number: int, entry: FaqText) -> tuple[Wording, ...]:
    asked = [read(text) for text in (entry.question, *entry.similar)]
    words = [read(word) for word in entry.keywords]
    told = [read(line) for line in _SENTENCE.split(entry.answer)]
    for name, note in notes.items():
        note.add(
            number,
            asked=[reading.grams[name] for reading in asked],
            words=[reading.grams[name] for reading in words],
            told=[reading.grams[name] for reading in told],
        )
    return tuple(Wording(reading.normalised, reading.syllables) for reading in asked)


def _starts(wordings: Sequence[tuple[Wording, ...]]) -> Ints:
    lengths = [0, *(len(group) for group in wordings)]
    return np.cumsum(lengths)[:-1].astype(np.int64)


def _by_wording(wordings: Sequence[tuple[Wording, ...]]) -> dict[str, tuple[int, ...]]:
    found: dict[str, tuple[int, ...]] = {}
    for number, group in enumerate(wordings):
        for text in dict.fromkeys(wording.normalised for wording in group):
            found[text] = (*found.get(text, ()), number)
    return found


def _owners(entries: Sequence[FaqText]) -> dict[str, tuple[int, ...]]:
    owners: dict[str, tuple[int, ...]] = {}
    for number, entry in enumerate(entries):
        text = plain("\n".join((entry.question, *entry.similar, *entry.keywords)))
        held = error_codes(text)
        spelt = {code.replace("x", digit) for code in held for digit in "0123456789"}
        for code in sorted(spelt):
            owners[code] = (*owners.get(code, ()), number)
    return owners

"""The FAQ in the form it is asked in: counted once, then kept as numbers."""

import re
from collections.abc import Iterable, Sequence
from itertools import chain

import numpy as np

from bot.matching.field import Field, Known
from bot.matching.grams import Reading
from bot.matching.memory import give_back
from bot.matching.normalise import plain
from bot.matching.port import FaqText, Synonyms
from bot.matching.reader import Reader, Wording
from bot.matching.sparse import Ints
from bot.matching.spelling import Spelling
from bot.matching.synonyms import OneWord
from bot.matching.topics import TOPIC_FIELDS, Topics


class Index:
    """Immutable after building, so any number of threads may read it."""

    def __init__(
        self, entries: Sequence[FaqText], synonyms: Synonyms = (), reader: Reader | None = None
    ) -> None:
        self.codes = tuple(entry.code for entry in entries)
        if len(set(self.codes)) < len(self.codes):
            raise ValueError("two FAQ entries have the same code")
        self._words = OneWord(synonyms, entries)
        reader = reader or Reader()
        read, notes = reader.read(entries, self._words)
        self._wordings = [one.wordings for one in read]
        self.text_starts = _starts(self._wordings)
        self.fields = {name: Field(note, len(entries)) for name, note in notes.items()}
        self.categories = tuple(entry.category for entry in entries)
        self.topics = Topics([notes[name].tally for name in TOPIC_FIELDS], self.categories)
        self._by_wording = _by_wording(self._wordings)
        self.owners = _owners(one.codes for one in read)
        self.code_shapes = frozenset(map(code_shape, self.owners))
        self.devices = tuple(one.devices for one in read)
        self._spelling = Spelling(
            [text for one in read for text in (*one.questions, *one.keywords)],
            chain.from_iterable(synonyms),
        )
        self.questions_as_heard = [text for one in read for text in one.questions]
        reader.end()
        del read, notes
        give_back()

    def heard(self, text: str) -> str:
        """A question made plain, put into characters and into the FAQ's own words."""
        return self._words.of(self._spelling.converted(plain(text)))

    def __len__(self) -> int:
        return len(self.codes)

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


def _starts(wordings: Sequence[tuple[Wording, ...]]) -> Ints:
    lengths = [0, *(len(group) for group in wordings)]
    return np.cumsum(lengths)[:-1].astype(np.int64)


def _by_wording(wordings: Sequence[tuple[Wording, ...]]) -> dict[str, tuple[int, ...]]:
    found: dict[str, tuple[int, ...]] = {}
    for number, group in enumerate(wordings):
        for text in dict.fromkeys(wording.normalised for wording in group):
            found[text] = (*found.get(text, ()), number)
    return found


def _owners(codes: Iterable[frozenset[str]]) -> dict[str, tuple[int, ...]]:
    owners: dict[str, tuple[int, ...]] = {}
    for number, held in enumerate(codes):
        spelt = {code.replace("x", digit) for code in held for digit in "0123456789"}
        for code in sorted(spelt):
            owners[code] = (*owners.get(code, ()), number)
    return owners

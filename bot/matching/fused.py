"""Characters and meaning together; characters alone wherever meaning is not to be had."""

from collections.abc import Callable, Sequence

from bot.logs import log
from bot.matching.features import Asked
from bot.matching.index import Index
from bot.matching.lexical import Judge, LexicalMatcher
from bot.matching.meaning import EmbeddingError, Meanings, Semantics
from bot.matching.model import Models
from bot.matching.normalise import is_small_talk
from bot.matching.port import Context, Entries, FaqText, Match, Matcher
from bot.matching.reader import Reader

# New texts that may be embedded while the edit that brought them waits to become searchable:
# an edited entry has four. More than these come in the background, and until all are there
# the characters decide.
_AT_ONCE = 8
_A_SECOND = 24


class FusedMatcher:
    """Immutable after building, but for what `Semantics` remembers."""

    def __init__(
        self, index: Index, models: Models, semantics: Semantics, meanings: Meanings | None
    ) -> None:
        self._index = index
        self._models = models
        self._semantics = semantics
        self._meanings = meanings
        self._lexical = Judge(index, models.lexical)
        fused = models.fused
        self._fused = Judge(index, fused) if fused is not None and meanings is not None else None

    def prepare(self, text: str) -> None:
        if self._fused is None:
            return
        asked = Asked.of(text, self._index)
        if not is_small_talk(asked.plain):
            try:
                self._semantics.prepare(asked.plain)
            except EmbeddingError as error:
                log().warning("meaning_unavailable", why=str(error))

    def match(self, text: str, *, limit: int = 5, context: Context | None = None) -> Match:
        asked = Asked.of(text, self._index)
        vector = None
        if self._fused is not None and not is_small_talk(asked.plain):
            vector = self._semantics.asked(asked.plain)
        meanings = self._meanings
        if vector is None or self._fused is None or meanings is None:
            return self._lexical.match(asked, None, limit, context)
        if not self._semantics.fits(meanings):
            return self._lexical.match(asked, None, limit, context)
        return self._fused.match(asked, meanings.near(vector), limit, context)

    def improved(self) -> Matcher:
        if self._models.fused is None:
            return self
        if self._meanings is not None and self._semantics.fits(self._meanings):
            return self
        meanings = _learned(self._semantics, self._index, _A_SECOND)
        if meanings is None:
            return self
        return FusedMatcher(self._index, self._models, self._semantics, meanings)


def _learned(semantics: Semantics, index: Index, most: int | None) -> Meanings | None:
    """None while texts are missing."""
    try:
        return semantics.learned(index.questions_as_heard, index.text_starts, most)
    except EmbeddingError as error:
        log().warning("meaning_unavailable", why=str(error))
        return None


class Builder:
    """Makes a process's matchers, one after the other, and carries over what stays the same.

    `patient`: embed everything before the first question, as a measurement must.
    """

    def __init__(
        self,
        open_semantics: Callable[[], Semantics | None],
        models: Models | None = None,
        *,
        patient: bool = False,
    ) -> None:
        self._open = open_semantics
        self._opened: list[Semantics | None] = []
        self._models = models or Models.load()
        self._reader = Reader()
        self._most = None if patient else _AT_ONCE

    def __call__(self, entries: Sequence[FaqText]) -> Matcher:
        """For one thread at a time."""
        if not entries:
            return LexicalMatcher(entries, self._models)
        synonyms = entries.synonyms if isinstance(entries, Entries) else ()
        index = Index(entries, synonyms, self._reader)
        semantics = self._semantics()
        if semantics is None or self._models.fused is None:
            return LexicalMatcher.over(index, self._models)
        meanings = _learned(semantics, index, self._most)
        return FusedMatcher(index, self._models, semantics, meanings)

    def _semantics(self) -> Semantics | None:
        if not self._opened:
            self._opened.append(self._open())
        return self._opened[0]

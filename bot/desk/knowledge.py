"""The index in memory: built aside, swapped in one move, rebuilt when the FAQ's number rises."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Protocol

from bot.desk import faq
from bot.logs import log
from bot.matching.port import FaqText, Match, Matcher
from bot.unit_of_work import UnitOfWork


class Build(Protocol):
    def __call__(self, entries: list[FaqText]) -> Matcher: ...


@dataclass(frozen=True)
class _Index:
    revision: int
    matcher: Matcher


class Knowledge:
    """Nothing is built before the first question, so the web process never pays for it."""

    def __init__(self, uow: UnitOfWork, build: Build) -> None:
        self._uow = uow
        self._build = build
        self._index: _Index | None = None
        self._building = threading.Lock()

    @property
    def uow(self) -> UnitOfWork:
        """For what is read before the unit of work of a rule is opened."""
        return self._uow

    def match(self, text: str) -> tuple[Match, int]:
        """What fits, and the revision of the FAQ that was searched."""
        index = self._index or self.refresh()
        return index.matcher.match(text), index.revision

    def refresh(self) -> _Index:
        """Cheap when nothing changed; questions go on against the old index meanwhile."""
        with self._building:
            with self._uow.reading() as tx:
                revision = faq.revision(tx)
                if self._index is not None and self._index.revision == revision:
                    return self._index
                entries = [faq.as_text(entry) for entry in faq.published(tx)]
            self._index = _Index(revision, self._build(entries))
            log().info("index_built", revision=revision, entries=len(entries))
            return self._index


def relate(uow: UnitOfWork, build: Build) -> int:
    """Write each entry's neighbours, for the buttons under an answer; how many entries changed."""
    with uow.reading() as tx:
        entries = [faq.as_text(entry) for entry in faq.published(tx)]
    matcher = build(entries)
    related = {entry.code: _neighbours(entry, matcher) for entry in entries}
    with uow() as tx:
        changed = [e for e in faq.published(tx) if e.related != related.get(e.code, e.related)]
        for entry in changed:
            entry.related = related[entry.code]
        return len(changed)


def _neighbours(entry: FaqText, matcher: Matcher) -> list[str]:
    near = matcher.match(entry.question, limit=faq.MOST_RELATED + 2).candidates
    return [c.code for c in near if c.code != entry.code][: faq.MOST_RELATED]

"""The index in memory: built aside, swapped in one move, rebuilt when the FAQ's number rises."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import select

from bot.desk import faq
from bot.logs import log
from bot.matching.port import Context, Entries, FaqText, Improving, Match, Matcher
from bot.unit_of_work import Tx, UnitOfWork
from models import Synonym


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

    def prepare(self, text: str) -> None:
        """What a match may need from a network: outside of any unit of work."""
        (self._index or self.refresh()).matcher.prepare(text)

    def match(
        self, text: str, context: Context | None = None, *, limit: int = 5
    ) -> tuple[Match, int]:
        """What fits, and the revision of the FAQ that was searched."""
        index = self._index or self.refresh()
        return index.matcher.match(text, limit=limit, context=context), index.revision

    def current(self) -> tuple[Matcher, int]:
        """What questions are matched with, and the revision of the FAQ it was built from."""
        index = self.refresh()
        return index.matcher, index.revision

    def build(self, entries: list[FaqText]) -> Matcher:
        """A matcher as questions would meet it, were these the entries; takes its time."""
        return self._build(entries)

    def refresh(self) -> _Index:
        """Cheap when nothing changed; questions go on against the old index meanwhile."""
        with self._building:
            with self._uow.reading() as tx:
                revision = faq.revision(tx)
                if self._index is not None and self._index.revision == revision:
                    return self._index
                entries = entries_of(tx)
            self._index = _Index(revision, self._build(entries))
            log().info("index_built", revision=revision, entries=len(entries))
            return self._index

    def improve(self) -> None:
        """A second's work on what the matcher could not have at once; for a timer."""
        index = self._index
        if index is None or not isinstance(index.matcher, Improving):
            return
        better = index.matcher.improved()
        if better is index.matcher:
            return
        with self._building:
            if self._index is index:
                self._index = _Index(index.revision, better)
                log().info("meaning_ready", revision=index.revision)


def entries_of(tx: Tx) -> Entries:
    groups = tx.session.scalars(select(Synonym).order_by(Synonym.id))
    return Entries(
        (faq.as_text(entry) for entry in faq.published(tx)),
        tuple(tuple(group.words) for group in groups),
    )


def relate(uow: UnitOfWork, build: Build) -> int:
    """Write each entry's neighbours, for the buttons under an answer; how many entries changed."""
    with uow.reading() as tx:
        entries = entries_of(tx)
    matcher = build(entries)
    related = {entry.code: _neighbours(entry, matcher) for entry in entries}
    with uow() as tx:
        changed = [e for e in faq.published(tx) if e.related != related.get(e.code, e.related)]
        for entry in changed:
            entry.related = related[entry.code]
        return len(changed)


def relate_new(known: Knowledge) -> int:
    """The same for what was published since then, from the index that is there anyway."""
    with known.uow.reading() as tx:
        fresh = [faq.as_text(entry) for entry in faq.unrelated(tx)]
    if not fresh:
        return 0
    matcher, _ = known.current()
    related = {entry.code: near for entry in fresh if (near := _neighbours(entry, matcher))}
    with known.uow() as tx:
        for entry in faq.by_codes(related, tx):
            entry.related = related[entry.code]
    return len(related)


def _neighbours(entry: FaqText, matcher: Matcher) -> list[str]:
    near = matcher.match(entry.question, limit=faq.MOST_RELATED + 2).candidates
    return [c.code for c in near if c.code != entry.code][: faq.MOST_RELATED]

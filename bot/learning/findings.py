"""All that one look at the recorded questions found; nothing of it is proposed yet."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.learning.clusters import Cluster, cluster
from bot.learning.duplicates import Twins, twins
from bot.learning.facts import Recorded, blame, unanswered, unhelped
from bot.learning.signals import Failing, failing
from bot.learning.wordings import Known, Wording, wordings
from bot.matching.port import FaqText

# One person who asks again and again is no gap; nor are two who asked once.
GAP_PEOPLE = 2
GAP_QUESTIONS = 3
MOST_GAPS = 20
# An entry that failed once in two is not yet known to be bad.
FAILING_SHOWN = 5


@dataclass(frozen=True)
class Findings:
    since: datetime
    until: datetime
    questions: int
    unanswered: int
    gaps: tuple[Cluster, ...]
    wordings: tuple[Wording, ...]
    failing: tuple[Failing, ...]
    twins: tuple[Twins, ...]


@dataclass(frozen=True)
class Book:
    """The FAQ of today: its entries by row id, and what it answers a text with."""

    entries: dict[int, FaqText]
    surely: Callable[[str], int | None]


def look(
    asked: Sequence[Recorded],
    book: Book,
    *,
    since: datetime,
    until: datetime,
    settled: Collection[int] = (),
) -> Findings:
    """`settled` are questions of gaps that were decided on: they are no evidence any more."""
    meant = [one for one in asked if not one.talk]
    missing = [one for one in meant if one.id not in settled and unhelped(one)]
    known = [Known(id_, (e.question, *e.similar)) for id_, e in book.entries.items()]
    return Findings(
        since=since,
        until=until,
        questions=len(meant),
        unanswered=sum(1 for one in meant if unanswered(one)),
        gaps=tuple(gaps(missing, book.surely)),
        wordings=tuple(wordings(meant, known, book.surely)),
        failing=tuple(one for one in failing(meant) if one.shown >= FAILING_SHOWN),
        twins=tuple(twins(list(book.entries.values()))),
    )


def gaps(missing: Sequence[Recorded], surely: Callable[[str], int | None]) -> list[Cluster]:
    """Enough people asked it, and the FAQ of today does not answer it, or with what failed them."""
    large = [
        one
        for one in cluster(missing)
        if len(one.people) >= GAP_PEOPLE and one.count >= GAP_QUESTIONS
    ]
    return [one for one in large[:MOST_GAPS] if surely(one.questions[0].text) in _failed(one)]


def _failed(gap: Cluster) -> set[int | None]:
    return {None, *(entry for one in gap.questions for entry, _ in blame(one))}

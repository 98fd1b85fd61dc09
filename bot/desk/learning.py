"""The desk learns: what people asked and pressed becomes suggestions for a reviewer.

Looking takes seconds and is done before any unit of work; suggesting is a few rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from bot.desk import faq, recorded, reviews
from bot.desk.knowledge import Knowledge
from bot.llm.masking import masked
from bot.logs import log
from bot.unit_of_work import Tx
from models import FaqEntry, FaqProposal, ProposalKind, ProposalState

if TYPE_CHECKING:
    # Imported when first needed: the web process does without numpy.
    from bot.learning.clusters import Cluster
    from bot.learning.duplicates import Twins
    from bot.learning.findings import Book, Findings
    from bot.learning.wordings import Wording

ORIGIN = "learning"
# Somebody who writes the missing answer makes a new entry of it.
GAPS = (ProposalKind.GAP, ProposalKind.NEW)
WINDOW = timedelta(days=28)
# Kept as evidence: enough to read on, and to know the same gap again.
MOST_QUESTIONS = 200
MOST_SAMPLES = 5
# A gap that was turned down is suggested again when this many times as many people ask.
AGAIN = 2


@dataclass(frozen=True)
class Learnt:
    """How many suggestions were made; what is suggested already is not counted again."""

    gaps: int = 0
    wordings: int = 0
    twins: int = 0

    @property
    def total(self) -> int:
        return self.gaps + self.wordings + self.twins


def look(knowledge: Knowledge, window: timedelta = WINDOW) -> Findings:
    """What the last weeks would teach; changes nothing."""
    from bot.learning import findings

    with knowledge.uow.reading() as tx:
        since, until = tx.now - window, tx.now
        questions = recorded.between(since, until, tx)
        book = _book(knowledge, tx)
        settled = _settled(tx)
    found = findings.look(questions, book, since=since, until=until, settled=settled)
    log().info(
        "learning_looked",
        questions=found.questions,
        unanswered=found.unanswered,
        gaps=len(found.gaps),
        wordings=len(found.wordings),
        twins=len(found.twins),
    )
    return found


def suggest(found: Findings, tx: Tx) -> Learnt:
    """Into the review queue, each once."""
    tx.alone("learning")
    learnt = Learnt(
        gaps=sum(_gap(one, tx) for one in found.gaps),
        wordings=sum(_wording(one, tx) for one in found.wordings),
        twins=sum(_twins(one, tx) for one in found.twins),
    )
    log().info("learning_suggested", gaps=learnt.gaps, wordings=learnt.wordings, twins=learnt.twins)
    return learnt


def _book(knowledge: Knowledge, tx: Tx) -> Book:
    from bot.learning.findings import Book
    from bot.matching.port import Verdict

    entries = {entry.id: entry for entry in faq.published(tx)}
    ids = {entry.code: entry.id for entry in entries.values()}

    def surely(text: str) -> int | None:
        match, _ = knowledge.match(text)
        return ids.get(match.offered[0].code) if match.verdict is Verdict.ANSWER else None

    return Book({id_: faq.as_text(entry) for id_, entry in entries.items()}, surely)


def _settled(tx: Tx) -> set[int]:
    decided = select(FaqProposal.evidence).where(
        FaqProposal.kind.in_(GAPS),
        FaqProposal.origin == ORIGIN,
        FaqProposal.state != ProposalState.OPEN,
    )
    return {number for evidence in tx.session.scalars(decided) for number in _questions(evidence)}


def _questions(evidence: dict[str, Any]) -> Sequence[int]:
    return [number for number in evidence.get("questions", ()) if isinstance(number, int)]


def _gap(gap: Cluster, tx: Tx) -> bool:
    evidence = _evidence(gap, tx)
    for known in _same_gap(gap, tx):
        if known.state is ProposalState.OPEN:
            # Beside ours it holds what the queue keeps of its cards and trials.
            known.evidence = {**known.evidence, **evidence}
            return False
        if len(gap.people) < AGAIN * int(known.evidence.get("people", 0)):
            return False
    shown = samples(gap)
    if not shown:
        return False
    # The oldest question is of this gap alone, so the key is of no other.
    key = f"gap:{min(one.id for one in gap.questions)}"
    content = {"key": key, "question": shown[0], "similar": shown[1:], **_place(gap, tx)}
    made = reviews.propose(ProposalKind.GAP, None, content, evidence, ORIGIN, "", tx)
    return made is not None


def _same_gap(gap: Cluster, tx: Tx) -> list[FaqProposal]:
    """Suggested before and not answered since: the same questions, or the same words."""
    from bot.learning.clusters import same_thing

    earlier = tx.session.scalars(
        select(FaqProposal)
        .where(
            FaqProposal.kind.in_(GAPS),
            FaqProposal.origin == ORIGIN,
            FaqProposal.state.in_((ProposalState.OPEN, ProposalState.REJECTED)),
        )
        .order_by(FaqProposal.id.desc())
        .limit(500)
        .with_for_update()
    )
    here = {one.id for one in gap.questions}
    words = [one.normalised for one in gap.wordings(MOST_SAMPLES)]
    return [
        one
        for one in earlier
        if here.intersection(_questions(one.evidence))
        or same_thing(words, one.evidence.get("normalised", ()))
    ]


def _evidence(gap: Cluster, tx: Tx) -> dict[str, Any]:
    known = recorded.stations(gap.people, tx)
    return {
        "count": gap.count,
        "people": len(gap.people),
        "stations": sorted({station for station, _ in known.values()})[:MOST_QUESTIONS],
        "provinces": sorted({province for _, province in known.values()}),
        "first_at": gap.first.isoformat(),
        "last_at": gap.last.isoformat(),
        "samples": samples(gap),
        "normalised": [masked(one.normalised) for one in gap.wordings(MOST_SAMPLES)],
        "questions": sorted(one.id for one in gap.questions)[-MOST_QUESTIONS:],
        "failed": _failed_codes(gap, tx),
    }


def _failed_codes(gap: Cluster, tx: Tx) -> list[str]:
    """Entries these people were shown and complained about."""
    from bot.learning.facts import blame

    blamed = {entry for one in gap.questions for entry, _ in blame(one)}
    statement = select(FaqEntry.code).where(FaqEntry.id.in_(blamed)).order_by(FaqEntry.code)
    return list(tx.session.scalars(statement)) if blamed else []


def samples(gap: Cluster) -> list[str]:
    """Wordings that may be shown to others; none if each of them is nothing but a number."""
    from bot.learning.wordings import public

    shown = (public(one.text) for one in gap.wordings(MOST_SAMPLES * 2))
    return list(dict.fromkeys(filter(None, shown)))[:MOST_SAMPLES]


def _place(gap: Cluster, tx: Tx) -> dict[str, str]:
    """Where a new entry would likely belong: where the entries are that were nearest."""
    near = [one.nearest for one in gap.questions if one.nearest]
    entry = tx.session.get(FaqEntry, max(near, key=lambda e: (near.count(e), -e))) if near else None
    if entry is None:
        return {}
    return {"category": entry.category, "skill_group": entry.skill_group}


def _wording(wording: Wording, tx: Tx) -> bool:
    entry = faq.by_id(wording.entry, tx)
    if entry is None:
        return False
    evidence = {
        "count": wording.count,
        "people": wording.people,
        "solved": wording.solved,
        "questions": sorted(wording.questions)[-MOST_QUESTIONS:],
    }
    content = {"text": wording.text}
    made = reviews.propose(ProposalKind.PHRASING, entry, content, evidence, ORIGIN, "", tx)
    return made is not None


def _twins(pair: Twins, tx: Tx) -> bool:
    """The younger of the two is the one to go, whatever else changes: asked once, not both ways."""
    entries = faq.by_codes(pair.codes, tx)
    if len(entries) < 2:
        return False
    older, younger = sorted(entries, key=lambda entry: entry.id)
    evidence = {
        "twin": older.code,
        "wordings": list(pair.wordings),
        "wording": pair.wording,
        "answer": pair.answer,
    }
    made = reviews.propose(
        ProposalKind.ARCHIVE, younger, {"twin": older.code}, evidence, ORIGIN, "", tx
    )
    return made is not None

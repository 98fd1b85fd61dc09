"""Approve, change, reject: a suggestion is decided once, and whoever comes second is told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import select

from bot.desk import content as contents
from bot.desk import faces, faq, life, roles, trials
from bot.desk.content import Content
from bot.faq_rows import faults_of
from bot.unit_of_work import Tx
from cards.review_actions import Seen
from cards.words import review as say
from models import FaqEntry, FaqProposal, FaqStatus, ProposalKind, ProposalState, Role

# approved, rejected: done. waiting: approved as soon as the trial finds nothing wrong. late:
# somebody else was first. stale: the entry changed meanwhile. breaks, untried: to be confirmed.
# gone: the entry was archived, so the suggestion is withdrawn. unwritten: a gap without an answer.
Outcome = Literal[
    "approved",
    "rejected",
    "waiting",
    "late",
    "stale",
    "breaks",
    "untried",
    "gone",
    "unwritten",
]
# A new wording may be added although others were added meanwhile, but not if these changed.
OF_PHRASING = {"category", "question", "answer", "safety"}


@dataclass(frozen=True)
class Shown:
    """What a pressed card was about: the entry's version, and the suggestion's edition."""

    base: int
    edition: int

    @classmethod
    def now(cls, proposal: FaqProposal) -> Shown:
        return cls(proposal.base_version, faces.edition(proposal))


class Faulty(Exception):
    """What was written cannot be published; its text says why."""


def hold(proposal_id: int, tx: Tx) -> FaqProposal | None:
    """Nobody else decides it until we commit."""
    return tx.session.get(FaqProposal, proposal_id, with_for_update=True, populate_existing=True)


def approve(proposal: FaqProposal, by: str, shown: Shown, seen: Seen, tx: Tx) -> Outcome:
    """`seen` is what the pressed card said of the effects."""
    entry = _hold_entry(proposal, tx)
    if hindrance := _hindrance(proposal, entry, shown, by, tx):
        return hindrance
    if proposal.kind is ProposalKind.GAP:
        return "unwritten"
    trial = trials.outcome(proposal, entry)
    if trial is None:
        return _wait(proposal, entry, by, tx)
    if trial["state"] != "done" and seen != "untried":
        return "untried"
    if trial.get("broken_count") and seen != "breaks":
        return "breaks"
    _publish(proposal, entry, by, tx)
    return "approved"


def save(proposal: FaqProposal, by: str, shown: Shown, changes: dict[str, Any], tx: Tx) -> Outcome:
    """Another wording, published once the trial finds nothing wrong with it. Raises Faulty."""
    entry = _hold_entry(proposal, tx)
    if hindrance := _hindrance(proposal, entry, shown, by, tx):
        return hindrance
    content = {**contents.begun(proposal, entry), **changes}
    check(entry.code if entry is not None else "X", content)
    if proposal.kind is ProposalKind.GAP:
        proposal.kind = ProposalKind.NEW
        samples = proposal.content.get("samples", [])
        proposal.evidence = {"samples": samples, **proposal.evidence}
    elif proposal.kind is ProposalKind.PHRASING:
        proposal.kind = ProposalKind.EDIT
    proposal.content = {**proposal.content, **content}
    proposal.evidence = {**proposal.evidence, "edition": faces.edition(proposal) + 1}
    return _wait(proposal, entry, by, tx)


def reject(proposal: FaqProposal, by: str, reason: str, tx: Tx) -> Outcome:
    if proposal.state is not ProposalState.OPEN:
        return "late"
    entry = _hold_entry(proposal, tx)
    if entry is not None and entry.status is FaqStatus.IN_REVIEW:
        entry.move(FaqStatus.DRAFT, tx.now)
    proposal.decide(ProposalState.REJECTED, by, tx.now, reason)
    return "rejected"


def tried(proposal: FaqProposal, trial: dict[str, Any] | None, tx: Tx) -> str | None:
    """The trial is over; publishes what was waiting for it. The name of who approved, if so."""
    if proposal.state is not ProposalState.OPEN:
        return None
    entry = _hold_entry(proposal, tx)
    if not trials.store(proposal, entry, trial):
        trials.ask(proposal, entry, tx, again=True)
        return None
    waiting: str | None = proposal.evidence.get("waiting")
    if waiting is None:
        return None
    proposal.evidence = {k: v for k, v in proposal.evidence.items() if k != "waiting"}
    if not waiting.startswith(faces.OPERATOR) and not roles.may(waiting, Role.REVIEWER, tx):
        return None
    outcome = approve(proposal, waiting, Shown.now(proposal), "fine", tx)
    return waiting if outcome == "approved" else None


def check(code: str, content: Content) -> None:
    """Raises Faulty with the first thing that is wrong."""
    row = faq.row_of(code, content)
    for column, reason in faults_of(row):
        raise Faulty(f"{say.field(say.COLUMNS.get(column, column))}：{reason}")


def _hindrance(
    proposal: FaqProposal, entry: FaqEntry | None, shown: Shown, by: str, tx: Tx
) -> Outcome | None:
    if proposal.state is not ProposalState.OPEN:
        return "late"
    if entry is not None and entry.status is FaqStatus.ARCHIVED:
        proposal.decide(ProposalState.WITHDRAWN, by, tx.now, say.WITHDRAWN_NOTE)
        return "gone"
    if entry is None or not _stale(proposal, entry, shown.base, tx):
        # Somebody else has changed the suggestion itself: nobody publishes what they haven't seen.
        return None if shown.edition == faces.edition(proposal) else "stale"
    since = proposal.evidence.get("since", proposal.base_version)
    kept = {k: v for k, v in proposal.evidence.items() if k != "waiting"}
    proposal.evidence = {**kept, "since": since}
    proposal.base_version = entry.version
    trials.ask(proposal, entry, tx)
    return "stale"


def _stale(proposal: FaqProposal, entry: FaqEntry, base: int, tx: Tx) -> bool:
    """Whether the entry says other things by now than the pressed card was about."""
    if entry.version == proposal.base_version == base:
        return False
    if proposal.kind is not ProposalKind.PHRASING:
        return True
    changed = faces.since(entry, min(base, proposal.base_version), tx)
    if changed is None or changed & OF_PHRASING:
        return True
    proposal.base_version = entry.version
    return False


def _wait(proposal: FaqProposal, entry: FaqEntry | None, by: str, tx: Tx) -> Outcome:
    proposal.evidence = {**proposal.evidence, "waiting": by}
    tx.session.flush()
    trials.ask(proposal, entry, tx)
    return "waiting"


def _publish(proposal: FaqProposal, entry: FaqEntry | None, by: str, tx: Tx) -> None:
    content = contents.proposed(proposal, entry)
    if entry is not None and content is None:
        life.archive(entry, tx)
    elif content is not None:
        if entry is None:
            entry = faq.draft(_new_code(proposal, tx), f"review:{proposal.id}", tx)
            entry.move(FaqStatus.IN_REVIEW, tx.now)
        elif entry.status is FaqStatus.DRAFT:
            entry.move(FaqStatus.IN_REVIEW, tx.now)
        life.publish(entry, content, by, f"{proposal.kind.value} {proposal.id}", tx)
        proposal.entry_id = entry.id
    proposal.decide(ProposalState.APPROVED, by, tx.now)


def _new_code(proposal: FaqProposal, tx: Tx) -> str:
    """Its own, or one of ours that nobody's file has taken."""
    wished = str(proposal.content.get("code") or f"N-{proposal.id:04d}")
    taken = select(FaqEntry.code).where(FaqEntry.code.startswith(wished, autoescape=True))
    codes = set(tx.session.scalars(taken))
    ways = (f"{wished}-{number}" for number in range(2, len(codes) + 3))
    return wished if wished not in codes else next(way for way in ways if way not in codes)


def _hold_entry(proposal: FaqProposal, tx: Tx) -> FaqEntry | None:
    if proposal.entry_id is None:
        return None
    return tx.session.get(FaqEntry, proposal.entry_id, with_for_update=True, populate_existing=True)

"""Suggested changes of the FAQ: made once, decided once, by whoever may."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from bot.desk import content as contents
from bot.matching.normalise import normalise
from bot.unit_of_work import Tx
from models import FaqEntry, FaqProposal, ProposalKind, ProposalState


def propose(
    kind: ProposalKind,
    entry: FaqEntry | None,
    content: dict[str, Any],
    evidence: dict[str, Any],
    origin: str,
    created_by: str,
    tx: Tx,
) -> FaqProposal | None:
    """Ask for a change; None if it is being asked for already, or there is nothing to change.

    What a program suggests (`created_by` empty) is not suggested again once it was rejected. A
    GAP is known by `content["key"]` if it has one, everything else by what it says.
    """
    fingerprint = _fingerprint(kind, entry, content)
    tx.alone("proposal", fingerprint)
    settled = (ProposalState.OPEN,) if created_by else (ProposalState.OPEN, ProposalState.REJECTED)
    known = select(FaqProposal.id).where(
        FaqProposal.fingerprint == fingerprint, FaqProposal.state.in_(settled)
    )
    if tx.session.scalar(known.limit(1)) is not None or _changes_nothing(kind, entry, content):
        return None
    proposal = FaqProposal(
        kind=kind,
        entry_id=entry.id if entry is not None else None,
        base_version=entry.version if entry is not None else 0,
        content=content,
        evidence=evidence,
        fingerprint=fingerprint,
        origin=origin,
        state=ProposalState.OPEN,
        created_by=created_by,
        created_at=tx.now,
    )
    tx.session.add(proposal)
    tx.session.flush()
    return proposal


def _fingerprint(kind: ProposalKind, entry: FaqEntry | None, content: dict[str, Any]) -> str:
    said: object = content
    if kind is ProposalKind.PHRASING:
        said = normalise(str(content["text"]))
    elif kind is ProposalKind.GAP and content.get("key"):
        said = content["key"]
    return contents.digest([kind.value, entry.id if entry is not None else 0, said])


def _changes_nothing(kind: ProposalKind, entry: FaqEntry | None, content: dict[str, Any]) -> bool:
    if entry is None:
        return False
    if kind is ProposalKind.PHRASING:
        known = {normalise(text) for text in (entry.question, *contents.of(entry)["similar"])}
        return normalise(str(content["text"])) in known
    return kind is ProposalKind.EDIT and not contents.changes(
        contents.of(entry), {**contents.of(entry), **content}
    )

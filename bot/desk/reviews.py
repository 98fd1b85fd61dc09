"""Suggested changes of the FAQ: made once, and brought before those who may decide."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import func, select

from bot import internal, timers
from bot.desk import content as contents
from bot.desk import faces, roles, trials
from bot.feishu.port import Address
from bot.internal import Internal
from bot.matching.normalise import normalise
from bot.unit_of_work import Tx
from cards.review_queue import QueueRow, QueueView, queue_card
from cards.words import review as say
from models import FaqEntry, FaqProposal, Inbound, ProposalKind, ProposalState, Role, Timer

NUDGE = "faq.nudge"
# What programs suggest comes in numbers: it is gathered, and reviewers are told once a day.
GATHER = timedelta(minutes=10)
NUDGE_EVERY = timedelta(hours=24)
PAGE = 6


def propose(
    kind: ProposalKind,
    entry: FaqEntry | None,
    content: dict[str, Any],
    evidence: dict[str, Any],
    origin: str,
    created_by: str,
    tx: Tx,
    *,
    push: bool = True,
) -> FaqProposal | None:
    """Ask for a change; None if it is being asked for already, or there is nothing to change.

    What a program suggests (`created_by` empty) is not suggested again once it was rejected. A
    GAP is known by `content["key"]` if it has one, everything else by what it says. A person's
    suggestion is shown to reviewers at once, unless there are many of them (`push`).
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
    if created_by and push:
        trials.ask(proposal, entry, tx)
        for reviewer in roles.holders(Role.REVIEWER, tx):
            faces.show(Address("open_id", reviewer), proposal, tx)
    else:
        _nudge_later(tx)
    return proposal


def queue(page: int, tx: Tx) -> QueueView:
    """One page of what is open, the oldest first; the nearest one to the page asked for."""
    opened = FaqProposal.state == ProposalState.OPEN
    total = tx.session.scalar(select(func.count(FaqProposal.id)).where(opened)) or 0
    pages = max(1, -(-total // PAGE))
    page = min(max(1, page), pages)
    found = tx.session.scalars(
        select(FaqProposal)
        .where(opened)
        .order_by(FaqProposal.created_at, FaqProposal.id)
        .offset((page - 1) * PAGE)
        .limit(PAGE)
    )
    return QueueView(tuple(_row(proposal, tx) for proposal in found), page, pages, total)


def nudge(tx: Tx) -> None:
    """The queue to every reviewer, if anything is in it."""
    view = queue(1, tx)
    if not view.total:
        return
    for reviewer in roles.holders(Role.REVIEWER, tx):
        tx.send(Address("open_id", reviewer), queue_card(view), fallback=say.FALLBACK)


def _nudge_later(tx: Tx) -> None:
    tx.alone(NUDGE)
    if tx.session.get(Timer, NUDGE) is not None:
        return
    # A range of the unique key: the inbox is too long to be searched by the kind of its events.
    before, behind = f"timer:{NUDGE}:", f"timer:{NUDGE};"
    last = tx.session.scalar(
        select(func.max(Inbound.received_at)).where(
            Inbound.app_id == internal.APP, Inbound.key >= before, Inbound.key < behind
        )
    )
    due = max(tx.now + GATHER, last + NUDGE_EVERY) if last else tx.now + GATHER
    timers.set_timer(NUDGE, due, Internal(NUDGE, trials.LANE, {}), tx)


def _row(proposal: FaqProposal, tx: Tx) -> QueueRow:
    shown = faces.view(proposal, tx)
    wording = proposal.content.get("text")
    told = say.asked_by(times=shown.times, stations=shown.stations) or say.made_by(
        shown.created_by, shown.created_at
    )
    return QueueRow(proposal.id, shown.kind, str(wording or shown.title), told)


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

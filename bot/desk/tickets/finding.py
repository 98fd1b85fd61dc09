"""Which tickets to show to whom: one's own, an agent's, a group's, a station's, similar ones."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import timedelta

from sqlalchemy import select

from bot.desk.tickets.similar import ALIKE, likeness
from bot.unit_of_work import Tx
from models import AgentSkill, Recognition, RecognitionState, Ticket, TicketAttachment, TicketState
from models.ticket_state import OPEN, UNFINISHED

SIMILAR_WITHIN = timedelta(days=180)
COMPARED = 200


def of_requester(
    open_id: str, tx: Tx, *, unfinished: bool = False, limit: int = 20
) -> list[Ticket]:
    """我的工单, latest first."""
    wanted = select(Ticket).where(Ticket.requester == open_id)
    if unfinished:
        wanted = wanted.where(Ticket.state.in_(UNFINISHED))
    return list(tx.session.scalars(wanted.order_by(Ticket.id.desc()).limit(limit)))


def of_agent(person: str, tx: Tx) -> list[Ticket]:
    """What they own and have not finished, the next broken promise first."""
    wanted = select(Ticket).where(Ticket.assignee == person, Ticket.state.in_(UNFINISHED))
    return sorted(tx.session.scalars(wanted), key=_by_need)


def of_expert(person: str, tx: Tx) -> list[Ticket]:
    """Open ones that they were called to."""
    wanted = select(Ticket).where(Ticket.state.in_(OPEN), Ticket.tier > 1).order_by(Ticket.id)
    called = tx.session.scalars(wanted)
    return [t for t in called if any(e["person"] == person for e in t.experts)]


def waiting_for(person: str, tx: Tx, *, limit: int = 20) -> list[Ticket]:
    """What an agent could claim: the queues of their groups, in order."""
    mine = select(AgentSkill.group_code).where(AgentSkill.person_id == person)
    return _queued(list(tx.session.scalars(mine)), tx, limit)


def board(groups: Collection[str], tx: Tx) -> list[Ticket]:
    """The lead's: everything unfinished of some groups, or of all where none is named."""
    wanted = select(Ticket).where(Ticket.state.in_(UNFINISHED))
    if groups:
        wanted = wanted.where(Ticket.skill_group.in_(groups))
    return sorted(tx.session.scalars(wanted), key=_by_need)


def open_at(station: str | None, tx: Tx, *, but: int = 0) -> list[Ticket]:
    if station is None:
        return []
    wanted = select(Ticket).where(
        Ticket.station_code == station, Ticket.state.in_(OPEN), Ticket.id != but
    )
    return list(tx.session.scalars(wanted.order_by(Ticket.opened_at)))


def solved_like(ticket: Ticket, tx: Tx, *, limit: int = 3) -> list[Ticket]:
    """Tickets of the same group with a solution and similar words, the likest first."""
    recent = tx.session.scalars(
        select(Ticket)
        .where(
            Ticket.skill_group == ticket.skill_group,
            Ticket.resolved_at > tx.now - SIMILAR_WITHIN,
            Ticket.solution != "",
            Ticket.id != ticket.id,
        )
        .order_by(Ticket.resolved_at.desc())
        .limit(COMPARED)
    )
    scored = [(likeness(ticket.description, other.description), other) for other in recent]
    found = sorted((s for s in scored if s[0] >= ALIKE / 2), key=lambda s: (-s[0], -s[1].id))
    return [other for _, other in found[:limit]]


def words_in_pictures(ticket: Ticket, tx: Tx) -> list[str]:
    """What was read in the ticket's pictures and heard in its clips."""
    rows = tx.session.scalars(
        select(Recognition.text)
        .join(TicketAttachment, TicketAttachment.recognition_id == Recognition.id)
        .where(TicketAttachment.ticket_id == ticket.id, Recognition.state == RecognitionState.READ)
        .order_by(Recognition.id)
    )
    return list(rows)


def _queued(groups: Sequence[str], tx: Tx, limit: int) -> list[Ticket]:
    return list(
        tx.session.scalars(
            select(Ticket)
            .where(Ticket.state == TicketState.QUEUED, Ticket.skill_group.in_(groups))
            .order_by(Ticket.priority, Ticket.opened_at, Ticket.id)
            .limit(limit)
        )
    )


def _by_need(ticket: Ticket) -> tuple[bool, float, str, int]:
    due = ticket.due_at
    return (due is None, due.timestamp() if due else 0.0, ticket.priority.value, ticket.id)

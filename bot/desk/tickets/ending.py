"""The end, and what comes after it: solved, confirmed, reopened, cancelled, merged, linked."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from bot.desk import roster
from bot.desk.tickets import gathering, opening, policies
from bot.desk.tickets.assigning import accept_silently, place, require_reason
from bot.desk.tickets.ledger import locked, moved, record, since
from bot.desk.tickets.outcome import Outcome, before, finish
from bot.desk.tickets.people import DESK, Actor, ActorKind, concerns
from bot.desk.tickets.refusals import Refused, Why
from bot.desk.tickets.working import require_worker
from bot.unit_of_work import Tx
from models import Agent, Move, Ticket, TicketEventKind, TicketState
from models.ticket_state import OPEN

K = TicketEventKind


def resolve(
    ticket_id: int,
    by: Actor,
    tx: Tx,
    *,
    solution: str,
    cause: str = "",
    fields: dict[str, Any] | None = None,
) -> Outcome:
    """With what its category asks for; open children end with it. Raises Refused."""
    # The children are locked as well: whoever locks several tickets queues with who assigns.
    ticket = locked(ticket_id, tx, assigning=True)
    require_worker(ticket, by)
    given = {**ticket.fields, **(fields or {})}
    _require_fields(ticket, {**given, "solution": solution, "cause": cause}, tx)
    was = before(ticket)
    accept_silently(ticket, by, tx)
    _resolve(ticket, by, tx, solution=solution, cause=cause, fields=given)
    for child in children(ticket, tx):
        under = locked(child.id, tx)
        if under.state in OPEN:
            child_was = before(under)
            _resolve(under, by, tx, solution=solution, cause=cause, parent=ticket.id)
            finish(under, child_was, tx)
    return finish(ticket, was, tx)


def confirm(ticket_id: int, by: Actor, tx: Tx) -> Outcome:
    """已解决: by who asked. Pressing twice changes nothing. Raises Refused."""
    ticket = locked(ticket_id, tx)
    if not concerns(by, ticket):
        raise Refused(Why.NOT_YOURS)
    was = before(ticket)
    if ticket.state is not TicketState.CLOSED:
        changes = moved(ticket, Move.CLOSE, closed_at=tx.now)
        record(ticket, K.CONFIRMED, by, tx, changes=changes)
    return finish(ticket, was, tx)


def close(ticket_id: int, by: Actor, tx: Tx, *, reason: str = "") -> Outcome:
    """Without the person's word: nobody answered in time, or a lead says so. Raises Refused."""
    ticket = locked(ticket_id, tx)
    if by.kind not in (ActorKind.DESK, ActorKind.LEAD):
        raise Refused(Why.NOT_YOURS)
    was = before(ticket)
    changes = moved(ticket, Move.CLOSE, closed_at=tx.now)
    record(ticket, K.CLOSED, by, tx, changes=changes, details={"reason": reason})
    return finish(ticket, was, tx)


def cancel(ticket_id: int, by: Actor, tx: Tx, *, reason: str = "") -> Outcome:
    """By who asked, or by a lead with a reason. Raises Refused."""
    ticket = locked(ticket_id, tx)
    if by.open_id != ticket.requester:
        if by.kind is not ActorKind.LEAD:
            raise Refused(Why.NOT_YOURS)
        require_reason(reason)
    was = before(ticket)
    changes = moved(ticket, Move.CANCEL, closed_at=tx.now, waiting_since=None)
    record(ticket, K.CANCELLED, by, tx, changes=changes, details={"reason": reason})
    return finish(ticket, was, tx)


def reopen(ticket_id: int, by: Actor, reason: str, tx: Tx) -> Outcome:
    """还没好. Within the days of the policy the ticket goes on, with the owner it had if they are
    on duty; later a new one is opened that leads back to it. Raises Refused."""
    tx.alone("assigning")
    ticket = locked(ticket_id, tx)
    if not concerns(by, ticket) and not by.of_the_desk:
        raise Refused(Why.NOT_YOURS)
    if ticket.state not in (TicketState.RESOLVED, TicketState.CLOSED):
        raise Refused(Why.WRONG_STATE, state=ticket.state)
    if reason.strip():
        gathering.add_line(ticket, tx, side="user", author=by.open_id or by.id, text=reason)
    if since(ticket.resolved_at, tx) > policies.sla(tx).rules.reopen.total_seconds():
        return opening.open_follow_up(ticket, reason, by, tx).outcome
    was = before(ticket)
    owner = _still_there(ticket, tx)
    changes = moved(
        ticket,
        Move.REOPEN,
        assignee=owner,
        assigned_at=tx.now if owner else None,
        accepted_at=None,
        queued_at=tx.now,
        reopens=ticket.reopens + 1,
        resolved_at=None,
        closed_at=None,
        tier=1,
        escalated_at=None,
        unanswered_since=tx.now,
        declined_by=[],
        reach=0,
    )
    record(ticket, K.REOPENED, by, tx, changes=changes, details={"reason": reason})
    if owner is None:
        place(ticket, DESK, tx)
    return finish(ticket, was, tx)


def merge(ticket_id: int, by: Actor, into: int, tx: Tx) -> Outcome:
    """It was the same trouble: it ends in the other, whose watchers its requester joins.
    Raises Refused."""
    if ticket_id == into:
        raise Refused(Why.SAME_TICKET)
    ticket, other = locked(ticket_id, tx, assigning=True), locked(into, tx)
    if not by.of_the_desk:
        raise Refused(Why.NOT_AN_AGENT)
    if other.state not in OPEN:
        raise Refused(Why.WRONG_STATE, state=other.state)
    was, other_was = before(ticket), before(other)
    changes = moved(ticket, Move.MERGE, merged_into=other.id, closed_at=tx.now, waiting_since=None)
    record(ticket, K.MERGED, by, tx, changes=changes)
    others = (ticket.requester, *ticket.watchers)
    new = [p for p in dict.fromkeys(others) if p not in (other.requester, *other.watchers)]
    record(
        other,
        K.ABSORBED,
        by,
        tx,
        changes={"watchers": [*other.watchers, *new]},
        details={"ticket": ticket.id},
    )
    finish(other, other_was, tx)
    return finish(ticket, was, tx)


def link_child(child_id: int, by: Actor, parent_id: int, tx: Tx) -> Outcome:
    """One fault at many stations: the children end with their parent. Raises Refused."""
    if child_id == parent_id:
        raise Refused(Why.SAME_TICKET)
    child, parent = locked(child_id, tx, assigning=True), locked(parent_id, tx)
    if not by.of_the_desk:
        raise Refused(Why.NOT_AN_AGENT)
    if parent.parent_id is not None or children(child, tx):
        raise Refused(Why.CHILDREN_OPEN)
    was = before(child)
    if child.parent_id != parent.id:
        record(child, K.LINKED, by, tx, changes={"parent_id": parent.id})
    return finish(child, was, tx)


def children(ticket: Ticket, tx: Tx) -> list[Ticket]:
    wanted = select(Ticket).where(Ticket.parent_id == ticket.id).order_by(Ticket.id)
    return list(tx.session.scalars(wanted))


def resolve_silent(ticket: Ticket, tx: Tx) -> None:
    """The person never answered: the chain ends it; they can still reopen it."""
    _resolve(ticket, DESK, tx, solution="", cause="no_answer")


def _resolve(
    ticket: Ticket,
    by: Actor,
    tx: Tx,
    *,
    solution: str,
    cause: str,
    fields: dict[str, Any] | None = None,
    parent: int | None = None,
) -> None:
    more = {} if fields is None or fields == ticket.fields else {"fields": fields}
    changes = moved(
        ticket,
        Move.RESOLVE,
        resolved_at=tx.now,
        solution=solution,
        cause=cause,
        # To be told the solution is an answer.
        first_response_at=ticket.first_response_at or tx.now,
        unanswered_since=None,
        waiting_since=None,
        **more,
    )
    record(ticket, K.RESOLVED, by, tx, changes=changes, details={"parent": parent})


def _require_fields(ticket: Ticket, given: dict[str, Any], tx: Tx) -> None:
    own = {
        "category": ticket.category,
        "device": ticket.device,
        "station_code": ticket.station_code,
    }
    wanted = policies.sla(tx).rules.required_for(ticket.category)
    lacking = [name for name in wanted if not str(given.get(name) or own.get(name) or "").strip()]
    if lacking:
        raise Refused(Why.FIELD_MISSING, fields=lacking)


def _still_there(ticket: Ticket, tx: Tx) -> str | None:
    agent = tx.session.get(Agent, ticket.assignee) if ticket.assignee else None
    if agent is None or not agent.active:
        return None
    return agent.person_id if roster.on_duty([agent.person_id], tx.now, tx) else None

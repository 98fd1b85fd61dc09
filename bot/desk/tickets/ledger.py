"""The one way a ticket changes: an event is written, and the row follows from it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select

from bot import internal
from bot.desk.tickets import chain
from bot.desk.tickets.people import Actor
from bot.desk.tickets.refusals import Refused, Why
from bot.internal import Internal
from bot.unit_of_work import Tx
from models import IllegalMove, Move, Ticket, TicketEvent, TicketEventKind
from models.ticket_state import target

NEWS = "ticket.news"
# Among a ticket's own fields those of the desk begin with a line; they are not shown.
HINT_GROUP = "_hint_group"
URGED_AT = "_urged_at"


def lane_of(ticket_id: int) -> str:
    """What concerns one ticket is worked one after another."""
    return f"ticket:{ticket_id}"


def locked(ticket_id: int, tx: Tx, *, assigning: bool = False) -> Ticket:
    """The ticket, ours until the commit.

    Whoever may give it an owner, or locks several, says `assigning` and stands in one queue with
    all who do so: two tickets must not both take an agent's last free place, and nobody may wait
    for somebody who waits for them. That lock comes first, always. Raises Refused.
    """
    if assigning:
        tx.alone("assigning")
    ticket = tx.session.get(Ticket, ticket_id, with_for_update=True, populate_existing=True)
    if ticket is None:
        raise Refused(Why.NO_SUCH_TICKET)
    return ticket


def moved(ticket: Ticket, move: Move, **after: Any) -> dict[str, Any]:
    """The changes of a move, its new state among them. Raises Refused."""

    def will(name: str) -> Any:
        return after.get(name, getattr(ticket, name))

    try:
        state = target(
            ticket.state,
            move,
            tier=will("tier"),
            owned=will("assignee") is not None,
            accepted=will("accepted_at") is not None,
        )
    except IllegalMove as wrong:
        raise Refused(Why.WRONG_STATE, state=ticket.state, owner=ticket.assignee) from wrong
    return {"state": state, **after}


def record(
    ticket: Ticket,
    kind: TicketEventKind,
    by: Actor,
    tx: Tx,
    *,
    changes: dict[str, Any] | None = None,
    details: dict[str, Any] | None = None,
) -> TicketEvent:
    """Write the event, let the row follow, and post the news of it for whoever draws cards."""
    changes = dict(changes or {})
    if by.of_the_desk:
        changes["touched_at"] = tx.now
    event = TicketEvent(
        ticket_id=ticket.id,
        seq=ticket.seq + 1,
        kind=kind,
        actor_kind=by.kind.value,
        actor=by.id,
        source=_source(tx),
        at=tx.now,
        changes={name: chain.plain(value) for name, value in changes.items()},
        details={name: chain.plain(value) for name, value in (details or {}).items()},
        prev=ticket.head,
    )
    event.hash = chain.digest(event)
    tx.session.add(event)
    for name, value in changes.items():
        setattr(ticket, name, value)
    ticket.seq, ticket.head = event.seq, event.hash
    tx.session.flush()
    _post_news(event, tx)
    return event


def events_of(ticket_id: int, tx: Tx, *, after: int = 0) -> list[TicketEvent]:
    return list(
        tx.session.scalars(
            select(TicketEvent)
            .where(TicketEvent.ticket_id == ticket_id, TicketEvent.seq > after)
            .order_by(TicketEvent.seq)
        )
    )


def unread(ticket: Ticket, tx: Tx) -> list[TicketEvent]:
    """What nobody has been told of yet; it counts as told from now on."""
    news = events_of(ticket.id, tx, after=ticket.told_seq)
    ticket.told_seq = ticket.seq
    tx.session.flush()
    return news


def verify(ticket_id: int, tx: Tx) -> None:
    """Raises chain.BrokenChain."""
    chain.verify(tx.session.get_one(Ticket, ticket_id), events_of(ticket_id, tx))


def since(moment: datetime | None, tx: Tx) -> float:
    """Seconds from a moment until now; none gone by where there was no such moment."""
    return (tx.now - moment).total_seconds() if moment else 0.0


def _source(tx: Tx) -> str:
    """From where: the key of the push, click or timer that is being worked on."""
    return f"{tx.origin.kind.value}:{tx.origin.key}"[:160] if tx.origin else "desk"


def _post_news(event: TicketEvent, tx: Tx) -> None:
    """Once a unit of work and ticket: whoever hears of it finds all that was committed with it."""
    told: set[int] = tx.session.info.setdefault("ticket_news", set())
    if event.ticket_id in told:
        return
    told.add(event.ticket_id)
    payload = {"ticket": event.ticket_id, "seq": event.seq}
    internal.post(
        Internal(NEWS, lane_of(event.ticket_id), payload), f"news:{event.ticket_id}:{event.seq}", tx
    )

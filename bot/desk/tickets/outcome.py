"""What a rule hands back, and what must be done after every rule."""

from __future__ import annotations

from dataclasses import dataclass

from bot import internal
from bot.desk.tickets import clockwork
from bot.internal import Internal
from bot.unit_of_work import Tx
from models import Ticket, TicketEvent, TicketEventKind
from models.ticket_state import BUSY


@dataclass(frozen=True)
class Outcome:
    """The ticket as it is now and the events that led there; cards are drawn from these."""

    ticket: Ticket
    events: tuple[TicketEvent, ...]

    @property
    def kinds(self) -> tuple[TicketEventKind, ...]:
        return tuple(event.kind for event in self.events)

    @property
    def last(self) -> TicketEvent:
        return self.events[-1]


@dataclass(frozen=True)
class Before:
    """How the ticket was before the rule: taken first, given back to `finish`."""

    seq: int
    busy: str | None


def before(ticket: Ticket) -> Before:
    return Before(ticket.seq, ticket.assignee if ticket.state in BUSY else None)


def finish(ticket: Ticket, was: Before, tx: Tx) -> Outcome:
    """Clocks and timer are set, and whoever has room now is given what waits."""
    if ticket.seq != was.seq:
        clockwork.wind(ticket, tx)
        busy = ticket.assignee if ticket.state in BUSY else None
        if was.busy is not None and busy != was.busy:
            make_room(f"{ticket.id}:{ticket.seq}", tx)
    return Outcome(ticket, clockwork.events_since(ticket, was.seq, tx))


def make_room(key: str, tx: Tx) -> None:
    """Somebody may have room: the queue is looked at, after what is being done here."""
    internal.post(Internal(clockwork.ROOM, clockwork.ROUTING_LANE, {}), f"room:{key}", tx)

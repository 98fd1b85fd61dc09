"""Where a ticket stands in the queue, and when somebody will come: said only if it is known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from statistics import median

from sqlalchemy import func, or_, select

from bot.desk import roster
from bot.desk.tickets import agents
from bot.desk.tickets.routing import AgentView
from bot.unit_of_work import Tx
from models import Ticket, TicketState

SAMPLES = 50
FEWEST = 5
RECENT = timedelta(days=14)
ROUND_TO = (1, 2, 3, 5, 8, 10, 15, 20, 30, 45, 60, 90, 120)


@dataclass(frozen=True)
class Expectation:
    """`ahead` are those before it. `minutes` is None where too little is known to promise
    anything; `opens_at` is set while nobody of the group is there."""

    ahead: int
    on_duty: int
    minutes: int | None
    opens_at: datetime | None


def expectation(ticket: Ticket, tx: Tx) -> Expectation:
    there = [v for v in agents.views(tx, within={ticket.skill_group}) if v.on_duty]
    ahead = position(ticket, tx)
    if not there:
        return Expectation(ahead, 0, None, roster.opens_at(ticket.skill_group, tx))
    return Expectation(ahead, len(there), _minutes(ticket, ahead, _places(there), tx), None)


def position(ticket: Ticket, tx: Tx) -> int:
    """How many of its group come first: more urgent, or older."""
    if ticket.state is not TicketState.QUEUED:
        return 0
    count = tx.session.scalar(
        select(func.count())
        .select_from(Ticket)
        .where(
            Ticket.state == TicketState.QUEUED,
            Ticket.skill_group == ticket.skill_group,
            or_(
                Ticket.priority < ticket.priority,
                (Ticket.priority == ticket.priority) & (Ticket.opened_at < ticket.opened_at),
                (Ticket.priority == ticket.priority)
                & (Ticket.opened_at == ticket.opened_at)
                & (Ticket.id < ticket.id),
            ),
        )
    )
    return count or 0


def service_time(group: str, tx: Tx) -> timedelta | None:
    """The median of the group's latest tickets, from acceptance to solution; None if there are
    too few. Whoever waited for the person is no measure of how fast we are."""
    rows = tx.session.execute(
        select(Ticket.accepted_at, Ticket.resolved_at)
        .where(
            Ticket.skill_group == group,
            Ticket.resolved_at > tx.now - RECENT,
            Ticket.accepted_at.is_not(None),
            Ticket.reopens == 0,
        )
        .order_by(Ticket.resolved_at.desc())
        .limit(SAMPLES)
    ).all()
    spans = [done - begun for begun, done in rows if begun and done and done >= begun]
    if len(spans) < FEWEST:
        return None
    return timedelta(seconds=median(span.total_seconds() for span in spans))


def _places(there: list[AgentView]) -> tuple[int, int]:
    """Places in all, and free ones."""
    free = sum(max(0, view.capacity - view.load) for view in there)
    return sum(view.capacity for view in there), free


def _minutes(ticket: Ticket, ahead: int, places: tuple[int, int], tx: Tx) -> int | None:
    """A place becomes free every service time divided by the number of places."""
    total, free = places
    if not total:
        return None
    if ahead < free:
        return ROUND_TO[0]
    typical = service_time(ticket.skill_group, tx)
    if typical is None:
        return None
    wait = typical / total * (ahead - free + 1)
    exact = ceil(wait / timedelta(minutes=1))
    return next((step for step in ROUND_TO if step >= exact), ROUND_TO[-1])

"""A ticket's clocks and its one timer, set anew after everything that happens to it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from bot import timers
from bot.desk.tickets import clocks, ledger, policies
from bot.desk.tickets.chain import Moment, replay
from bot.desk.tickets.clocks import PROMISES, ClockName, Cycle
from bot.desk.tickets.policies import Ruling
from bot.desk.tickets.sla import SlaRules
from bot.desk.tickets.steps import Allowance, Done, Outlook, look
from bot.internal import Internal
from bot.unit_of_work import Tx
from models import Ticket, TicketClock, TicketEvent, TicketEventKind
from models.ticket_state import UNFINISHED

CHECK = "ticket.check"
ROOM = "ticket.room"
ROUTING_LANE = "desk:routing"


@dataclass(frozen=True)
class Reading:
    """A ticket's clocks at one moment, under the present policy."""

    ruling: Ruling[SlaRules]
    cycles: dict[ClockName, list[Cycle]]
    allowances: dict[ClockName, Allowance]
    outlook: Outlook

    def current(self, name: ClockName) -> Cycle | None:
        """The running one, or one that rests."""
        last = self.cycles[name][-1:]
        return last[0] if last and last[0].stopped_at is None else None

    def due_at(self, name: ClockName) -> datetime | None:
        cycle, allowance = self.current(name), self.allowances.get(name)
        if cycle is None or allowance is None:
            return None
        return cycle.reached(allowance.allowed, allowance.hours)


def key_of(ticket_id: int) -> str:
    return f"ticket:{ticket_id}"


def reading(ticket: Ticket, tx: Tx) -> Reading:
    events = ledger.events_of(ticket.id, tx)
    moments = list(replay(events))
    ruling = policies.sla(tx)
    allowances = ruling.rules.allowances(ticket.priority.value, ticket.category)
    cycles = {name: clocks.read(name, moments) for name in ClockName}
    outlook = look(
        (cycle for found in cycles.values() for cycle in found),
        ruling.rules.steps,
        allowances,
        priority=ticket.priority.value,
        done=_done(moments),
        now=tx.now,
    )
    return Reading(ruling, cycles, allowances, outlook)


def wind(ticket: Ticket, tx: Tx) -> Reading | None:
    """Read the clocks, keep what they say, and set the timer; None once the ticket is finished."""
    read = reading(ticket, tx)
    _keep_clocks(ticket, read, tx)
    if ticket.state not in UNFINISHED:
        ticket.next_check_at = ticket.due_at = None
        timers.cancel(key_of(ticket.id), tx)
        tx.session.flush()
        return None
    ticket.due_at = min(filter(None, map(read.due_at, PROMISES)), default=None)
    latest = tx.now + read.ruling.rules.patrol
    soonest = tx.now if read.outlook.due else read.outlook.next_at or latest
    set_check(ticket, min(soonest, latest), tx)
    return read


def set_check(ticket: Ticket, at: datetime, tx: Tx) -> None:
    ticket.next_check_at = at
    event = Internal(CHECK, ledger.lane_of(ticket.id), {"ticket": ticket.id})
    timers.set_timer(key_of(ticket.id), at, event, tx)


def spent_seconds(cycle: Cycle, allowance: Allowance, now: datetime) -> float:
    return cycle.spent(allowance.hours, now) / timedelta(seconds=1)


def _done(moments: Iterable[Moment]) -> Done:
    return frozenset(
        (m.details["clock"], m.details["cycle"], m.details["step"], m.details["turn"])
        for m in moments
        if m.kind is TicketEventKind.STEPPED
    )


def _keep_clocks(ticket: Ticket, read: Reading, tx: Tx) -> None:
    kept = {
        (row.name, row.cycle): row
        for row in tx.session.scalars(select(TicketClock).where(TicketClock.ticket_id == ticket.id))
    }
    for name in PROMISES:
        allowance = read.allowances.get(name)
        for cycle in read.cycles[name] if allowance else ():
            row = kept.get((name.value, cycle.number))
            if row is None:
                row = TicketClock(ticket_id=ticket.id, name=name.value, cycle=cycle.number)
                tx.session.add(row)
            elif row.stopped_at is not None and cycle.stopped_at is not None:
                continue  # what is over was judged by the policy of its day
            assert allowance is not None
            _write(row, cycle, allowance, read.ruling.version, tx)


def _write(row: TicketClock, cycle: Cycle, allowance: Allowance, version: int, tx: Tx) -> None:
    due = cycle.reached(allowance.allowed, allowance.hours)
    row.started_at, row.stopped_at = cycle.started_at, cycle.stopped_at
    row.allowed_seconds = allowance.allowed / timedelta(seconds=1)
    row.spent_seconds = spent_seconds(cycle, allowance, cycle.stopped_at or tx.now)
    row.due_at, row.policy_version = due, version
    if row.missed_at is None and due is not None and due <= (cycle.stopped_at or tx.now):
        row.missed_at = due


def events_since(ticket: Ticket, seq: int, tx: Tx) -> tuple[TicketEvent, ...]:
    return tuple(ledger.events_of(ticket.id, tx, after=seq))

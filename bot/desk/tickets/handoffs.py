"""At the end of a shift: what is open is offered to whoever stays, and moves when they accept."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from bot import internal, timers
from bot.desk import roster
from bot.desk.tickets import assigning
from bot.desk.tickets.ledger import locked
from bot.desk.tickets.outcome import before, finish, make_room
from bot.desk.tickets.people import Actor
from bot.desk.tickets.recipients import next_on_shift
from bot.desk.tickets.refusals import Refused, Why
from bot.internal import Internal
from bot.unit_of_work import Tx
from models import Agent, HandoffState, ShiftHandoff, Ticket, TicketEventKind
from models.ticket_state import OPEN

TICK = "roster.tick"
OFFERED = "roster.handoff"
LATE = "roster.handoff_late"
LANE = "desk:roster"
KEY = "desk:roster"
AT_LEAST_EVERY = timedelta(minutes=15)
ANSWER_WITHIN = timedelta(minutes=10)


def tick(tx: Tx) -> list[ShiftHandoff]:
    """A shift has ended or begun: offer what is left, give what waits, and set the next tick."""
    offered = offer(tx)
    make_room(f"roster:{tx.now.timestamp()}", tx)
    set_tick(tx)
    return offered


def set_tick(tx: Tx) -> None:
    people = list(tx.session.scalars(select(Agent.person_id).where(Agent.active.is_(True))))
    planned = roster.plan(people, tx.now, tx.now + AT_LEAST_EVERY, tx)
    edges = (e for spans in planned.values() for p in spans for e in (p.starts_at, p.ends_at))
    soonest = min((edge for edge in edges if edge > tx.now), default=tx.now + AT_LEAST_EVERY)
    due = min(soonest, tx.now + AT_LEAST_EVERY)
    timers.set_timer(KEY, due, Internal(TICK, LANE, {}), tx)


def left_behind(tx: Tx) -> dict[str, list[Ticket]]:
    """Open tickets of those who are not on duty, by owner."""
    owned = tx.session.scalars(
        select(Ticket)
        .where(Ticket.state.in_(OPEN), Ticket.assignee.is_not(None))
        .order_by(Ticket.priority, Ticket.opened_at)
    ).all()
    owners = {str(ticket.assignee) for ticket in owned}
    there = roster.on_duty(owners, tx.now, tx)
    found: dict[str, list[Ticket]] = {}
    for ticket in owned:
        if ticket.assignee not in there:
            found.setdefault(str(ticket.assignee), []).append(ticket)
    return found


def offer(tx: Tx) -> list[ShiftHandoff]:
    """Each list once a shift. Where nobody is there to take it, the ticket's own chain goes on."""
    made = []
    for giver, tickets in left_behind(tx).items():
        ended_at = _ended_at(giver, tx)
        takers: dict[str, list[str]] = {}
        for ticket in tickets:
            taker = next_on_shift(ticket, tx)
            if taker is not None and roster.on_duty([taker], tx.now, tx):
                takers.setdefault(taker, []).append(str(ticket.id))
        if not _offered(giver, ended_at, tx):
            made += [_make(giver, taker, named, ended_at, tx) for taker, named in takers.items()]
    return made


def accept(handoff_id: int, by: Actor, tx: Tx) -> list[Ticket]:
    """What moved: a ticket that was solved or taken meanwhile stays where it is. Raises Refused."""
    tx.alone("assigning")
    handoff = _asked(handoff_id, by, tx)
    if handoff.state is HandoffState.ACCEPTED:
        return []
    _decide(handoff, HandoffState.ACCEPTED, tx)
    moved = []
    for number in sorted(map(int, handoff.tickets)):
        ticket = locked(number, tx)
        if ticket.state in OPEN and ticket.assignee == handoff.giver:
            was = before(ticket)
            assigning.assign(
                ticket,
                handoff.taker,
                TicketEventKind.TRANSFERRED,
                by,
                tx,
                {"from": handoff.giver, "agent": handoff.taker, "handoff": handoff.id},
            )
            assigning.accept_silently(ticket, by, tx)
            finish(ticket, was, tx)
            moved.append(ticket)
    return moved


def decline(handoff_id: int, by: Actor, tx: Tx) -> ShiftHandoff:
    """The lead hears of it: the list has to go to somebody else. Raises Refused."""
    handoff = _asked(handoff_id, by, tx)
    if handoff.state is HandoffState.OFFERED:
        _decide(handoff, HandoffState.DECLINED, tx)
        _tell(LATE, handoff, tx)
    return handoff


def late(handoff_id: int, tx: Tx) -> ShiftHandoff | None:
    """Nobody answered; None if somebody did."""
    handoff = tx.session.get(ShiftHandoff, handoff_id)
    return handoff if handoff and handoff.state is HandoffState.OFFERED else None


def _asked(handoff_id: int, by: Actor, tx: Tx) -> ShiftHandoff:
    handoff = tx.session.get(ShiftHandoff, handoff_id, with_for_update=True, populate_existing=True)
    if handoff is None or handoff.taker != by.id:
        raise Refused(Why.NOT_YOURS)
    return handoff


def _ended_at(person: str, tx: Tx) -> datetime:
    spans = roster.plan([person], tx.now - roster.A_DAY, tx.now, tx)[person]
    return max((s.ends_at for s in spans if s.ends_at <= tx.now), default=_midnight(tx.now))


def _midnight(now: datetime) -> datetime:
    return now.replace(hour=0, minute=0, second=0, microsecond=0)


def _offered(giver: str, ended_at: datetime, tx: Tx) -> bool:
    known = select(ShiftHandoff.id).where(
        ShiftHandoff.giver == giver, ShiftHandoff.shift_ended_at == ended_at
    )
    return tx.session.scalar(known.limit(1)) is not None


def _make(giver: str, taker: str, tickets: list[str], ended_at: datetime, tx: Tx) -> ShiftHandoff:
    handoff = ShiftHandoff(
        giver=giver,
        taker=taker,
        tickets=tickets,
        state=HandoffState.OFFERED,
        shift_ended_at=ended_at,
        offered_at=tx.now,
    )
    tx.session.add(handoff)
    tx.session.flush()
    _tell(OFFERED, handoff, tx)
    event = Internal(LATE, LANE, {"handoff": handoff.id})
    timers.set_timer(f"handoff:{handoff.id}", tx.now + ANSWER_WITHIN, event, tx)
    return handoff


def _tell(name: str, handoff: ShiftHandoff, tx: Tx) -> None:
    internal.post(Internal(name, LANE, {"handoff": handoff.id}), f"{name}:{handoff.id}", tx)


def _decide(handoff: ShiftHandoff, state: HandoffState, tx: Tx) -> None:
    handoff.state, handoff.decided_at = state, tx.now
    timers.cancel(f"handoff:{handoff.id}", tx)
    tx.session.flush()

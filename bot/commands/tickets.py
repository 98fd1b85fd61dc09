"""`tickets list`, `tickets show`, `tickets verify`."""

from __future__ import annotations

import hashlib
from datetime import datetime

from sqlalchemy import select

from bot.assembly import open_desk
from bot.commands import Say
from bot.desk.tickets import ledger
from bot.desk.tickets.chain import BrokenChain
from bot.hours import SHANGHAI
from bot.unit_of_work import Tx
from config import Settings
from models import Ticket, TicketClock, TicketState
from models.ticket_state import UNFINISHED

AT_ONCE = 500


def list_tickets(settings: Settings, say: Say, *, everything: bool) -> int:
    """Numbers, states and times; never what people wrote."""
    wanted = select(Ticket).order_by(Ticket.priority, Ticket.opened_at, Ticket.id)
    if not everything:
        wanted = wanted.where(Ticket.state.in_(UNFINISHED))
    with open_desk(settings) as uow, uow.reading() as tx:
        tickets = tx.session.scalars(wanted).all()
        for ticket in tickets:
            say(
                f"{ticket.number}\t{ticket.priority.value}\t{ticket.state.value}\t"
                f"{ticket.station_code or '-'}\t{ticket.skill_group or '-'}\t"
                f"{ticket.assignee or '-'}\topened {_at(ticket.opened_at)}\t"
                f"due {_at(ticket.due_at)}\tnext check {_at(ticket.next_check_at)}"
            )
    say(f"{len(tickets)} tickets")
    return 0


def show(settings: Settings, number: str, say: Say) -> int:
    with open_desk(settings) as uow, uow.reading() as tx:
        ticket = tx.session.get(Ticket, _id(number))
        if ticket is None:
            say(f"There is no ticket {number}.")
            return 1
        say(f"{ticket.number} {ticket.priority.value} {ticket.state.value} tier {ticket.tier}")
        _clocks(ticket, tx, say)
        for event in ledger.events_of(ticket.id, tx):
            who = f"{event.actor_kind}:{event.actor}" if event.actor else event.actor_kind
            step = {name: event.details[name] for name in WORTH_SAYING if name in event.details}
            say(f"{event.seq}\t{_at(event.at)}\t{event.kind.value}\t{who}\t{step or ''}")
    return 0


# What people wrote is not among them.
WORTH_SAYING = ("clock", "step", "do", "because", "group_because", "rule", "tier", "person", "from")


def verify(settings: Settings, say: Say) -> int:
    """Walk every chain. The digest is over all heads: note it elsewhere, and a chain that was
    rewritten from its beginning is noticed as well."""
    heads, broken, count, after = hashlib.sha256(), 0, 0, 0
    with open_desk(settings) as uow:
        while True:
            with uow.reading() as tx:
                numbers = tx.session.scalars(
                    select(Ticket.id).where(Ticket.id > after).order_by(Ticket.id).limit(AT_ONCE)
                ).all()
                for number in numbers:
                    try:
                        ledger.verify(number, tx)
                    except BrokenChain as wrong:
                        say(str(wrong))
                        broken += 1
                    heads.update(tx.session.get_one(Ticket, number).head.encode())
            if not numbers:
                break
            count, after = count + len(numbers), numbers[-1]
    say(f"{count} tickets, {broken} broken, digest {heads.hexdigest()[:16]}")
    return 1 if broken else 0


def _clocks(ticket: Ticket, tx: Tx, say: Say) -> None:
    rows = select(TicketClock).where(TicketClock.ticket_id == ticket.id)
    for row in tx.session.scalars(rows.order_by(TicketClock.name, TicketClock.cycle)):
        verdict = "missed" if row.missed_at else "met" if row.stopped_at else "running"
        if ticket.state is TicketState.WAITING_USER and not row.stopped_at:
            verdict = f"{verdict}, resting"
        say(f"{row.name} {row.cycle}\tdue {_at(row.due_at)}\t{verdict}")


def _at(moment: datetime | None) -> str:
    return f"{moment.astimezone(SHANGHAI):%m-%d %H:%M:%S}" if moment else "-"


def _id(number: str) -> int:
    digits = number.lstrip("Tt")
    return int(digits) if digits.isdigit() else 0

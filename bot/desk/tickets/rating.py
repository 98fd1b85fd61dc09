"""How content somebody was; who was not is followed up by a ticket of its own."""

from __future__ import annotations

from bot.desk.tickets import opening
from bot.desk.tickets.ledger import locked, record
from bot.desk.tickets.outcome import Outcome, before, finish
from bot.desk.tickets.people import DESK, Actor, concerns
from bot.desk.tickets.refusals import Refused, Why
from bot.unit_of_work import Tx
from cards.words import tickets as say
from models import Ticket, TicketEventKind, TicketState

RATEABLE = (TicketState.RESOLVED, TicketState.CLOSED)


def rate(ticket_id: int, by: Actor, level: str, tx: Tx) -> Outcome:
    """The first word counts; pressing again changes nothing. Raises Refused."""
    ticket = _theirs(ticket_id, by, tx)
    was = before(ticket)
    if "rating" not in ticket.fields:
        _keep(ticket, by, {"rating": level}, tx)
        if level == "bad":
            text = f"{say.FOLLOW_UP}：{ticket.number} {ticket.title}"
            opening.open_follow_up(ticket, text, DESK, tx)
    return finish(ticket, was, tx)


def explain(ticket_id: int, by: Actor, reason: str, text: str, tx: Tx) -> Outcome:
    """Raises Refused."""
    ticket = _theirs(ticket_id, by, tx)
    was = before(ticket)
    _keep(ticket, by, {"rating_reason": reason, "rating_text": text}, tx)
    return finish(ticket, was, tx)


def _theirs(ticket_id: int, by: Actor, tx: Tx) -> Ticket:
    tx.alone("assigning")
    ticket = locked(ticket_id, tx)
    if not concerns(by, ticket):
        raise Refused(Why.NOT_YOURS)
    if ticket.state not in RATEABLE:
        raise Refused(Why.WRONG_STATE, state=ticket.state)
    return ticket


def _keep(ticket: Ticket, by: Actor, facts: dict[str, str], tx: Tx) -> None:
    changes = {"fields": {**ticket.fields, **facts}}
    record(ticket, TicketEventKind.EDITED, by, tx, changes=changes)

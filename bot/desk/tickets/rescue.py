"""The bot has failed somebody: a human is asked for in their place, with the fault's number."""

from __future__ import annotations

from bot.desk.tickets import faces, intake, opening, working
from bot.desk.tickets.opening import Intake
from bot.desk.tickets.people import DESK, actor
from bot.unit_of_work import Tx
from cards.words import tickets as say
from models import FaceKind, Ticket

FAILED = "ticket.bot_failed"


def rescue(who: str, chat_id: str, text: str, reference: str, tx: Tx) -> Ticket:
    """What is open already is where it is noted: many faults are no reason for many tickets."""
    tx.alone("handover", chat_id, who)
    told = "\n".join(filter(None, (text, say.bot_failed(reference))))
    current = intake.open_of(who, tx)
    if current is not None:
        working.supplement(current.id, actor(who, tx), told, tx)
        return current
    wanted = Intake(
        text=told, station_code=intake.station_of(who, tx), fields={"reference": reference}
    )
    ticket = opening.open_directly(wanted, who, chat_id, DESK, tx).ticket
    faces.show_once(ticket, FaceKind.USER, chat_id, tx)
    return ticket

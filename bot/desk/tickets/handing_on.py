"""The list at a shift's end as a card, for whoever is to take it and for who must know."""

from __future__ import annotations

from bot.desk.tickets import recipients, views
from bot.desk.tickets.people import open_id_of
from bot.feishu.port import Address, Card
from bot.unit_of_work import Tx
from cards.ticket_lists import handoff_card
from cards.words import tickets as say
from models import HandoffState, ShiftHandoff, Ticket

ANSWERS = {HandoffState.ACCEPTED: "accept", HandoffState.DECLINED: "decline"}


def card_of(handoff: ShiftHandoff, tx: Tx) -> Card:
    rows = tuple(views.row(one, tx) for one in _tickets(handoff, tx))
    giver = views.person_name(handoff.giver, tx)
    return handoff_card(handoff.id, giver, rows, ANSWERS.get(handoff.state, ""))


def offered(handoff_id: int, tx: Tx) -> None:
    handoff = tx.session.get_one(ShiftHandoff, handoff_id)
    taker = open_id_of(handoff.taker, tx)
    if taker is not None and handoff.state is HandoffState.OFFERED:
        tx.send(Address("open_id", taker), card_of(handoff, tx), fallback=say.FALLBACK)


def late(handoff_id: int, tx: Tx) -> None:
    """Nobody answered, or the answer was no: the lead sees what is left lying."""
    handoff = tx.session.get_one(ShiftHandoff, handoff_id)
    tickets = _tickets(handoff, tx)
    if handoff.state is HandoffState.ACCEPTED or not tickets:
        return
    numbers = "、".join(one.number for one in tickets)
    for person in recipients.leads(tickets[0], tx):
        lead = open_id_of(person, tx)
        if lead is not None:
            tx.say("open_id", lead, f"{say.HANDOFF_LATE}：{numbers}", lane=lead)


def find(handoff_id: int, tx: Tx) -> ShiftHandoff | None:
    return tx.session.get(ShiftHandoff, handoff_id)


def _tickets(handoff: ShiftHandoff, tx: Tx) -> list[Ticket]:
    found = (tx.session.get(Ticket, int(number)) for number in handoff.tickets)
    return [one for one in found if one is not None]

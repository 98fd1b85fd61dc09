"""Where a ticket is shown: its cards, each kept as the ticket is, one change a moment at most."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import func, select

from bot import timers
from bot.desk.tickets import views
from bot.desk.tickets.ledger import lane_of
from bot.feishu.port import Address, Card
from bot.internal import Internal
from bot.unit_of_work import Tx
from cards.ticket import ticket_card
from cards.words import tickets as say
from models import FaceKind, Outbound, OutboundState, Ticket, TicketFace, TicketLine, Timer
from models.ticket_state import UNFINISHED

EVENT = "ticket.faces"
# What happens within it is one change of each card.
TOGETHER = timedelta(seconds=1.5)
# A message can be changed for 14 days: before that the card is sent anew.
# https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/message/patch
CHANGEABLE = timedelta(days=13)
MOST_FACES = 40


def address(target: str) -> Address:
    """A chat, or a person whose chat with us we don't know yet."""
    return Address("open_id" if target.startswith("ou_") else "chat_id", target)


def show(ticket: Ticket, kind: FaceKind, target: str, tx: Tx, *, headline: str = "") -> None:
    """One more card of it, to be kept up to date like the others."""
    card = card_of(ticket, kind, tx, headline=headline)
    row = tx.send(address(target), card, fallback=say.FALLBACK)
    tx.session.add(
        TicketFace(
            ticket_id=ticket.id,
            kind=kind,
            target=target,
            outbound_id=row.id,
            seq=ticket.seq,
            made_at=tx.now,
        )
    )
    tx.session.flush()


def show_once(ticket: Ticket, kind: FaceKind, target: str, tx: Tx, *, headline: str = "") -> bool:
    """False where there is a card of it already."""
    if target in {face.target for face in faces_of(ticket, tx) if face.kind is kind}:
        return False
    show(ticket, kind, target, tx, headline=headline)
    return True


def card_of(ticket: Ticket, kind: FaceKind, tx: Tx, *, headline: str = "") -> Card:
    return ticket_card(views.view(ticket, kind, tx), kind.value, headline=headline)


def faces_of(ticket: Ticket, tx: Tx) -> list[TicketFace]:
    newest = (
        select(TicketFace)
        .where(TicketFace.ticket_id == ticket.id)
        .order_by(TicketFace.id.desc())
        .limit(MOST_FACES)
    )
    return list(tx.session.scalars(newest))


def pressed(message_id: str, ticket: Ticket, tx: Tx) -> Card | None:
    """The card that was pressed, as it is now; None where it is not one of the ticket's own."""
    found = tx.session.scalar(
        select(TicketFace)
        .join(Outbound, Outbound.id == TicketFace.outbound_id)
        .where(Outbound.message_id == message_id, TicketFace.ticket_id == ticket.id)
        .limit(1)
    )
    return card_of(ticket, found.kind, tx) if found is not None else None


def refresh_soon(ticket: Ticket, tx: Tx) -> None:
    """The first change of a moment sets the timer, the others are taken along."""
    key = f"ticket-faces:{ticket.id}"
    if tx.session.get(Timer, key) is None:
        event = Internal(EVENT, lane_of(ticket.id), {"ticket": ticket.id})
        timers.set_timer(key, tx.now + TOGETHER, event, tx)


def refresh(ticket: Ticket, tx: Tx) -> None:
    """Every card of it as it is now; one that can't be changed any more is sent anew.

    What was drawn of the ticket as it still is keeps the headline it was sent for.
    """
    cards: dict[FaceKind, Card] = {}
    waiting = False
    said_at = _last_said(ticket, tx)
    for face in faces_of(ticket, tx):
        if face.seq == ticket.seq and (said_at is None or said_at <= face.made_at):
            continue
        sent = tx.session.get(Outbound, face.outbound_id)
        if tx.now - face.made_at > CHANGEABLE:
            tx.session.delete(face)
            if ticket.state in UNFINISHED:
                show(ticket, face.kind, face.target, tx)
        elif sent is not None and sent.message_id:
            if face.kind not in cards:
                cards[face.kind] = card_of(ticket, face.kind, tx)
            tx.update(sent.message_id, cards[face.kind], lane=sent.lane)
            face.seq = ticket.seq
        elif sent is not None and sent.state is OutboundState.QUEUED:
            waiting = True
    if waiting:
        refresh_soon(ticket, tx)


def _last_said(ticket: Ticket, tx: Tx) -> datetime | None:
    return tx.session.scalar(
        select(func.max(TicketLine.at)).where(TicketLine.ticket_id == ticket.id)
    )

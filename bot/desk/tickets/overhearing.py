"""What is said while a ticket is open belongs to it, wherever the person says it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlalchemy import select

from bot.desk import danger, silence
from bot.desk.tickets import faces, intake, telling, working
from bot.desk.tickets.people import Actor, actor, concerns
from bot.feishu.events import Message
from bot.unit_of_work import Tx
from cards.words import tickets as say
from models import Ticket
from models.ticket_state import OPEN

MORE = re.compile(r"^补充\s*[:：\s]\s*(?![Ff]\d)(.+)$", re.DOTALL)
SEEN = "OK"


@dataclass(frozen=True)
class _Said:
    """One message, and who said it."""

    message: Message
    by: Actor
    text: str


def hear(message: Message, tx: Tx) -> bool:
    """True where nothing is left to be answered: a human has the word, or it was no question."""
    said = _Said(message, actor(message.sender, tx), _text(message))
    if message.group:
        ticket = room_of(message.chat_id, tx)
        if ticket is None:
            return False
        _keep(ticket, said, tx)
        return not _is_alarm(message, tx)
    ticket = intake.open_of(message.sender, tx)
    if ticket is None or ticket.origin_chat_id not in (message.chat_id, message.sender):
        return False
    more = MORE.match(message.text)
    if more is not None:
        working.supplement(ticket.id, said.by, more[1], tx, message_id=message.message_id)
        tx.react(message.message_id, SEEN, lane=message.chat_id)
        return True
    _keep(ticket, said, tx)
    if not silence.human_speaks(message.chat_id, tx) or _is_alarm(message, tx):
        return False
    telling.relay(ticket, said.text, tx)
    tx.react(message.message_id, SEEN, lane=message.chat_id)
    return True


def room_of(chat_id: str, tx: Tx) -> Ticket | None:
    found = select(Ticket).where(Ticket.chat_id == chat_id).order_by(Ticket.id.desc()).limit(1)
    return tx.session.scalar(found)


def _keep(ticket: Ticket, said: _Said, tx: Tx) -> None:
    """Whoever asked is a user here, whatever else they are."""
    for resource in said.message.resources:
        if ticket.state in OPEN:
            working.attach(
                ticket.id,
                said.by,
                tx,
                message_id=said.message.message_id,
                file_key=resource.key[:160],
                kind=resource.kind,
                name=resource.name[:160],
            )
    key = said.message.message_id
    if said.by.of_the_desk and not concerns(said.by, ticket):
        working.desk_spoke(ticket.id, said.by, said.text, tx, message_id=key)
    else:
        working.user_spoke(ticket.id, said.by, said.text, tx, message_id=key)
    faces.refresh_soon(ticket, tx)


def _text(message: Message) -> str:
    if message.text or not message.resources:
        return message.text or say.MEDIA.get(message.kind.value, message.kind.value)
    return say.MEDIA.get(message.kind.value, say.MEDIA["file"])


def _is_alarm(message: Message, tx: Tx) -> bool:
    """An emergency is answered even where a human has the word."""
    return bool(message.text) and bool(danger.of(message.text, tx).alarm)

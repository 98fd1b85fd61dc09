"""The group of one ticket: asked for once, filled one by one, and the desk silent in it."""

from __future__ import annotations

from sqlalchemy import select

from bot.desk import silence
from bot.desk.tickets import escalating, faces, views, working
from bot.desk.tickets.ledger import locked, record
from bot.desk.tickets.outcome import before, finish
from bot.desk.tickets.people import DESK, open_id_of
from bot.unit_of_work import Tx
from cards.words import tickets as say
from models import Conversation, FaceKind, Outbound, OutboundState, Person, Ticket, TicketEventKind
from models.ticket_state import OPEN, UNFINISHED

MOST_TRIES = 5
NAME_CHARACTERS = 50


def ensure(ticket: Ticket, tx: Tx) -> None:
    """Have it made; where making it failed, the next one who needs it tries again."""
    if ticket.chat_id is not None or ticket.state not in OPEN:
        return
    begun = ticket.opened_at.timestamp() if ticket.opened_at else 0
    lost = int(ticket.fields.get("rooms_lost", 0))
    for tries in range(lost, lost + MOST_TRIES):
        # Feishu remembers it for hours: another database must not be given this one's group.
        uuid = f"room-{ticket.id}-{int(begun)}-{tries}"
        asked = tx.session.scalar(select(Outbound.state).where(Outbound.uuid == uuid))
        if asked is None:
            name = f"{ticket.number} {ticket.title}"[:NAME_CHARACTERS]
            what = {"ticket": ticket.id, "name": name, "about": ticket.description[:100]}
            tx.open_room(uuid, what, lane=f"room:{ticket.id}")
            return
        if asked is not OutboundState.PARKED:
            return


def made(ticket_id: int, chat_id: str, tx: Tx) -> None:
    """It is there: everybody is brought in, then the ticket's card is shown in it."""
    ticket = locked(ticket_id, tx)
    if ticket.chat_id is not None or ticket.state not in UNFINISHED:
        return
    working.enter_room(ticket_id, chat_id, DESK, tx)
    if tx.session.get(Conversation, chat_id) is None:
        tx.session.add(Conversation(chat_id=chat_id, open_id=None, group=True))
    silence.take_word(chat_id, tx)
    experts = [open_id_of(str(expert["person"]), tx) for expert in ticket.experts]
    people = [ticket.requester, open_id_of(ticket.assignee, tx), *experts]
    for open_id in dict.fromkeys(filter(None, people)):
        bring(ticket, open_id, tx)
    faces.show(ticket, FaceKind.ROOM, chat_id, tx)
    faces.refresh_soon(ticket, tx)


def bring(ticket: Ticket, open_id: str | None, tx: Tx) -> None:
    """One person, before whatever is said in the group next; twice does no harm."""
    if ticket.chat_id is not None and open_id:
        who = {"ticket": ticket.id, "open_id": open_id}
        tx.invite(ticket.chat_id, who, lane=ticket.chat_id)


def failed(ticket_id: int, tx: Tx) -> None:
    """Without a group the two talk through the desk: the owner is told how."""
    ticket = locked(ticket_id, tx)
    owner = open_id_of(ticket.assignee, tx)
    if ticket.chat_id is None and owner and ticket.state in OPEN:
        tx.say("open_id", owner, f"{ticket.number} {say.ROOM_FAILED}", lane=owner)


def lost(ticket_id: int, chat_id: str, text: str, tx: Tx) -> None:
    """The bot was thrown out: the two are told, and what was to be said there is said to both."""
    ticket = locked(ticket_id, tx)
    if ticket.chat_id == chat_id and ticket.state in UNFINISHED:
        was = before(ticket)
        fields = {**ticket.fields, "rooms_lost": int(ticket.fields.get("rooms_lost", 0)) + 1}
        changes = {"chat_id": None, "fields": fields}
        record(ticket, TicketEventKind.LINKED, DESK, tx, changes=changes, details={"old": chat_id})
        finish(ticket, was, tx)
        text = "\n".join(filter(None, (say.ROOM_LOST, text)))
    if not text or ticket.chat_id is not None:
        return
    owner = open_id_of(ticket.assignee, tx)
    for to in filter(None, (ticket.origin_chat_id or ticket.requester, owner)):
        where = faces.address(to)
        tx.say(where.kind, where.id, f"{ticket.number} {text}", lane=where.id)


def not_added(ticket_id: int, open_id: str, tx: Tx) -> None:
    """Whoever is missing is named in the group; in an expert's place the next one is called."""
    ticket = locked(ticket_id, tx)
    if ticket.chat_id is None or ticket.state not in OPEN:
        return
    if open_id == ticket.requester:
        tell(ticket, say.NOT_ADDED_USER, tx)
        return
    tell(ticket, say.not_added(views.name_of(open_id, tx) or say.SIDES["desk"]), tx)
    person = tx.session.scalar(select(Person.id).where(Person.open_id == open_id))
    if any(e["person"] == person and not e["joined_at"] for e in ticket.experts):
        was = before(ticket)
        escalating.call_next(ticket, tx)
        finish(ticket, was, tx)


def tell(ticket: Ticket, text: str, tx: Tx) -> bool:
    """A line in the group; False where there is none."""
    if ticket.chat_id is None:
        return False
    tx.say("chat_id", ticket.chat_id, text, lane=ticket.chat_id)
    return True

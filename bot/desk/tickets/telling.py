"""What is committed about a ticket becomes what people see: each event once, where it matters."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import select

from bot.desk import roster, silence
from bot.desk.tickets import agents, faces, gathering, service_room, views
from bot.desk.tickets.ledger import locked, unread
from bot.desk.tickets.people import open_id_of
from bot.desk.tickets.steps import TELLING
from bot.unit_of_work import Tx
from cards.ticket_forms import rate_card
from cards.words import tickets as say
from models import (
    Conversation,
    FaceKind,
    Outbound,
    SkillGroup,
    Ticket,
    TicketEvent,
    TicketEventKind,
    TicketState,
)
from models.ticket_state import OPEN

K = TicketEventKind
# Without a chat of their own so many agents of a group are shown what waits.
MOST_OFFERED = 10
TELLS = frozenset(deed.value for deed in TELLING)


def tell(ticket_id: int, tx: Tx) -> None:
    ticket = locked(ticket_id, tx)
    for event in unread(ticket, tx):
        TOLD.get(event.kind, _nothing)(ticket, event, tx)
    faces.refresh_soon(ticket, tx)


def to_user(ticket: Ticket, text: str, tx: Tx) -> None:
    """A line where the person asked."""
    to = faces.address(ticket.origin_chat_id or ticket.requester)
    tx.say(to.kind, to.id, text, lane=to.id)


def to_desk(ticket: Ticket, headline: str, tx: Tx) -> None:
    """To its owner; while it has none, to where it waits."""
    owner = open_id_of(ticket.assignee, tx)
    if owner:
        faces.show(ticket, FaceKind.DESK, owner, tx, headline=headline)
        return
    for target in _waits_at(ticket, tx):
        faces.show(ticket, FaceKind.DESK, target, tx, headline=headline)


def _nothing(ticket: Ticket, event: TicketEvent, tx: Tx) -> None:
    return None


def _opened(ticket: Ticket, event: TicketEvent, tx: Tx) -> None:
    faces.show_once(ticket, FaceKind.USER, ticket.origin_chat_id or ticket.requester, tx)
    _keep(ticket, event, tx)


def _keep(ticket: Ticket, event: TicketEvent, tx: Tx) -> None:
    """Have all files fetched that were not asked for yet."""
    for attachment in gathering.attachments_of(ticket, tx):
        uuid = f"keep-{attachment.id}-{int(attachment.added_at.timestamp())}"
        asked = select(Outbound.id).where(Outbound.uuid == uuid)
        if attachment.content is None and tx.session.scalar(asked) is None:
            key = attachment.file_key
            what = {"attachment": attachment.id, "key": key, "kind": attachment.kind}
            tx.keep(attachment.message_id, what, uuid=uuid)


def _waiting(ticket: Ticket, event: TicketEvent, tx: Tx) -> None:
    """Whoever may take it is shown it; the button has one winner."""
    if ticket.state is TicketState.QUEUED:
        for target in _waits_at(ticket, tx):
            faces.show_once(ticket, FaceKind.DESK, target, tx, headline=say.IN_QUEUE)


def _given(ticket: Ticket, event: TicketEvent, tx: Tx) -> None:
    if event.changes.get("assignee") != ticket.assignee or ticket.assignee is None:
        return  # it has gone on since
    owner = open_id_of(ticket.assignee, tx)
    if owner and ticket.accepted_at is None:
        faces.show(ticket, FaceKind.DESK, owner, tx, headline=say.FOR_YOU)
    group = tx.session.get(SkillGroup, ticket.skill_group)
    if group is not None and group.chat_id:
        faces.show_once(ticket, FaceKind.DESK, group.chat_id, tx)


def _accepted(ticket: Ticket, event: TicketEvent, tx: Tx) -> None:
    """A human has the word from here on."""
    if ticket.state not in OPEN or ticket.assignee is None:
        return
    name, owner = views.person_name(ticket.assignee, tx), open_id_of(ticket.assignee, tx)
    if owner:
        faces.show_once(ticket, FaceKind.DESK, owner, tx)
    _hush(ticket, tx)
    if ticket.chat_id is not None:
        service_room.bring(ticket, owner, tx)
        service_room.tell(ticket, say.now_with(name), tx)
        return
    service_room.ensure(ticket, tx)
    to_user(ticket, say.accepted_room(name), tx)


def _waited(ticket: Ticket, event: TicketEvent, tx: Tx) -> None:
    text = say.question_back(str(event.details.get("question", "")))
    if not service_room.tell(ticket, text, tx):
        to_user(ticket, text, tx)


def _escalated(ticket: Ticket, event: TicketEvent, tx: Tx) -> None:
    service_room.ensure(ticket, tx)
    text = say.escalated(int(event.details["tier"]), str(event.details["reason"]))
    service_room.tell(ticket, text, tx)


def _called(ticket: Ticket, event: TicketEvent, tx: Tx) -> None:
    person = str(event.details["person"])
    expert = open_id_of(person, tx)
    if expert is not None:
        faces.show_once(ticket, FaceKind.DESK, expert, tx, headline=say.CALLED_YOU)
        service_room.bring(ticket, expert, tx)
    service_room.tell(ticket, say.expert_called(views.person_name(person, tx)), tx)


def _joined(ticket: Ticket, event: TicketEvent, tx: Tx) -> None:
    person = str(event.details["person"])
    service_room.bring(ticket, open_id_of(person, tx), tx)
    service_room.tell(ticket, say.expert_joined(views.person_name(person, tx)), tx)


def _deescalated(ticket: Ticket, event: TicketEvent, tx: Tx) -> None:
    service_room.tell(ticket, say.DEESCALATED, tx)


def _resolved(ticket: Ticket, event: TicketEvent, tx: Tx) -> None:
    _unhush(ticket, tx)
    if ticket.state is TicketState.RESOLVED:
        _show_user(ticket, say.PLEASE_CONFIRM, tx)


def _ended(ticket: Ticket, event: TicketEvent, tx: Tx) -> None:
    if ticket.state is not TicketState.CLOSED:
        return
    service_room.tell(ticket, say.CLOSED_ROOM, tx)
    to = faces.address(ticket.origin_chat_id or ticket.requester)
    card = rate_card(ticket.id, ticket.number, ticket.title)
    tx.send(to, card, fallback=say.FALLBACK)


def _cancelled(ticket: Ticket, event: TicketEvent, tx: Tx) -> None:
    _unhush(ticket, tx)
    if not service_room.tell(ticket, say.CANCELLED_ROOM, tx):
        owner = open_id_of(ticket.assignee, tx)
        if owner:
            tx.say("open_id", owner, f"{ticket.number} {say.CANCELLED_ROOM}", lane=owner)


def _merged(ticket: Ticket, event: TicketEvent, tx: Tx) -> None:
    _unhush(ticket, tx)
    to_user(ticket, say.MERGED, tx)


def _reopened(ticket: Ticket, event: TicketEvent, tx: Tx) -> None:
    service_room.tell(ticket, say.REOPENED_ROOM, tx)
    if ticket.assignee is not None:
        to_desk(ticket, say.REOPENED, tx)


def _urged(ticket: Ticket, event: TicketEvent, tx: Tx) -> None:
    to_desk(ticket, say.URGED, tx)


def _supplemented(ticket: Ticket, event: TicketEvent, tx: Tx) -> None:
    """Before somebody has it, it stands on the card; after, it must be seen."""
    relay(ticket, str(event.details.get("text", "")), tx)


def relay(ticket: Ticket, text: str, tx: Tx) -> None:
    """What the person said elsewhere than in the ticket's group, to whoever works on it. Where
    nobody has it yet the card tells."""
    said = say.reply_from(views.name_of(ticket.requester, tx) or say.SIDES["user"], text)
    if service_room.tell(ticket, f"{say.RELAYED}{said}", tx):
        return
    owner = open_id_of(ticket.assignee, tx)
    if owner and ticket.accepted_at is not None:
        tx.say("open_id", owner, f"{ticket.number} {said}", lane=owner)


def _edited(ticket: Ticket, event: TicketEvent, tx: Tx) -> None:
    if event.details.get("overflow"):
        _waiting(ticket, event, tx)


def _stepped(ticket: Ticket, event: TicketEvent, tx: Tx) -> None:
    """The chain warns; what it changes has events of its own."""
    if event.details.get("do") not in TELLS or event.details.get("silent"):
        return
    card = event.details["do"] == "card"
    queued = event.details["clock"] == "queue" and event.details["step"] == "offer"
    headline = say.IN_QUEUE if queued else say.WARN if card else say.ALARM
    for one in event.details.get("to", ()):
        target = one.get("chat_id") or one.get("open_id")
        if one["role"] == "requester":
            asked = event.details["clock"] == "waiting"
            _show_user(ticket, say.ASKED_YOU if asked else say.PLEASE_CONFIRM, tx)
        elif target:
            faces.show(ticket, FaceKind.DESK, target, tx, headline=headline)


def _show_user(ticket: Ticket, headline: str, tx: Tx) -> None:
    target = ticket.origin_chat_id or ticket.requester
    faces.show(ticket, FaceKind.USER, target, tx, headline=headline)


def _waits_at(ticket: Ticket, tx: Tx) -> list[str]:
    """The agents' chats of the groups that are asked; where there is none, who is on duty."""
    helping = agents.groups(tx).get(ticket.skill_group) if ticket.reach else None
    found: dict[str, None] = {}
    for code in filter(None, (ticket.skill_group, helping)):
        group = tx.session.get(SkillGroup, code)
        if group is not None and group.chat_id:
            found[group.chat_id] = None
            continue
        there = roster.on_duty_in(code, tx.now, tx)
        found |= dict.fromkeys(filter(None, (open_id_of(one, tx) for one in there)))
    return list(found)[:MOST_OFFERED]


def _hush(ticket: Ticket, tx: Tx) -> None:
    """In the one-to-one chat; among others in a group the desk goes on."""
    chat = tx.session.get(Conversation, ticket.origin_chat_id)
    if chat is not None and not chat.group:
        silence.take_word(chat.chat_id, tx)


def _unhush(ticket: Ticket, tx: Tx) -> None:
    chat = tx.session.get(Conversation, ticket.origin_chat_id)
    if chat is not None and not chat.group:
        silence.give_back(chat.chat_id, tx)


TOLD: dict[TicketEventKind, Callable[[Ticket, TicketEvent, Tx], None]] = {
    K.OPENED: _opened,
    K.QUEUED: _waiting,
    K.ASSIGNED: _given,
    K.TRANSFERRED: _given,
    K.DECLINED: _waiting,
    K.TAKEN_BACK: _waiting,
    K.ACCEPTED: _accepted,
    K.WAITED: _waited,
    K.ESCALATED: _escalated,
    K.EXPERT_CALLED: _called,
    K.EXPERT_JOINED: _joined,
    K.DEESCALATED: _deescalated,
    K.RESOLVED: _resolved,
    K.CONFIRMED: _ended,
    K.CLOSED: _ended,
    K.CANCELLED: _cancelled,
    K.MERGED: _merged,
    K.REOPENED: _reopened,
    K.ATTACHED: _keep,
    K.URGED: _urged,
    K.SUPPLEMENTED: _supplemented,
    K.EDITED: _edited,
    K.STEPPED: _stepped,
}

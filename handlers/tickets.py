"""What people press and type about tickets; who may is asked of the desk at every click."""

from __future__ import annotations

from collections.abc import Callable

from bot import rooms
from bot.desk import conversations
from bot.desk.tickets import (
    assigning,
    ending,
    escalating,
    faces,
    intake,
    ledger,
    overhearing,
    papers,
    rating,
    rescue,
    service_room,
    telling,
    to_faq,
    views,
    working,
)
from bot.desk.tickets.outcome import Outcome
from bot.desk.tickets.people import Actor, actor, concerns
from bot.desk.tickets.refusals import Refused, Why
from bot.feishu.events import Click, Message
from bot.feishu.port import Address
from bot.internal import Internal
from bot.router import Answer, Refusal, Router
from bot.unit_of_work import Tx
from cards import words
from cards.ticket_actions import Deed, RateTicket, SayWhy, TicketAsk, TicketDo, TicketSubmit
from cards.ticket_forms import REASON, TEXT, paper_card, rated_card, submitted_card
from cards.words import ticket_forms as asks
from cards.words import tickets as say
from handlers import talk
from models import FaceKind, Ticket

RULES: dict[Deed, Callable[[int, Actor, Tx], Outcome]] = {
    "claim": assigning.claim,
    "accept": assigning.accept,
    "resume": working.resume,
    "join": escalating.join,
    "deescalate": escalating.deescalate,
    "confirm": ending.confirm,
    "urge": working.urge,
    "cancel": ending.cancel,
}


def register(router: Router) -> None:
    router.on_first(overheard)
    router.on_command(words.URGE)(urge_typed)
    router.on_command(words.CANCEL_TICKET)(cancel_typed)
    router.on_command(words.SUPPLEMENT)(supplement_typed)
    router.on_click(TicketDo)(done)
    router.on_click(TicketAsk)(asked)
    router.on_click(TicketSubmit)(submitted)
    router.on_click(RateTicket)(rated)
    router.on_click(SayWhy)(explained)
    router.on_internal(ledger.NEWS)(news)
    router.on_internal(faces.EVENT)(redraw)
    router.on_internal(rooms.ROOM_MADE)(room_made)
    router.on_internal(rooms.ROOM_FAILED)(room_failed)
    router.on_internal(rooms.ROOM_LOST)(room_lost)
    router.on_internal(rooms.NOT_ADDED)(not_added)
    router.on_internal(rescue.FAILED)(bot_failed)


def overheard(message: Message, tx: Tx) -> bool:
    if not overhearing.hear(message, tx):
        return False
    conversations.heard(message, tx)
    return True


def done(click: Click, ask: TicketDo, tx: Tx) -> Answer:
    by = actor(click.who, tx)
    if ask.deed == "show":
        return _show(click, ask.ticket, by, tx)
    if ask.deed == "faq":
        return _to_faq(ask.ticket, by, tx)
    try:
        ticket = RULES[ask.deed](ask.ticket, by, tx).ticket
    except Refused as why:
        raise Refusal(refusal(why, tx)) from why
    return Answer(say.DONE[ask.deed], card=faces.pressed(click.message_id, ticket, tx))


def asked(click: Click, ask: TicketAsk, tx: Tx) -> Answer:
    """The form goes to whoever pressed, alone: the card may stand in a group."""
    try:
        view = papers.paper(ask.ticket, ask.paper, actor(click.who, tx), tx)
    except Refused as why:
        raise Refusal(refusal(why, tx)) from why
    tx.send(Address("open_id", click.who), paper_card(view), fallback=say.FALLBACK)
    return Answer(asks.FORM_SENT, kind="info")


def submitted(click: Click, ask: TicketSubmit, tx: Tx) -> Answer:
    try:
        ticket = papers.hand_in(ask.ticket, ask.paper, click.form, actor(click.who, tx), tx)
    except Refused as why:
        raise Refusal(refusal(why, tx)) from why
    return Answer(say.DONE[ask.paper], card=submitted_card(ticket.number, ask.paper))


def rated(click: Click, ask: RateTicket, tx: Tx) -> Answer:
    try:
        ticket = rating.rate(ask.ticket, actor(click.who, tx), ask.level, tx).ticket
    except Refused as why:
        raise Refusal(refusal(why, tx)) from why
    level = str(ticket.fields["rating"])
    card = rated_card(ticket.id, ticket.number, level, why=level != "good")
    return Answer(asks.RATED, card=card)


def explained(click: Click, ask: SayWhy, tx: Tx) -> Answer:
    reason, text = (str(click.form.get(name) or "")[:500] for name in (REASON, TEXT))
    try:
        ticket = rating.explain(ask.ticket, actor(click.who, tx), reason, text, tx).ticket
    except Refused as why:
        raise Refusal(refusal(why, tx)) from why
    level = str(ticket.fields.get("rating", ""))
    return Answer(asks.RATED, card=rated_card(ticket.id, ticket.number, level, why=False))


def urge_typed(message: Message, tx: Tx) -> None:
    _by_word(message, "urge", tx)


def cancel_typed(message: Message, tx: Tx) -> None:
    _by_word(message, "cancel", tx)


def supplement_typed(message: Message, tx: Tx) -> None:
    conversations.heard(message, tx)
    known = intake.open_of(message.sender, tx) is not None
    _say(message, say.WHICH if known else say.NO_OPEN, tx)


def news(event: Internal, tx: Tx) -> None:
    telling.tell(int(event.payload["ticket"]), tx)


def redraw(event: Internal, tx: Tx) -> None:
    faces.refresh(ledger.locked(int(event.payload["ticket"]), tx), tx)


def room_made(event: Internal, tx: Tx) -> None:
    service_room.made(int(event.payload["ticket"]), str(event.payload["chat"]), tx)


def room_failed(event: Internal, tx: Tx) -> None:
    service_room.failed(int(event.payload["ticket"]), tx)


def room_lost(event: Internal, tx: Tx) -> None:
    it = event.payload
    service_room.lost(int(it["ticket"]), str(it["chat"]), str(it["text"]), tx)


def not_added(event: Internal, tx: Tx) -> None:
    service_room.not_added(int(event.payload["ticket"]), str(event.payload["open_id"]), tx)


def bot_failed(event: Internal, tx: Tx) -> None:
    it = event.payload
    rescue.rescue(it["open_id"], it["chat"], it["text"], it["reference"], tx)


def refusal(why: Refused, tx: Tx) -> str:
    state, owner = why.facts.get("state"), why.facts.get("owner")
    return say.refused(
        why.why.value,
        state_name=say.state(str(getattr(state, "value", state)), user=False),
        owner=views.person_name(str(owner), tx) if owner else "",
    )


def _show(click: Click, ticket_id: int, by: Actor, tx: Tx) -> Answer:
    try:
        ticket = ledger.locked(ticket_id, tx)
    except Refused as why:
        raise Refusal(refusal(why, tx)) from why
    kind = _face_for(ticket, by)
    if kind is None:
        raise Refusal(say.refused(Why.NOT_YOURS.value))
    faces.show(ticket, kind, click.who, tx)
    return Answer(words.SENT_BELOW, kind="info")


def _face_for(ticket: Ticket, by: Actor) -> FaceKind | None:
    if concerns(by, ticket):
        return FaceKind.USER
    return FaceKind.DESK if by.of_the_desk else None


def _to_faq(ticket_id: int, by: Actor, tx: Tx) -> Answer:
    try:
        made = to_faq.draft(ticket_id, by, tx)
    except Refused as why:
        raise Refusal(refusal(why, tx)) from why
    return Answer(asks.FAQ_MADE if made is not None else asks.FAQ_MADE_ALREADY)


def _by_word(message: Message, deed: Deed, tx: Tx) -> None:
    conversations.heard(message, tx)
    ticket = intake.open_of(message.sender, tx)
    if ticket is None:
        _say(message, say.NO_OPEN, tx)
        return
    try:
        RULES[deed](ticket.id, actor(message.sender, tx), tx)
    except Refused as why:
        _say(message, refusal(why, tx), tx)
        return
    talk.reply(message, faces.card_of(ticket, FaceKind.USER, tx), tx)


def _say(message: Message, text: str, tx: Tx) -> None:
    tx.say("message_id", message.message_id, text, lane=message.chat_id)

"""What the people of the desk type and press about their shift: the queue, on and off, the list."""

from __future__ import annotations

from bot.desk import conversations, roster
from bot.desk.tickets import handing_on, handoffs, listing, outcome
from bot.desk.tickets.people import Actor, actor
from bot.desk.tickets.refusals import Refused
from bot.feishu.events import Click, Message
from bot.internal import Internal
from bot.router import Answer, Refusal, Router
from bot.unit_of_work import Tx
from cards import words
from cards.ticket_actions import AnswerHandoff, SayDuty, ShowQueue
from cards.ticket_lists import queue_card
from cards.words import tickets as say
from handlers import talk
from handlers.tickets import refusal
from models import Duty


def register(router: Router) -> None:
    router.on_command(words.MY_QUEUE)(queue_typed)
    router.on_click(ShowQueue)(queue_pressed)
    router.on_click(SayDuty)(duty_said)
    router.on_click(AnswerHandoff)(handoff_answered)
    router.on_internal(handoffs.OFFERED)(offered)
    router.on_internal(handoffs.LATE)(late)


def queue_typed(message: Message, tx: Tx) -> None:
    conversations.heard(message, tx)
    by = actor(message.sender, tx)
    if not by.of_the_desk:
        tx.say("message_id", message.message_id, say.NOT_AGENT, lane=message.chat_id)
        return
    talk.reply(message, queue_card(listing.queue(by, tx)), tx)


def queue_pressed(click: Click, ask: ShowQueue, tx: Tx) -> Answer:
    return Answer(card=queue_card(listing.queue(_of_the_desk(click, tx), tx)))


def duty_said(click: Click, ask: SayDuty, tx: Tx) -> Answer:
    by = _of_the_desk(click, tx)
    if not by.tier:
        raise Refusal(say.NOT_AGENT)
    roster.say_duty(by.id, Duty(ask.duty), tx)
    outcome.make_room(f"duty:{by.id}:{tx.now.timestamp()}", tx)
    return Answer(card=queue_card(listing.queue(by, tx)))


def handoff_answered(click: Click, ask: AnswerHandoff, tx: Tx) -> Answer:
    by = _of_the_desk(click, tx)
    rule = handoffs.accept if ask.answer == "accept" else handoffs.decline
    try:
        rule(ask.handoff, by, tx)
    except Refused as why:
        raise Refusal(refusal(why, tx)) from why
    handoff = handing_on.find(ask.handoff, tx)
    card = handing_on.card_of(handoff, tx) if handoff is not None else None
    return Answer(say.HANDOFF_DONE[ask.answer], card=card)


def offered(event: Internal, tx: Tx) -> None:
    handing_on.offered(int(event.payload["handoff"]), tx)


def late(event: Internal, tx: Tx) -> None:
    handing_on.late(int(event.payload["handoff"]), tx)


def _of_the_desk(click: Click, tx: Tx) -> Actor:
    by = actor(click.who, tx)
    if not by.of_the_desk:
        raise Refusal(say.NOT_AGENT)
    return by

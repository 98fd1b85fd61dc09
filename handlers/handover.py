"""转人工 and 进度, typed, pressed or chosen from the menu."""

from __future__ import annotations

from bot.desk import conversations, handover, questions
from bot.desk.tickets import faces, intake, listing
from bot.feishu.events import Click, MenuPress, Message
from bot.feishu.port import Card
from bot.internal import Internal
from bot.router import Answer, Refusal, Router
from bot.unit_of_work import Tx
from cards import words
from cards.actions import AskHuman, ShowProgress
from cards.handover import progress_card
from cards.ticket_actions import OpenTicket
from cards.ticket_forms import IntakeView, intake_card
from cards.words import tickets as say
from handlers import talk
from models import FaceKind


def register(router: Router) -> None:
    router.on_command(words.HUMAN)(typed)
    router.on_command(words.PROGRESS, words.MY_TICKETS)(progress_typed)
    router.on_menu("menu_human")(from_menu)
    router.on_menu("menu_progress")(progress_from_menu)
    router.on_click(AskHuman)(pressed)
    router.on_click(OpenTicket)(form_sent)
    router.on_click(ShowProgress)(progress_pressed)
    router.on_internal(intake.UNANSWERED)(form_unanswered)


def typed(message: Message, tx: Tx) -> None:
    conversations.heard(message, tx)
    question = handover.last_question(message.chat_id, message.sender, tx)
    asked = intake.ask(message.chat_id, message.sender, question, tx)
    if asked.card is not None:
        talk.reply(message, asked.card, tx)


def pressed(click: Click, ask: AskHuman, tx: Tx) -> Answer:
    question = questions.find(ask.question, click.chat_id, tx)
    asked = intake.ask(click.chat_id, click.who, question, tx)
    if asked.ticket is not None and not asked.new and asked.card is not None:
        talk.send_beside(click, asked.card, tx)
        return Answer(say.OPENED_ALREADY, kind="info")
    if not asked.new:
        return Answer(words.HANDOVER_AGAIN, kind="info")
    if asked.card is not None:
        talk.send_beside(click, asked.card, tx)
    return Answer(words.HANDOVER_RECORDED)


def from_menu(press: MenuPress, tx: Tx) -> None:
    chat_id = conversations.chat_with(press.open_id, tx)
    question = handover.last_question(chat_id, press.open_id, tx)
    asked = intake.ask(chat_id, press.open_id, question, tx)
    if asked.card is not None:
        talk.send_to(press, asked.card, tx)


def form_sent(click: Click, ask: OpenTicket, tx: Tx) -> Answer:
    made = intake.submit(ask.request, ask.attempt, click.form, click.who, tx)
    if made is None:
        raise Refusal(words.STALE_CARD)
    if isinstance(made, IntakeView):
        return Answer(made.fault, kind="warning", card=intake_card(made))
    return Answer(say.OPENED, card=faces.card_of(made, FaceKind.USER, tx))


def form_unanswered(event: Internal, tx: Tx) -> None:
    intake.open_unanswered(int(event.payload["request"]), tx)


def progress_typed(message: Message, tx: Tx) -> None:
    conversations.heard(message, tx)
    talk.reply(message, _progress(message.sender, tx), tx)


def progress_pressed(click: Click, ask: ShowProgress, tx: Tx) -> Answer:
    talk.send_beside(click, _progress(click.who, tx), tx)
    return Answer(words.SENT_BELOW, kind="info")


def progress_from_menu(press: MenuPress, tx: Tx) -> None:
    talk.send_to(press, _progress(press.open_id, tx), tx)


def _progress(who: str, tx: Tx) -> Card:
    return progress_card(listing.progress(who, tx))

"""转人工 and 进度, typed, pressed or chosen from the menu."""

from __future__ import annotations

from bot.desk import conversations, handover, questions, show
from bot.feishu.events import Click, MenuPress, Message
from bot.feishu.port import Card
from bot.router import Answer, Router
from bot.unit_of_work import Tx
from cards import words
from cards.actions import AskHuman, ShowProgress
from cards.handover import handover_card, progress_card
from handlers import talk
from models import Question, Step


def register(router: Router) -> None:
    router.on_command(words.HUMAN)(typed)
    router.on_command(words.PROGRESS)(progress_typed)
    router.on_menu("menu_human")(from_menu)
    router.on_menu("menu_progress")(progress_from_menu)
    router.on_click(AskHuman)(pressed)
    router.on_click(ShowProgress)(progress_pressed)


def typed(message: Message, tx: Tx) -> None:
    conversations.heard(message, tx)
    question = handover.last_question(message.chat_id, message.sender, tx)
    talk.reply(message, _ask(message.chat_id, message.sender, question, tx)[0], tx)


def pressed(click: Click, ask: AskHuman, tx: Tx) -> Answer:
    question = questions.find(ask.question, click.chat_id, tx)
    card, new = _ask(click.chat_id, click.who, question, tx)
    if not new:
        return Answer(words.HANDOVER_AGAIN, kind="info")
    talk.send_beside(click, card, tx)
    return Answer(words.HANDOVER_RECORDED)


def from_menu(press: MenuPress, tx: Tx) -> None:
    chat_id = conversations.chat_with(press.open_id, tx)
    question = handover.last_question(chat_id, press.open_id, tx)
    talk.send_to(press, _ask(chat_id, press.open_id, question, tx)[0], tx)


def progress_typed(message: Message, tx: Tx) -> None:
    conversations.heard(message, tx)
    talk.reply(message, _progress(message.sender, tx), tx)


def progress_pressed(click: Click, ask: ShowProgress, tx: Tx) -> Answer:
    talk.send_beside(click, _progress(click.who, tx), tx)
    return Answer(words.SENT_BELOW, kind="info")


def progress_from_menu(press: MenuPress, tx: Tx) -> None:
    talk.send_to(press, _progress(press.open_id, tx), tx)


def _ask(chat_id: str, who: str, question: Question | None, tx: Tx) -> tuple[Card, bool]:
    request, new = handover.ask_for_human(chat_id, who, question, tx)
    if new:
        questions.note(Step.HUMAN, who, tx, question=question.id if question else 0)
    asked = handover.words_of(request, tx)
    return handover_card(show.handover(request, asked, again=not new)), new


def _progress(who: str, tx: Tx) -> Card:
    return progress_card(show.progress(handover.requests_of(who, tx)))

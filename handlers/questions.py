"""Questions and what people press under an answer."""

from __future__ import annotations

from bot.desk import conversations, danger, failing, questions, referring, show
from bot.desk.dialogue import here, succeeded
from bot.desk.knowledge import Knowledge
from bot.feishu.events import Click, Message, MessageKind
from bot.router import Answer, Refusal, Router
from bot.unit_of_work import Tx
from cards import words
from cards.actions import NoneOfThese, NotSolved, ShowEntry, Solved
from cards.answer import Feedback
from cards.help import help_card
from cards.not_found import not_found_card
from cards.notice import received_card
from handlers import dialogue, media, talk
from models import Step

UNREAD: dict[MessageKind, words.UnreadKind] = {
    MessageKind.IMAGE: "image",
    MessageKind.FILE: "file",
    MessageKind.AUDIO: "audio",
    MessageKind.STICKER: "sticker",
    MessageKind.POST: "image",
}
FEEDBACK: dict[Step | None, Feedback] = {Step.SOLVED: "solved", Step.UNSOLVED: "unsolved"}


def register(router: Router, knowledge: Knowledge) -> None:
    @router.on_message
    def ask(message: Message, tx: Tx) -> None:
        conversations.heard(message, tx)
        if media.received(message, tx):
            return
        if message.text:
            dialogue.heard(message, knowledge, tx)
        elif message.kind in (MessageKind.TEXT, MessageKind.POST) and not message.resources:
            talk.reply(message, help_card(), tx)
        else:
            talk.reply(message, received_card(UNREAD.get(message.kind, "other")), tx)

    router.on_click(ShowEntry)(show_entry)
    router.on_click(NoneOfThese)(none_of_these)
    router.on_click(Solved)(solved)
    router.on_click(NotSolved)(not_solved)


def show_entry(click: Click, ask: ShowEntry, tx: Tx) -> Answer:
    """A choice becomes its answer in place; from a list the answer comes below the list."""
    entry = dialogue.entry(ask.entry, tx)
    question = questions.find(ask.question, click.chat_id, tx)
    asked = question.id if question else 0
    questions.note(Step.CHOSE, click.who, tx, question=asked, entry=entry.id, via=ask.via)
    place = here(click.chat_id, click.who, tx)
    card = referring.show_entry(entry, question, place, ask.via, tx)
    if ask.via == "choice":
        return Answer(card=card)
    talk.send_beside(click, card, tx)
    return Answer(words.SENT_BELOW, kind="info")


def none_of_these(click: Click, ask: NoneOfThese, tx: Tx) -> Answer:
    question = questions.find(ask.question, click.chat_id, tx)
    if question is None:
        raise Refusal(words.STALE_CARD)
    tx.alone("verdict", question.id)
    if questions.was(Step.NONE_OF_THESE, question.id, tx):
        return Answer(card=not_found_card(show.not_found(question, tx)))
    return Answer(card=referring.reject(question, here(click.chat_id, click.who, tx), tx))


def solved(click: Click, ask: Solved, tx: Tx) -> Answer:
    return _judge(click, ask.question, ask.entry, Step.SOLVED, tx)


def not_solved(click: Click, ask: NotSolved, tx: Tx) -> Answer:
    return _judge(click, ask.question, ask.entry, Step.UNSOLVED, tx)


def _judge(click: Click, question_id: int, entry_id: int, step: Step, tx: Tx) -> Answer:
    """Said twice, it counts once."""
    entry = dialogue.entry(entry_id, tx)
    question = questions.find(question_id, click.chat_id, tx)
    asked = question.id if question else 0
    tx.alone("verdict", asked, entry.id)
    before = questions.verdict_on(asked, entry.id, tx)
    card, _ = danger.entry_card(entry, question, tx, feedback=FEEDBACK[before or step])
    if before is not None:
        return Answer(words.ALREADY_PRESSED, kind="info", card=card)
    questions.note(step, click.who, tx, question=asked, entry=entry.id)
    place = here(click.chat_id, click.who, tx)
    if step is Step.SOLVED:
        succeeded(place)
        return Answer(words.RECORDED, card=card)
    failing.count(place)
    dialogue.offer_beside(click, place, tx)
    return Answer(words.RECORDED, card=failing.first(card, place, tx))

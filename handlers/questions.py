"""Questions and what people press under an answer."""

from __future__ import annotations

from bot.desk import asking, conversations, faq, questions, show
from bot.desk.knowledge import Knowledge
from bot.desk.questions import Asked
from bot.feishu.events import Click, Message, MessageKind
from bot.router import Answer, Refusal, Router
from bot.unit_of_work import Tx
from cards import words
from cards.actions import NoneOfThese, NotSolved, ShowEntry, Solved
from cards.answer import Feedback, answer_card
from cards.help import help_card
from cards.not_found import not_found_card
from cards.notice import received_card
from handlers import media, talk
from models import FaqEntry, Step

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
            card = asking.ask(_asked(message), knowledge, tx)
            if card is not None:
                talk.answer(message, card, tx)
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
    entry = _entry(ask.entry, tx)
    question = questions.find(ask.question, click.chat_id, tx)
    asked = question.id if question else 0
    questions.note(Step.CHOSE, click.who, tx, question=asked, entry=entry.id, via=ask.via)
    questions.note(Step.SHOWN_ANSWER, click.who, tx, question=asked, entry=entry.id, via=ask.via)
    card = answer_card(show.answer(entry, question, tx))
    if ask.via == "choice":
        return Answer(card=card)
    talk.send_beside(click, card, tx)
    return Answer(words.SENT_BELOW, kind="info")


def none_of_these(click: Click, ask: NoneOfThese, tx: Tx) -> Answer:
    question = questions.find(ask.question, click.chat_id, tx)
    if question is None:
        raise Refusal(words.STALE_CARD)
    questions.note(Step.NONE_OF_THESE, click.who, tx, question=question.id)
    return Answer(card=not_found_card(show.not_found(question, tx)))


def solved(click: Click, ask: Solved, tx: Tx) -> Answer:
    return _judge(click, ask.question, ask.entry, Step.SOLVED, tx)


def not_solved(click: Click, ask: NotSolved, tx: Tx) -> Answer:
    return _judge(click, ask.question, ask.entry, Step.UNSOLVED, tx)


def _judge(click: Click, question_id: int, entry_id: int, step: Step, tx: Tx) -> Answer:
    """Said twice, it counts once."""
    entry = _entry(entry_id, tx)
    question = questions.find(question_id, click.chat_id, tx)
    asked = question.id if question else 0
    tx.alone("verdict", asked, entry.id)
    before = questions.verdict_on(asked, entry.id, tx)
    card = answer_card(show.answer(entry, question, tx, feedback=FEEDBACK[before or step]))
    if before is not None:
        return Answer(words.ALREADY_PRESSED, kind="info", card=card)
    questions.note(step, click.who, tx, question=asked, entry=entry.id)
    return Answer(words.RECORDED, card=card)


def _asked(message: Message) -> Asked:
    return Asked(message.chat_id, message.sender, message.group, message.message_id, message.text)


def _entry(entry_id: int, tx: Tx) -> FaqEntry:
    entry = faq.by_id(entry_id, tx)
    if entry is None:
        raise Refusal(words.ENTRY_GONE)
    return entry

"""A conversation: bursts of words, steps walked, one question answered back."""

from __future__ import annotations

from bot.desk import asking, bursts, failing, faq, questions, referring, walking
from bot.desk.dialogue import here
from bot.desk.knowledge import Knowledge
from bot.desk.questions import Asked
from bot.feishu.events import Click, Message
from bot.internal import Internal
from bot.router import Answer, Refusal, Router
from bot.unit_of_work import Tx
from cards import words
from cards.dialogue_actions import Clarified, StepFailed, WalkStep, WholeAnswer
from handlers import talk
from models import Dialogue, FaqEntry, Step


def register(router: Router, knowledge: Knowledge) -> None:
    @router.on_internal(bursts.DUE)
    def due(event: Internal, tx: Tx) -> None:
        asked = bursts.due(event, tx)
        if asked is not None:
            card = asking.ask(asked, knowledge, tx)
            bursts.settle(asked, tx)
            if card is not None:
                talk.answer_to(asked.message_id, asked.chat_id, card, tx)

    router.on_click(WalkStep)(walk_step)
    router.on_click(StepFailed)(step_failed)
    router.on_click(WholeAnswer)(whole_answer)
    router.on_click(Clarified)(clarified)


def heard(message: Message, knowledge: Knowledge, tx: Tx) -> None:
    """At once if it can be answered, or after its other half."""
    asked = bursts.hear(_asked(message), knowledge, tx)
    if asked is None:
        return
    card = asking.ask(asked, knowledge, tx)
    bursts.settle(asked, tx)
    if card is not None:
        talk.answer(message, card, tx)


def walk_step(click: Click, ask: WalkStep, tx: Tx) -> Answer:
    question = questions.find(ask.question, click.chat_id, tx)
    place = here(click.chat_id, click.who, tx)
    return Answer(card=walking.show_step(entry(ask.entry, tx), question, ask.step, place, tx))


def step_failed(click: Click, ask: StepFailed, tx: Tx) -> Answer:
    question = questions.find(ask.question, click.chat_id, tx)
    place = here(click.chat_id, click.who, tx)
    before = place.failures
    card = walking.fail_step(entry(ask.entry, tx), question, ask.step, place, tx)
    if place.failures > before:
        offer_beside(click, place, tx)
    return Answer(card=failing.first(card, place, tx))


def whole_answer(click: Click, ask: WholeAnswer, tx: Tx) -> Answer:
    question = questions.find(ask.question, click.chat_id, tx)
    place = here(click.chat_id, click.who, tx)
    return Answer(card=referring.show_entry(entry(ask.entry, tx), question, place, "again", tx))


def clarified(click: Click, ask: Clarified, tx: Tx) -> Answer:
    question = questions.find(ask.question, click.chat_id, tx)
    numbers = [int(each) for each in ask.entries.split(",") if each.isdecimal()]
    found = [one for number in numbers[:9] if (one := faq.by_id(number, tx)) is not None]
    if question is None or not found:
        raise Refusal(words.STALE_CARD)
    questions.note(Step.CLARIFIED, click.who, tx, question=question.id, via="pressed")
    place = here(click.chat_id, click.who, tx)
    return Answer(card=referring.open_choice(found, question, place, "clarify", tx))


def offer_beside(click: Click, place: Dialogue, tx: Tx) -> None:
    """A colleague made ready to be asked, below the card that was pressed."""
    prepared = failing.beside(place, tx)
    if prepared is not None:
        talk.send_beside(click, prepared, tx)


def entry(entry_id: int, tx: Tx) -> FaqEntry:
    found = faq.by_id(entry_id, tx)
    if found is None:
        raise Refusal(words.ENTRY_GONE)
    return found


def _asked(message: Message) -> Asked:
    return Asked(message.chat_id, message.sender, message.group, message.message_id, message.text)

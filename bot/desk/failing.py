"""When the desk does not help: after two failures a human comes first, after three made ready."""

from __future__ import annotations

from sqlalchemy import select

from bot.desk import dialogue, handover
from bot.feishu.port import Card
from bot.unit_of_work import Tx
from cards.prepared import PreparedView, prepared_card, with_human_first
from cards.words import dialogue as say
from models import Dialogue, FaqEntry, Question, QuestionStep, Step

# Of the last half hour, what a colleague should not have to ask again.
MOST_QUESTIONS = 3
FAILED = {Step.SHOWN_NONE, Step.NONE_OF_THESE}


def count(place: Dialogue) -> int:
    """One more failure; how many it are in a row."""
    return dialogue.failed(place)


def shown(card: Card, place: Dialogue, tx: Tx) -> Card:
    """The card of a failure just counted, as it is to be shown instead of `card` alone."""
    if handover.in_hand(place.chat_id, place.open_id, tx):
        return card
    if place.failures >= dialogue.PREPARE_AFTER:
        return prepared(place, tx)
    if place.failures >= dialogue.OFFER_AFTER:
        return with_human_first(card, place.question_id or 0)
    return card


def first(card: Card, place: Dialogue, tx: Tx) -> Card:
    """A pressed card keeps its place and its text; the person is put on top of it."""
    if place.failures < dialogue.OFFER_AFTER:
        return card
    if handover.in_hand(place.chat_id, place.open_id, tx):
        return card
    return with_human_first(card, place.question_id or 0)


def beside(place: Dialogue, tx: Tx) -> Card | None:
    """What comes below a pressed card, which keeps its place: at the third failure only."""
    ready = place.failures == dialogue.PREPARE_AFTER
    if not ready or handover.in_hand(place.chat_id, place.open_id, tx):
        return None
    return prepared(place, tx)


def prepared(place: Dialogue, tx: Tx) -> Card:
    return prepared_card(view(place, tx))


def view(place: Dialogue, tx: Tx) -> PreparedView:
    """What this person asked here lately and what came of it, for them and for a colleague."""
    asked = _lately(place, tx)
    tried: dict[str, None] = {}
    for question in asked:
        tried |= dict.fromkeys(_tried(question, tx))
    last = asked[-1].id if asked else 0
    return PreparedView(last, tuple(question.text for question in asked), tuple(tried))


def _lately(place: Dialogue, tx: Tx) -> list[Question]:
    found = tx.session.scalars(
        select(Question)
        .where(
            Question.chat_id == place.chat_id,
            Question.open_id == place.open_id,
            Question.asked_at > tx.now - dialogue.FRESH,
        )
        .order_by(Question.id.desc())
        .limit(MOST_QUESTIONS)
    )
    return list(found)[::-1]


def _tried(question: Question, tx: Tx) -> list[str]:
    rows = tx.session.execute(
        select(QuestionStep, FaqEntry.question)
        .outerjoin(FaqEntry, FaqEntry.id == QuestionStep.entry_id)
        .where(QuestionStep.question_id == question.id)
        .order_by(QuestionStep.id)
    ).all()
    unsolved = {step.entry_id for step, _ in rows if step.step is Step.UNSOLVED}
    told: list[str] = []
    for step, title in rows:
        if step.step in FAILED:
            told.append(say.TRIED_NOT_FOUND)
        elif step.step is Step.SHOWN_ANSWER and title:
            known = say.tried_unsolved if step.entry_id in unsolved else say.tried_answer
            told.append(known(title))
        elif step.step is Step.STEP_FAILED and title:
            told.append(say.tried_step(title, int(step.via.partition(":")[2] or 0)))
    return told

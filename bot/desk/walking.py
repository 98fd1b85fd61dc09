"""One answer step by step: what is shown, what is recorded, and what a failed step leads to."""

from __future__ import annotations

from sqlalchemy import select

from bot.desk import danger, dialogue, failing, questions, show
from bot.desk.safety import Gate
from bot.desk.steps import walk
from bot.feishu.port import Card
from bot.unit_of_work import Tx
from cards.steps import step_card, step_failed_card
from models import Dialogue, FaqEntry, Question, QuestionStep, Step


def show_step(
    entry: FaqEntry, question: Question | None, number: int, place: Dialogue, tx: Tx
) -> Card:
    """The whole entry where it has no steps, and none at all where the gate holds it."""
    whole, verdict = danger.entry_card(entry, question, tx)
    if verdict is Gate.HELD or not walk(entry.answer).steps:
        dialogue.showed_answer(place, question, entry)
        return whole
    view = show.step(entry, question, number, caution=verdict is Gate.CAUTION)
    dialogue.showed_step(place, question.id if question else None, entry, view.step)
    _note(Step.SHOWN_STEP, view.step, entry, question, place, tx)
    return step_card(view)


def fail_step(
    entry: FaqEntry, question: Question | None, number: int, place: Dialogue, tx: Tx
) -> Card:
    """Counted once for each step, however often it is said."""
    whole, verdict = danger.entry_card(entry, question, tx)
    if verdict is Gate.HELD or not walk(entry.answer).steps:
        return whole
    view = show.step(entry, question, number, caution=verdict is Gate.CAUTION)
    dialogue.showed_step(place, question.id if question else None, entry, view.step)
    if not _failed_before(view.step, entry, question, tx):
        _note(Step.STEP_FAILED, view.step, entry, question, place, tx)
        failing.count(place)
    return step_failed_card(view)


def _note(
    step: Step, number: int, entry: FaqEntry, question: Question | None, place: Dialogue, tx: Tx
) -> None:
    asked = question.id if question else 0
    via = f"step:{number}"
    questions.note(step, place.open_id, tx, question=asked, entry=entry.id, via=via)


def _failed_before(number: int, entry: FaqEntry, question: Question | None, tx: Tx) -> bool:
    if question is None:
        return False
    same = select(QuestionStep.id).where(
        QuestionStep.question_id == question.id,
        QuestionStep.entry_id == entry.id,
        QuestionStep.step == Step.STEP_FAILED,
        QuestionStep.via == f"step:{number}",
    )
    return tx.session.scalar(same.limit(1)) is not None

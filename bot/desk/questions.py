"""What was asked, what was shown, what was pressed: all of it recorded, nothing overwritten."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from bot.desk import cases
from bot.matching.port import Match
from bot.unit_of_work import Tx
from models import FaqEntry, Question, QuestionStep, Step, Verdict


@dataclass(frozen=True)
class Asked:
    """`message_id` is what the answer replies to; `via` is how the words came, as in Question."""

    chat_id: str
    open_id: str
    group: bool
    message_id: str
    text: str
    via: str = "text"


def record(asked: Asked, match: Match, revision: int, tx: Tx) -> Question:
    assert tx.origin is not None
    question = Question(
        inbound_id=tx.origin.id,
        chat_id=asked.chat_id,
        message_id=asked.message_id,
        open_id=asked.open_id,
        text=asked.text,
        via=asked.via,
        normalised=match.normalised,
        verdict=Verdict(match.verdict.value),
        candidates=[
            {"code": c.code, "confidence": round(c.confidence, 4), "score": round(c.score, 4)}
            for c in match.candidates
        ],
        faq_revision=revision,
        asked_at=tx.now,
    )
    tx.session.add(question)
    tx.session.flush()
    return question


def note(
    step: Step, who: str, tx: Tx, *, question: int = 0, entry: int | None = None, via: str = ""
) -> None:
    tx.session.add(
        QuestionStep(
            question_id=question or None, entry_id=entry, step=step, via=via, open_id=who, at=tx.now
        )
    )
    if question and entry is not None:
        cases.noted(step, question, entry, via, tx)


def shown(step: Step, question: Question, tx: Tx, entry: FaqEntry | None = None) -> None:
    note(step, question.open_id, tx, question=question.id, entry=entry.id if entry else None)


def find(question_id: int, chat_id: str, tx: Tx) -> Question | None:
    """Only of this chat: a card forwarded elsewhere must not tell what was asked here."""
    question = tx.session.get(Question, question_id) if question_id else None
    return question if question is not None and question.chat_id == chat_id else None


def verdict_on(question_id: int, entry_id: int, tx: Tx) -> Step | None:
    """Whether this answer was last called solved or unsolved; None before anybody said so."""
    if not question_id:
        return None
    return tx.session.scalar(
        select(QuestionStep.step)
        .where(
            QuestionStep.question_id == question_id,
            QuestionStep.entry_id == entry_id,
            QuestionStep.step.in_((Step.SOLVED, Step.UNSOLVED)),
        )
        .order_by(QuestionStep.id.desc())
        .limit(1)
    )


def was(step: Step, question_id: int, tx: Tx) -> bool:
    same = (QuestionStep.question_id == question_id, QuestionStep.step == step)
    return tx.session.scalar(select(QuestionStep.id).where(*same).limit(1)) is not None

"""The real questions that led to an entry: what a change of the FAQ is tried on."""

from __future__ import annotations

from sqlalchemy import delete, select

from bot.unit_of_work import Tx
from models import FaqCase, FaqEntry, Question, Step

LONGEST = 400
# 解决了 says that the answer was right; a choice only says that it looked right.
SOLVED = "solved"
CHOICE = "choice"


def noted(step: Step, question_id: int, entry_id: int, via: str, tx: Tx) -> None:
    """What somebody pressed says whether their wording belongs to this entry."""
    kept = {Step.SOLVED: SOLVED, Step.CHOSE: CHOICE if via == "choice" else None}.get(step)
    if kept is None and step is not Step.UNSOLVED:
        return
    question = tx.session.get(Question, question_id)
    entry = tx.session.get(FaqEntry, entry_id)
    if question is None or entry is None:
        return
    if kept is None:
        doubt(question, entry, tx)
    else:
        keep(question, entry, kept, tx)


def keep(question: Question, entry: FaqEntry, via: str, tx: Tx) -> None:
    """Remember that this wording led here; `via` is SOLVED or CHOICE.

    One wording stands for one entry: what solved outranks what was merely chosen, and among
    equals the newest counts.
    """
    normalised = question.normalised[:LONGEST]
    if not normalised:
        return
    tx.alone("case", normalised)
    known = tx.session.scalars(
        select(FaqCase).where(FaqCase.normalised == normalised).order_by(FaqCase.id)
    ).all()
    same = next((case for case in known if case.entry_id == entry.id), None)
    if via != SOLVED and any(case.via == SOLVED for case in known if case is not same):
        return
    for case in known:
        if case is not same:
            tx.session.delete(case)
    if same is None:
        tx.session.flush()
        tx.session.add(_case(question, entry, normalised, via, tx))
    elif via == SOLVED:
        same.via = via
    tx.session.flush()


def doubt(question: Question, entry: FaqEntry, tx: Tx) -> None:
    """没解决: what was merely chosen is no evidence any more."""
    tx.session.execute(
        delete(FaqCase).where(
            FaqCase.entry_id == entry.id,
            FaqCase.normalised == question.normalised[:LONGEST],
            FaqCase.via == CHOICE,
        )
    )


def _case(question: Question, entry: FaqEntry, normalised: str, via: str, tx: Tx) -> FaqCase:
    return FaqCase(
        entry_id=entry.id,
        question_id=question.id,
        text=question.text,
        normalised=normalised,
        via=via,
        added_at=tx.now,
    )

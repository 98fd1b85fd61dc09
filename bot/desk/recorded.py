"""What was asked in a span of time, read back with its steps for learning and for reports."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import select

from bot.learning.facts import Pressed, Recorded
from bot.unit_of_work import Tx
from models import FaqEntry, Person, Question, QuestionStep, Station, Verdict

MOST_OFFERED = 4
# Beyond so many names it is cheaper to read the whole organisation.
FEW = 500


def between(since: datetime, until: datetime, tx: Tx) -> list[Recorded]:
    """Questions asked from `since` to before `until`, oldest first, with all their steps."""
    here = (Question.asked_at >= since, Question.asked_at < until)
    steps = _steps(here, tx)
    ids = entry_ids(tx)
    rows = tx.session.execute(
        select(
            Question.id,
            Question.chat_id,
            Question.open_id,
            Question.text,
            Question.normalised,
            Question.verdict,
            Question.candidates,
            Question.faq_revision,
            Question.via,
            Question.asked_at,
        )
        .where(*here)
        .order_by(Question.asked_at, Question.id)
    )
    return [
        Recorded(
            id=number,
            chat=chat,
            who=who,
            text=text,
            normalised=normalised,
            verdict=verdict,
            offered=_offered(verdict, candidates, ids),
            nearest=ids.get(candidates[0]["code"]) if candidates else None,
            revision=revision,
            via=via,
            at=at,
            steps=tuple(steps.get(number, ())),
            talk=verdict is Verdict.NONE and not candidates and _is_talk(text),
        )
        for number, chat, who, text, normalised, verdict, candidates, revision, via, at in rows
    ]


def entry_ids(tx: Tx) -> dict[str, int]:
    rows = tx.session.execute(select(FaqEntry.code, FaqEntry.id))
    return {code: number for code, number in rows}  # noqa: C416 -- a Row is no pair to mypy


def stations(people: Iterable[str], tx: Tx) -> dict[str, tuple[str, str]]:
    """Station code and province of those whom the imported organisation knows."""
    wanted = set(people)
    statement = (
        select(Person.open_id, Station.code, Station.province)
        .join(Station, Station.code == Person.station_code)
        .where(Person.open_id.is_not(None))
    )
    if len(wanted) <= FEW:
        statement = statement.where(Person.open_id.in_(sorted(wanted)))
    rows = tx.session.execute(statement)
    return {who: (code, province) for who, code, province in rows if who in wanted}


def _steps(here: tuple[Any, ...], tx: Tx) -> dict[int, list[Pressed]]:
    rows = tx.session.execute(
        select(
            QuestionStep.question_id,
            QuestionStep.step,
            QuestionStep.entry_id,
            QuestionStep.via,
            QuestionStep.at,
        )
        .join(Question, Question.id == QuestionStep.question_id)
        .where(*here)
        .order_by(QuestionStep.id)
    )
    found: dict[int, list[Pressed]] = defaultdict(list)
    for question, step, entry, via, at in rows:
        if question is not None:
            found[question].append(Pressed(step, entry, via, at))
    return found


def _offered(
    verdict: Verdict, candidates: list[dict[str, Any]], ids: dict[str, int]
) -> tuple[int, ...]:
    if verdict is Verdict.NONE:
        return ()
    most = 1 if verdict is Verdict.ANSWER else MOST_OFFERED
    return tuple(ids[one["code"]] for one in candidates[:most] if one["code"] in ids)


@lru_cache(maxsize=4096)
def _is_talk(text: str) -> bool:
    # Imported when first needed: the web process does without the tables.
    from bot.matching.normalise import is_small_talk, plain

    return is_small_talk(plain(text))

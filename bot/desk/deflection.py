"""The report on answers, computed from what was recorded and from nothing else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from bot.desk import recorded
from bot.unit_of_work import Tx
from cards.words import SHANGHAI
from models import FaqEntry, HandoverRequest

if TYPE_CHECKING:
    # Imported when first needed: the web process does without numpy.
    from bot.learning.cases import Case, Human
    from bot.learning.deflection import Names, Report

# A case that reaches over the first midnight began before it.
LEAD = timedelta(days=1)
UNKNOWN = ""


@dataclass(frozen=True)
class AnswerReport:
    """`first` to `last` are days of the stations' clock, both included."""

    first: date
    last: date
    made_at: datetime
    report: Report
    entries: dict[int, tuple[str, str]]

    @property
    def zone(self) -> str:
        return str(SHANGHAI)


def answers(first: date, last: date, tx: Tx) -> AnswerReport:
    from bot.learning import deflection

    since, until = _midnight(first), _midnight(last + timedelta(days=1))
    cases, humans = _cases(since, until, tx)
    entries = {
        number: (code, title, category)
        for number, code, title, category in tx.session.execute(
            select(FaqEntry.id, FaqEntry.code, FaqEntry.question, FaqEntry.category)
        )
    }
    categories = {number: category for number, (_, _, category) in entries.items()}
    names = _names({case.who for case in cases}, categories, tx)
    made = deflection.report(cases, humans, names, since=since, until=until, now=tx.now)
    titles = {number: (code, title) for number, (code, title, _) in entries.items()}
    return AnswerReport(first, last, tx.now, made, titles)


def _cases(since: datetime, until: datetime, tx: Tx) -> tuple[list[Case], list[Human]]:
    """With a day before, for cases that began earlier, and what may still follow after."""
    from bot.learning import cases

    end = until + LEAD + cases.COMEBACK
    questions = recorded.between(since - LEAD, end, tx)
    rows = tx.session.execute(
        select(
            HandoverRequest.open_id,
            HandoverRequest.chat_id,
            HandoverRequest.question_id,
            HandoverRequest.requested_at,
        )
        .where(
            HandoverRequest.requested_at >= since - LEAD,
            HandoverRequest.requested_at < end + cases.COMEBACK,
        )
        .order_by(HandoverRequest.id)
    )
    humans = [cases.Human(who, chat, question, at) for who, chat, question, at in rows]
    return cases.cases(questions, humans, _near()), humans


def _near() -> Callable[[str, str], bool]:
    from bot.learning.clusters import same_thing

    return lambda one, other: bool(one) and same_thing((one,), (other,))


def _names(people: set[str], categories: dict[int, str], tx: Tx) -> Names:
    from bot.learning.deflection import Names

    places = recorded.stations(people, tx)
    return Names(
        day=lambda at: at.astimezone(SHANGHAI).date().isoformat(),
        category=lambda entry: categories.get(entry or 0, UNKNOWN),
        place=lambda who: places.get(who, (UNKNOWN, UNKNOWN)),
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), SHANGHAI)

"""One week's report: every figure with last week's and the four weeks' before, and its parts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import func, select

from bot.desk import deflection
from bot.figures.book import BOOK, Metric, Value
from bot.figures.count import Values, Window, count, week
from bot.unit_of_work import Tx
from models import Feedback

BASELINE_WEEKS = 4
PARTS = ("day", "province", "category", "skill_group", "priority", "station")

TALK = (
    Metric(
        "cases",
        "count",
        "opened",
        "cases: one person's questions in one chat, less than 30 minutes apart",
        "1",
        "small talk alone",
    ),
    Metric(
        "contained",
        "share",
        "opened",
        "cases that ended without a person of the desk, confirmed or not; unknown is no success",
        "cases",
        "small talk alone",
        better="up",
    ),
    Metric(
        "verified",
        "share",
        "opened",
        "cases that somebody confirmed as solved, and who did not come back within 7 days",
        "cases",
        "small talk alone",
        better="up",
    ),
    Metric("asked", "count", "opened", "questions asked", "1", "small talk alone"),
    Metric(
        "unanswered",
        "share",
        "opened",
        "questions without any answer",
        "questions asked",
        "small talk alone",
        better="down",
    ),
    Metric("feedback", "count", "opened", "wishes, advice, defects and praise", "1", "nothing"),
)
METRICS = (*BOOK, *TALK)


@dataclass(frozen=True)
class Weekly:
    """`baseline` is the four weeks before the window: counts as a week's mean, all else pooled."""

    name: str
    window: Window
    made_at: datetime
    values: Values
    last_week: Values
    baseline: Values
    parts: Mapping[str, Mapping[str, Values]]


def read_week(text: str) -> Window:
    """`2026-W47`. Raises ValueError."""
    found = re.fullmatch(r"(\d{4})-?W(\d{2})", text.strip())
    if found is None:
        raise ValueError(text)
    return week(int(found[1]), int(found[2]))


def name_of(window: Window) -> str:
    year, number, _ = window.first.isocalendar()
    return f"{year}-W{number:02d}"


def report(
    window: Window, tx: Tx, *, as_of: datetime | None = None, parts: tuple[str, ...] = PARTS
) -> Weekly:
    as_of = as_of or tx.now
    return Weekly(
        name_of(window),
        window,
        as_of,
        everything(window, tx, as_of),
        everything(window.before(1), tx, as_of),
        _mean(everything(window.before(BASELINE_WEEKS), tx, as_of)),
        {by: count(window, tx, by=by, as_of=as_of) for by in parts},
    )


def everything(window: Window, tx: Tx, as_of: datetime) -> Values:
    return {**count(window, tx, as_of=as_of)[""], **_talk(window, tx)}


def _mean(values: Values) -> Values:
    """What is counted over several weeks, as one week's; a backlog is no sum, and stays."""
    units = {metric.key: metric for metric in METRICS}
    return {
        key: replace(value, value=value.value / BASELINE_WEEKS)
        if units[key].unit == "count" and units[key].cohort != "snapshot" and value.value
        else value
        for key, value in values.items()
    }


def _talk(window: Window, tx: Tx) -> Values:
    from bot.learning.cases import Outcome

    made = deflection.answers(window.first, window.last, tx).report
    total = made.total
    contained = total.outcomes[Outcome.VERIFIED] + total.outcomes[Outcome.CONTAINED]
    given = tx.session.scalar(
        select(func.count(Feedback.id)).where(
            Feedback.created_at >= window.start, Feedback.created_at < window.end
        )
    )
    return {
        "cases": Value(total.n, total.n, total.n, made.talk),
        "contained": _share(contained, total.n),
        "verified": _share(total.outcomes[Outcome.VERIFIED], total.n),
        "asked": Value(total.questions, total.questions, total.questions),
        "unanswered": _share(total.unanswered, total.questions),
        "feedback": Value(given or 0, given or 0, given or 0),
    }


def _share(part: int, n: int) -> Value:
    return Value(part / n if n else None, part, n)

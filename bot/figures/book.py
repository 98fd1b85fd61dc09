"""Every figure of the desk, defined once: what is counted, of what, without what, when, by whose
clock. Nothing else may count tickets for a report or a card.

A share's numerator and denominator are always of the same tickets (one cohort). What is not known
yet, because its time is not over, is `pending` and in neither.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

Unit = Literal["count", "seconds", "share", "score"]
# Whose moment must lie in the window: a ticket's opening, its first solution, or the window's end.
Cohort = Literal["opened", "solved", "snapshot"]

# Somebody who comes back within this time says that it was not solved.
COMEBACK = timedelta(days=7)
GOOD_RATING = 4


@dataclass(frozen=True)
class Metric:
    """In English for whoever maintains or doubts it; its name for readers is in cards.words."""

    key: str
    unit: Unit
    cohort: Cohort
    numerator: str
    denominator: str
    excluded: str
    clock: str = "calendar"
    better: Literal["up", "down", ""] = ""


NOT_MERGED = "tickets merged into another: they are in neither opened nor solved"

BOOK = (
    Metric("opened", "count", "opened", "tickets opened", "1", NOT_MERGED),
    Metric(
        "solved",
        "count",
        "solved",
        "tickets whose first solution is in the window, each once however often it is reopened",
        "1",
        f"{NOT_MERGED}; cancelled tickets",
    ),
    Metric(
        "backlog",
        "count",
        "snapshot",
        "tickets neither solved, closed, cancelled nor merged at the window's end",
        "1",
        "nothing",
        better="down",
    ),
    Metric(
        "first_response",
        "seconds",
        "opened",
        "median of: opened to the first public word of a person of the desk, or the solution; "
        "whoever has no answer yet counts with the time waited so far",
        "tickets opened",
        f"{NOT_MERGED}; cancelled before anybody answered. A bot's words never count",
        better="down",
    ),
    Metric(
        "first_response_p90",
        "seconds",
        "opened",
        "the same, ninth of ten",
        "tickets opened",
        "the same",
        better="down",
    ),
    Metric(
        "first_response_kept",
        "share",
        "opened",
        "first answers within the time promised",
        "those in time and those too late; open and not yet due is pending",
        f"{NOT_MERGED}; tickets without a promise",
        "the hours of the promise, resting while we wait for the person",
        better="up",
    ),
    Metric(
        "resolution",
        "seconds",
        "solved",
        "median of: opened to the first solution, so that a late reopening rewrites no past week",
        "tickets solved",
        NOT_MERGED,
        better="down",
    ),
    Metric(
        "resolution_p90",
        "seconds",
        "solved",
        "the same, ninth of ten",
        "tickets solved",
        NOT_MERGED,
        better="down",
    ),
    Metric(
        "resolution_kept",
        "share",
        "opened",
        "solved within the time promised",
        "those in time and those too late; open and not yet due is pending",
        f"{NOT_MERGED}; tickets without a promise",
        "the hours of the promise, resting while we wait for the person",
        better="up",
    ),
    Metric(
        "escalated",
        "share",
        "opened",
        "tickets that went to tier 2 or 3, whenever",
        "tickets opened",
        NOT_MERGED,
        better="down",
    ),
    Metric(
        "first_contact",
        "share",
        "solved",
        "solved by one tier, never handed on, not reopened within 7 days",
        "tickets solved at least 7 days ago; younger ones are pending",
        NOT_MERGED,
        better="up",
    ),
    Metric(
        "reopened",
        "share",
        "solved",
        "reopened within 7 days of the first solution",
        "tickets solved at least 7 days ago, or reopened already; others are pending",
        NOT_MERGED,
        better="down",
    ),
    Metric(
        "rated",
        "share",
        "solved",
        "tickets that were rated",
        "tickets solved",
        NOT_MERGED,
        better="up",
    ),
    Metric(
        "satisfied",
        "share",
        "solved",
        "rated 4 or 5",
        "tickets rated; belongs to the solution's week, and to nobody in person",
        f"{NOT_MERGED}; what was not rated",
        better="up",
    ),
    Metric(
        "rating",
        "score",
        "solved",
        "sum of ratings, 1 to 5",
        "tickets rated",
        "the same",
        better="up",
    ),
)
BY_KEY = {metric.key: metric for metric in BOOK}


@dataclass(frozen=True)
class Value:
    """`n` is the denominator, or how many were counted; `value` is None where n is 0."""

    value: float | None
    numerator: float
    n: int
    excluded: int = 0
    pending: int = 0


NOTHING = Value(None, 0, 0)

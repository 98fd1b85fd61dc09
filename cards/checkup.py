"""The week's look at the knowledge base, for those who look after it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from cards.kit import (
    Card,
    Colour,
    Part,
    button,
    card,
    cut,
    escape,
    hr,
    markdown,
    note,
    one_line,
    plain,
)
from cards.review_actions import ShowQueue
from cards.words import learning as say
from cards.words import review

MOST = 3
TEXT_CHARACTERS = 40
# Below this share of cases ended well, or with work waiting, the header is no longer green.
GOOD = 0.7


@dataclass(frozen=True)
class GapLine:
    """A question without an answer; `text` is one of the wordings, private numbers masked."""

    text: str
    count: int
    people: int
    stations: int


@dataclass(frozen=True)
class FailingLine:
    """An answer that did not help; `step` is what people mostly did then."""

    title: str
    code: str
    shown: int
    failed: int
    step: str


@dataclass(frozen=True)
class CheckupView:
    """`before` is the share of the week before; None where there was nothing to count."""

    first: date
    last: date
    cases: int
    success: float
    before: float | None
    questions: int
    unanswered: int
    gaps: tuple[GapLine, ...]
    failing: tuple[FailingLine, ...]
    pending: int
    oldest: datetime | None


def checkup_card(view: CheckupView) -> Card:
    return card(
        *_figures(view),
        *_list(say.CHECKUP_GAPS, _gaps(view)),
        *_list(say.CHECKUP_FAILING, _failing(view)),
        hr(),
        *_pending(view),
        title=say.CHECKUP_TITLE,
        subtitle=say.checkup_days(view.first, view.last),
        colour=_colour(view),
        icon="list-check_outlined",
        summary=say.checkup_summary(
            success=view.success if view.cases else None, pending=view.pending
        ),
    )


def _colour(view: CheckupView) -> Colour:
    if view.pending or view.gaps or view.failing:
        return "orange"
    return "green" if view.success >= GOOD else "blue"


def _figures(view: CheckupView) -> list[Part]:
    if not view.cases:
        return [plain(say.CHECKUP_QUIET)]
    return [
        markdown(say.checkup_success(success=view.success, before=view.before, cases=view.cases)),
        markdown(say.checkup_unanswered(count=view.unanswered, questions=view.questions)),
        note(say.CHECKUP_HOW),
    ]


def _list(title: str, rows: Sequence[tuple[str, str]]) -> list[Part]:
    if not rows:
        return []
    lines = [part for text, told in rows for part in (_row(text), note(told))]
    return [hr(), markdown(f"**{escape(title)}**"), *lines]


def _row(text: str) -> Part:
    return plain(cut(one_line(text), TEXT_CHARACTERS), lines=2)


def _gaps(view: CheckupView) -> list[tuple[str, str]]:
    return [
        (say.quoted(gap.text), say.gap_told(gap.count, gap.people, gap.stations))
        for gap in view.gaps[:MOST]
    ]


def _failing(view: CheckupView) -> list[tuple[str, str]]:
    return [
        (
            one.title,
            say.failing_told(code=one.code, failed=one.failed, shown=one.shown, step=one.step),
        )
        for one in view.failing[:MOST]
    ]


def _pending(view: CheckupView) -> list[Part]:
    if not view.pending or view.oldest is None:
        return [plain(say.NOTHING_PENDING, icon="succeed_filled", colour="green")]
    return [
        plain(say.pending(view.pending, view.oldest), icon="time_outlined", colour="orange"),
        button(review.QUEUE_BUTTON, ShowQueue(1, "below"), style="primary"),
    ]

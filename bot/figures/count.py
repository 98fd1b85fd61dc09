"""The figures of one window, in three queries: counts, quantiles, and what is open at its end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Select,
    and_,
    case,
    func,
    literal,
    literal_column,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import aliased

from bot.figures.book import BOOK, COMEBACK, GOOD_RATING, NOTHING, Value
from bot.figures.lives import day_of, is_open, lives, seconds, soon_after, within
from bot.unit_of_work import Tx
from cards.words import SHANGHAI
from models import TicketClock

EPOCH = date(1970, 1, 1)
Values = Mapping[str, Value]


@dataclass(frozen=True)
class Window:
    """Days of the stations' clock, `first` to `last`, both included."""

    first: date
    last: date

    @property
    def start(self) -> datetime:
        return datetime.combine(self.first, time(), SHANGHAI).astimezone(UTC)

    @property
    def end(self) -> datetime:
        return datetime.combine(self.last + timedelta(days=1), time(), SHANGHAI).astimezone(UTC)

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    def before(self, weeks: int) -> Window:
        """The whole weeks that end where this one begins."""
        return Window(self.first - timedelta(weeks=weeks), self.first - timedelta(days=1))


def week(year: int, number: int) -> Window:
    """Raises ValueError."""
    monday = date.fromisocalendar(year, number, 1)
    return Window(monday, monday + timedelta(days=6))


def count(
    window: Window, tx: Tx, *, by: str = "", as_of: datetime | None = None
) -> dict[str, Values]:
    """Every figure of the book, for each value of a dimension; without one under the name "".

    `as_of` is the moment whose knowledge counts: today's, unless an old report is to be repeated.
    """
    as_of = as_of or tx.now
    life = lives(as_of)
    found: dict[str, dict[str, Value]] = {}
    for row in tx.session.execute(_counts(life, window, by, as_of)).mappings():
        found.setdefault(_name(row["part"], by), {}).update(_read(row))
    for key, rows in _quantiles(window, by, as_of, tx).items():
        for part, value in rows.items():
            found.setdefault(part, {})[key] = value
    if by != "day":
        for part, value in _backlog(window, by, as_of, tx).items():
            found.setdefault(part, {})["backlog"] = value
    if not by:
        found.setdefault("", {})
    wanted = [m.key for m in BOOK if by != "day" or m.key != "backlog"]
    return {
        part: {key: values.get(key, NOTHING) for key in wanted}
        for part, values in sorted(found.items())
    }


def _part(life: CTE, by: str, moment: Any) -> ColumnElement[Any]:
    if not by:
        # One group for all: PostgreSQL groups by no constant.
        return life.c.id - life.c.id
    return day_of(moment) if by == "day" else life.c[by]


def _name(part: object, by: str) -> str:
    if not by:
        return ""
    if by == "day":
        return (EPOCH + timedelta(days=int(str(part)))).isoformat()
    return str(getattr(part, "value", part))


def _counts(life: CTE, window: Window, by: str, as_of: datetime) -> Any:
    first, solution = aliased(TicketClock), aliased(TicketClock)
    opened = within(life.c.opened, window.start, window.end)
    solved = within(life.c.solved, window.start, window.end)
    columns = _columns(life, opened, solved, first, solution, as_of)
    if by != "day":
        part = _part(life, by, None).label("part")
        return _grouped(life, part, columns, or_(opened, solved), first, solution)
    # By day a ticket counts where it was opened and, for other figures, where it was solved.
    halves = [
        _grouped(
            life,
            _part(life, by, moment).label("part"),
            [c if c.name in names else literal_column("0").label(c.name) for c in columns],
            cohort,
            first,
            solution,
        )
        for names, cohort, moment in (
            (OPENED, opened, life.c.opened),
            (SOLVED, solved, life.c.solved),
        )
    ]
    both = union_all(*halves).subquery()
    sums = [func.sum(both.c[name]).label(name) for name in ALL]
    return select(both.c.part, *sums).group_by(both.c.part)


def _grouped(
    life: CTE, part: Any, columns: list[Any], cohort: Any, first: Any, solution: Any
) -> Select[Any]:
    return (
        select(part, *columns)
        .select_from(life)
        .outerjoin(first, _clock(first, life, "first_response"))
        .outerjoin(solution, _clock(solution, life, "resolution"))
        .where(cohort)
        .group_by(part)
    )


def _clock(row: Any, life: CTE, name: str) -> ColumnElement[bool]:
    return and_(row.ticket_id == life.c.id, row.name == name, row.cycle == 1)


OPENED = (
    *("opened", "opened_out", "escalated", "first_met", "first_missed", "first_open"),
    *("solution_met", "solution_missed", "solution_open"),
)
SOLVED = (
    *("solved", "solved_out", "ripe", "contact", "contact_ripe", "back", "rated", "good"),
    "stars",
)
ALL = (*OPENED, *SOLVED)


def _columns(
    life: CTE,
    opened: ColumnElement[bool],
    solved: ColumnElement[bool],
    first: Any,
    solution: Any,
    as_of: datetime,
) -> list[Any]:
    real = life.c.merged.is_(None)
    back = soon_after(life.c.reopened, life.c.solved, COMEBACK)
    old = life.c.solved <= as_of - COMEBACK
    rated = and_(solved, real, life.c.rating.is_not(None))
    one_touch = and_(life.c.escalated.is_(None), life.c.handed_on.is_(None), ~back)
    total = {
        "opened": and_(opened, real),
        "opened_out": and_(opened, ~real),
        "escalated": and_(opened, real, life.c.escalated.is_not(None)),
        **_kept("first", first, and_(opened, real), as_of),
        **_kept("solution", solution, and_(opened, real), as_of),
        "solved": and_(solved, real),
        "solved_out": and_(solved, ~real),
        "ripe": and_(solved, real, or_(old, back)),
        "contact": and_(solved, real, old, one_touch),
        "contact_ripe": and_(solved, real, old),
        "back": and_(solved, real, back),
        "rated": rated,
        "good": and_(rated, life.c.rating >= GOOD_RATING),
    }
    sums = [func.sum(case((what, 1), else_=0)).label(name) for name, what in total.items()]
    stars = func.sum(case((rated, life.c.rating), else_=0)).label("stars")
    return [*sums, stars]


def _kept(name: str, clock: Any, of: ColumnElement[bool], as_of: datetime) -> dict[str, Any]:
    missed = and_(clock.missed_at.is_not(None), clock.missed_at <= as_of)
    met = and_(clock.missed_at.is_(None), clock.stopped_at.is_not(None))
    promised = clock.ticket_id.is_not(None)
    return {
        f"{name}_met": and_(of, promised, met),
        f"{name}_missed": and_(of, promised, missed),
        f"{name}_open": and_(of, promised, ~met, ~missed),
    }


def _read(row: Any) -> dict[str, Value]:
    c = {name: int(row[name] or 0) for name in ALL}

    def share(numerator: str, n: int, excluded: int = 0, pending: int = 0) -> Value:
        return _share(c[numerator], n, excluded, pending)

    return {
        "opened": Value(c["opened"], c["opened"], c["opened"], c["opened_out"]),
        "solved": Value(c["solved"], c["solved"], c["solved"], c["solved_out"]),
        "escalated": share("escalated", c["opened"], c["opened_out"]),
        "first_response_kept": _promise(c, "first"),
        "resolution_kept": _promise(c, "solution"),
        "first_contact": share("contact", c["contact_ripe"], 0, c["solved"] - c["contact_ripe"]),
        "reopened": share("back", c["ripe"], 0, c["solved"] - c["ripe"]),
        "rated": share("rated", c["solved"]),
        "satisfied": share("good", c["rated"], c["solved"] - c["rated"]),
        "rating": share("stars", c["rated"], c["solved"] - c["rated"]),
    }


def _promise(c: Mapping[str, int], name: str) -> Value:
    met, missed, waiting = (c[f"{name}_{end}"] for end in ("met", "missed", "open"))
    return _share(met, met + missed, c["opened"] - met - missed - waiting, waiting)


def _share(numerator: int, n: int, excluded: int = 0, pending: int = 0) -> Value:
    return Value(numerator / n if n else None, numerator, n, excluded, pending)


def _quantiles(window: Window, by: str, as_of: datetime, tx: Tx) -> dict[str, dict[str, Value]]:
    life = lives(as_of)
    end = literal(int(as_of.timestamp()))
    waited = func.coalesce(seconds(life.c.answered), end) - seconds(life.c.opened)
    given_up = and_(life.c.answered.is_(None), life.c.cancelled.is_not(None))
    opened = and_(within(life.c.opened, window.start, window.end), life.c.merged.is_(None))
    solved = and_(within(life.c.solved, window.start, window.end), life.c.merged.is_(None))
    lasted = seconds(life.c.solved) - seconds(life.c.opened)
    wanted = {
        "first_response": (life.c.opened, waited, and_(opened, ~given_up)),
        "resolution": (life.c.solved, lasted, solved),
    }
    found: dict[str, dict[str, Value]] = {}
    for key, (moment, span, of) in wanted.items():
        part = _part(life, by, moment).label("part")
        ranked = (
            select(
                part,
                span.label("span"),
                func.row_number().over(partition_by=part, order_by=span).label("place"),
                func.count().over(partition_by=part).label("n"),
            )
            .where(of)
            .subquery()
        )
        for name, percent in ((key, 50), (f"{key}_p90", 90)):
            # The nearest rank: a time that somebody really waited.
            mine = ranked.c.place == (ranked.c.n * percent + 99) // 100
            rows = tx.session.execute(select(ranked.c.part, ranked.c.span, ranked.c.n).where(mine))
            found[name] = {_name(p, by): Value(float(s), float(s), int(n)) for p, s, n in rows}
    return found


def _backlog(window: Window, by: str, as_of: datetime, tx: Tx) -> dict[str, Value]:
    life = lives(min(as_of, window.end))
    part = _part(life, by, life.c.opened).label("part")
    statement = select(part, func.count()).where(is_open(life)).group_by(part)
    rows = tx.session.execute(statement)
    return {_name(p, by): Value(n, n, n) for p, n in rows}


def cases(key: str, window: Window, tx: Tx, *, as_of: datetime | None = None) -> list[int]:
    """The tickets behind a figure's denominator, so that every number can be opened."""
    cohort = next(metric.cohort for metric in BOOK if metric.key == key)
    life = lives(as_of or tx.now)
    if cohort == "snapshot":
        life = lives(min(as_of or tx.now, window.end))
        of = is_open(life)
    else:
        moment = life.c.opened if cohort == "opened" else life.c.solved
        of = and_(within(moment, window.start, window.end), life.c.merged.is_(None))
    if key in ("satisfied", "rating"):
        of = and_(of, life.c.rating.is_not(None))
    return list(tx.session.scalars(select(life.c.id).where(of).order_by(life.c.id)))

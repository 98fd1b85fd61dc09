"""How many conversations the bot ended well, and how many it only ended."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median

from bot.learning.cases import COMEBACK, Case, Human, Outcome, Why
from bot.learning.facts import BROWSED, Recorded, unanswered
from bot.learning.signals import Failing, failing
from models import Step


@dataclass(frozen=True)
class Tally:
    """Counts of meaningful cases and of their questions; shares are of `n` unless said."""

    n: int
    outcomes: Mapping[Outcome, int]
    whys: Mapping[Why, int]
    first_try: int
    questions: int
    unanswered: int
    questions_per_case: float

    def share(self, outcome: Outcome) -> float:
        return self.outcomes[outcome] / self.n if self.n else 0.0

    @property
    def success(self) -> float:
        return self.share(Outcome.VERIFIED) + self.share(Outcome.CONTAINED)

    @property
    def first_try_share(self) -> float:
        return self.first_try / self.n if self.n else 0.0

    @property
    def unanswered_share(self) -> float:
        """Of questions, not of cases."""
        return self.unanswered / self.questions if self.questions else 0.0


@dataclass(frozen=True)
class Picks:
    """What became of questions that were answered with choices."""

    shown: int
    positions: tuple[int, ...]
    none: int
    left: int


@dataclass(frozen=True)
class Report:
    """`ripe` cases are older than the time in which somebody may come back; the others may still
    lose their success. `talk` and `direct` are what is left out: small talk, and humans asked for
    without a question to the bot.
    """

    total: Tally
    ripe: int
    talk: int
    direct: int
    picks: Picks
    failing: tuple[Failing, ...]
    by_day: Mapping[str, Tally]
    by_category: Mapping[str, Tally]
    by_station: Mapping[str, Tally]
    by_province: Mapping[str, Tally]


@dataclass(frozen=True)
class Names:
    """How a case is filed: the names of its day, its entry's category, its person's place."""

    day: Callable[[datetime], str]
    category: Callable[[int | None], str]
    place: Callable[[str], tuple[str, str]]


@dataclass(frozen=True, slots=True)
class _Row:
    """A meaningful case as far as it is counted: worked out once, added up in many slices."""

    case: Case
    questions: int
    unanswered: int
    first_try: bool


def report(
    cases: Sequence[Case],
    humans: Iterable[Human],
    names: Names,
    *,
    since: datetime,
    until: datetime,
    now: datetime,
) -> Report:
    """Of the cases begun from `since` to before `until`; the others are there for what follows."""
    here = [case for case in cases if since <= case.at < until]
    rows = [_row(case) for case in here if case.meant]
    questions = [one for row in rows for one in row.case.meant]
    return Report(
        total=_add(rows),
        ripe=sum(1 for row in rows if row.case.questions[-1].at + COMEBACK <= now),
        talk=sum(1 for case in here if not case.meant and case.outcome is not Outcome.ESCALATED),
        direct=_direct(cases, humans, since, until),
        picks=_picks(questions),
        failing=tuple(failing(questions)),
        by_day=_sliced(rows, lambda case: names.day(case.at)),
        by_category=_sliced(rows, lambda case: names.category(case.entry)),
        by_station=_sliced(rows, lambda case: names.place(case.who)[0]),
        by_province=_sliced(rows, lambda case: names.place(case.who)[1]),
    )


def tally(meant: Iterable[Case]) -> Tally:
    return _add([_row(case) for case in meant])


def _row(case: Case) -> _Row:
    meant = case.meant
    return _Row(case, len(meant), sum(1 for one in meant if unanswered(one)), case.first_try)


def _add(rows: Sequence[_Row]) -> Tally:
    outcomes = Counter(row.case.outcome for row in rows)
    whys = Counter(row.case.why for row in rows if row.case.why is not None)
    return Tally(
        n=len(rows),
        outcomes={outcome: outcomes[outcome] for outcome in Outcome},
        whys={why: whys[why] for why in Why},
        first_try=sum(row.first_try for row in rows),
        questions=sum(row.questions for row in rows),
        unanswered=sum(row.unanswered for row in rows),
        questions_per_case=float(median(row.questions for row in rows)) if rows else 0.0,
    )


def _sliced(rows: Sequence[_Row], name: Callable[[Case], str]) -> dict[str, Tally]:
    groups: dict[str, list[_Row]] = defaultdict(list)
    for row in rows:
        groups[name(row.case)].append(row)
    return {key: _add(groups[key]) for key in sorted(groups)}


def _direct(
    cases: Sequence[Case], humans: Iterable[Human], since: datetime, until: datetime
) -> int:
    """Wishes for a human that no meaningful case accounts for."""
    told: dict[tuple[str, str], list[Case]] = defaultdict(list)
    for case in cases:
        if case.meant and case.outcome is Outcome.ESCALATED:
            told[case.chat, case.who].append(case)
    return sum(
        1
        for human in humans
        if since <= human.at < until
        and not any(
            case.at <= human.at <= case.questions[-1].at + COMEBACK
            for case in told[human.chat, human.who]
        )
    )


def _picks(questions: Sequence[Recorded]) -> Picks:
    shown = [one for one in questions if one.has(Step.SHOWN_CHOICES)]
    places = Counter(filter(None, map(_place, shown)))
    none = sum(1 for one in shown if not _place(one) and one.has(Step.NONE_OF_THESE))
    positions = tuple(places[at] for at in range(1, max(places, default=0) + 1))
    return Picks(len(shown), positions, none, len(shown) - none - places.total())


def _place(one: Recorded) -> int:
    """Which of the choices was taken first, from 1; 0 for none of them."""
    for pressed in one.steps:
        if pressed.step is not Step.CHOSE or pressed.via in BROWSED:
            continue
        if pressed.entry in one.offered:
            return one.offered.index(pressed.entry) + 1
    return 0

"""`report answers`: how many conversations ended well, as text, JSON or CSV."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from bot.assembly import open_desk
from bot.commands import Say
from bot.desk import deflection
from bot.desk.deflection import AnswerReport
from bot.learning.cases import Outcome
from bot.learning.deflection import Tally
from cards.words import report as say_it
from config import Settings

MOST_ENTRIES = 10
MOST_PLACES = 15
# A line of a slice; also the columns of the CSV file.
COLUMNS = ("n", *(outcome.value for outcome in Outcome), "first_try", "questions", "unanswered")


def answers(
    settings: Settings, say: Say, *, first: date, last: date, as_json: bool, as_csv: bool
) -> int:
    if last < first:
        say(say_it.BACKWARDS)
        return 1
    with open_desk(settings) as uow, uow.reading() as tx:
        made = deflection.answers(first, last, tx)
    if as_json:
        say(json.dumps(as_object(made), ensure_ascii=False, indent=1))
    elif as_csv:
        say(as_table(made))
    else:
        for line in as_text(made):
            say(line)
    return 0


def as_object(made: AnswerReport) -> dict[str, Any]:
    report = made.report
    return {
        "from": made.first.isoformat(),
        "to": made.last.isoformat(),
        "zone": made.zone,
        "made_at": made.made_at.isoformat(),
        "unit": "case: one person's questions in one chat, less than 30 minutes apart",
        "excluded": {"small_talk_only": report.talk, "human_without_question": report.direct},
        "ripe": report.ripe,
        "total": _tally(report.total),
        "choices": {
            "shown": report.picks.shown,
            "picked_position": list(report.picks.positions),
            "none_of_these": report.picks.none,
            "left": report.picks.left,
        },
        "failing": [
            {
                "code": made.entries[one.entry][0],
                "title": made.entries[one.entry][1],
                "shown": one.shown,
                "failed": one.failed,
                "people": one.people,
                "share": round(one.share, 4),
                "at_least": round(one.at_least, 4),
                "because": {step.value: count for step, count in one.because},
            }
            for one in report.failing
        ],
        **{name: {key: _tally(t) for key, t in tallies.items()} for name, tallies in _parts(made)},
    }


def _tally(tally: Tally) -> dict[str, Any]:
    return {
        "n": tally.n,
        "outcomes": {
            outcome.value: {"count": count, "share": round(tally.share(outcome), 4)}
            for outcome, count in tally.outcomes.items()
        },
        "unknown_because": {why.value: count for why, count in tally.whys.items() if count},
        "success": round(tally.success, 4),
        "first_try": {"count": tally.first_try, "share": round(tally.first_try_share, 4)},
        "questions": tally.questions,
        "unanswered": {"count": tally.unanswered, "share": round(tally.unanswered_share, 4)},
        "median_questions_per_case": tally.questions_per_case,
    }


def _parts(made: AnswerReport) -> Iterator[tuple[str, Mapping[str, Tally]]]:
    report = made.report
    yield "by_day", report.by_day
    yield "by_category", report.by_category
    yield "by_province", report.by_province
    yield "by_station", report.by_station


def as_table(made: AnswerReport) -> str:
    """One line per day, category, province, station; the counts, so that sums can be made."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(("from", "to", "zone", "by", "name", *COLUMNS))
    window = (made.first.isoformat(), made.last.isoformat(), made.zone)
    table.writerow((*window, "total", "", *_counts(made.report.total)))
    for part, tallies in _parts(made):
        for name, tally in tallies.items():
            table.writerow((*window, part.removeprefix("by_"), _cell(name), *_counts(tally)))
    return out.getvalue().rstrip("\n")


def _cell(name: str) -> str:
    """A spreadsheet would run what begins like a formula."""
    return f"'{name}" if name[:1] in ("=", "+", "-", "@") else name


def _counts(tally: Tally) -> tuple[int, ...]:
    outcomes = tuple(tally.outcomes[outcome] for outcome in Outcome)
    return (tally.n, *outcomes, tally.first_try, tally.questions, tally.unanswered)


def as_text(made: AnswerReport) -> Iterator[str]:
    report, total = made.report, made.report.total
    yield say_it.title(first=made.first, last=made.last, zone=made.zone, made_at=made.made_at)
    yield say_it.cases(n=total.n, talk=report.talk, direct=report.direct)
    if not total.n:
        yield say_it.none_recorded()
        return
    if report.ripe < total.n:
        yield say_it.unripe(total.n - report.ripe)
    yield ""
    yield from _totals(total)
    picks = report.picks
    yield say_it.picks(
        shown=picks.shown, positions=picks.positions, none=picks.none, left=picks.left
    )
    yield from _worst(made)
    yield from _slices(say_it.BY_DAY, report.by_day, most=None)
    yield from _slices(say_it.BY_CATEGORY, report.by_category, most=None)
    yield from _slices(say_it.BY_PROVINCE, report.by_province, most=MOST_PLACES)
    yield from _slices(say_it.BY_STATION, report.by_station, most=MOST_PLACES)


def _totals(total: Tally) -> Iterator[str]:
    n = total.n
    successes = total.outcomes[Outcome.VERIFIED] + total.outcomes[Outcome.CONTAINED]
    yield say_it.share(say_it.SUCCESS, total.success, count=successes, n=n)
    for outcome, count in total.outcomes.items():
        yield "  " + say_it.share(
            say_it.OUTCOMES[outcome.value], total.share(outcome), count=count, n=n
        )
        if outcome is Outcome.UNKNOWN:
            for why, many in total.whys.items():
                if many:
                    yield "    " + say_it.share(say_it.WHYS[why.value], many / n, count=many, n=n)
    yield say_it.share(say_it.FIRST_TRY, total.first_try_share, count=total.first_try, n=n)
    yield say_it.share(
        say_it.UNANSWERED, total.unanswered_share, count=total.unanswered, n=total.questions
    )
    yield say_it.per_case(total.questions_per_case)


def _worst(made: AnswerReport) -> Iterator[str]:
    if made.report.failing:
        yield f"\n{say_it.WORST}"
    for one in made.report.failing[:MOST_ENTRIES]:
        code, title = made.entries[one.entry]
        steps = tuple((step.value, count) for step, count in one.because)
        yield "  " + say_it.worst(
            code=code,
            title=title,
            failed=one.failed,
            shown=one.shown,
            because=say_it.because(steps),
        )


def _slices(title: str, tallies: Mapping[str, Tally], *, most: int | None) -> Iterator[str]:
    """The largest first where not all are shown; days stay in order."""
    ordered = list(tallies.items())
    if most is not None:
        ordered = sorted(ordered, key=lambda item: (-item[1].n, item[0]))[:most]
    yield f"\n{title}\t" + "\t".join(say_it.HEADS)
    for name, tally in ordered:
        shares = [tally.share(outcome) for outcome in Outcome]
        rest = (tally.first_try_share, tally.unanswered_share)
        cells = [f"{value:.0%}" for value in (*shares, *rest)]
        yield "\t".join((name or say_it.NO_NAME, str(tally.n), *cells))

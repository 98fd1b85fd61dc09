"""What a policy promises a ticket: targets, waits and steps. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import product

from bot.calendars import ChineseDays
from bot.desk.tickets.clocks import PROMISES, ClockName
from bot.desk.tickets.steps import TELLING, Allowance, Deed, Step, Whom
from bot.desk.tickets.validate import Reader
from bot.hours import Hours, Range, as_range
from models import TicketPriority

MUST_MOVE = (
    ClockName.QUEUE,
    ClockName.ACCEPT,
    ClockName.SILENCE,
    ClockName.WAITING,
    ClockName.CONFIRM,
)
ENDING = frozenset({Deed.TAKE_BACK, Deed.RESUME, Deed.RESOLVE, Deed.CLOSE})
Ranges = tuple[Range, ...]


@dataclass(frozen=True)
class Target:
    """Counts for the named priorities and categories, or for all where none are named."""

    priorities: frozenset[str]
    categories: frozenset[str]
    hours: Hours
    clocks: dict[ClockName, timedelta]

    def fits(self, priority: str, category: str) -> bool:
        return (not self.priorities or priority in self.priorities) and (
            not self.categories or category in self.categories
        )


@dataclass(frozen=True)
class SlaRules:
    targets: tuple[Target, ...]
    waits: tuple[Target, ...]
    steps: tuple[Step, ...]
    reopen: timedelta
    patrol: timedelta
    required: dict[str, tuple[str, ...]]

    def allowances(self, priority: str, category: str) -> dict[ClockName, Allowance]:
        """The first line that fits; no line, no promise: some tickets carry none."""
        found: dict[ClockName, Allowance] = {}
        for line in (*self.targets, *self.waits):
            if line.fits(priority, category):
                for name, allowed in line.clocks.items():
                    found.setdefault(name, Allowance(allowed, line.hours))
        return found

    def required_for(self, category: str) -> tuple[str, ...]:
        return self.required.get(category, self.required.get("*", ()))


def read_sla(read: Reader, days: ChineseDays) -> SlaRules:
    hours = {
        name: _hours(Reader(value, f"calendars.{name}", read._faults), days)
        for name, value in read.named("calendars")
    }
    rules = SlaRules(
        targets=tuple(_target(line, hours) for line in read.each("targets")),
        waits=tuple(_wait(line, hours) for line in read.each("waits")),
        steps=tuple(_step(line) for line in read.each("steps")),
        reopen=timedelta(days=read.number("reopen_days", 7)),
        patrol=timedelta(minutes=read.number("patrol_minutes", 240, least=1)),
        required={name: tuple(fields) for name, fields in read.named("required")},
    )
    _distinct(rules.steps, read)
    _never_silent(rules, read)
    read.done()
    return rules


def _hours(read: Reader, days: ChineseDays) -> Hours:
    weekly: dict[int, Ranges] = {}
    for name, ranges in read.named("weekly"):
        if name.isdigit() and int(name) <= 6:
            weekly[int(name)] = _ranges(ranges, read, f"weekly.{name}")
        else:
            read.fault("weekdays are 0 (Monday) to 6", f"weekly.{name}")
    made = Hours(
        works=days.works,
        workday=_ranges(read.get("workday") or [], read, "workday"),
        restday=_ranges(read.get("restday") or [], read, "restday"),
        weekly=weekly,
        always=read.flag("always"),
    )
    read.done()
    if not made.always and not (made.workday or made.restday or any(weekly.values())):
        read.fault("is never open")
    return made


def _ranges(value: object, read: Reader, name: str) -> Ranges:
    def make() -> Ranges:
        if not isinstance(value, list):
            raise ValueError("must be a list of [from, until]")
        return tuple(as_range(*pair) for pair in value)

    found: Ranges = read.attempt(name, make, ())
    return found


def _chosen(read: Reader, hours: dict[str, Hours]) -> Hours:
    name = read.text("calendar")
    if name not in hours:
        read.fault(f"{name!r} is not among the calendars", "calendar")
    return hours.get(name, Hours(works=lambda day: True, always=True))


def _target(read: Reader, hours: dict[str, Hours]) -> Target:
    clocks = {name: read.minutes(name.value) for name in PROMISES if read.has(name.value)}
    found = _line(read, hours, clocks)
    read.done()
    return found


def _wait(read: Reader, hours: dict[str, Hours]) -> Target:
    name = read.one_of("clock", ClockName, ClockName.QUEUE)
    if name in PROMISES:
        read.fault("is a promise and belongs to the targets", "clock")
    found = _line(read, hours, {name: read.minutes("minutes")})
    read.done()
    return found


def _line(read: Reader, hours: dict[str, Hours], clocks: dict[ClockName, timedelta]) -> Target:
    return Target(
        priorities=frozenset(p.value for p in read.some_of("priorities", TicketPriority)),
        categories=frozenset(read.texts("categories")),
        hours=_chosen(read, hours),
        clocks=clocks,
    )


def _step(read: Reader) -> Step:
    deed = read.one_of("do", Deed, Deed.CARD)
    found = Step(
        id=read.text("id"),
        clock=read.one_of("clock", ClockName, ClockName.QUEUE),
        deed=deed,
        to=read.some_of("to", Whom),
        share=read.number("share", 1.0),
        plus=read.minutes("plus", 0),
        every=read.minutes("every", 0),
        times=int(read.number("times", 1)),
        priorities=frozenset(p.value for p in read.some_of("priorities", TicketPriority)),
    )
    if deed in TELLING and not found.to:
        read.fault("has nobody to tell", "to")
    if found.times != 1 and not found.every:
        read.fault("a step of several times needs `every`", "every")
    read.done()
    return found


def _never_silent(rules: SlaRules, read: Reader) -> None:
    """In each state a ticket can lie in, something must go on without end, or end the state."""
    for name, priority in product(MUST_MOVE, TicketPriority):
        waits = any(name in line.clocks and line.fits(priority.value, "") for line in rules.waits)
        moves = any(
            step.clock is name
            and (not step.priorities or priority.value in step.priorities)
            and (step.times == 0 or step.deed in ENDING)
            for step in rules.steps
        )
        if not waits or not moves:
            what = "no endless or ending step" if waits else "no wait"
            read.fault(f"{what} for {priority.value}: such a ticket could lie for ever", name.value)


def _distinct(steps: Sequence[Step], read: Reader) -> None:
    seen: set[tuple[str, str]] = set()
    for step in steps:
        if (step.clock, step.id) in seen:
            read.fault(f"{step.clock.value} has two steps {step.id!r}", "steps")
        seen.add((step.clock, step.id))

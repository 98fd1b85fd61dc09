"""What a day is expected to bring: by weekday, by the turn of the month, by price nights (调价夜).

Learnt from the desk's own days, and held near 1 while there are few of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median

from bot.calendars import ChineseDays
from cards.words import SHANGHAI

DAY = timedelta(days=1)
# Like so many pieces of evidence for "nothing special": what few days show is mostly chance.
DOUBT = 8.0
# Fuel prices are set every ten working days; this was one of those days.
A_PRICE_DAY = date(2026, 1, 6)
EVERY_WORKDAYS = 10


def price_days(first: date, last: date, days: ChineseDays | None = None) -> frozenset[date]:
    """The days whose night brings new prices, counted in working days from one that is known."""
    days = days or ChineseDays()
    found = {A_PRICE_DAY}
    for step, edge in ((DAY, last), (-DAY, first)):
        day, gone = A_PRICE_DAY, 0
        while (edge - day) * (1 if step > timedelta() else -1) > timedelta():
            day += step
            gone += days.works(day)
            if days.works(day) and gone % EVERY_WORKDAYS == 0:
                found.add(day)
    return frozenset(day for day in found if first <= day <= last)


@dataclass(frozen=True)
class Season:
    """Factors around 1; a day's is their product."""

    weekdays: tuple[float, ...]
    month_turn: float
    price_night: float
    hours: tuple[float, ...]
    prices: frozenset[date]

    def day(self, day: date) -> float:
        factor = self.weekdays[day.weekday()]
        if _turns(day):
            factor *= self.month_turn
        if _price(day, self.prices):
            factor *= self.price_night
        return factor

    def span(self, start: datetime, end: datetime) -> float:
        """In average days: how much of what a day brings falls between two moments."""
        total, moment = 0.0, start
        while moment < end:
            local = moment.astimezone(SHANGHAI)
            edge = local.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
            until = min(edge, end)
            part = (until - moment) / timedelta(hours=1)
            total += part * self.hours[local.hour] / 24 * self.day(local.date())
            moment = until
        return total


def learn(moments: Sequence[datetime], first: date, last: date) -> Season:
    """From everything that was said between two days; one wild day does not become the rule."""
    local = [moment.astimezone(SHANGHAI) for moment in moments]
    counts = Counter(at.date() for at in local)
    span = [first + DAY * at for at in range((last - first).days + 1)]
    most = 2 * median([counts[day] for day in span] or [0]) + 3
    seen = {day: min(float(counts[day]), most) for day in span}
    prices = price_days(first, last + timedelta(days=31))
    mean = sum(seen.values()) / max(len(span), 1)
    weekdays = tuple(
        _factor(seen, {d: mean for d in span if d.weekday() == weekday}) for weekday in range(7)
    )
    turn = _factor(seen, {d: mean * weekdays[d.weekday()] for d in span if _turns(d)})
    night = _factor(
        seen,
        {
            d: mean * weekdays[d.weekday()] * (turn if _turns(d) else 1.0)
            for d in span
            if _price(d, prices)
        },
    )
    hours = Counter(at.hour for at in local)
    total = max(len(local), 1)
    profile = tuple((hours[h] + DOUBT) / (total / 24 + DOUBT) for h in range(24))
    scale = 24 / sum(profile)
    return Season(weekdays, turn, night, tuple(p * scale for p in profile), prices)


def _factor(seen: dict[date, float], expected: dict[date, float]) -> float:
    return (sum(seen[day] for day in expected) + DOUBT) / (sum(expected.values()) + DOUBT)


def _turns(day: date) -> bool:
    """The last two days of a month and the first: closing, stock-taking, new prices of cards."""
    return day.day == 1 or (day + 2 * DAY).month != day.month


def _price(day: date, prices: frozenset[date]) -> bool:
    """The night itself and the morning after."""
    return day in prices or day - DAY in prices

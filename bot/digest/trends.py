"""Sudden spikes and slow growth of topics, against what the season lets expect. Pure.

Both are looked for in the whole and in each region. A finding says how surprising it is, and shows
what it is made of; it is for people to judge.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import exp, sqrt
from typing import Literal

from bot.digest.season import Season
from bot.digest.topics import Said, Topic, belongs
from cards.words import SHANGHAI

SPIKE_WITHIN = timedelta(hours=4)
# Two turns of a month, so that what comes each month is known.
HISTORY = timedelta(days=56)
# Fitted on the sample tickets and on weeks without incidents (docs/figures.md).
LEAST_SPIKE = 4
LEAST_STATIONS = 3
SURPRISE = 1e-4
# As many whole weeks as were recorded, within these.
GROWTH_WEEKS = 12
FEWEST_WEEKS = 6
LEAST_GROWTH = 12
LEAST_WEEKS = 5
STEADY = 3.0
TIMES = 2.0
# Without its highest week it must still grow: one wild week is a spike.
STEADY_WITHOUT_PEAK = 1.5
WEEK = timedelta(days=7)
Kind = Literal["spike", "growth"]


@dataclass(frozen=True)
class Finding:
    """`region` is empty for the whole. `score` orders findings: the larger the more surprising.

    `series` are weekly counts of a growth, the oldest first.
    """

    kind: Kind
    topic: str
    name: str
    entry: str
    region: str
    count: int
    expected: float
    stations: int
    since: datetime
    until: datetime
    score: float
    keys: tuple[str, ...]
    samples: tuple[str, ...]
    regions: tuple[tuple[str, int], ...]
    series: tuple[int, ...] = ()


def spikes(
    topics: Iterable[Topic],
    history: Sequence[Said],
    season: Season,
    now: datetime,
    *,
    weight: int = 1,
) -> list[Finding]:
    """Of topics found in the last four hours; `history` is what was said in the weeks before, or
    a part of it, in which each stands for `weight`.

    The most surprising first, one a topic.
    """
    start = now - SPIKE_WITHIN
    before = [one for one in history if now - HISTORY <= one.at < start]
    usual = max(season.span(start - HISTORY, start), 1.0)
    share = season.span(start, now) / usual
    found = [
        finding
        for topic in topics
        for finding in _spikes_of(topic, before, share * weight, start, now)
    ]
    return _one_each(found)


def _spikes_of(
    topic: Topic, before: Sequence[Said], share: float, start: datetime, now: datetime
) -> Iterator[Finding]:
    fresh = [one for one in topic.said if start <= one.at <= now]
    if len(fresh) < LEAST_SPIKE:
        return
    known = [one for one in before if belongs(one, topic.key, topic.wordings)]
    for region, said in _by_region(fresh):
        mine = [one for one in known if not region or one.region == region]
        # Half a case more than was seen: what never happened may happen.
        expected = (len(mine) + 0.5) * share
        stations = {one.station for one in said if one.station}
        if len(said) < LEAST_SPIKE or len(stations) < LEAST_STATIONS:
            continue
        chance = at_least(len(said), expected)
        if chance < SURPRISE:
            yield _finding("spike", topic, region, said, expected, 1 / max(chance, 1e-300), now)


def growths(topics: Sequence[Topic], season: Season, monday: date, *, since: date) -> list[Finding]:
    """Up to a Monday: more week after week than the season explains. `since` is the first day
    that was recorded.

    Growth is slow and its words differ, so whole categories are looked at as well.
    """
    many = min(GROWTH_WEEKS, (monday - since).days // 7)
    if many < FEWEST_WEEKS:
        return []
    weeks = [monday - WEEK * back for back in range(many, 0, -1)]
    exposure = [sum(season.day(first + timedelta(days=at)) for at in range(7)) for first in weeks]
    found = [
        finding
        for topic in (*topics, *_categories(topics))
        for finding in _growths_of(topic, weeks, exposure, monday)
    ]
    return _one_each(found)


def _categories(topics: Iterable[Topic]) -> Iterator[Topic]:
    said: dict[str, list[Said]] = defaultdict(list)
    for topic in topics:
        for one in topic.said:
            if one.category:
                said[one.category].append(one)
    for category, ones in sorted(said.items()):
        yield Topic(f"category:{category}", category, "", tuple(ones))


def _growths_of(
    topic: Topic, weeks: Sequence[date], exposure: Sequence[float], monday: date
) -> Iterator[Finding]:
    now = datetime.combine(monday, datetime.min.time(), SHANGHAI)
    inside = [one for one in topic.said if weeks[0] <= _day(one) < monday]
    for region, said in _by_region(inside):
        per_week = Counter((_day(one) - weeks[0]).days // 7 for one in said)
        series = tuple(per_week[at] for at in range(len(weeks)))
        if len({one.station for one in said if one.station}) < LEAST_STATIONS:
            continue
        score = steadiness(series, exposure)
        without = steadiness(*_without_peak(series, exposure))
        if score >= STEADY and without >= STEADY_WITHOUT_PEAK and _grew(series):
            half = sum(series[: len(series) // 2]) / (len(series) // 2)
            recent = [one for one in said if _day(one) >= monday - WEEK]
            if recent:
                found = _finding("growth", topic, region, recent, half, score, now, series)
                yield found


def _grew(series: Sequence[int]) -> bool:
    half = sum(series[: len(series) // 2]) / (len(series) // 2)
    last = sum(series[-2:]) / 2
    return (
        sum(series) >= LEAST_GROWTH
        and sum(1 for many in series if many) >= LEAST_WEEKS
        and last >= TIMES * max(half, 1.0)
    )


def _without_peak(
    series: Sequence[int], exposure: Sequence[float]
) -> tuple[list[int], list[float]]:
    """The week stays where it is, and counts as if nobody had looked."""
    peak = max(range(len(series)), key=lambda at: series[at])
    return (
        [0 if at == peak else many for at, many in enumerate(series)],
        [0.0 if at == peak else each for at, each in enumerate(exposure)],
    )


def steadiness(series: Sequence[int], exposure: Sequence[float]) -> float:
    """How many standard deviations the slope is above none, for counts of the given exposure."""
    total, size = sum(series), sum(exposure)
    if not total or not size:
        return 0.0
    expected = [total * each / size for each in exposure]
    middle = sum(at * each for at, each in enumerate(expected)) / total
    slope = sum((at - middle) * many for at, many in enumerate(series))
    spread = sum((at - middle) ** 2 * each for at, each in enumerate(expected))
    return slope / sqrt(spread) if spread else 0.0


def at_least(count: int, expected: float) -> float:
    """The chance of so many or more, if they come independently (Poisson)."""
    below, term = 0.0, exp(-expected)
    for at in range(count):
        below += term
        term *= expected / (at + 1)
    if 1.0 - below > 1e-12:
        return 1.0 - below
    # The tail itself, where the difference of two nearly equal numbers says nothing.
    tail = 0.0
    for at in range(count, count + 200):
        tail += term
        term *= expected / (at + 1)
    return tail


def _by_region(said: Sequence[Said]) -> Iterator[tuple[str, list[Said]]]:
    yield "", list(said)
    regions: dict[str, list[Said]] = defaultdict(list)
    for one in said:
        if one.region:
            regions[one.region].append(one)
    if len(regions) > 1:
        yield from sorted(regions.items())


def _finding(
    kind: Kind,
    topic: Topic,
    region: str,
    said: Sequence[Said],
    expected: float,
    score: float,
    until: datetime,
    series: tuple[int, ...] = (),
) -> Finding:
    from bot.learning.wordings import public

    regions = Counter(one.region for one in said if one.region)
    samples = dict.fromkeys(text for text in (public(one.text) for one in said) if text)
    return Finding(
        kind=kind,
        topic=topic.key,
        name=topic.name,
        entry=topic.entry,
        region=region,
        count=len(said),
        expected=expected,
        stations=len({one.station for one in said if one.station}),
        since=min(one.at for one in said),
        until=until,
        score=score,
        keys=tuple(sorted(one.key for one in said)),
        samples=tuple(samples)[:3],
        regions=tuple(sorted(regions.items(), key=lambda item: (-item[1], item[0]))),
        series=series,
    )


def _one_each(found: list[Finding]) -> list[Finding]:
    """The whole before its regions, unless a region is the more surprising."""
    best: dict[str, Finding] = {}
    for one in sorted(found, key=lambda f: (-f.score, f.region, f.topic)):
        best.setdefault(one.topic, one)
    return list(best.values())


def _day(one: Said) -> date:
    return one.at.astimezone(SHANGHAI).date()

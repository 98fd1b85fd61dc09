"""Alarms on the sample tickets, and what must never be one."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta

import pytest

from benchmarks import trends as walk
from bot.digest import season, trends
from bot.digest.season import learn, price_days
from bot.digest.topics import Said, belongs, topics
from bot.learning.wordings import public
from bot.matching.normalise import normalise
from cards.words import SHANGHAI

MONDAY = date(2026, 11, 23)
START = date(2026, 8, 31)


def said(
    text: str, at: datetime, number: int, *, station: str = "", region: str = "河北省"
) -> Said:
    where = station or f"S{number % 40}"
    return Said(f"t{number}", text, normalise(text), f"u{number}", where, region, at, "", "液位")


def noon(day: date) -> datetime:
    return datetime.combine(day, datetime.min.time(), SHANGHAI) + timedelta(hours=12)


@pytest.fixture(scope="module")
def alarms() -> list[walk.Alarm]:
    return walk.walk(*walk.load())


def test_both_spikes_are_found_within_the_hour(alarms: list[walk.Alarm]) -> None:
    tickets, tags = walk.load()
    for incident in ("INC-001", "INC-002"):
        began = min(one.at for one in tickets if tags[one.key] == incident)
        found = [a for a in alarms if a.true == incident and a.finding.kind == "spike"]
        assert found
        assert found[0].at - began < timedelta(hours=1)


def test_the_slow_growth_is_found_while_it_grows(alarms: list[walk.Alarm]) -> None:
    found = [a for a in alarms if a.true == "TREND-TK01"]
    assert found
    assert found[0].finding.kind == "growth"
    assert found[0].at.date() <= date(2026, 11, 9)


def test_less_than_one_false_alarm_in_two_weeks(alarms: list[walk.Alarm]) -> None:
    assert sum(1 for alarm in alarms if not alarm.true) <= 6


def test_nothing_is_told_twice_on_one_day(alarms: list[walk.Alarm]) -> None:
    told = [(a.finding.topic, a.at.date()) for a in alarms]
    assert len(told) == len(set(told))


def test_steady_weeks_raise_no_alarm_whatever_the_weekday() -> None:
    """A hundred lots of twelve weeks with busy Mondays and quiet Sundays."""
    chance = random.Random(7)
    weight = (1.6, 1.1, 1.0, 1.0, 1.2, 0.6, 0.5)
    wrong = 0
    for _ in range(100):
        ones: list[Said] = []
        for day in range(84):
            when = START + timedelta(days=day)
            for _ in range(_poisson(chance, 0.6 * weight[when.weekday()])):
                ones.append(said("液位仪全部离线", noon(when), len(ones)))
        learnt = learn([one.at for one in ones], START, MONDAY)
        wrong += bool(trends.growths(topics(ones), learnt, MONDAY, since=START))
    assert wrong <= 2


def test_a_growth_is_found_in_the_one_region_that_has_it() -> None:
    ones: list[Said] = []
    for week in range(12):
        for number in range(1 + week):
            when = START + timedelta(days=7 * week + number % 5)
            ones.append(said("网关一天断好几次", noon(when), len(ones), region="湖北省"))
        for number in range(6):
            when = START + timedelta(days=7 * week + number % 5)
            ones.append(said("网关一天断好几次", noon(when), len(ones), region="四川省"))
    learnt = learn([one.at for one in ones], START, MONDAY)
    found = trends.growths(topics(ones), learnt, MONDAY, since=START)
    assert {one.region for one in found} == {"湖北省"}
    assert found[0].series == tuple(range(1, 13))


def test_one_wild_week_is_no_growth() -> None:
    ones: list[Said] = []
    for week, many in enumerate((2, 3, 2, 3, 2, 3, 2, 3, 2, 3, 2, 30)):
        for _ in range(many):
            ones.append(said("扫码失败", noon(START + timedelta(days=7 * week)), len(ones)))
    learnt = learn([one.at for one in ones], START, MONDAY)
    assert trends.growths(topics(ones), learnt, MONDAY, since=START) == []


def test_one_station_that_asks_often_is_no_spike() -> None:
    now = noon(MONDAY)
    ones = [said("扫码失败", now - timedelta(minutes=n), n, station="S1") for n in range(9)]
    learnt = learn([], START, MONDAY)
    assert trends.spikes(topics(ones), ones, learnt, now) == []
    many = [said("扫码失败", now - timedelta(minutes=n), n) for n in range(9)]
    found = trends.spikes(topics(many), many, learnt, now)
    assert [(one.count, one.stations) for one in found] == [(9, 9)]


def test_what_happens_each_month_end_is_no_spike() -> None:
    """Six asked on the last days of each of the months before; six more are what was expected."""
    usual = [
        said("月末盘点怎么做", noon(day), number * 10 + n)
        for number, day in enumerate((date(2026, 10, 30), date(2026, 10, 31), date(2026, 11, 1)))
        for n in range(20)
    ]
    now = noon(date(2026, 11, 30))
    today = [said("月末盘点怎么做", now - timedelta(minutes=n), 900 + n) for n in range(5)]
    flat = learn([], START, MONDAY)
    learnt = season.Season(flat.weekdays, 8.0, 1.0, flat.hours, frozenset())
    assert trends.spikes(topics(today), usual, flat, now)
    assert trends.spikes(topics(today), usual, learnt, now) == []


def test_the_season_is_learnt_from_the_days() -> None:
    moments = [
        noon(START + timedelta(days=day))
        for day in range(84)
        for _ in range(12 if (START + timedelta(days=day)).weekday() == 0 else 4)
    ]
    learnt = learn(moments, START, MONDAY)
    assert learnt.weekdays[0] > 1.8
    assert max(learnt.weekdays[1:]) < 1.0
    assert learnt.hours[12] > learnt.hours[3]


def test_prices_change_every_ten_working_days() -> None:
    days = sorted(price_days(date(2026, 1, 1), date(2026, 3, 31)))
    assert days[:4] == [date(2026, 1, 6), date(2026, 1, 20), date(2026, 2, 3), date(2026, 2, 24)]


def test_topics_are_the_same_in_any_order_and_hold_each_thing_once() -> None:
    tickets, _ = walk.load()
    shuffled = tickets[:]
    random.Random(3).shuffle(shuffled)
    found, again = topics(tickets), topics(shuffled)
    assert [(t.key, t.name, {s.key for s in t.said}) for t in found] == [
        (t.key, t.name, {s.key for s in t.said}) for t in again
    ]
    keys = [one.key for topic in found for one in topic.said]
    assert len(keys) == len(set(keys))
    assert len({topic.name for topic in found}) == len(found)


def test_a_topic_is_named_in_the_words_of_those_who_asked() -> None:
    tickets, _ = walk.load()
    for topic in topics(tickets)[:40]:
        assert topic.name in {public(one.text) for one in topic.said}
        assert belongs(topic.said[0], topic.key, topic.wordings)


def test_a_number_in_a_wording_is_not_shown_to_others() -> None:
    now = noon(MONDAY)
    ones = [said("我的电话13800138000充值没到账", now, n) for n in range(4)]
    assert "13800138000" not in topics(ones)[0].name


@pytest.mark.parametrize(("count", "expected"), [(0, 3.0), (4, 0.01), (40, 2.0), (3, 3.0)])
def test_the_tail_of_poisson(count: int, expected: float) -> None:
    from math import exp, factorial

    if count == 0:
        assert trends.at_least(0, expected) == 1.0
        return
    tail = sum(exp(-expected) * expected**k / factorial(k) for k in range(count, count + 100))
    assert trends.at_least(count, expected) == pytest.approx(tail, rel=1e-6)


def _poisson(chance: random.Random, mean: float) -> int:
    from math import exp

    limit, product, many = exp(-mean), chance.random(), 0
    while product > limit:
        product *= chance.random()
        many += 1
    return many

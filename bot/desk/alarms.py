"""Trends that warn: looked for regularly, told to the leads once a topic and day."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from bot import timers
from bot.desk import faq, roles
from bot.desk.digest_said import nearest_of, past, said
from bot.desk.knowledge import Knowledge
from bot.feishu.port import Address
from bot.internal import Internal
from bot.unit_of_work import Tx, UnitOfWork
from cards.digest import AlarmView, alarm_card
from cards.words import SHANGHAI
from cards.words import digest as say
from models import Lead, Person, Question, Role, Ticket, Timer, TrendAlert

if TYPE_CHECKING:
    # Imported when first needed: the web process does without numpy.
    from bot.digest.trends import Finding

SPIKES = "trends.spikes"
GROWTHS = "trends.growths"
LANE = "trends"
LOOK_EVERY = timedelta(minutes=10)
# A growth that was told of goes on for weeks.
GROWTH_QUIET = timedelta(days=14)
GROWTH_AT = timedelta(hours=8, minutes=20)
WEEK = timedelta(days=7)
MONDAY = 0


def keep_set(uow: UnitOfWork) -> int:
    """Both looks have their next time; how many had to be set."""
    with uow.reading() as tx:
        if len(_set(tx)) == 2:
            return 0
    with uow() as tx:
        missing = {SPIKES, GROWTHS} - _set(tx)
        for name in sorted(missing):
            at = tx.now + LOOK_EVERY if name == SPIKES else _next_monday(tx.now)
            timers.set_timer(name, at, Internal(name, LANE, {}), tx)
        return len(missing)


def look_for_spikes(knowledge: Knowledge) -> list[Finding]:
    """Reads and changes nothing; seldom more than the last four hours, for mostly it is quiet."""
    from bot.digest import season, trends
    from bot.digest.topics import topics

    near = nearest_of(knowledge)
    with knowledge.uow.reading() as tx:
        now = tx.now
        fresh = said(now - trends.SPIKE_WITHIN, now + timedelta(seconds=1), tx, near)
        found = [t for t in topics(fresh) if len(t.said) >= trends.LEAST_SPIKE]
        if not found:
            return []
        history, weight = past(now - trends.HISTORY - trends.SPIKE_WITHIN, now, tx, near)
    first = now - trends.HISTORY
    learnt = season.learn([one.at for one in history], _date(first), _date(now))
    return trends.spikes(found, history, learnt, now, weight=weight)


def look_for_growth(knowledge: Knowledge) -> list[Finding]:
    from bot.digest import season, trends
    from bot.digest.topics import topics

    with knowledge.uow.reading() as tx:
        today = _date(tx.now)
        monday = today - timedelta(days=today.weekday())
        first = _first_day(tx)
        if first is None:
            return []
        since = max(_date(first) + timedelta(days=1), monday - WEEK * trends.GROWTH_WEEKS)
        begin = datetime.combine(since, datetime.min.time(), SHANGHAI)
        end = datetime.combine(monday, datetime.min.time(), SHANGHAI)
        spoken = said(begin, end, tx, nearest_of(knowledge))
    learnt = season.learn([one.at for one in spoken], since, monday - timedelta(days=1))
    return trends.growths(topics(spoken), learnt, monday, since=since)


def tell(found: list[Finding], tx: Tx) -> int:
    """One card a finding, to every lead; what was told of today stays untold. How many were new."""
    tx.alone("trends")
    fresh = [one for one in found if _is_news(one, tx)]
    for one in fresh:
        _keep(one, tx)
        card = alarm_card(_view(one, tx))
        for lead in leads(tx):
            tx.send(Address("open_id", lead), card, fallback=say.ALARM_FALLBACK)
    return len(fresh)


def leads(tx: Tx) -> list[str]:
    """Leads of the desk and of groups; those who manage it, where there are none."""
    named = select(Person.open_id).join(Lead, Lead.person_id == Person.id)
    found = sorted({who for who in tx.session.scalars(named) if who})
    return found or roles.holders(Role.MANAGER, tx)


def _is_news(one: Finding, tx: Tx) -> bool:
    """The same topic, or the same cases under another name."""
    today = _date(tx.now)
    quiet = GROWTH_QUIET if one.kind == "growth" else timedelta(days=1)
    told = tx.session.scalars(
        select(TrendAlert).where(TrendAlert.day > today - quiet, TrendAlert.kind == one.kind)
    )
    keys = set(one.keys)
    return not any(
        each.topic == one.topic or keys.intersection(each.evidence.get("cases", ()))
        for each in told
    ) and not _told_today(one, tx)


def _told_today(one: Finding, tx: Tx) -> bool:
    here = (TrendAlert.topic == one.topic, TrendAlert.day == _date(tx.now))
    return tx.session.scalar(select(TrendAlert.id).where(*here)) is not None


def _keep(one: Finding, tx: Tx) -> None:
    tx.session.add(
        TrendAlert(
            topic=one.topic,
            day=_date(tx.now),
            kind=one.kind,
            name=one.name[:120],
            region=one.region,
            evidence={
                "count": one.count,
                "expected": round(one.expected, 3),
                "stations": one.stations,
                "since": one.since.isoformat(),
                "until": one.until.isoformat(),
                "cases": list(one.keys),
                "series": list(one.series),
                "regions": [list(each) for each in one.regions],
            },
            at=tx.now,
        )
    )
    tx.session.flush()


def _view(one: Finding, tx: Tx) -> AlarmView:
    entries = faq.by_codes((one.entry,), tx) if one.entry else []
    return AlarmView(
        name=one.name,
        region=one.region,
        count=one.count,
        stations=one.stations,
        expected=one.expected,
        since=one.since,
        until=one.until,
        samples=one.samples,
        regions=one.regions,
        series=one.series,
        entry=entries[0].id if entries else 0,
    )


def _set(tx: Tx) -> set[str]:
    return set(tx.session.scalars(select(Timer.key).where(Timer.key.in_((SPIKES, GROWTHS)))))


def _first_day(tx: Tx) -> datetime | None:
    moments = (
        tx.session.scalar(select(Question.asked_at).order_by(Question.asked_at).limit(1)),
        tx.session.scalar(
            select(Ticket.opened_at)
            .where(Ticket.opened_at.is_not(None))
            .order_by(Ticket.opened_at)
            .limit(1)
        ),
    )
    return min((at for at in moments if at is not None), default=None)


def _next_monday(now: datetime) -> datetime:
    today = _date(now)
    monday = today - timedelta(days=today.weekday())
    at = datetime.combine(monday, datetime.min.time(), SHANGHAI) + GROWTH_AT
    return at if at > now else at + WEEK


def _date(at: datetime) -> date:
    return at.astimezone(SHANGHAI).date()

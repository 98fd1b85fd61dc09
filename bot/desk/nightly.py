"""When the desk learns, and when it reports: fixed times of the stations' clock, kept as timers.

The knocking only makes sure that a timer is set; whoever knocks twice moves it nowhere.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta

from sqlalchemy import select

from bot import timers
from bot.internal import Internal
from bot.unit_of_work import Tx, UnitOfWork
from cards.words import SHANGHAI
from models import Timer

LANE = "learning"
LEARN = "learning.nightly"
WEEKLY = "learning.weekly"
# Off the full hour, when everybody's jobs start; after the night shift's closing of the day.
LEARN_AT = time(3, 20)
WEEKLY_AT = time(9, 10)
MONDAY = 0


def keep_set(uow: UnitOfWork) -> int:
    """Each job has its next time; how many had to be set."""
    with uow.reading() as tx:
        if len(_set_now(tx)) == len(JOBS):
            return 0
    with uow() as tx:
        missing = sorted(JOBS.keys() - _set_now(tx))
        for name in missing:
            timers.set_timer(name, JOBS[name](tx.now), Internal(name, LANE, {}), tx)
        return len(missing)


def next_night(now: datetime) -> datetime:
    return _next(now, LEARN_AT, timedelta(days=1))


def next_monday(now: datetime) -> datetime:
    at = _next(now, WEEKLY_AT, timedelta(days=1))
    while at.astimezone(SHANGHAI).weekday() != MONDAY:
        at += timedelta(days=1)
    return at


JOBS = {LEARN: next_night, WEEKLY: next_monday}


def _set_now(tx: Tx) -> set[str]:
    return set(tx.session.scalars(select(Timer.key).where(Timer.key.in_(JOBS))))


def _next(now: datetime, at: time, step: timedelta) -> datetime:
    local = now.astimezone(SHANGHAI)
    moment = datetime.combine(local.date(), at, SHANGHAI)
    return moment if moment > local else moment + step

"""Rows that become events when their time comes; the ticker only knocks."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select

from bot import internal
from bot.internal import Internal
from bot.unit_of_work import Tx, UnitOfWork
from models import Timer

AT_ONCE = 200
MOST = 128  # characters in the inbox for a key


def set_timer(key: str, due_at: datetime, event: Internal, tx: Tx) -> None:
    """Setting the same key again moves the time."""
    tx.alone("timer", key)
    tx.session.merge(
        Timer(
            key=key,
            event_type=event.name,
            lane=event.lane,
            payload=event.payload,
            due_at=due_at,
            set_at=tx.now,
        )
    )
    tx.session.flush()


def cancel(key: str, tx: Tx) -> None:
    tx.session.execute(delete(Timer).where(Timer.key == key))


def fire_due(uow: UnitOfWork) -> int:
    """What is due becomes an event, once, whichever process knocks; how many there were."""
    with uow.reading() as tx:
        if tx.session.scalar(select(Timer.key).where(Timer.due_at <= tx.now).limit(1)) is None:
            return 0
    with uow() as tx:
        due = tx.session.scalars(
            select(Timer)
            .where(Timer.due_at <= tx.now)
            .order_by(Timer.due_at, Timer.key)
            .limit(AT_ONCE)
            .with_for_update(skip_locked=True)
        ).all()
        for timer in due:
            event = Internal(timer.event_type, timer.lane, timer.payload)
            internal.post(event, _event_key(timer), tx)
            tx.session.delete(timer)
        return len(due)


def _event_key(timer: Timer) -> str:
    """Set anew after it fired, it is another event, so both times are part of its key."""
    times = f":{timer.set_at.timestamp()}:{timer.due_at.timestamp()}"
    return f"timer:{timer.key}"[: MOST - len(times)] + times

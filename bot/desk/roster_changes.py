"""Leave, extra duty and swaps: rows beside the weekly roster, never changes of it."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from sqlalchemy import select

from bot.desk import roster
from bot.desk.roster_rules import Presence
from bot.desk.tickets.refusals import Refused, Why
from bot.unit_of_work import Tx
from models import Agent, ExceptionKind, RosterException


def take_leave(
    person: str, starts_at: datetime, ends_at: datetime, by: str, tx: Tx, *, reason: str = ""
) -> RosterException:
    return _add(ExceptionKind.LEAVE, person, starts_at, ends_at, by, tx, reason=reason)


def add_duty(
    person: str, starts_at: datetime, ends_at: datetime, by: str, tx: Tx, *, reason: str = ""
) -> RosterException:
    return _add(ExceptionKind.EXTRA, person, starts_at, ends_at, by, tx, reason=reason)


def swap(
    one: str, one_at: datetime, other: str, other_at: datetime, by: str, tx: Tx
) -> list[RosterException]:
    """Each works the other's shift: the one that covers the moment named. Raises Refused."""
    mine, theirs = shift_at(one, one_at, tx), shift_at(other, other_at, tx)
    mark = uuid4().hex
    return [
        _add(kind, person, span.starts_at, span.ends_at, by, tx, swap=mark)
        for kind, person, span in (
            # Leave first: two shifts that overlap must not take each other away.
            (ExceptionKind.LEAVE, one, mine),
            (ExceptionKind.LEAVE, other, theirs),
            (ExceptionKind.EXTRA, other, mine),
            (ExceptionKind.EXTRA, one, theirs),
        )
    ]


def undo_swap(mark: str, tx: Tx) -> int:
    rows = tx.session.scalars(
        select(RosterException).where(
            RosterException.swap == mark, RosterException.cancelled_at.is_(None)
        )
    ).all()
    for row in rows:
        row.cancelled_at = tx.now
    tx.session.flush()
    return len(rows)


def undo(exception_id: int, tx: Tx) -> None:
    row = tx.session.get_one(RosterException, exception_id, with_for_update=True)
    row.cancelled_at = row.cancelled_at or tx.now
    tx.session.flush()


def shift_at(person: str, moment: datetime, tx: Tx) -> Presence:
    """Raises Refused."""
    planned = roster.plan([person], moment, moment + roster.A_MOMENT, tx)[person]
    found = next((span for span in planned if span.covers(moment)), None)
    if found is None:
        raise Refused(Why.NO_SUCH_SHIFT, person=person, at=moment)
    return found


def remove(person: str, tx: Tx) -> None:
    """Who left the company is asked no more. Their tickets are offered at the next tick."""
    agent = tx.session.get(Agent, person, with_for_update=True)
    if agent is None:
        raise Refused(Why.NO_SUCH_AGENT, person=person)
    agent.active = False
    tx.session.flush()


def _add(
    kind: ExceptionKind,
    person: str,
    starts_at: datetime,
    ends_at: datetime,
    by: str,
    tx: Tx,
    *,
    swap: str | None = None,
    reason: str = "",
) -> RosterException:
    if tx.session.get(Agent, person) is None:
        raise Refused(Why.NO_SUCH_AGENT, person=person)
    if ends_at <= starts_at:
        raise Refused(Why.NO_SUCH_SHIFT, person=person, at=starts_at)
    row = RosterException(
        person_id=person,
        kind=kind,
        starts_at=starts_at,
        ends_at=ends_at,
        swap=swap,
        reason=reason,
        created_by=by,
        created_at=tx.now,
    )
    tx.session.add(row)
    tx.session.flush()
    return row

"""A ticket's life in one row, from its events, for SQLite and PostgreSQL alike."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import CTE, ColumnElement, Integer, and_, case, func, literal_column, or_, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from models import Station, Ticket, TicketEvent, TicketEventKind

K = TicketEventKind
HUMANS = ("agent", "lead")
ENDINGS = (K.RESOLVED, K.CONFIRMED, K.CLOSED, K.CANCELLED, K.MERGED)
HANDED_ON = (K.TRANSFERRED, K.TAKEN_BACK, K.DECLINED)
# What a figure may be divided by; every ticket has exactly one of each.
DIMENSIONS = ("day", "province", "category", "skill_group", "priority", "station")


class seconds(FunctionElement[int]):
    """Whole seconds since 1970 of a moment."""

    type = Integer()
    inherit_cache = True
    name = "seconds"


@compiles(seconds, "sqlite")
def _sqlite(element: Any, compiler: Any, **kw: Any) -> str:
    return f"CAST(strftime('%s', {compiler.process(element.clauses, **kw)}) AS INTEGER)"


@compiles(seconds, "postgresql")
def _postgresql(element: Any, compiler: Any, **kw: Any) -> str:
    return f"CAST(floor(extract(epoch FROM {compiler.process(element.clauses, **kw)})) AS BIGINT)"


def lives(as_of: datetime) -> CTE:
    """What was known of every ticket at a moment: events after it have not happened."""
    e = TicketEvent
    ended, reopened = _last(e.kind.in_(ENDINGS)), _last(e.kind == K.REOPENED)
    return (
        select(
            Ticket.id.label("id"),
            func.coalesce(Station.province, "").label("province"),
            Ticket.category.label("category"),
            Ticket.skill_group.label("skill_group"),
            Ticket.priority.label("priority"),
            func.coalesce(Ticket.station_code, "").label("station"),
            _first(e.kind == K.OPENED).label("opened"),
            _first(and_(e.kind.in_((K.DESK_SPOKE, K.RESOLVED)), e.actor_kind.in_(HUMANS))).label(
                "answered"
            ),
            _first(e.kind == K.RESOLVED).label("solved"),
            _first(e.kind == K.REOPENED).label("reopened"),
            _first(e.kind == K.ESCALATED).label("escalated"),
            _first(e.kind.in_(HANDED_ON)).label("handed_on"),
            _first(e.kind == K.CANCELLED).label("cancelled"),
            _first(e.kind == K.MERGED).label("merged"),
            ended.label("ended"),
            # At the same moment the ending was last: a ticket is not reopened before it ended.
            func.coalesce(func.max(case((e.kind.in_(ENDINGS), e.seq))), 0).label("ended_seq"),
            func.coalesce(func.max(case((e.kind == K.REOPENED, e.seq))), 0).label("reopened_seq"),
            reopened.label("last_reopened"),
            func.max(e.details["rating"].as_integer()).label("rating"),
        )
        .join(e, e.ticket_id == Ticket.id)
        .outerjoin(Station, Station.code == Ticket.station_code)
        .where(e.at < as_of)
        .group_by(Ticket.id, Station.province)
        .cte("lives")
    )


def _first(condition: ColumnElement[bool]) -> ColumnElement[datetime]:
    return func.min(case((condition, TicketEvent.at)))


def _last(condition: ColumnElement[bool]) -> ColumnElement[datetime]:
    return func.max(case((condition, TicketEvent.at)))


def within(column: Any, start: datetime, end: datetime) -> ColumnElement[bool]:
    return and_(column >= start, column < end)


def soon_after(later: Any, earlier: Any, span: timedelta) -> ColumnElement[bool]:
    return and_(later.is_not(None), seconds(later) - seconds(earlier) <= int(span.total_seconds()))


def is_open(life: CTE) -> ColumnElement[bool]:
    return or_(life.c.ended.is_(None), life.c.reopened_seq > life.c.ended_seq)


def day_of(column: Any) -> ColumnElement[int]:
    """The day's number since 1970 by the stations' clock, which knows no summer time."""
    # Written out, for PostgreSQL takes two parameters for two different expressions.
    return (seconds(column) + literal_column("28800", Integer)) // literal_column("86400", Integer)

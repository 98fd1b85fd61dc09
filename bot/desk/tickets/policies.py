"""Rules as data: the present ones, a new version, and what an operator did wrong in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import select

from bot.calendars import ChineseDays
from bot.desk.tickets import defaults
from bot.desk.tickets.priority import PriorityRules, read_priority
from bot.desk.tickets.routing import RoutingRules, read_routing
from bot.desk.tickets.sla import SlaRules, read_sla
from bot.desk.tickets.validate import Reader
from bot.unit_of_work import Tx
from models import CalendarDay, Policy, PolicyKind

SHIPPED = {
    PolicyKind.PRIORITY: defaults.PRIORITY,
    PolicyKind.ROUTING: defaults.ROUTING,
    PolicyKind.SLA: defaults.SLA,
}
R = TypeVar("R")


@dataclass(frozen=True)
class Ruling(Generic[R]):
    rules: R
    version: int


def days(tx: Tx) -> ChineseDays:
    rows = tx.session.scalars(select(CalendarDay))
    return ChineseDays({row.day: row.working for row in rows})


def priority(tx: Tx) -> Ruling[PriorityRules]:
    return _present(PolicyKind.PRIORITY, read_priority, tx)


def routing(tx: Tx) -> Ruling[RoutingRules]:
    return _present(PolicyKind.ROUTING, read_routing, tx)


def sla(tx: Tx) -> Ruling[SlaRules]:
    calendar = days(tx)
    return _present(PolicyKind.SLA, lambda read: read_sla(read, calendar), tx)


def check(kind: PolicyKind, content: dict[str, Any]) -> None:
    """Raises PolicyFault, naming everything that is wrong."""
    read = Reader(content)
    if kind is PolicyKind.PRIORITY:
        read_priority(read)
    elif kind is PolicyKind.ROUTING:
        read_routing(read)
    else:
        read_sla(read, ChineseDays())
    read.finish()


def save(
    kind: PolicyKind, content: dict[str, Any], author: str, tx: Tx, *, note: str = ""
) -> Policy:
    """A new version; open tickets are looked at anew (see sla_door). Raises PolicyFault."""
    check(kind, content)
    tx.alone("policy", kind.value)
    row = Policy(
        kind=kind,
        version=version(kind, tx) + 1,
        content=content,
        author=author,
        note=note,
        at=tx.now,
    )
    tx.session.add(row)
    tx.session.flush()
    return row


def version(kind: PolicyKind, tx: Tx) -> int:
    newest = select(Policy.version).where(Policy.kind == kind).order_by(Policy.version.desc())
    return tx.session.scalar(newest.limit(1)) or 0


def content(kind: PolicyKind, tx: Tx) -> tuple[dict[str, Any], int]:
    newest = select(Policy).where(Policy.kind == kind).order_by(Policy.version.desc()).limit(1)
    row = tx.session.scalar(newest)
    return (row.content, row.version) if row is not None else (SHIPPED[kind], 0)


def _present(kind: PolicyKind, read_it: Callable[[Reader], R], tx: Tx) -> Ruling[R]:
    found, number = content(kind, tx)
    read = Reader(found)
    rules = read_it(read)
    read.finish()
    return Ruling(rules, number)

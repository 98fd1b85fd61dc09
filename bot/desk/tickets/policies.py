"""Rules as data: the present ones, a new version, and what an operator did wrong in it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Generic, TypeVar

from sqlalchemy import select

from bot.calendars import ChineseDays
from bot.desk import rulebook
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
Overrides = tuple[tuple[date, bool], ...]


@dataclass(frozen=True)
class Ruling(Generic[R]):
    rules: R
    version: int


def days(tx: Tx) -> ChineseDays:
    return ChineseDays(dict(_overrides(tx)))


def priority(tx: Tx) -> Ruling[PriorityRules]:
    text, number = _present(PolicyKind.PRIORITY, tx)
    return Ruling(_priority(text), number)


def routing(tx: Tx) -> Ruling[RoutingRules]:
    text, number = _present(PolicyKind.ROUTING, tx)
    return Ruling(_routing(text), number)


def sla(tx: Tx) -> Ruling[SlaRules]:
    text, number = _present(PolicyKind.SLA, tx)
    return Ruling(_sla(text, _overrides(tx)), number)


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
    """A new version; open tickets follow by recompute.change_policy. Raises PolicyFault."""
    check(kind, content)
    return rulebook.add(kind, content, author, tx, note=note)


def version(kind: PolicyKind, tx: Tx) -> int:
    row = rulebook.newest(kind, tx)
    return row.version if row is not None else 0


def content(kind: PolicyKind, tx: Tx) -> tuple[dict[str, Any], int]:
    row = rulebook.newest(kind, tx)
    return (row.content, row.version) if row is not None else (SHIPPED[kind], 0)


def _overrides(tx: Tx) -> Overrides:
    rows = tx.session.execute(select(CalendarDay.day, CalendarDay.working))
    return tuple(sorted((day, working) for day, working in rows))


def _present(kind: PolicyKind, tx: Tx) -> tuple[str, int]:
    """As text, so that what is the same is read once."""
    found, number = content(kind, tx)
    return json.dumps(found), number


@lru_cache(maxsize=8)
def _priority(text: str) -> PriorityRules:
    return _read(text, read_priority)


@lru_cache(maxsize=8)
def _routing(text: str) -> RoutingRules:
    return _read(text, read_routing)


@lru_cache(maxsize=8)
def _sla(text: str, overrides: Overrides) -> SlaRules:
    calendar = ChineseDays(dict(overrides))
    return _read(text, lambda read: read_sla(read, calendar))


def _read(text: str, read_it: Callable[[Reader], R]) -> R:
    read = Reader(json.loads(text))
    rules = read_it(read)
    read.finish()
    return rules

"""Is the desk keeping up: the database answers, a worker lives, nothing waits too long."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from bot.desk.tickets.audit import standing
from bot.unit_of_work import Tx
from models import Executor, Inbound, InboundState, Outbound, OutboundState

# A message not worked for this long means that nobody gets answers.
TOO_OLD = timedelta(minutes=2)
WORKER_SILENT = timedelta(seconds=15)


@dataclass(frozen=True)
class Health:
    inbox_waiting: int
    inbox_oldest_seconds: float
    inbox_parked: int
    outbox_waiting: int
    outbox_oldest_seconds: float
    outbox_parked: int
    worker_seen_seconds: float | None
    tickets_open: int = 0
    tickets_homeless: int = 0
    tickets_unchecked: int = 0
    calendar_known_days: int = 0

    @property
    def faults(self) -> list[str]:
        faults = []
        if self.worker_seen_seconds is None:
            faults.append("no worker is running: start `python app.py worker`")
        elif self.worker_seen_seconds > WORKER_SILENT.total_seconds():
            faults.append(f"the worker was last seen {self.worker_seen_seconds:.0f} s ago")
        for name, age in (
            ("inbox", self.inbox_oldest_seconds),
            ("outbox", self.outbox_oldest_seconds),
        ):
            if age > TOO_OLD.total_seconds():
                faults.append(f"the {name}'s oldest row waits {age:.0f} s")
        if self.tickets_homeless:
            faults.append(f"{self.tickets_homeless} tickets have neither an owner nor a queue")
        if self.tickets_unchecked:
            faults.append(f"{self.tickets_unchecked} tickets' next check is overdue or missing")
        return faults

    def as_json(self) -> dict[str, Any]:
        return {**self.__dict__, "faults": self.faults}


def examine(tx: Tx) -> Health:
    inbox = _open(tx, Inbound.received_at, Inbound.state == InboundState.RECEIVED)
    outbox = _open(tx, Outbound.created_at, Outbound.state == OutboundState.QUEUED)
    seen = tx.session.scalar(select(func.max(Executor.seen_at)))
    return Health(
        inbox_waiting=inbox[0],
        inbox_oldest_seconds=_age(tx, inbox[1]),
        inbox_parked=_count(tx, Inbound.state == InboundState.PARKED, Inbound.id),
        outbox_waiting=outbox[0],
        outbox_oldest_seconds=_age(tx, outbox[1]),
        outbox_parked=_count(tx, Outbound.state == OutboundState.PARKED, Outbound.id),
        worker_seen_seconds=_age(tx, seen) if seen else None,
        **asdict(standing(tx)),
    )


def _open(tx: Tx, at: Any, state: Any) -> tuple[int, datetime | None]:
    count, oldest = tx.session.execute(select(func.count(), func.min(at)).where(state)).one()
    return count, oldest


def _count(tx: Tx, state: Any, column: Any) -> int:
    return tx.session.scalar(select(func.count(column)).where(state)) or 0


def _age(tx: Tx, at: datetime | None) -> float:
    return round(max(0.0, (tx.now - at).total_seconds()), 3) if at else 0.0

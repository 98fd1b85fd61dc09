"""What was put aside with its reason: to look at, and to try again."""

from __future__ import annotations

from uuid import uuid4

from sqlalchemy import select

from bot.engine.port import Work, WorkItem
from bot.unit_of_work import Tx
from models import Inbound, InboundKind, InboundState, Outbound, OutboundState


class CannotReplay(Exception):
    """The row is not parked, or must not be done again."""


def parked_inbound(tx: Tx) -> list[Inbound]:
    return list(
        tx.session.scalars(
            select(Inbound).where(Inbound.state == InboundState.PARKED).order_by(Inbound.id)
        )
    )


def parked_outbound(tx: Tx) -> list[Outbound]:
    return list(
        tx.session.scalars(
            select(Outbound).where(Outbound.state == OutboundState.PARKED).order_by(Outbound.id)
        )
    )


def replay_inbound(row_id: int, tx: Tx) -> None:
    """Raises CannotReplay."""
    row = tx.session.get(Inbound, row_id, with_for_update=True)
    if row is None or row.state is not InboundState.PARKED:
        raise CannotReplay(f"inbox row {row_id} is not parked")
    if row.kind is InboundKind.CLICK:
        raise CannotReplay(f"inbox row {row_id} is a click: the person has to press again")
    row.reopen()
    tx.enqueue(WorkItem(Work.INBOUND, row.id, row.lane, again=_again(tx)))


def replay_outbound(row_id: int, tx: Tx) -> None:
    """Under a new uuid: the old one's hour is over. Raises CannotReplay."""
    row = tx.session.get(Outbound, row_id, with_for_update=True)
    if row is None or row.state is not OutboundState.PARKED:
        raise CannotReplay(f"outbox row {row_id} is not parked")
    row.reopen()
    row.uuid, row.created_at = uuid4().hex, tx.now
    tx.enqueue(WorkItem(Work.OUTBOUND, row.id, row.lane, again=_again(tx)))


def _again(tx: Tx) -> int:
    """A work item's id is never used twice, so a replay takes the time into it."""
    return int(tx.now.timestamp() * 1000)

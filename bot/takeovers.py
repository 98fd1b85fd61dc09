"""Finding the item that kills its workers, without blaming those that only stood beside it.

When a worker dies, everything it had in hand is taken over and marked once. A marked item is
counted each time it is really begun, and cleared when it comes through; so only what was in the
act at death after death adds up, however many others were waiting with it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import Select, select

from bot.engine.port import Work
from bot.unit_of_work import UnitOfWork
from models import BitableTask, Inbound, Outbound

# An item whose workers died this often, and then once more, is what kills them.
MOST_TAKEOVERS = 3
REASON = "its worker died each time it was tried"


def counter(uow: UnitOfWork) -> Callable[[Work, int], bool]:
    """The reaper's question: mark it as taken over; False while somebody has the row in hand."""

    def note(work: Work, row_id: int) -> bool:
        mine = _row(work, row_id)
        with uow() as tx:
            row: Inbound | Outbound | BitableTask | None = tx.session.scalar(
                mine.with_for_update(skip_locked=True)
            )
            if row is not None:
                row.takeovers = max(row.takeovers, 1)
                return True
            # Forgotten, so that there is nothing to do; or held by a frozen worker's transaction.
            return tx.session.scalar(mine) is None

    return note


def may_begin(row: Inbound | Outbound | BitableTask) -> bool:
    """Count one more beginning of a marked row; False when it has had its last."""
    if row.takeovers > MOST_TAKEOVERS:
        return False
    if row.takeovers:
        row.takeovers += 1
    return True


def _row(work: Work, row_id: int) -> Select[Any]:
    if work is Work.INBOUND:
        return select(Inbound).where(Inbound.id == row_id)
    if work is Work.BITABLE:
        return select(BitableTask).where(BitableTask.id == row_id)
    return select(Outbound).where(Outbound.id == row_id)

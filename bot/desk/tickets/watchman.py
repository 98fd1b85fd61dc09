"""What the worker does for tickets every minute, whatever became of their timers."""

from __future__ import annotations

from bot.desk.tickets import handoffs
from bot.desk.tickets.audit import Audit, audit
from bot.unit_of_work import UnitOfWork
from models import Timer


def look_round(uow: UnitOfWork) -> Audit:
    """The auditor's round; and the roster's own timer is wound if nobody has done so yet."""
    with uow.reading() as tx:
        wound = tx.session.get(Timer, handoffs.KEY) is not None
    if not wound:
        with uow() as tx:
            handoffs.set_tick(tx)
    return audit(uow)

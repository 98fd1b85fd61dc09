"""After another policy or calendar: every open ticket is looked at anew, some at a time."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from bot import internal
from bot.desk.tickets import clockwork, policies
from bot.desk.tickets.clockwork import ROUTING_LANE
from bot.internal import Internal
from bot.unit_of_work import Tx
from models import Policy, PolicyKind, Ticket
from models.ticket_state import UNFINISHED

RECOMPUTE = "ticket.recompute"
AT_ONCE = 100


def change_policy(
    kind: PolicyKind, content: dict[str, Any], author: str, tx: Tx, *, note: str = ""
) -> Policy:
    """A new version, and open tickets follow it. Raises PolicyFault."""
    row = policies.save(kind, content, author, tx, note=note)
    if kind is PolicyKind.SLA:
        begin(f"sla:{row.version}", tx)
    return row


def begin(key: str, tx: Tx) -> None:
    """`key` names the reason: the same reason begins once."""
    _post(0, key, tx)


def some(after: int, key: str, tx: Tx) -> int:
    """Set the timers of some tickets to now, so that each is checked on its own; the number of
    the last one, 0 at the end."""
    tx.alone("assigning")  # as everybody who locks several tickets
    numbers = tx.session.scalars(
        select(Ticket.id)
        .where(Ticket.state.in_(UNFINISHED), Ticket.id > after)
        .order_by(Ticket.id)
        .limit(AT_ONCE)
    ).all()
    for number in numbers:
        ticket = tx.session.get_one(Ticket, number, with_for_update=True, populate_existing=True)
        if ticket.state in UNFINISHED:
            clockwork.set_check(ticket, tx.now, tx)
    tx.session.flush()
    if len(numbers) == AT_ONCE:
        _post(numbers[-1], key, tx)
        return numbers[-1]
    return 0


def _post(after: int, key: str, tx: Tx) -> None:
    payload = {"after": after, "key": key}
    internal.post(Internal(RECOMPUTE, ROUTING_LANE, payload), f"recompute:{key}:{after}", tx)

"""A sign within two seconds: who gets no answer by then sees at least a reaction.

A fast answer is its own receipt, so nothing is spent on it. The reaction goes in a lane of its
own: an answer that waits before it must not hold it up.
"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Select, select, union

from bot import metrics
from bot.desk.conversations import is_addressed
from bot.feishu import events
from bot.unit_of_work import Tx, UnitOfWork
from models import Inbound, InboundKind, InboundState, Outbound, OutboundState, Utterance, Verb

# Looked at twice a second and sent within some 100 ms: two seconds at the most.
AFTER = timedelta(seconds=1)
UNTIL = timedelta(minutes=10)
EMOJI = "OK"
AT_ONCE = 50


def acknowledge_slow(uow: UnitOfWork) -> int:
    """React to messages that still wait for their answer; how many there were."""
    with uow.reading() as tx:
        if tx.session.scalars(_waiting(tx).limit(1)).first() is None:
            return 0
    with uow() as tx:
        # Locked, for other workers look too; skipped where the rules are at work on it.
        waiting = _waiting(tx).limit(AT_ONCE).with_for_update(skip_locked=True)
        rows = tx.session.scalars(waiting).all()
        for row in rows:
            row.receipt_at = tx.now
            _react(row, tx)
        return len(rows)


def _waiting(tx: Tx) -> Select[Inbound]:
    """Messages not yet worked, and those that are being read or could not yet be answered."""
    unworked = select(Inbound.id).where(Inbound.state == InboundState.RECEIVED)
    unsent = select(Outbound.inbound_id).where(
        Outbound.state == OutboundState.QUEUED,
        Outbound.verb.in_((Verb.REPLY, Verb.SEND, Verb.READ)),
        Outbound.inbound_id.is_not(None),
    )
    unfinished = select(Utterance.inbound_id).where(Utterance.question_id.is_(None))
    return (
        select(Inbound)
        .where(
            Inbound.id.in_(union(unworked, unsent, unfinished)),
            Inbound.kind == InboundKind.MESSAGE,
            Inbound.receipt_at.is_(None),
            Inbound.received_at <= tx.now - AFTER,
            Inbound.received_at > tx.now - UNTIL,
        )
        .order_by(Inbound.id)
    )


def _react(row: Inbound, tx: Tx) -> None:
    message = events.parse(row.event_type, row.payload)
    if isinstance(message, events.Message) and is_addressed(message, tx):
        tx.origin = row
        tx.react(message.message_id, EMOJI, lane=f"receipt:{message.chat_id}"[:96])
        metrics.RECEIPTS.inc()

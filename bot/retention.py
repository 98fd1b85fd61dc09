"""What may be forgotten: finished work items after a day, pushes after the keys' time is over."""

from __future__ import annotations

from datetime import timedelta

from dbos import DBOSClient
from sqlalchemy import delete, select

from bot.engine.dbos_engine import FINISHED
from bot.unit_of_work import UnitOfWork
from models import Inbound, InboundState, Outbound, OutboundState, Question, Recognition, Utterance

BATCH = 500
KEEP_WORK = timedelta(days=1)


def forget_work(client: DBOSClient, uow: UnitOfWork) -> int:
    """Delete a batch of finished work items; ids are never used again, so that is safe."""
    before = (uow.now() - KEEP_WORK).isoformat()
    old = client.list_workflows(
        status=FINISHED, completed_before=before, limit=BATCH, load_input=False, load_output=False
    )
    if old:
        client.delete_workflows([w.workflow_id for w in old])
    return len(old)


def forget_pushes(uow: UnitOfWork, keep: timedelta) -> int:
    """Delete a batch of worked pushes and the calls they caused.

    What became a question stays, and so does what an operator may still want to look into: rows
    that will never go must not take the places of a batch, or they would hold up all others.
    """
    finished = (OutboundState.SENT, OutboundState.SUPERSEDED)
    with uow() as tx:
        old = tx.session.scalars(
            select(Inbound.id)
            .where(
                Inbound.received_at < tx.now - keep,
                Inbound.state == InboundState.DONE,
                *(
                    ~select(kept.id).where(kept.inbound_id == Inbound.id).exists()
                    for kept in (Question, Recognition, Utterance)
                ),
                ~select(Outbound.id)
                .where(Outbound.inbound_id == Inbound.id, Outbound.state.not_in(finished))
                .exists(),
            )
            .limit(BATCH)
        ).all()
        tx.session.execute(delete(Outbound).where(Outbound.inbound_id.in_(old)))
        tx.session.execute(delete(Inbound).where(Inbound.id.in_(old)))
        return len(old)

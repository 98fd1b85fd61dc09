"""Calls that write to many people at once, and take it back.

Feishu knows no repeated batch by any key. So a batch whose answer was lost is never sent again: its
people may not have it, but nobody gets it twice.
"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import and_, or_, select, update

from bot.feishu.errors import FeishuError
from bot.feishu.port import Audience, Broadcast, CardMessage, Feishu, OpenId
from bot.logs import log
from bot.unit_of_work import Tx, UnitOfWork
from models import (
    DeliveryState,
    DigestDelivery,
    DigestRecipient,
    Outbound,
    Outcome,
    Verb,
)

VERBS = (Verb.BROADCAST, Verb.RECALL)
UNCERTAIN = "uncertain: sent perhaps, and never sent twice"
# Read counts grow for days, quickly at first; Feishu tells of a batch for thirty.
COUNT_FOR = timedelta(days=7)
COUNT_EVERY = timedelta(minutes=10)
COUNT_LATER_EVERY = timedelta(hours=3)
YOUNG = timedelta(hours=2)
AT_ONCE = 20


def carry_out(mail: Outbound, feishu: Feishu) -> Broadcast | None:
    content = mail.content
    if mail.verb is Verb.RECALL:
        feishu.recall_batch(content["batch_id"])
        return None
    people = tuple(OpenId(one) for one in content["open_ids"])
    return feishu.batch_send(Audience(people), CardMessage(content["card"]))


def settled(mail: Outbound, outcome: object, tx: Tx) -> None:
    delivery = _delivery(mail, tx)
    if not isinstance(outcome, Broadcast):
        delivery.state = DeliveryState.RECALLED
        _mark(delivery, Outcome.RECALLED, tx, of=(Outcome.SENT,))
        return
    delivery.state, delivery.batch_id = DeliveryState.SENT, outcome.batch_id
    delivery.sent_at, delivery.error = tx.now, ""
    delivery.reached = delivery.people - len(outcome.invalid_open_ids)
    # An operator may have it sent after all (`outbox replay`).
    _mark(delivery, Outcome.SENT, tx, of=(Outcome.QUEUED, Outcome.UNKNOWN, Outcome.UNREACHABLE))
    if outcome.invalid_open_ids:
        unreachable = DigestRecipient.open_id.in_(outcome.invalid_open_ids)
        tx.session.execute(
            update(DigestRecipient)
            .where(DigestRecipient.delivery_id == delivery.id, unreachable)
            .values(outcome=Outcome.UNREACHABLE)
        )


def failed(mail: Outbound, tx: Tx) -> None:
    """Parked. Whether anybody got it is known only if no call was left without an answer."""
    delivery = _delivery(mail, tx)
    delivery.error = (mail.error or "")[:500]
    if mail.verb is Verb.RECALL:
        delivery.state = DeliveryState.SENT
        return
    lost = mail.unsure_since is not None and (mail.error or "").startswith("uncertain")
    delivery.state = DeliveryState.UNKNOWN if lost else DeliveryState.REFUSED
    _mark(delivery, Outcome.UNKNOWN if lost else Outcome.UNREACHABLE, tx)


def recount(uow: UnitOfWork, feishu: Feishu) -> int:
    """Ask how many have read it; how many batches were asked for."""
    with uow.reading() as tx:
        old = tx.now - COUNT_EVERY
        due = tx.session.execute(
            select(DigestDelivery.id, DigestDelivery.batch_id)
            .where(
                DigestDelivery.state == DeliveryState.SENT,
                DigestDelivery.sent_at > tx.now - COUNT_FOR,
                or_(
                    DigestDelivery.counted_at.is_(None),
                    and_(DigestDelivery.counted_at < old, DigestDelivery.sent_at > tx.now - YOUNG),
                    DigestDelivery.counted_at < tx.now - COUNT_LATER_EVERY,
                ),
            )
            .order_by(DigestDelivery.counted_at, DigestDelivery.id)
            .limit(AT_ONCE)
        ).all()
    for number, batch in due:
        try:
            progress = feishu.batch_progress(batch)
        except FeishuError as error:
            log().warning("batch_uncounted", code=error.code, log_id=error.log_id)
            return 0
        with uow() as tx:
            row = tx.session.get_one(DigestDelivery, number, with_for_update=True)
            row.reached, row.read, row.counted_at = progress.reached, progress.read, tx.now
    return len(due)


def _delivery(mail: Outbound, tx: Tx) -> DigestDelivery:
    return tx.session.get_one(DigestDelivery, int(mail.target), with_for_update=True)


def _mark(
    delivery: DigestDelivery,
    outcome: Outcome,
    tx: Tx,
    *,
    of: tuple[Outcome, ...] = (Outcome.QUEUED,),
) -> None:
    tx.session.execute(
        update(DigestRecipient)
        .where(DigestRecipient.delivery_id == delivery.id, DigestRecipient.outcome.in_(of))
        .values(outcome=outcome)
    )

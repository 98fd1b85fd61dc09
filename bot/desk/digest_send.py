"""A digest on its way: people in thousands, a piece at a time, each piece one unit of work.

A piece is an event of ours whose key is its place, so that it is done once whatever dies or runs
twice; what a piece asks of Feishu are rows of the outbox, behind everything interactive.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time, timedelta

from sqlalchemy import func, select

from bot import internal
from bot.desk import digest_plan, roles
from bot.desk.digest_views import card_of
from bot.digest.schedule import quiet_until
from bot.internal import Internal
from bot.unit_of_work import Tx
from models import (
    Audience,
    DeliveryState,
    Digest,
    DigestDelivery,
    DigestOptOut,
    DigestRecipient,
    DigestState,
    Lead,
    Outcome,
    Person,
    PersonKind,
    Role,
)

PIECE = "digest.piece"
A_CALL = 200
A_PIECE = 5 * A_CALL
RECALL_WITHIN = timedelta(days=1)
Someone = tuple[str, str | None]


def due(digest_id: int, tx: Tx) -> bool:
    """The hour has come. True if editors are to be asked, for it can't simply go out."""
    digest = locked(digest_id, tx)
    if digest.state.over or tx.now < digest.planned_at:
        return False
    may = digest.state is DigestState.APPROVED or (
        digest.state is DigestState.DRAFTED and digest.unapproved == "send"
    )
    if may and tx.now <= digest.late_at:
        rest = quiet_until(tx.now, quiet_of(digest))
        if rest is None:
            begin(digest, tx)
        else:
            digest_plan.wind_due(digest, rest - tx.now, tx)
        return False
    if digest.state is DigestState.HELD:
        return False
    if digest.state is not DigestState.PLANNED:
        digest.state = DigestState.HELD
    tx.session.flush()
    return True


def begin(digest: Digest, tx: Tx) -> bool:
    """False if it was sent or skipped already."""
    if digest.state.over or digest.state is DigestState.PLANNED:
        return False
    digest.state, digest.sent_at = DigestState.SENT, tx.now
    tx.session.flush()
    for audience in Audience:
        _post(digest, audience, "", 0, tx)
    return True


def piece(digest_id: int, audience: Audience, after: str, number: int, tx: Tx) -> int:
    """The next thousand; how many people they were."""
    digest = tx.session.get_one(Digest, digest_id)
    if digest.recalled_at is not None:
        return 0
    people = _people(digest, audience, after, tx)
    if not people:
        return 0
    away = set(tx.session.scalars(select(DigestOptOut.open_id)))
    wanted = [one for one in people if one[0] not in away]
    card = card_of(digest, audience, tx)
    for start in range(0, len(wanted), A_CALL):
        _call(digest, audience, number, wanted[start : start + A_CALL], card, tx)
        number += 1
    tx.session.add_all(
        _recipient(digest, audience, one, Outcome.OPTED_OUT, None)
        for one in people
        if one[0] in away
    )
    _post(digest, audience, people[-1][0], number, tx)
    return len(people)


def recall(digest: Digest, tx: Tx) -> int:
    """Take back what went out within a day, and send no more of it; how many calls."""
    digest.recalled_at = tx.now
    sent = tx.session.scalars(
        select(DigestDelivery)
        .where(
            DigestDelivery.digest_id == digest.id,
            DigestDelivery.state == DeliveryState.SENT,
            DigestDelivery.sent_at > tx.now - RECALL_WITHIN,
        )
        .with_for_update()
    ).all()
    for delivery in sent:
        delivery.state = DeliveryState.RECALLING
        lane = f"digest:{digest.id}:recall"
        tx.recall_broadcast(delivery.id, delivery.batch_id, lane=lane)
    tx.session.flush()
    return len(sent)


def locked(digest_id: int, tx: Tx) -> Digest:
    return tx.session.get_one(Digest, digest_id, with_for_update=True, populate_existing=True)


def opt(open_id: str, wants: bool, tx: Tx) -> None:
    tx.alone("digest opt", open_id)
    known = tx.session.get(DigestOptOut, open_id)
    if wants and known is not None:
        tx.session.delete(known)
    elif not wants and known is None:
        tx.session.add(DigestOptOut(open_id=open_id, since=tx.now))
    tx.session.flush()


def quiet_of(digest: Digest) -> tuple[time, time]:
    start, end = digest.figures.get("quiet", ("00:00", "00:00"))
    return time.fromisoformat(start), time.fromisoformat(end)


def without_account(digest: Digest, tx: Tx) -> int:
    """Stations where nobody whose digest it would be is linked with an account."""
    linked = select(Person.station_code).where(
        Person.open_id.is_not(None), Person.role.in_(_roles(digest))
    )
    every = select(func.count(func.distinct(Person.station_code))).where(
        Person.kind == PersonKind.STAFF, Person.station_code.not_in(linked)
    )
    return tx.session.scalar(every) or 0


def _call(
    digest: Digest,
    audience: Audience,
    number: int,
    people: Sequence[Someone],
    card: dict[str, object],
    tx: Tx,
) -> None:
    delivery = DigestDelivery(
        digest_id=digest.id,
        audience=audience,
        number=number,
        state=DeliveryState.QUEUED,
        people=len(people),
    )
    tx.session.add(delivery)
    tx.session.flush()
    tx.session.add_all(
        _recipient(digest, audience, one, Outcome.QUEUED, delivery.id) for one in people
    )
    lane = f"digest:{digest.id}:{audience.value}"
    tx.broadcast(delivery.id, card, [who for who, _ in people], lane=lane)


def _recipient(
    digest: Digest, audience: Audience, one: Someone, outcome: Outcome, delivery: int | None
) -> DigestRecipient:
    return DigestRecipient(
        digest_id=digest.id,
        audience=audience,
        open_id=one[0],
        station_code=one[1],
        outcome=outcome,
        delivery_id=delivery,
    )


def _people(digest: Digest, audience: Audience, after: str, tx: Tx) -> list[Someone]:
    if audience is Audience.STATIONS:
        rows = tx.session.execute(
            select(Person.open_id, Person.station_code)
            .where(
                Person.kind == PersonKind.STAFF,
                Person.role.in_(_roles(digest)),
                Person.open_id > after,
            )
            .order_by(Person.open_id)
            .limit(A_PIECE)
        )
        return [(str(who), station) for who, station in rows]
    chosen = set(roles.holders(_ROLES[audience], tx))
    if audience is Audience.MANAGERS:
        leads = select(Person.open_id).join(Lead, Lead.person_id == Person.id)
        chosen |= {who for who in tx.session.scalars(leads) if who}
    named: list[Someone] = [(who, None) for who in sorted(chosen) if who > after]
    return named[:A_PIECE]


_ROLES = {Audience.MANAGERS: Role.MANAGER, Audience.PRODUCT: Role.PRODUCT}


def _roles(digest: Digest) -> list[str]:
    return list(digest.figures.get("roles", ()))


def _post(digest: Digest, audience: Audience, after: str, number: int, tx: Tx) -> None:
    payload = {
        "digest": digest.id,
        "audience": audience.value,
        "after": after,
        "number": number,
    }
    lane = f"digest:{digest.id}:{audience.value}"
    key = f"piece:{digest.id}:{audience.value}:{number}:{after}"[:128]
    internal.post(Internal(PIECE, lane, payload), key, tx)

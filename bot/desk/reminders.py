"""Answers that were promised to be read again: their owners are reminded, and may prolong them."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import ColumnElement, and_, or_, select

from bot.desk import content as contents
from bot.desk import life, roles
from bot.feishu.port import Address, Card
from bot.unit_of_work import Tx, UnitOfWork
from cards.review_queue import ReminderView, reminder_card
from cards.words import review as say
from models import FaqEntry, FaqStatus, Person, Role

AHEAD = timedelta(days=7)
PROLONGED = timedelta(days=182)
AT_ONCE = 20


class NotYours(Exception):
    """Only the entry's owner and the reviewers may say that it is still right."""


def remind(uow: UnitOfWork) -> int:
    """Once a week ahead and once at the end, whichever process knocks; how many entries."""
    with uow.reading() as tx:
        if tx.session.scalar(select(FaqEntry.id).where(_due(tx)).limit(1)) is None:
            return 0
    with uow() as tx:
        due = tx.session.scalars(
            select(FaqEntry)
            .where(_due(tx))
            .order_by(FaqEntry.valid_until, FaqEntry.id)
            .limit(AT_ONCE)
            .with_for_update(skip_locked=True)
        ).all()
        for entry in due:
            for who in _readers(entry, tx):
                card = reminder_card(view(entry, tx))
                tx.send(Address("open_id", who), card, fallback=say.REMINDER_FALLBACK)
            entry.reminded_at = tx.now
        return len(due)


def view(entry: FaqEntry, tx: Tx) -> ReminderView:
    assert entry.valid_until is not None
    return ReminderView(
        entry=entry.id,
        version=entry.version,
        title=entry.question,
        code=entry.code,
        category=entry.category,
        day=contents.day_of(entry.valid_until),
        expired=is_expired(entry, tx),
    )


def is_expired(entry: FaqEntry, tx: Tx) -> bool:
    return entry.valid_until is not None and entry.valid_until <= tx.now


def extend(entry_id: int, version: int, who: str, tx: Tx) -> Card | None:
    """Half a year more, counted from today; None if it was changed meanwhile. Raises NotYours."""
    entry = tx.session.get(FaqEntry, entry_id, with_for_update=True)
    if entry is None or (who not in _readers(entry, tx) and not roles.may(who, Role.REVIEWER, tx)):
        raise NotYours
    if entry.version != version or entry.status is not FaqStatus.PUBLISHED:
        return None
    until = contents.until(contents.day_of(tx.now + PROLONGED))
    life.publish(entry, {**contents.of(entry), "valid_until": until}, who, "still valid", tx)
    return reminder_card(view(entry, tx))


def _due(tx: Tx) -> ColumnElement[bool]:
    soon = and_(FaqEntry.valid_until <= tx.now + AHEAD, FaqEntry.reminded_at.is_(None))
    over = and_(FaqEntry.valid_until <= tx.now, FaqEntry.reminded_at < FaqEntry.valid_until)
    return and_(FaqEntry.status == FaqStatus.PUBLISHED, or_(soon, over))


def _readers(entry: FaqEntry, tx: Tx) -> list[str]:
    """The owner, given as open_id or as a person of the organisation; without one, reviewers."""
    owner = entry.owner or ""
    if owner.startswith("ou_"):
        return [owner]
    known = tx.session.scalar(select(Person.open_id).where(Person.id == owner)) if owner else None
    return [known] if known else roles.holders(Role.REVIEWER, tx)

"""What an entry said at each publication: written once, never changed."""

from __future__ import annotations

from sqlalchemy import select

from bot.desk import content as contents
from bot.desk.content import Content
from bot.unit_of_work import Tx
from models import FaqEntry, FaqStatus, FaqVersion

BEFORE = "before versions were kept"


def record(entry: FaqEntry, content: Content, author: str, note: str, tx: Tx) -> FaqVersion:
    """Make the entry say this, publicly, and keep it. Raises IllegalMove.

    The caller lets the processes know (`faq.bump_revision`), once for all that it publishes.
    """
    if entry.version == 0 and entry.status is FaqStatus.PUBLISHED:
        _keep(entry, contents.of(entry), "", BEFORE, tx)
    entry.move(FaqStatus.PUBLISHED, tx.now)
    contents.apply(entry, content, tx)
    return _keep(entry, content, author, note, tx)


def history(entry: FaqEntry, tx: Tx) -> list[FaqVersion]:
    """The newest first."""
    statement = select(FaqVersion).where(FaqVersion.entry_id == entry.id)
    return list(tx.session.scalars(statement.order_by(FaqVersion.number.desc())))


def find(entry: FaqEntry, number: int, tx: Tx) -> FaqVersion | None:
    return tx.session.scalar(
        select(FaqVersion).where(FaqVersion.entry_id == entry.id, FaqVersion.number == number)
    )


def _keep(entry: FaqEntry, content: Content, author: str, note: str, tx: Tx) -> FaqVersion:
    entry.version += 1
    if entry in tx.session.new:
        tx.session.flush()  # a new entry has no id before
    version = FaqVersion(
        entry_id=entry.id,
        number=entry.version,
        content=content,
        author=author,
        note=note[:200],
        at=tx.now,
    )
    tx.session.add(version)
    return version

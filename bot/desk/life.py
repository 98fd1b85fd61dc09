"""The life of one entry after its first publication: changed, taken back, put aside, restored."""

from __future__ import annotations

from sqlalchemy import select

from bot.desk import content as contents
from bot.desk import faq, versions
from bot.desk.content import Content
from bot.unit_of_work import Tx
from models import FaqEntry, FaqStatus, FaqVersion, IllegalMove


class NoSuchVersion(Exception):
    """The entry was never published under this number."""

    def __init__(self, code: str, number: int) -> None:
        super().__init__(f"{code} has no version {number}")
        self.number = number


def entry_of(code: str, tx: Tx, *, hold: bool = True) -> FaqEntry | None:
    """Whatever its status. Held, nobody else changes it until we commit."""
    statement = select(FaqEntry).where(FaqEntry.code == code)
    return tx.session.scalar(statement.with_for_update() if hold else statement)


def publish(entry: FaqEntry, content: Content, author: str, note: str, tx: Tx) -> FaqVersion:
    """Raises IllegalMove."""
    version = versions.record(entry, content, author, note, tx)
    tx.session.flush()
    faq.bump_revision(tx)
    return version


def content_at(entry: FaqEntry, number: int, tx: Tx) -> Content:
    """Raises NoSuchVersion."""
    earlier = versions.find(entry, number, tx)
    if earlier is None:
        raise NoSuchVersion(entry.code, number)
    return {**contents.BLANK, **earlier.content}


def roll_back(entry: FaqEntry, number: int, author: str, tx: Tx) -> FaqVersion:
    """An earlier version said anew, under a new number. Raises NoSuchVersion, IllegalMove."""
    content = content_at(entry, number, tx)
    return publish(entry, content, author, f"rollback to {number}", tx)


def archive(entry: FaqEntry, tx: Tx) -> None:
    """Raises IllegalMove."""
    entry.move(FaqStatus.ARCHIVED, tx.now)
    tx.session.flush()
    faq.bump_revision(tx)


def restore(entry: FaqEntry, tx: Tx) -> None:
    """Raises IllegalMove, where it is not archived or was never published."""
    if entry.status is not FaqStatus.ARCHIVED or not entry.version:
        raise IllegalMove(entry.code, entry.status, FaqStatus.PUBLISHED)
    entry.move(FaqStatus.PUBLISHED, tx.now)
    tx.session.flush()
    faq.bump_revision(tx)

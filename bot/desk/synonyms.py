"""Words of the stations that mean one thing, as their operators add them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from bot.desk import faq
from bot.unit_of_work import Tx
from models import Synonym


class Faulty(Exception):
    """These words cannot be a group; its text says why."""


def all_groups(tx: Tx) -> list[Synonym]:
    return list(tx.session.scalars(select(Synonym).order_by(Synonym.id)))


def add(words: Sequence[str], note: str, by: str, tx: Tx) -> Synonym:
    """Raises Faulty. A word stands in one group, or nobody could say what it means."""
    tx.alone("synonyms")
    group = list(dict.fromkeys(word.strip().lower() for word in words if word.strip()))
    if len(group) < 2:
        raise Faulty("至少要两个不同的词")
    for known in all_groups(tx):
        if shared := set(group) & set(known.words):
            raise Faulty(f"“{sorted(shared)[0]}”已经在第 {known.id} 组里")
    row = Synonym(words=group, note=note[:200], updated_by=by, updated_at=tx.now)
    tx.session.add(row)
    tx.session.flush()
    faq.bump_revision(tx)
    return row


def remove(group_id: int, tx: Tx) -> bool:
    """False if there is none."""
    row = tx.session.get(Synonym, group_id)
    if row is None:
        return False
    tx.session.delete(row)
    tx.session.flush()
    faq.bump_revision(tx)
    return True

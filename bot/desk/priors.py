"""What is known before the text is read: where the talk was, and what the station has."""

from __future__ import annotations

from sqlalchemy import select

from bot.matching.port import Context
from bot.unit_of_work import Tx
from models import Dialogue, FaqEntry, Person, Station


def of(place: Dialogue, tx: Tx) -> Context:
    """Decides between near ties and nothing else; see bot/matching/context.py.

    A dialogue that has gone cold names no entry any more (bot/desk/dialogue.py).
    """
    return Context(_category(place, tx), _devices(place.open_id, tx))


def _category(place: Dialogue, tx: Tx) -> tuple[str, ...]:
    if place.entry_id is None:
        return ()
    found = tx.session.scalar(select(FaqEntry.category).where(FaqEntry.id == place.entry_id))
    return (found,) if found else ()


def _devices(who: str, tx: Tx) -> tuple[str, ...]:
    """The station's facts that are words: a model, a brand. Numbers and flags tell nothing."""
    facts = tx.session.scalar(
        select(Station.facts)
        .join(Person, Person.station_code == Station.code)
        .where(Person.open_id == who)
    )
    return tuple(str(v) for v in (facts or {}).values() if isinstance(v, str) and v)

"""Vectors kept in the database, so that a restart embeds nothing anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from bot.unit_of_work import Tx, UnitOfWork
from models import Embedding

_AT_ONCE = 500


class DatabaseShelf:
    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    def fetch(self, model: str, digests: Sequence[str]) -> Mapping[str, bytes]:
        found: dict[str, bytes] = {}
        with self._uow.reading() as tx:
            for at in range(0, len(digests), _AT_ONCE):
                some = digests[at : at + _AT_ONCE]
                wanted = select(Embedding.digest, Embedding.vector).where(
                    Embedding.model == model, Embedding.digest.in_(some)
                )
                found.update((digest, vector) for digest, vector in tx.session.execute(wanted))
        return found

    def keep(self, model: str, vectors: Mapping[str, bytes]) -> None:
        """Several workers may embed the same text; the last one's is as good as the first's."""
        rows = [{"model": model, "digest": d, "vector": v} for d, v in sorted(vectors.items())]
        with self._uow() as tx:
            insert = _insert(tx)
            latest = {"vector": insert.excluded.vector}
            tx.session.execute(
                insert.on_conflict_do_update(index_elements=["model", "digest"], set_=latest), rows
            )


def take_along(sheet: Path, uow: UnitOfWork) -> None:
    """Vectors that lie beside an FAQ's sheet spare the worker half a minute for every thousand."""
    from bot.matching.shelf import FileShelf

    model, vectors = FileShelf.beside(sheet).everything
    if vectors:
        DatabaseShelf(uow).keep(model, vectors)


def _insert(tx: Tx) -> sqlite.Insert | postgresql.Insert:
    dialect = tx.session.get_bind().dialect.name
    return (postgresql.insert if dialect == "postgresql" else sqlite.insert)(Embedding)

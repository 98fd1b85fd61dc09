"""A column that is suddenly empty everywhere: a hidden column looks like that, and so does a slip.

Feishu leaves out cells that are empty and cells it may not show, alike. A few emptied cells are
somebody's work; all of many at once are not believed, and people are asked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from sqlalchemy import select

from bot.bitable import problems
from bot.bitable.columns import digest, from_wire
from bot.bitable.run import Run
from bot.feishu.bitable_port import Record
from models import BitableRow

MANY = 10
EMPTY = digest(None)


def disbelieved(run: Run, records: Sequence[Record]) -> frozenset[str]:
    """Columns of these rows that are not to be taken over now."""
    shared = [s for s in run.specs if s.say == "both" and s.key in run.schema.usable]
    cells = {one.record_id: one.fields for one in records}
    with run.uow.reading() as tx:
        rows = tx.session.execute(
            select(BitableRow.record_id, BitableRow.synced).where(
                BitableRow.table_id == run.link.table_id, BitableRow.record_id.in_(list(cells))
            )
        ).all()
    filled: Counter[str] = Counter()
    kept: set[str] = set()
    for record_id, synced in rows:
        for spec in shared:
            if synced.get(spec.key, ["", EMPTY])[1] != EMPTY:
                filled[spec.key] += 1
                cell = cells[record_id].get(run.schema.name(spec.key))
                if from_wire(spec, cell) is not None:
                    kept.add(spec.key)
    found = frozenset(key for key, many in filled.items() if many >= MANY and key not in kept)
    run.doubted |= found
    if found:
        with run.uow() as tx:
            for key in sorted(found):
                problems.note(run.link.key, f"emptied:{run.schema.name(key)}", "", tx)
    return found

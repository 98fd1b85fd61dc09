"""What is new here: rows that are not there yet, and cells that have changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import select

from bot.bitable import problems
from bot.bitable.columns import Spec, to_wire
from bot.bitable.creating import create
from bot.bitable.emptied import disbelieved
from bot.bitable.meeting import meet
from bot.bitable.merge import agreed
from bot.bitable.pull import TOGETHER, missing
from bot.bitable.refusals import culprits
from bot.bitable.run import Run
from bot.bitable.schema import lacking
from bot.feishu.bitable_port import READ_AT_ONCE, CellRefused, Record, TableFull
from bot.feishu.errors import NeverAgain
from bot.unit_of_work import Tx
from models import BitableRow, BitableRowState

# A run that never ends would keep others from the base; the next knock goes on.
MOST_ROUNDS = 200
ROW_DELETED = 1254043


@dataclass(frozen=True)
class Change:
    """Cells of one row to be written; `wanted` is how far our side was when they were read."""

    item_id: int
    record_id: str
    wanted: int
    values: Mapping[str, Any]


def push(run: Run) -> None:
    _grow_open_lists(run)
    full = False
    try:
        create(run)
    except TableFull as error:
        full = True
        with run.uow() as tx:
            problems.note(run.link.key, "full", str(error.code), tx)
    if not full:
        with run.uow() as tx:
            problems.over(run.link.key, "full", tx=tx)
    for _ in range(MOST_ROUNDS):
        if not _update_some(run):
            return


def _grow_open_lists(run: Run) -> None:
    """A list that grows with our own data (modules of the FAQ) gets its new options here."""
    for spec in run.specs:
        column = run.schema.usable.get(spec.key)
        if spec.open and column is not None and (more := lacking(spec, column)):
            run.write(partial(run.bitable.set_options, *run.place, column, more))
            run.look_at_columns()


def _update_some(run: Run) -> bool:
    """Read the rows that are behind, and write what only we have changed; False if none are."""
    with run.uow.reading() as tx:
        behind = tx.session.execute(
            select(BitableRow.record_id)
            .where(
                BitableRow.key == run.link.key,
                BitableRow.table_id == run.link.table_id,
                BitableRow.state == BitableRowState.LIVE,
                BitableRow.wanted != BitableRow.done,
            )
            .order_by(BitableRow.item_id)
            .limit(READ_AT_ONCE)
        ).scalars()
        record_ids = [one for one in behind if one]
    if not record_ids:
        return False
    reading = run.bitable.read(*run.place, record_ids)
    missing(run, reading.absent)
    changes = _changes(run, reading.records)
    if changes:
        _write(run, changes)
    return bool(reading.records)


def _changes(run: Run, records: Sequence[Record]) -> list[Change]:
    found: list[Change] = []
    doubted = disbelieved(run, records)
    for start in range(0, len(records), TOGETHER):
        with run.uow() as tx:
            for record in records[start : start + TOGETHER]:
                values = meet(run, record, tx, doubted)
                row = _row(run, record.record_id, tx)
                if values and row is not None:
                    found.append(Change(row.item_id, record.record_id, row.wanted, values))
    return found


def _row(run: Run, record_id: str, tx: Tx) -> BitableRow | None:
    return tx.session.scalar(
        select(BitableRow).where(
            BitableRow.table_id == run.link.table_id, BitableRow.record_id == record_id
        )
    )


def _write(run: Run, changes: Sequence[Change]) -> None:
    """All at once; where one cell is refused, in halves, until it is found."""
    specs = {spec.key: spec for spec in run.specs}
    rows = {one.record_id: _wire(run, specs, one.values) for one in changes}
    try:
        run.write(lambda: run.bitable.update_rows(*run.place, rows))
    except CellRefused as error:
        if len(changes) > 1:
            half = len(changes) // 2
            _write(run, changes[:half])
            _write(run, changes[half:])
        else:
            _without(run, changes[0], error)
        return
    except NeverAgain as error:
        if error.code == ROW_DELETED:
            return  # since it was read; the next reading says which one
        raise
    with run.uow() as tx:
        for one in changes:
            row = tx.session.get_one(BitableRow, (run.link.key, one.item_id))
            pairs = {key: agreed(specs[key], value) for key, value in one.values.items()}
            row.synced = row.synced | pairs
            row.done = max(row.done, one.wanted)


def _wire(run: Run, specs: Mapping[str, Spec], values: Mapping[str, Any]) -> dict[str, Any]:
    return {run.schema.name(key): to_wire(specs[key], value) for key, value in values.items()}


def _without(run: Run, change: Change, error: CellRefused) -> None:
    """Leave out the columns that the refusal is about, and let the rest of the row through."""
    bad = culprits(run.specs, error.code) & set(change.values) or set(change.values)
    with run.uow() as tx:
        row = tx.session.get_one(BitableRow, (run.link.key, change.item_id))
        row.refused = ",".join(sorted(set(filter(None, row.refused.split(","))) | bad))[:200]
        names = "、".join(run.schema.name(key) for key in sorted(bad))
        ours = run.subject.values(change.item_id, run.link.app_token, tx) or {}
        problems.note(run.link.key, f"refused:{ours.get('number', '')}", names, tx)

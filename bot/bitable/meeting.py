"""One row of theirs meets one item of ours."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from bot.bitable import problems
from bot.bitable.columns import BUSINESS_KEY, digest, from_wire
from bot.bitable.marks import BEHIND
from bot.bitable.merge import merge
from bot.bitable.run import Run
from bot.bitable.subject import Values
from bot.feishu.bitable_port import Record
from bot.logs import log
from bot.unit_of_work import Tx
from models import BitableRow, BitableRowState


def theirs_of(run: Run, record: Record) -> Values:
    return {
        spec.key: from_wire(spec, record.fields.get(run.schema.name(spec.key)))
        for spec in run.specs
        if spec.key in run.schema.usable and spec.say != "none"
    }


def as_known(run: Run, records: Sequence[Record]) -> set[str]:
    """Rows in which nothing has happened on either side: they need not meet."""
    by_id = {one.record_id: one for one in records}
    with run.uow.reading() as tx:
        rows = tx.session.execute(
            select(BitableRow.record_id, BitableRow.synced).where(
                BitableRow.table_id == run.link.table_id,
                BitableRow.record_id.in_(list(by_id)),
                BitableRow.state == BitableRowState.LIVE,
                BitableRow.wanted == BitableRow.done,
            )
        ).all()
    nothing = ["", digest(None)]
    return {
        str(record_id)
        for record_id, synced in rows
        if all(
            digest(value) == synced.get(key, nothing)[1]
            for key, value in theirs_of(run, by_id[str(record_id)]).items()
        )
    }


def row_of(run: Run, record_id: str, tx: Tx) -> BitableRow | None:
    return tx.session.scalar(
        select(BitableRow)
        .where(BitableRow.table_id == run.link.table_id, BitableRow.record_id == record_id)
        .with_for_update()
    )


def meet(run: Run, record: Record, tx: Tx, doubted: frozenset[str] = frozenset()) -> dict[str, Any]:
    """Take over what is new there; what is new here, by column, is left to be written."""
    row = row_of(run, record.record_id, tx) or _greet(run, record, tx)
    if row is None:
        return {}
    theirs = theirs_of(run, record)
    ours = run.subject.values(row.item_id, run.link.app_token, tx)
    if ours is None:
        return {}
    leave = run.broken | _refused(row) | doubted
    found = merge(run.specs, ours, theirs, row.synced, leave)
    row.synced = found.synced
    if row.state is BitableRowState.MISSING:
        row.state = BitableRowState.LIVE
    for key, label in found.foreign.items():
        problems.note(run.link.key, f"foreign:{run.schema.name(key)}·{label}", ours["number"], tx)
    if found.take:
        tx.session.flush()
        ours = _take(run, row, found.take, found.both, theirs, tx)
        found = merge(run.specs, ours, theirs, row.synced, leave)
        row.synced = found.synced
    push = {key: value for key, value in found.push.items() if _writable(run, key, value)}
    row.synced_at = tx.now
    if not push:
        row.done = row.wanted
    elif row.done == row.wanted:
        row.done = BEHIND
    return push


def _take(
    run: Run, row: BitableRow, take: Values, both: list[str], theirs: Values, tx: Tx
) -> Values:
    untaken = run.subject.take(row.item_id, take, "bitable", tx)
    ours = run.subject.values(row.item_id, run.link.app_token, tx) or {}
    if both:
        log().warning("bitable_conflict", key=run.link.key, item=row.item_id, columns=both)
    for key in take:
        # What was taken is what both have now; what could not be is known, and left alone.
        mine = digest(ours[key]) if key in untaken else digest(theirs[key])
        if key in untaken and theirs[key] is None:
            mine = ""  # emptied where that means nothing: ours is put back
        row.synced = row.synced | {key: [mine, digest(theirs[key])]}
    for key in (one for one in untaken if theirs[one] is not None):
        problems.note(run.link.key, f"untaken:{run.schema.name(key)}", str(ours["number"]), tx)
    tx.session.flush()
    return ours


def _greet(run: Run, record: Record, tx: Tx) -> BitableRow | None:
    """A row we did not know: one of ours found again, or something new that people added."""
    theirs = theirs_of(run, record)
    number = theirs.get(BUSINESS_KEY)
    if number:
        return _found_again(run, record, str(number), tx)
    if BUSINESS_KEY not in run.schema.usable:
        return None
    item_id = run.subject.born(theirs, record.created_by, tx)
    if item_id is None:
        return None
    row = tx.session.get_one(BitableRow, (run.link.key, item_id))
    return _attach(run, row, record.record_id, tx)


def _found_again(run: Run, record: Record, number: str, tx: Tx) -> BitableRow | None:
    item_id = run.subject.id_of(number, tx)
    row = tx.session.get(BitableRow, (run.link.key, item_id)) if item_id else None
    if row is None:
        return None
    if row.record_id is not None and row.state is BitableRowState.LIVE:
        problems.note(run.link.key, f"duplicate:{number}", "", tx)
        return None
    return _attach(run, row, record.record_id, tx)


def _attach(run: Run, row: BitableRow, record_id: str, tx: Tx) -> BitableRow:
    row.record_id, row.table_id = record_id, run.link.table_id
    row.state, row.synced = BitableRowState.LIVE, {}
    tx.session.flush()
    return row


def _writable(run: Run, key: str, value: Any) -> bool:
    spec = next(one for one in run.specs if one.key == key)
    return run.schema.takes(spec, value)


def _refused(row: BitableRow) -> set[str]:
    return set(filter(None, row.refused.split(",")))

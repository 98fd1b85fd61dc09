"""Marks that something has changed, here or there, and the knock that makes a worker look."""

from __future__ import annotations

from sqlalchemy import select

from bot.engine.port import Work, WorkItem
from bot.unit_of_work import Tx, UnitOfWork
from models import BitableMark, BitableRow, BitableRowState, BitableTable, BitableTask

WAITING, ENDED = "waiting", "ended"
# As `done`: whatever `wanted` counts, the row is to be looked at.
BEHIND = -1


def touch(key: str, item_id: int, tx: Tx) -> None:
    """An item of ours has changed, so its row is behind; nothing where no table is linked."""
    table = tx.session.get(BitableTable, key)
    if table is None:
        return
    row = tx.session.get(BitableRow, (key, item_id), with_for_update=True)
    if row is None:
        tx.session.add(_new(table, item_id))
    else:
        row.wanted += 1
        if row.state is BitableRowState.ARCHIVED:
            # What is in hand again belongs into the table that people work in today.
            row.state, row.record_id, row.table_id = BitableRowState.NEW, None, table.table_id
            row.synced = {}
    tx.session.flush()
    knock(key, "ours", tx)


def _new(table: BitableTable, item_id: int) -> BitableRow:
    return BitableRow(
        key=table.key,
        item_id=item_id,
        table_id=table.table_id,
        record_id=None,
        state=BitableRowState.NEW,
        synced={},
        wanted=1,
        done=0,
    )


def expect(table: BitableTable, item_ids: list[int], tx: Tx) -> int:
    """Rows for items that have none yet; how many."""
    known = set(tx.session.scalars(select(BitableRow.item_id).where(BitableRow.key == table.key)))
    return add(table, [item_id for item_id in item_ids if item_id not in known], tx)


def add(table: BitableTable, item_ids: list[int], tx: Tx) -> int:
    tx.session.add_all(_new(table, item_id) for item_id in item_ids)
    tx.session.flush()
    return len(item_ids)


def mark(app_token: str, table_id: str, record_ids: list[str], tx: Tx) -> bool:
    """Rows to read again, as an event named them; False where the table is none of ours."""
    key = tx.session.scalar(
        select(BitableTable.key).where(
            BitableTable.app_token == app_token, BitableTable.table_id == table_id
        )
    )
    if key is None:
        return False
    for record_id in dict.fromkeys(record_ids):
        known = tx.session.get(BitableMark, (key, record_id), with_for_update=True)
        if known is None:
            tx.session.add(BitableMark(key=key, record_id=record_id, number=1, at=tx.now))
        else:
            known.number += 1
    tx.session.flush()
    knock(key, "theirs", tx)
    return True


def knock(key: str, why: str, tx: Tx) -> None:
    """Have a worker look; whoever knocks while a knock waits adds nothing."""
    tx.alone("bitable", key)
    waiting = select(BitableTask.id).where(BitableTask.key == key, BitableTask.state == WAITING)
    if tx.session.scalar(waiting) is not None:
        return
    task = BitableTask(key=key, why=why, state=WAITING, made_at=tx.now)
    tx.session.add(task)
    tx.session.flush()
    tx.enqueue(WorkItem(Work.BITABLE, task.id, lane_of(key, tx), bulk=True))


def knock_all(uow: UnitOfWork) -> int:
    """The slow poll, which finds whatever no event told of; how many tables there are."""
    with uow.reading() as tx:
        keys = tx.session.scalars(select(BitableTable.key)).all()
    for key in keys:
        with uow() as tx:
            knock(key, "poll", tx)
    return len(keys)


def lane_of(key: str, tx: Tx) -> str:
    """One writer for each base: what concerns one base is done one after another."""
    table = tx.session.get(BitableTable, key)
    return f"bitable:{table.app_token if table else key}"[:96]

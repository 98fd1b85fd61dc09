"""What is new in the table: events mark rows, a slow poll finds the truth.

An empty answer is never taken for deleted rows, and a scan counts only if it is complete.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, select

from bot.bitable import problems
from bot.bitable.emptied import disbelieved
from bot.bitable.meeting import as_known, meet
from bot.bitable.run import Run
from bot.feishu.bitable_port import READ_AT_ONCE, Gone, Record
from bot.feishu.errors import TryLater
from bot.logs import log
from bot.unit_of_work import Tx
from models import BitableMark, BitableRow, BitableRowState, BitableTable

SCAN_EVERY = timedelta(hours=24)
# Clocks differ, and rows change while pages are read.
OVERLAP = timedelta(minutes=5)
PAGE = 200
# So many rows meet ours in one transaction; somebody's click may wait behind it.
TOGETHER = 20


def pull(run: Run) -> None:
    _marked(run)
    with run.uow.reading() as tx:
        table = tx.session.get_one(BitableTable, run.link.key)
        due = table.scanned_at is None or tx.now - table.scanned_at > SCAN_EVERY
        known, watermark = table.revision, table.watermark
    revision = _revision(run)
    if due or "changed" not in run.schema.usable:
        if due or revision != known:
            _scan(run, revision)
    elif revision != known:
        _catch_up(run, revision, watermark)


def _revision(run: Run) -> int:
    """Raises Gone."""
    for one in run.bitable.tables(run.link.app_token):
        if one.table_id == run.link.table_id:
            return one.revision
    raise Gone(1254041, "the table is not in its base any more")


def _marked(run: Run) -> None:
    """Rows that events named are read again; a mark made meanwhile stays."""
    while True:
        with run.uow.reading() as tx:
            marks = tx.session.execute(
                select(BitableMark.record_id, BitableMark.number)
                .where(BitableMark.key == run.link.key)
                .order_by(BitableMark.at, BitableMark.record_id)
                .limit(READ_AT_ONCE)
            ).all()
        if not marks:
            return
        read_again(run, [one.record_id for one in marks])
        with run.uow() as tx:
            for record_id, number in marks:
                tx.session.execute(
                    delete(BitableMark).where(
                        BitableMark.key == run.link.key,
                        BitableMark.record_id == record_id,
                        BitableMark.number == number,
                    )
                )


def read_again(run: Run, record_ids: Sequence[str]) -> bool:
    """True where rows are kept from us."""
    reading = run.bitable.read(*run.place, record_ids)
    meet_all(run, reading.records)
    missing(run, reading.absent)
    if reading.forbidden:
        with run.uow() as tx:
            problems.note(run.link.key, "hidden", "", tx)
    return bool(reading.forbidden)


def meet_all(run: Run, records: Sequence[Record]) -> None:
    doubted = disbelieved(run, records)
    known = as_known(run, records)
    records = [one for one in records if one.record_id not in known]
    for start in range(0, len(records), TOGETHER):
        with run.uow() as tx:
            for record in records[start : start + TOGETHER]:
                meet(run, record, tx, doubted)


def _catch_up(run: Run, revision: int, watermark: datetime | None) -> None:
    """The last changed first, until what we have seen before."""
    after, newest = "", watermark
    seen = watermark - OVERLAP if watermark else None
    while True:
        page = run.bitable.search(
            *run.place, newest_by=run.schema.name("changed"), after=after, size=PAGE
        )
        if not page.total:
            if _nothing_there(run):
                return
            break
        fresh = [one for one in page.records if seen is None or _changed_at(one) >= seen]
        meet_all(run, fresh)
        newest = max(filter(None, [newest, *map(_changed_at, fresh)]), default=newest)
        after = page.next
        if not after or len(fresh) < len(page.records):
            break
    _caught_up(run, revision, newest)


def _scan(run: Run, revision: int) -> None:
    """Every row; whatever is linked and was not seen is asked for by its id."""
    seen: set[str] = set()
    newest: datetime | None = None
    total = 0
    for records, expected in _pages(run):
        total = expected
        seen |= {one.record_id for one in records}
        newest = max(filter(None, [newest, *map(_changed_at, records)]), default=newest)
        meet_all(run, records)
    if not total:
        if _nothing_there(run):
            return
    elif len(seen) < total:
        # Pages are lost while a table is calculated: what is incomplete proves nothing.
        raise TryLater(1254607, "a scan without all of its rows")
    else:
        with run.uow() as tx:
            problems.over(run.link.key, "hidden", tx=tx)
            if not run.doubted:
                problems.over(run.link.key, "emptied", tx=tx)
        _ask_for_unseen(run, seen)
    _caught_up(run, revision, newest, scanned=True)


def _pages(run: Run) -> Iterator[tuple[tuple[Record, ...], int]]:
    after = ""
    while True:
        page = run.bitable.search(*run.place, after=after, size=PAGE)
        yield page.records, page.total
        after = page.next
        if not after:
            return


def _nothing_there(run: Run) -> bool:
    """No rows where there were some: most often a lost right, which is no reason to forget any.

    True while we are not shown what is there: then nothing was learnt.
    """
    live, hidden = _live(run), False
    for start in range(0, len(live), READ_AT_ONCE):
        hidden |= read_again(run, live[start : start + READ_AT_ONCE])
    return hidden


def _ask_for_unseen(run: Run, seen: set[str]) -> None:
    unseen = [one for one in _live(run) if one not in seen]
    for start in range(0, len(unseen), READ_AT_ONCE):
        read_again(run, unseen[start : start + READ_AT_ONCE])


def _live(run: Run) -> list[str]:
    with run.uow.reading() as tx:
        found = tx.session.scalars(
            select(BitableRow.record_id).where(
                BitableRow.key == run.link.key,
                BitableRow.table_id == run.link.table_id,
                BitableRow.state == BitableRowState.LIVE,
            )
        )
        return [one for one in found if one]


def missing(run: Run, record_ids: Sequence[str]) -> None:
    """Deleted there: ours stays as it is, and people are asked what they want."""
    if not record_ids:
        return
    with run.uow() as tx:
        for row in _rows(run, record_ids, tx):
            row.state = BitableRowState.MISSING
            log().warning("bitable_row_missing", key=run.link.key, item=row.item_id)
            ours = run.subject.values(row.item_id, run.link.app_token, tx) or {}
            problems.note(run.link.key, f"deleted:{ours.get('number', '')}", "", tx)


def _rows(run: Run, record_ids: Sequence[str], tx: Tx) -> list[BitableRow]:
    return list(
        tx.session.scalars(
            select(BitableRow).where(
                BitableRow.table_id == run.link.table_id,
                BitableRow.record_id.in_(record_ids),
                BitableRow.state == BitableRowState.LIVE,
            )
        )
    )


def _caught_up(run: Run, revision: int, newest: datetime | None, *, scanned: bool = False) -> None:
    with run.uow() as tx:
        table = tx.session.get_one(BitableTable, run.link.key)
        table.revision = revision
        table.watermark = newest or table.watermark
        if scanned:
            table.scanned_at = tx.now


def _changed_at(record: Record) -> datetime:
    return datetime.fromtimestamp(record.modified_at / 1000, UTC)

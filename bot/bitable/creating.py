"""Rows that are not there yet: written down with a token, asked for, and found again if the answer
is lost. No row is made twice, whatever dies in between."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import uuid4

from sqlalchemy import select

from bot.bitable import problems
from bot.bitable.columns import BUSINESS_KEY, Spec, from_wire, to_wire
from bot.bitable.merge import agreed
from bot.bitable.refusals import culprits
from bot.bitable.run import Run
from bot.feishu.bitable_port import CellRefused, Condition, Record, TokenTaken
from bot.feishu.errors import NeverAgain
from bot.logs import log
from bot.unit_of_work import Tx
from models import BitableCall, BitableCallState, BitableRow, BitableRowState, BitableTable

AT_ONCE = 200
# A filter takes 50 conditions and 2,000 characters, whichever is less.
LOOKED_UP = 25
Items = list[dict[str, Any]]


def create(run: Run) -> None:
    """Raises TableFull. Nothing is made before a whole scan showed what is there already."""
    settle(run)
    with run.uow.reading() as tx:
        if tx.session.get_one(BitableTable, run.link.key).scanned_at is None:
            return
    if BUSINESS_KEY not in run.schema.usable:
        return  # a row without its number could never be found again
    while items := _next(run):
        _ask(run, items)


def settle(run: Run) -> None:
    """Calls whose answer never came: look for their rows, then ask again with the same token."""
    with run.uow.reading() as tx:
        open_calls = tx.session.execute(
            select(BitableCall.id, BitableCall.table_id, BitableCall.items)
            .where(BitableCall.key == run.link.key, BitableCall.state == BitableCallState.BEGUN)
            .order_by(BitableCall.id)
        ).all()
    for call_id, table_id, items in open_calls:
        if table_id != run.link.table_id:
            _end(run, call_id, BitableCallState.REFUSED, "its table was replaced")
            continue
        if BUSINESS_KEY not in run.schema.usable:
            return
        found = look_up(run, [one["fields"][BUSINESS_KEY] for one in items])
        if found:
            log().info("bitable_found_again", key=run.link.key, rows=len(found))
            _made(run, call_id, items, found)
        else:
            _send(run, call_id, items)


def look_up(run: Run, numbers: Sequence[str]) -> dict[str, str]:
    """Record ids by number; of two rows with one number the first made counts."""
    found: dict[str, str] = {}
    for start in range(0, len(numbers), LOOKED_UP):
        wanted = numbers[start : start + LOOKED_UP]
        page = run.bitable.search(
            *run.place, any_of=[Condition(run.key_name, "is", (one,)) for one in wanted]
        )
        for record in page.records:
            found.setdefault(_number(run, record), record.record_id)
    return found


def _number(run: Run, record: Record) -> str:
    return str(from_wire(run.specs[0], record.fields.get(run.key_name)) or "")


def _next(run: Run) -> Items:
    with run.uow.reading() as tx:
        rows = tx.session.scalars(
            select(BitableRow)
            .where(
                BitableRow.key == run.link.key,
                BitableRow.state == BitableRowState.NEW,
                BitableRow.record_id.is_(None),
            )
            .order_by(BitableRow.item_id)
            .limit(AT_ONCE)
        ).all()
        return [item for row in rows if (item := _item(run, row, tx))]


def _item(run: Run, row: BitableRow, tx: Tx) -> dict[str, Any] | None:
    values = run.subject.values(row.item_id, run.link.app_token, tx)
    if values is None:
        return None
    leave = set(filter(None, row.refused.split(",")))
    wire = {
        spec.key: to_wire(spec, values[spec.key])
        for spec in run.specs
        if spec.say != "none" and spec.key not in leave and run.schema.takes(spec, values[spec.key])
    }
    fields = {key: value for key, value in wire.items() if value is not None}
    return {"id": row.item_id, "wanted": row.wanted, "fields": fields}


def _ask(run: Run, items: Items) -> None:
    """Written down before it is asked: whoever comes after a crash finds the token."""
    with run.uow() as tx:
        call = BitableCall(
            key=run.link.key,
            table_id=run.link.table_id,
            client_token=str(uuid4()),
            items=items,
            state=BitableCallState.BEGUN,
            begun_at=tx.now,
        )
        tx.session.add(call)
        tx.session.flush()
        call_id = call.id
    _send(run, call_id, items)


def _send(run: Run, call_id: int, items: Items) -> None:
    with run.uow.reading() as tx:
        token = tx.session.get_one(BitableCall, call_id).client_token
    rows = [_named(run, one["fields"]) for one in items]
    try:
        made = run.write(lambda: run.bitable.create_rows(*run.place, rows, client_token=token))
    except TokenTaken:
        # Served before, or for other names of columns: what is there counts, the rest is anew.
        found = look_up(run, [one["fields"][BUSINESS_KEY] for one in items])
        _made(run, call_id, items, found)
        return
    except CellRefused as error:
        _end(run, call_id, BitableCallState.REFUSED, str(error.code))
        _in_halves(run, items, error)
        return
    except NeverAgain as error:
        _end(run, call_id, BitableCallState.REFUSED, str(error.code))
        raise
    _made(run, call_id, items, {_number(run, one): one.record_id for one in made})


def _named(run: Run, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Columns that were lost meanwhile are left out; the row will be seen to be behind."""
    usable = run.schema.usable
    return {usable[key].name: value for key, value in fields.items() if key in usable}


def _in_halves(run: Run, items: Items, error: CellRefused) -> None:
    if len(items) > 1:
        half = len(items) // 2
        _ask(run, items[:half])
        _ask(run, items[half:])
        return
    (item,) = items
    bad = culprits(run.specs, error.code) & set(item["fields"]) - {BUSINESS_KEY}
    bad = bad or set(item["fields"]) - {BUSINESS_KEY}
    with run.uow() as tx:
        row = tx.session.get_one(BitableRow, (run.link.key, item["id"]))
        row.refused = ",".join(sorted(set(filter(None, row.refused.split(","))) | bad))[:200]
        names = "、".join(run.schema.name(key) for key in sorted(bad))
        number = item["fields"][BUSINESS_KEY]
        problems.note(run.link.key, f"refused:{number}", names, tx)
    kept = {key: value for key, value in item["fields"].items() if key not in bad}
    _ask(run, [item | {"fields": kept}])


def _made(run: Run, call_id: int, items: Items, found: Mapping[str, str]) -> None:
    """Link what is there; what is not stays new and is asked for under another token."""
    specs: dict[str, Spec] = {spec.key: spec for spec in run.specs}
    with run.uow() as tx:
        for item in items:
            record_id = found.get(item["fields"][BUSINESS_KEY])
            row = tx.session.get_one(BitableRow, (run.link.key, item["id"]))
            if record_id is None or row.record_id is not None:
                continue
            row.record_id, row.table_id = record_id, run.link.table_id
            row.state, row.synced_at = BitableRowState.LIVE, tx.now
            row.synced = {
                key: agreed(specs[key], from_wire(specs[key], value))
                for key, value in item["fields"].items()
                if key in specs
            }
            row.done = max(row.done, item.get("wanted", 0))
        call = tx.session.get_one(BitableCall, call_id)
        call.state, call.ended_at = BitableCallState.DONE, tx.now


def _end(run: Run, call_id: int, state: BitableCallState, error: str) -> None:
    with run.uow() as tx:
        call = tx.session.get_one(BitableCall, call_id)
        call.state, call.ended_at, call.error = state, tx.now, error

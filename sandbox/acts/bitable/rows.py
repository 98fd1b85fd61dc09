"""Rows: added, changed, deleted; each call is one revision and one event."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from sandbox.acts.bitable.telling import tell_records
from sandbox.core import Sandbox
from sandbox.push.bitable_events import Change, snapshot
from sandbox.state.bitable import kinds
from sandbox.state.bitable.model import Base, Field, Record, Table

Values = Mapping[str, Any]  # by field_id; None clears


def add_rows(
    box: Sandbox, base: Base, table: Table, rows: Iterable[Values], operator: str
) -> list[Record]:
    now = box.world.clock.ms()
    base.touch(table)
    added: list[Record] = []
    for values in rows:
        kept = {field_id: value for field_id, value in values.items() if value is not None}
        record = Record(kept, now, operator, now, operator)
        table.records[record.record_id] = record
        _number(table, record)
        _link_back(base, table, record, {}, kept)
        added.append(record)
    changes: list[Change] = [(one.record_id, None, snapshot(table, one)) for one in added]
    tell_records(box, base, table, operator, changes)
    return added


def change_rows(
    box: Sandbox, base: Base, table: Table, rows: Iterable[tuple[Record, Values]], operator: str
) -> None:
    now = box.world.clock.ms()
    base.touch(table)
    changes: list[Change] = []
    for record, values in rows:
        before, old = snapshot(table, record), dict(record.values)
        for field_id, value in values.items():
            if value is None:
                record.values.pop(field_id, None)
            else:
                record.values[field_id] = value
        if record.values != old:
            record.modified_ms, record.modified_by = now, operator
            _link_back(base, table, record, old, record.values)
            changes.append((record.record_id, before, snapshot(table, record)))
    tell_records(box, base, table, operator, changes)


def delete_rows(
    box: Sandbox, base: Base, table: Table, record_ids: Iterable[str], operator: str
) -> None:
    base.touch(table)
    changes: list[Change] = []
    for record_id in dict.fromkeys(record_ids):
        record = table.records.pop(record_id)
        _link_back(base, table, record, record.values, {})
        changes.append((record_id, snapshot(table, record), None))
    tell_records(box, base, table, operator, changes)


def _number(table: Table, record: Record) -> None:
    for column in table.fields:
        if column.type == kinds.AUTO:
            record.values[column.field_id] = next_number(column, record)


def next_number(column: Field, record: Record) -> dict[str, Any]:
    """The next automatic number, as the column's rule writes it."""
    column.counted += 1
    rule = column.property.get("auto_serial") or {}
    parts = [_part(one, column.counted, record.created_ms) for one in rule.get("options") or []]
    number = "".join(parts) or str(column.counted)
    return {"sequence": column.counted, "number": number}


def _part(option: dict[str, Any], counted: int, created_ms: int) -> str:
    kind, value = option.get("type"), str(option.get("value", ""))
    if kind == "system_number":
        return str(counted).zfill(int(value))
    if kind == "created_time":
        shape = value.replace("yyyy", "%Y").replace("MM", "%m").replace("dd", "%d")
        return datetime.fromtimestamp(created_ms / 1000, UTC).strftime(shape)
    return value


def _link_back(base: Base, table: Table, record: Record, old: Values, new: Values) -> None:
    """A two-way link shows in the other table too; no event tells of that side."""
    for column in table.fields:
        if column.type != kinds.DUPLEX or old.get(column.field_id) == new.get(column.field_id):
            continue
        other = base.tables.get(str(column.property.get("table_id")))
        back = str(column.property.get("back_field_id"))
        if other is None:
            continue
        before, after = set(old.get(column.field_id) or ()), new.get(column.field_id) or ()
        for gone in before - set(after):
            _set_back(other, gone, back, record.record_id, linked=False)
        for target in after:
            _set_back(other, target, back, record.record_id, linked=True)
        base.touch(other)


def _set_back(other: Table, target: str, back: str, record_id: str, *, linked: bool) -> None:
    row = other.records.get(target)
    if row is None:
        return
    links = [one for one in row.values.get(back, []) if one != record_id]
    links += [record_id] if linked else []
    if links:
        row.values[back] = links
    else:
        row.values.pop(back, None)

"""Columns: added, changed with what their cells hold, deleted."""

from typing import Any

from sandbox.acts.bitable.plain import plain
from sandbox.acts.bitable.rows import next_number
from sandbox.acts.bitable.telling import tell_fields
from sandbox.core import Sandbox
from sandbox.push.bitable_events import field_action, field_view
from sandbox.state.bitable import kinds
from sandbox.state.bitable.model import Base, Field, Option, Table

Json = dict[str, Any]


def add_field(box: Sandbox, base: Base, table: Table, column: Field, operator: str) -> None:
    place_field(box, base, table, column)
    base.touch(table)
    tell_fields(box, base, table, operator, [_added(column)])


def place_field(box: Sandbox, base: Base, table: Table, column: Field) -> None:
    """Into the table, with the numbers and the other side of a link that come with it."""
    column.visible_ms = box.world.clock.ms() + box.faults.bitable_lag_ms
    table.fields.append(column)
    if column.type == kinds.AUTO:
        for record in table.records.values():
            record.values[column.field_id] = next_number(column, record)
    if column.type == kinds.DUPLEX:
        _pair(base, table, column)


def _pair(base: Base, table: Table, column: Field) -> None:
    other = base.tables.get(str(column.property.get("table_id")))
    if other is None or "back_field_id" in column.property:
        return
    name = column.property.pop("back_field_name", "") or f"{table.name}-{column.name}"
    back = Field(name, kinds.DUPLEX, kinds.UI_TYPES[kinds.DUPLEX][0])
    back.property = {
        "table_id": table.table_id,
        "multiple": True,
        "back_field_id": column.field_id,
        "table_name": table.name,
    }
    column.property |= {"back_field_id": back.field_id, "table_name": other.name}
    other.fields.append(back)
    base.touch(other)


def change_field(
    box: Sandbox, base: Base, table: Table, column: Field, wanted: Field, operator: str
) -> None:
    """The column takes all of `wanted` but keeps its id; cells of another type are converted."""
    before = field_view(column)
    if wanted.type != column.type:
        _convert(box, base, table, column, wanted)
    column.name, column.type, column.ui_type = wanted.name, wanted.type, wanted.ui_type
    column.property, column.options = wanted.property, wanted.options
    column.description = wanted.description
    if column.type in kinds.SELECTS:
        _forget_options(table, column)
    base.touch(table)
    change = field_action(column.field_id, before, field_view(column))
    tell_fields(box, base, table, operator, [change])


def delete_field(box: Sandbox, base: Base, table: Table, column: Field, operator: str) -> None:
    table.fields.remove(column)
    for record in table.records.values():
        record.values.pop(column.field_id, None)
    base.touch(table)
    change = field_action(column.field_id, field_view(column), None)
    tell_fields(box, base, table, operator, [change])


def add_options(
    box: Sandbox, base: Base, table: Table, new: list[tuple[Field, Option]], operator: str
) -> None:
    """Options that a written row brought along."""
    changes: dict[str, tuple[Field, Json]] = {}
    for column, option in new:
        changes.setdefault(column.field_id, (column, field_view(column)))
        column.options.append(option)
    told = [
        field_action(field_id, before, field_view(column))
        for field_id, (column, before) in changes.items()
    ]
    tell_fields(box, base, table, operator, told)


def _added(column: Field) -> Json:
    return field_action(column.field_id, None, field_view(column))


def _forget_options(table: Table, column: Field) -> None:
    """Options that are gone vanish from the cells."""
    known = {one.id for one in column.options}
    for record in table.records.values():
        value = record.values.get(column.field_id)
        kept = value if isinstance(value, str) else [one for one in value or [] if one in known]
        if not kept or (isinstance(kept, str) and kept not in known):
            record.values.pop(column.field_id, None)
        else:
            record.values[column.field_id] = kept


def _convert(box: Sandbox, base: Base, table: Table, column: Field, wanted: Field) -> None:
    for record in table.records.values():
        old = record.values.pop(column.field_id, None)
        text = plain(box.world, base, column, old)
        value = _from_text(wanted, text, old if column.type == kinds.DATE else None)
        if value is not None:
            record.values[column.field_id] = value
    if wanted.type == kinds.AUTO:
        for record in table.records.values():
            record.values[column.field_id] = next_number(wanted, record)
        column.counted = wanted.counted


def _from_text(wanted: Field, text: str, ms: int | None) -> Any:
    """What the client keeps of a cell when its column gets another type."""
    if not text:
        return None
    if wanted.type in (kinds.TEXT, kinds.LOCATION):
        return text
    if wanted.type == kinds.NUMBER:
        return _number(text) if ms is None else ms
    if wanted.type == kinds.PHONE:
        return text if text.lstrip("+").isdigit() else None
    if wanted.type == kinds.URL:
        return {"text": text, "link": text}
    if wanted.type in kinds.SELECTS:
        names = [text] if wanted.type == kinds.SINGLE else text.split("、")
        chosen = [_option(wanted, one) for one in names]
        return chosen[0] if wanted.type == kinds.SINGLE else chosen
    return None


def _option(wanted: Field, name: str) -> str:
    found = wanted.option_named(name)
    if found is None:
        found = Option(name, len(wanted.options) % 55)
        wanted.options.append(found)
    return found.id


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None

"""A cell as people read it: names instead of ids, local times, and small formulas."""

import re
from datetime import datetime, timedelta, timezone, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from sandbox.state.bitable import kinds
from sandbox.state.bitable.model import Base, Field, Record, Table
from sandbox.state.world import World

CHINA = timezone(timedelta(hours=8))
REFERENCE = re.compile(r"(?:bitable::)?(?:\$table\[\w+\]\.)?\$(?:field|column)\[(\w+)\]")


def zone(base: Base) -> tzinfo:
    try:
        return ZoneInfo(base.time_zone)
    except (KeyError, ValueError, OSError):  # a machine without time zone data
        return CHINA


def cell_text(world: World, base: Base, table: Table, column: Field, record: Record) -> str:
    if column.type == kinds.FORMULA:
        return formula(world, base, table, column, record)
    return plain(world, base, column, record.cell(column))


def plain(world: World, base: Base, column: Field, value: Any) -> str:
    if value is None:
        return ""
    if column.type == kinds.NUMBER:
        return f"{value:g}" if abs(value) < 1e6 else f"{value:.15g}"
    if column.type in kinds.SELECTS:
        return "、".join(column.option_names([value] if isinstance(value, str) else value))
    if column.type in kinds.DATES:
        return datetime.fromtimestamp(value / 1000, zone(base)).strftime("%Y-%m-%d %H:%M")
    if column.type == kinds.CHECKBOX:
        return "是" if value else ""
    if column.type == kinds.AUTO:
        return str(value["number"])
    if column.type == kinds.URL:
        return str(value.get("text") or value["link"])
    if isinstance(value, list):
        return "、".join(_named(world, base, column, one) for one in value)
    return str(value)


def _named(world: World, base: Base, column: Field, one: str) -> str:
    if column.type in kinds.PEOPLE:
        return world.name_of(one) or one
    if column.type == kinds.GROUP:
        chat = world.chats.get(one)
        return chat.name if chat else one
    if column.type == kinds.ATTACHMENT:
        media = world.office.medias.get(one)
        return media.name if media else one
    if column.type in kinds.LINKS:
        return _title(world, base, column, one)
    return one


def _title(world: World, base: Base, column: Field, record_id: str) -> str:
    other = base.tables.get(str(column.property.get("table_id")))
    record = other.records.get(record_id) if other else None
    if other is None or record is None:
        return record_id
    primary = other.fields[0]
    if primary.type == kinds.FORMULA:
        return record_id  # no chains of formulas
    return plain(world, base, primary, record.cell(primary))


def formula(world: World, base: Base, table: Table, column: Field, record: Record) -> str:
    """Columns and quoted texts joined by `&`; anything else is empty here."""
    parts = str(column.property.get("formula_expression", "")).split("&")
    return "".join(_term(world, base, table, part.strip(), record) for part in parts)


def _term(world: World, base: Base, table: Table, part: str, record: Record) -> str:
    if len(part) >= 2 and part[0] == part[-1] == '"':
        return part[1:-1]
    found = REFERENCE.fullmatch(part)
    column = table.field(found[1]) if found else None
    if column is None or column.type == kinds.FORMULA:
        return ""
    return plain(world, base, column, record.cell(column))

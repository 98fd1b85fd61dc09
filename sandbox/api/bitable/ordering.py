"""The order of rows, and which columns come along."""

import json
from collections.abc import Callable
from typing import Any

from sandbox.acts.bitable.plain import cell_text
from sandbox.api.answers import Refused
from sandbox.state.bitable import kinds
from sandbox.state.bitable.model import Base, Field, Record, Table
from sandbox.state.world import World

MOST_SORTS = 100
MOST_SORT_TEXT = 1_000
MOST_NAMES = 200
Named = Callable[[Any], Field]


def sorted_rows(
    world: World, base: Base, table: Table, rows: list[Record], given: Any, named: Named
) -> list[Record]:
    """Empty cells come last in either direction."""
    for column, desc in reversed(_sorts(given, named)):
        key = _key(world, base, table, column)
        full = [one for one in rows if key(one) is not None]
        empty = [one for one in rows if key(one) is None]
        rows = sorted(full, key=key, reverse=desc) + empty
    return rows


def _sorts(given: Any, named: Named) -> list[tuple[Field, bool]]:
    if not isinstance(given, list) or len(given) > MOST_SORTS:
        raise Refused(1254016)
    if len(json.dumps(given, ensure_ascii=False, separators=(",", ":"))) > MOST_SORT_TEXT:
        raise Refused(1254108)
    sorts: list[tuple[Field, bool]] = []
    for one in given:
        desc = one.get("desc", False) if isinstance(one, dict) else None
        if not isinstance(desc, bool):
            raise Refused(1254016)
        sorts.append((named(one.get("field_name")), desc))
    return sorts


def _key(world: World, base: Base, table: Table, column: Field) -> Callable[[Record], Any]:
    if column.type == kinds.SINGLE:
        places = {one.id: at for at, one in enumerate(column.options)}
        return lambda record: places.get(record.cell(column))
    if column.type == kinds.NUMBER or column.type in kinds.DATES or column.type == kinds.CHECKBOX:
        return lambda record: record.cell(column)
    if column.type == kinds.AUTO:
        return lambda record: (record.cell(column) or {}).get("sequence")
    return lambda record: cell_text(world, base, table, column, record) or None


def columns_of(table: Table, given: Any, named: Named) -> tuple[Field, ...]:
    """All columns, or those that are named."""
    if given is None or given == []:
        return tuple(table.fields)
    if not isinstance(given, list) or len(given) > MOST_NAMES:
        raise Refused(1254024)
    if not all(isinstance(one, str) for one in given):
        raise Refused(1254024)
    return tuple(named(one) for one in given)

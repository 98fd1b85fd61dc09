"""People and bases: look, make, copy, lock, delete, and give or take the bot's right."""

from typing import Any

from sandbox.acts.bitable import bases as acts
from sandbox.acts.bitable.plain import cell_text
from sandbox.acts.bitable.telling import tell_edited
from sandbox.api.bitable.filters import allowed
from sandbox.api.bitable.tables import columns_from
from sandbox.control.asking import Ask, Json, Wrong
from sandbox.control.refusing import refusing
from sandbox.control.table_views import rows_of, view_row
from sandbox.control.tables import base_of, table_of
from sandbox.state.bitable import kinds
from sandbox.state.bitable.model import PERMS, Base, Field, Record, Table

# A lock or a copy that nobody ends.
FOR_EVER_MS = 10**15


def bases(ask: Ask) -> list[Json]:
    return [base_view(ask, one) for one in ask.world.office.bases]


def base_view(ask: Ask, base: Base) -> Json:
    return {
        "app_token": base.app_token,
        "name": base.name,
        "owner": base.owner,
        "owner_name": ask.world.name_of(base.owner),
        "url": base.url,
        "revision": base.revision,
        "bot": base.bot_perm,
        "advanced": base.advanced,
        "locked": base.locked,
        "copying": base.copying_until_ms > ask.world.clock.ms(),
        "subscribed": base.subscribed,
        "members": base.members,
        "tables": [_table_row(one) for one in base.tables.values()],
    }


def _table_row(table: Table) -> Json:
    return {
        "table_id": table.table_id,
        "name": table.name,
        "rows": len(table.records),
        "revision": table.revision,
    }


def make(ask: Ask) -> Json:
    """A person makes a base and adds the bot to it, or does not."""
    person = ask.person()
    base = acts.new_base(ask.box, ask.text("name"), person.open_id, bot_perm=_perm(ask, "edit"))
    base.advanced = ask.flag("advanced", False)
    return base_view(ask, base)


def _perm(ask: Ask, default: str) -> str:
    perm = ask.text("bot", default)
    if perm not in PERMS:
        raise Wrong(f"bot is one of {', '.join(PERMS)}")
    return perm


def change(ask: Ask) -> Json:
    base, person = base_of(ask), ask.person()
    base.bot_perm = _perm(ask, base.bot_perm)
    base.advanced = ask.flag("advanced", base.advanced)
    base.locked = ask.flag("locked", base.locked)
    if "copying" in ask.body:
        base.copying_until_ms = FOR_EVER_MS if ask.flag("copying", False) else 0
    if "name" in ask.body:
        base.name = ask.text("name")
        base.revision += 1
        tell_edited(ask.box, base, person.open_id)
    return base_view(ask, base)


def copy(ask: Ask) -> Json:
    base, person = base_of(ask), ask.person()
    contents = ask.flag("contents", True)
    name = ask.text("name", f"{base.name} 副本")
    copied = acts.copy_base(ask.box, base, name, person.open_id, contents=contents)
    copied.bot_perm = _perm(ask, base.bot_perm)
    return base_view(ask, copied)


def delete(ask: Ask) -> Json:
    acts.delete_base(ask.box, base_of(ask), ask.person().open_id)
    return {}


def make_table(ask: Ask) -> Json:
    base, person = base_of(ask), ask.person()
    with refusing():
        fields = columns_from(base, ask.body.get("fields"))
    table = acts.new_table(ask.box, base, ask.text("name"), fields, person.open_id)
    table.visible_ms = 0
    return grid_view(ask, base, table)


def change_table(ask: Ask) -> Json:
    base = base_of(ask)
    table = table_of(ask, base)
    acts.rename_table(ask.box, base, table, ask.text("name"), ask.person().open_id)
    return _table_row(table)


def delete_table(ask: Ask) -> Json:
    base = base_of(ask)
    acts.delete_table(ask.box, base, table_of(ask, base), ask.person().open_id)
    return {}


def grid(ask: Ask) -> Json:
    base = base_of(ask)
    return grid_view(ask, base, table_of(ask, base))


def grid_view(ask: Ask, base: Base, table: Table) -> Json:
    """Columns and rows with cells as people read them; `values` are what a cell holds."""
    return {
        "app_token": base.app_token,
        **_table_row(table),
        "fields": [field_row(table, one) for one in table.fields],
        "views": [view_row(table, one) for one in table.views],
        "items": [row_view(ask, base, table, one) for one in rows_of(ask, base, table)],
    }


def field_row(table: Table, column: Field) -> Json:
    return {
        "field_id": column.field_id,
        "name": column.name,
        "type": column.type,
        "ui_type": column.ui_type,
        "primary": table.fields[0] is column,
        "read_only": column.type in kinds.READ_ONLY,
        "options": [one.name for one in column.options],
        "choices": [one.view() for one in column.options],
        "operators": sorted(allowed(column)),
    }


def row_view(ask: Ask, base: Base, table: Table, record: Record) -> Json:
    cells: dict[str, Any] = {
        one.name: cell_text(ask.world, base, table, one, record) for one in table.fields
    }
    return {
        "record_id": record.record_id,
        "cells": {name: text for name, text in cells.items() if text},
        "values": {one.name: record.cell(one) for one in table.fields if record.cell(one)},
        "created_by": ask.world.name_of(record.created_by),
        "created_time": record.created_ms,
        "modified_by": ask.world.name_of(record.modified_by),
        "modified_time": record.modified_ms,
    }

"""Bases and tables: made, copied, renamed, deleted."""

from copy import deepcopy

from sandbox.acts.bitable.columns import place_field
from sandbox.acts.bitable.telling import tell_edited
from sandbox.core import Sandbox
from sandbox.state.bitable import kinds
from sandbox.state.bitable.model import Base, Field, Form, Record, Table, View

# A new base is not empty: its table has these columns and blank rows.
DEFAULT_TABLE = "数据表"
DEFAULT_COLUMNS = (
    ("文本", kinds.TEXT),
    ("单选", kinds.SINGLE),
    ("日期", kinds.DATE),
    ("附件", kinds.ATTACHMENT),
)
BLANK_ROWS = 5
LONE_COLUMN = "多行文本"
FIRST_VIEW = "表格"


def new_base(box: Sandbox, name: str, owner: str, *, bot_perm: str = "full_access") -> Base:
    base = box.world.office.bases.add(Base(name or "未命名多维表格", owner, bot_perm))
    columns = [Field(title, kind, kinds.UI_TYPES[kind][0]) for title, kind in DEFAULT_COLUMNS]
    table = Table(DEFAULT_TABLE, columns, [View(FIRST_VIEW)])
    now = box.world.clock.ms()
    for _ in range(BLANK_ROWS):
        record = Record({}, now, owner, now, owner)
        table.records[record.record_id] = record
    base.tables[table.table_id] = table
    return base


def copy_base(box: Sandbox, base: Base, name: str, owner: str, *, contents: bool) -> Base:
    """Tables, columns and rows keep their ids; attachments stay behind with their base."""
    bases = box.world.office.bases
    copy = bases.add(Base(name or f"{base.name} 副本", owner, time_zone=base.time_zone))
    copy.tables = deepcopy(base.tables)
    copy.copying_until_ms = box.world.clock.ms() + box.faults.bitable_copy_ms
    for table in copy.tables.values():
        files = [one.field_id for one in table.fields if one.type == kinds.ATTACHMENT]
        table.records = table.records if contents else {}
        table.replies.clear()
        for record in table.records.values():
            for field_id in files:
                record.values.pop(field_id, None)
    return copy


def delete_base(box: Sandbox, base: Base, operator: str) -> None:
    tell_edited(box, base, operator)
    box.world.office.bases.remove(base.app_token)


def new_table(
    box: Sandbox, base: Base, name: str, fields: list[Field], operator: str, *, view: str = ""
) -> Table:
    table = Table(name, [], [View(view or FIRST_VIEW)])
    table.visible_ms = box.world.clock.ms() + box.faults.bitable_lag_ms
    base.tables[table.table_id] = table
    text = kinds.UI_TYPES[kinds.TEXT][0]
    for column in fields or [Field(LONE_COLUMN, kinds.TEXT, text)]:
        place_field(box, base, table, column)
        column.visible_ms = 0
    base.revision += 1
    tell_edited(box, base, operator)
    return table


def rename_table(box: Sandbox, base: Base, table: Table, name: str, operator: str) -> None:
    table.name = name
    base.touch(table)
    tell_edited(box, base, operator)


def delete_table(box: Sandbox, base: Base, table: Table, operator: str) -> None:
    del base.tables[table.table_id]
    base.revision += 1
    tell_edited(box, base, operator)


def new_view(box: Sandbox, base: Base, table: Table, name: str, kind: str, operator: str) -> View:
    form = Form(table.name) if kind == "form" else None
    view = View(name, kind, form=form)
    table.views.append(view)
    base.touch(table)
    tell_edited(box, base, operator)
    return view

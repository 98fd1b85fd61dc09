"""What people do in a table: rows, cells, columns, forms; each tells the bot."""

from typing import Any

from sandbox.acts.bitable.columns import add_field, add_options, change_field, delete_field
from sandbox.acts.bitable.rows import add_rows, change_rows, delete_rows
from sandbox.api.bitable.fields import check_room
from sandbox.api.bitable.properties import field_from
from sandbox.api.bitable.writing import Draft
from sandbox.control.asking import Ask, Json, Wrong
from sandbox.control.bases import field_row, row_view
from sandbox.control.refusing import refusing
from sandbox.control.tables import base_of, table_of
from sandbox.control.typed import typed_value
from sandbox.state.bitable import kinds
from sandbox.state.bitable.model import Base, Field, Record, Table

Place = tuple[Base, Table, str]


def _place(ask: Ask) -> Place:
    base = base_of(ask)
    return base, table_of(ask, base), ask.person().open_id


def _record(ask: Ask, table: Table) -> Record:
    record = table.records.get(ask.request.match_info["record_id"])
    if record is None:
        raise Wrong("the table has no such row")
    return record


def _column(ask: Ask, table: Table) -> Field:
    wanted = ask.request.match_info["field_id"]
    column = table.field(wanted) or table.field_named(wanted)
    if column is None:
        raise Wrong(f"the table has no column {wanted!r}")
    return column


def _values(ask: Ask, place: Place) -> dict[str, Any]:
    """Cells by the column's name or id, as typed or in the API's shape."""
    base, table, operator = place
    draft = Draft(ask.world, base, table)
    values: dict[str, Any] = {}
    for name, given in ask.object("fields").items():
        column = table.field_named(name) or table.field(name)
        if column is None:
            raise Wrong(f"the table has no column {name!r}")
        with refusing():
            value = typed_value(ask.world, base, column, given)
            values[column.field_id] = draft.value(column, value)
    add_options(ask.box, base, table, draft.options, operator)
    return values


def add_row(ask: Ask) -> Json:
    base, table, operator = place = _place(ask)
    count = ask.body.get("times", 1)
    if not isinstance(count, int) or not 1 <= count <= 1_000:
        raise Wrong("times is between 1 and 1000")
    values = _values(ask, place)
    rows = add_rows(ask.box, base, table, [dict(values) for _ in range(count)], operator)
    return row_view(ask, base, table, rows[0])


def change_row(ask: Ask) -> Json:
    base, table, operator = place = _place(ask)
    record = _record(ask, table)
    change_rows(ask.box, base, table, [(record, _values(ask, place))], operator)
    return row_view(ask, base, table, record)


def delete_row(ask: Ask) -> Json:
    base, table, operator = _place(ask)
    delete_rows(ask.box, base, table, [_record(ask, table).record_id], operator)
    return {}


def submit(ask: Ask) -> Json:
    """A form filled in while logged in: the row is the person's."""
    base, table, operator = place = _place(ask)
    view = table.view(ask.request.match_info["form_id"])
    if view is None or view.form is None:
        raise Wrong("the table has no such form")
    if not view.form.shared:
        raise Wrong("the form is not shared")
    for column in table.fields:
        asked = view.form.questions.get(column.field_id, {})
        if asked.get("required") and not ask.object("fields").get(column.name):
            raise Wrong(f"{column.name} is required")
    rows = add_rows(ask.box, base, table, [_values(ask, place)], operator)
    return row_view(ask, base, table, rows[0])


def add_column(ask: Ask) -> Json:
    base, table, operator = _place(ask)
    with refusing():
        column = field_from(base, ask.body)
        check_room(table, column)
    if table.field_named(column.name):
        raise Wrong(f"there is a column {column.name!r} already")
    add_field(ask.box, base, table, column, operator)
    column.visible_ms = 0
    return field_row(table, column)


def change_column(ask: Ask) -> Json:
    """Rename, give another type, or set the options; what is not named stays."""
    base, table, operator = _place(ask)
    column = _column(ask, table)
    kind = ask.body.get("type", column.type)
    wanted: Json = {
        "field_name": ask.text("field_name", column.name),
        "type": kind,
        "description": column.description,
    }
    if kind == column.type:
        wanted["ui_type"] = column.ui_type
    if "property" in ask.body or kind == column.type:
        wanted["property"] = ask.body.get("property", _property(column))
    if kind == kinds.URL:
        wanted.pop("property", None)
    with refusing():
        made = field_from(base, wanted, old=column)
    same = table.field_named(made.name)
    if same is not None and same is not column:
        raise Wrong(f"there is a column {made.name!r} already")
    change_field(ask.box, base, table, column, made, operator)
    return field_row(table, column)


def _property(column: Field) -> Json:
    if column.type in kinds.SELECTS:
        return {"options": [one.view() for one in column.options]}
    return column.property


def delete_column(ask: Ask) -> Json:
    base, table, operator = _place(ask)
    column = _column(ask, table)
    if table.fields[0] is column:
        raise Wrong("the first column cannot be deleted")
    delete_field(ask.box, base, table, column, operator)
    return {}

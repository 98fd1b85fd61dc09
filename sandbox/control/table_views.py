"""What people do with a table's views: make, rename, filter, hide columns, delete."""

import json
from functools import partial
from typing import Any

from sandbox.acts.bitable.bases import new_view
from sandbox.acts.bitable.telling import tell_edited
from sandbox.api.answers import Refused
from sandbox.api.bitable.filters import Asker, allowed, condition
from sandbox.api.bitable.view_filters import values_of, view_test
from sandbox.api.bitable.views import TYPES
from sandbox.control.asking import Ask, Json, Wrong
from sandbox.control.refusing import refusing
from sandbox.control.tables import base_of, table_of
from sandbox.state.bitable.model import Base, Field, Record, Table, View


def view_row(table: Table, view: View) -> Json:
    info = view.property.get("filter_info") or {}
    conditions = [
        {
            "field_id": column.field_id,
            "operator": one["operator"],
            "value": values_of(column, one),
        }
        for one in info.get("conditions") or ()
        if (column := table.field(one["field_id"])) is not None
    ]
    return {
        "view_id": view.view_id,
        "name": view.name,
        "type": view.type,
        "filter": {"conjunction": info.get("conjunction", "and"), "conditions": conditions},
        "hidden": list(view.property.get("hidden_fields") or ()),
    }


def rows_of(ask: Ask, base: Base, table: Table) -> list[Record]:
    """All, or those that the view in the query shows; one that is not there means the first."""
    rows, wanted = list(table.records.values()), ask.request.query.get("view")
    if wanted is None:
        return rows
    view = table.view(wanted) or table.views[0]
    try:
        test = view_test(_asker(ask, base, table), table, view)
    except Refused:  # the column has got a type that the filter does not suit
        return rows
    return [one for one in rows if test(one)]


def _asker(ask: Ask, base: Base, table: Table) -> Asker:
    return Asker(ask.world, base, partial(_column, table))


def _column(table: Table, wanted: Any) -> Field:
    column = table.field(str(wanted)) or table.field_named(str(wanted))
    if column is None:
        raise Wrong(f"the table has no column {wanted!r}")
    return column


def _view(ask: Ask, table: Table) -> View:
    view = table.view(ask.request.match_info["view_id"])
    if view is None:
        raise Wrong("the table has no such view")
    return view


def _name(ask: Ask, table: Table, old: View | None = None) -> str:
    name = ask.text("name", old.name if old else None)
    if any(one.name == name and one is not old for one in table.views):
        raise Wrong(f"there is a view {name!r} already")
    return name


def add(ask: Ask) -> Json:
    base, person = base_of(ask), ask.person()
    table, kind = table_of(ask, base), ask.text("type", "grid")
    if kind not in TYPES:
        raise Wrong(f"type is one of {', '.join(TYPES)}")
    made = new_view(ask.box, base, table, _name(ask, table), kind, person.open_id)
    return view_row(table, made)


def change(ask: Ask) -> Json:
    base, person = base_of(ask), ask.person()
    table = table_of(ask, base)
    view = _view(ask, table)
    view.name = _name(ask, table, view)
    if "filter" in ask.body:
        view.property["filter_info"] = _filter(ask, base, table)
    if "hidden" in ask.body:
        view.property["hidden_fields"] = _hidden(ask, table)
    base.touch(table)
    tell_edited(ask.box, base, person.open_id)
    return view_row(table, view)


def _filter(ask: Ask, base: Base, table: Table) -> Json:
    given = ask.object("filter")
    if given.get("conjunction", "and") not in ("and", "or"):
        raise Wrong("conjunction is `and` or `or`")
    conditions = [_condition(ask, base, table, one) for one in given.get("conditions") or ()]
    return {"conjunction": given.get("conjunction", "and"), "conditions": conditions}


def _condition(ask: Ask, base: Base, table: Table, given: Any) -> Json:
    if not isinstance(given, dict):
        raise Wrong("a condition is an object of field_id, operator and value")
    column, operator = _column(table, given.get("field_id")), str(given.get("operator"))
    value = [str(one) for one in given.get("value") or ()]
    if operator not in allowed(column):
        raise Wrong(f"{operator} does not suit the column {column.name}")
    with refusing():
        condition(_asker(ask, base, table), column, operator, value)
    ids = {one.name: one.id for one in column.options}
    held = json.dumps([ids.get(one, one) for one in value], ensure_ascii=False)
    return {"field_id": column.field_id, "operator": operator, "value": held}


def _hidden(ask: Ask, table: Table) -> list[str]:
    columns = [_column(table, one) for one in ask.texts("hidden")]
    if table.fields[0] in columns:
        raise Wrong("the first column cannot be hidden")
    return [one.field_id for one in columns]


def delete(ask: Ask) -> Json:
    base, person = base_of(ask), ask.person()
    table = table_of(ask, base)
    view = _view(ask, table)
    if len(table.views) == 1:
        raise Wrong("the last view stays")
    table.views.remove(view)
    base.touch(table)
    tell_edited(ask.box, base, person.open_id)
    return {}

"""Columns: list, create, update, delete."""

from sandbox.acts.bitable.columns import add_field, change_field, delete_field
from sandbox.api.answers import Json, Refused
from sandbox.api.bitable.apps import SCOPE
from sandbox.api.bitable.asking import client_token, listed
from sandbox.api.bitable.field_views import changed_view, field_view
from sandbox.api.bitable.gate import (
    field_of,
    flag_of,
    operator_of,
    reads,
    table_of,
    view_named,
    writes,
)
from sandbox.api.bitable.properties import field_from
from sandbox.api.bitable.rates import PER_SECOND_10, PER_SECOND_20
from sandbox.api.bitable.repeats import once
from sandbox.api.bitable.tables import TABLE
from sandbox.api.call import Call, Route
from sandbox.state.bitable import kinds
from sandbox.state.bitable.model import Base, Field, Table

FIELDS = f"{TABLE}/fields"
FIELD = f"{FIELDS}/{{field_id}}"


def list_(call: Call, base: Base) -> Json:
    table = table_of(call, base)
    now = call.world.clock.ms()
    hidden: set[str] = set()
    if view_id := call.query("view_id"):
        hidden = set(view_named(table, view_id).property.get("hidden_fields") or ())
    columns = [one for one in table.fields if one.visible_ms <= now]
    page = listed(call, columns, lambda one: one.field_id)
    as_array = flag_of(call, "text_field_as_array")
    items = [_listed(table, one, hidden, as_array=as_array) for one in page["items"]]
    return page | {"items": items}


def _listed(table: Table, column: Field, hidden: set[str], *, as_array: bool) -> Json:
    view = field_view(table, column) | {"is_hidden": column.field_id in hidden}
    if as_array and column.description:
        view["description"] = [{"type": "text", "text": column.description}]
    return view


def create(call: Call, base: Base) -> Json:
    table = table_of(call, base)
    return once(call, table, client_token(call), lambda: _create(call, base, table))


def _create(call: Call, base: Base, table: Table) -> Json:
    column = field_from(base, call.body)
    _check_name(table, column, None)
    check_room(table, column)
    add_field(call.box, base, table, column, operator_of(call))
    return {"field": changed_view(table, column)}


def check_room(table: Table, column: Field) -> None:
    formulas = sum(one.type == kinds.FORMULA for one in table.fields)
    if len(table.fields) >= kinds.MOST_FIELDS:
        raise Refused(1254105)
    if column.type == kinds.FORMULA and formulas >= kinds.MOST_FORMULAS:
        raise Refused(1254105, ext="formulas")


def _check_name(table: Table, column: Field, old: Field | None) -> None:
    same = table.field_named(column.name)
    if same is not None and same is not old:
        raise Refused(1254014)


def update(call: Call, base: Base) -> Json:
    """A full overwrite: what is not listed is gone."""
    table = table_of(call, base)
    old = field_of(call, table)
    if old.type in kinds.NOT_CREATABLE:
        raise Refused(1254012)
    wanted = field_from(base, call.body, old=old)
    _check_name(table, wanted, old)
    if table.fields[0] is old and wanted.type not in kinds.PRIMARY:
        raise Refused(1254012, ext="the primary field")
    if _same(old, wanted):
        raise Refused(1254606)
    change_field(call.box, base, table, old, wanted, operator_of(call))
    return {"field": changed_view(table, old)}


def _same(old: Field, wanted: Field) -> bool:
    def meaning(one: Field) -> tuple[object, ...]:
        options = [(option.id, option.name, option.color) for option in one.options]
        return one.name, one.type, one.ui_type, one.description, one.property, options

    return meaning(old) == meaning(wanted)


def delete(call: Call, base: Base) -> Json:
    table = table_of(call, base)
    column = field_of(call, table)
    if table.fields[0] is column:
        raise Refused(1254046)
    delete_field(call.box, base, table, column, operator_of(call))
    return {"field_id": column.field_id, "deleted": True}


ROUTES = [
    Route("GET", FIELDS, reads(list_), scope=SCOPE, rates=PER_SECOND_20),
    Route("POST", FIELDS, writes(create), scope=SCOPE, rates=PER_SECOND_10, bad_json=1254000),
    Route("PUT", FIELD, writes(update), scope=SCOPE, rates=PER_SECOND_10, bad_json=1254000),
    Route("DELETE", FIELD, writes(delete), scope=SCOPE, rates=PER_SECOND_10),
]

"""Tables: create, batch_create, list, patch, delete, batch_delete."""

from typing import Any

from sandbox.acts.bitable.bases import delete_table, new_table, rename_table
from sandbox.api.answers import Json, Refused
from sandbox.api.bitable.apps import APP, SCOPE
from sandbox.api.bitable.asking import list_in, listed, object_in, rows_in, table_name, text_in
from sandbox.api.bitable.gate import operator_of, reads, table_named, table_of, writes
from sandbox.api.bitable.properties import field_from
from sandbox.api.bitable.rates import PER_SECOND_10, PER_SECOND_20
from sandbox.api.call import Call, Route
from sandbox.state.bitable import kinds
from sandbox.state.bitable.model import Base, Field, Table

TABLES = f"{APP}/tables"
TABLE = f"{TABLES}/{{table_id}}"
MOST_DELETED = 50
MOST_VIEW_NAME = 100


def create(call: Call, base: Base) -> Json:
    given = object_in(call.body, "table")
    name = _new_name(base, given.get("name"))
    fields = columns_from(base, given.get("fields"))
    view = text_in(given, "default_view_name", most=MOST_VIEW_NAME, default="")
    if view and not fields:
        raise Refused(1254001, ext="default_view_name needs fields")
    _check_room(base, 1)
    table = new_table(call.box, base, name, fields, operator_of(call), view=view)
    return {
        "table_id": table.table_id,
        "default_view_id": table.views[0].view_id,
        "field_id_list": [one.field_id for one in table.fields],
    }


def columns_from(base: Base, given: Any) -> list[Field]:
    """The columns of a new table; the first becomes the primary one."""
    if given is None:
        return []
    if not isinstance(given, list) or not given:
        raise Refused(1254001, ext="fields")
    if len(given) > kinds.MOST_FIELDS:
        raise Refused(1254105)
    columns = [field_from(base, one) for one in given]
    if len({one.name for one in columns}) < len(columns):
        raise Refused(1254014)
    if columns[0].type not in kinds.PRIMARY:
        raise Refused(1254012, ext="the first field")
    return columns


def _new_name(base: Base, value: Any) -> str:
    name = table_name(value)
    if any(one.name == name for one in base.tables.values()):
        raise Refused(1254013)
    return name


def _check_room(base: Base, more: int) -> None:
    if len(base.tables) + more > kinds.MOST_TABLES:
        raise Refused(1254100)


def batch_create(call: Call, base: Base) -> Json:
    names = [_new_name(base, one.get("name")) for one in rows_in(call.body, "tables")]
    if len(set(names)) < len(names):
        raise Refused(1254013)
    _check_room(base, len(names))
    tables = [new_table(call.box, base, one, [], operator_of(call)) for one in names]
    return {"table_ids": [one.table_id for one in tables]}


def list_(call: Call, base: Base) -> Json:
    now = call.world.clock.ms()
    tables = [one for one in base.tables.values() if one.visible_ms <= now]
    page = listed(call, tables, lambda one: one.table_id)
    return page | {"items": [_view(one) for one in page["items"]]}


def _view(table: Table) -> Json:
    return {"table_id": table.table_id, "revision": table.revision, "name": table.name}


def patch(call: Call, base: Base) -> Json:
    table = table_of(call, base)
    if call.body.get("name") != table.name:
        rename_table(
            call.box, base, table, _new_name(base, call.body.get("name")), operator_of(call)
        )
    return {"name": table.name}


def delete(call: Call, base: Base) -> Json:
    _delete(call, base, [table_of(call, base)])
    return {}


def batch_delete(call: Call, base: Base) -> Json:
    wanted = list_in(call.body, "table_ids")
    if len(wanted) > MOST_DELETED:
        raise Refused(1254104)
    _delete(call, base, [table_named(call, base, str(one)) for one in dict.fromkeys(wanted)])
    return {}


def _delete(call: Call, base: Base, tables: list[Table]) -> None:
    if len(tables) >= len(base.tables):
        raise Refused(1254034)
    for table in tables:
        delete_table(call.box, base, table, operator_of(call))


ROUTES = [
    Route(
        "POST",
        TABLES,
        writes(create, statuses={1254036: 200}),
        scope=SCOPE,
        rates=PER_SECOND_10,
        bad_json=1254000,
    ),
    Route(
        "POST",
        f"{TABLES}/batch_create",
        writes(batch_create),
        scope=SCOPE,
        rates=PER_SECOND_10,
        bad_json=1254000,
    ),
    Route("GET", TABLES, reads(list_), scope=SCOPE, rates=PER_SECOND_20),
    Route(
        "PATCH",
        TABLE,
        writes(patch, statuses={1254036: 403}),
        scope=SCOPE,
        rates=PER_SECOND_10,
        bad_json=1254000,
    ),
    Route("DELETE", TABLE, writes(delete), scope=SCOPE, rates=PER_SECOND_10),
    Route(
        "POST",
        f"{TABLES}/batch_delete",
        writes(batch_delete),
        scope=SCOPE,
        rates=PER_SECOND_10,
        bad_json=1254000,
    ),
]

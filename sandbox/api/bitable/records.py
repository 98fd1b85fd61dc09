"""Rows written: create, update, delete, one by one and in batches that succeed or fail whole."""

from sandbox.acts.bitable.columns import add_options
from sandbox.acts.bitable.rows import add_rows, change_rows, delete_rows
from sandbox.api.answers import Json, Refused
from sandbox.api.bitable.apps import SCOPE
from sandbox.api.bitable.asking import client_token, id_type_of, list_in, rows_in
from sandbox.api.bitable.gate import operator_of, record_of, table_of, writes
from sandbox.api.bitable.rates import PER_SECOND_50
from sandbox.api.bitable.repeats import once
from sandbox.api.bitable.tables import TABLE
from sandbox.api.bitable.writing import Draft
from sandbox.api.call import Call, Route
from sandbox.state.bitable.model import Base, Record, Table

RECORDS = f"{TABLE}/records"
RECORD = f"{RECORDS}/{{record_id}}"
MOST_WRITTEN = 1_000
MOST_DELETED = 500


def create(call: Call, base: Base) -> Json:
    table = table_of(call, base)
    return once(
        call,
        table,
        client_token(call),
        lambda: {"record": _create(call, base, table, [call.body])[0]},
    )


def batch_create(call: Call, base: Base) -> Json:
    table = table_of(call, base)
    rows = rows_in(call.body, "records")
    if len(rows) > MOST_WRITTEN:
        raise Refused(1254104)
    token = client_token(call)
    return once(call, table, token, lambda: {"records": _create(call, base, table, rows)})


def _create(call: Call, base: Base, table: Table, rows: list[Json]) -> list[Json]:
    draft = _draft(call, base, table)
    values = [draft.values(one.get("fields")) for one in rows]
    if len(table.records) + len(rows) > call.box.faults.bitable_rows:
        raise Refused(1254103)
    add_options(call.box, base, table, draft.options, operator_of(call))
    records = add_rows(call.box, base, table, values, operator_of(call))
    return [_echo(record, one["fields"]) for record, one in zip(records, rows, strict=True)]


def _draft(call: Call, base: Base, table: Table) -> Draft:
    return Draft(call.world, base, table, id_type_of(call))


def _echo(record: Record, fields: Json) -> Json:
    """The values as they were written, not as they will be read."""
    return {"fields": fields, "id": record.record_id, "record_id": record.record_id}


def update(call: Call, base: Base) -> Json:
    table = table_of(call, base)
    record = record_of(table, call.path("record_id"))
    _update(call, base, table, [(record, call.body)])
    return {"record": _echo(record, call.body["fields"])}


def batch_update(call: Call, base: Base) -> Json:
    table = table_of(call, base)
    rows = rows_in(call.body, "records")
    if len(rows) > MOST_WRITTEN:
        raise Refused(1254104)
    pairs = [(record_of(table, str(one.get("record_id"))), one) for one in rows]
    _update(call, base, table, pairs)
    return {"records": [_echo(record, one["fields"]) for record, one in pairs]}


def _update(call: Call, base: Base, table: Table, rows: list[tuple[Record, Json]]) -> None:
    draft = _draft(call, base, table)
    changes = [(record, draft.values(one.get("fields"))) for record, one in rows]
    add_options(call.box, base, table, draft.options, operator_of(call))
    change_rows(call.box, base, table, changes, operator_of(call))


def delete(call: Call, base: Base) -> Json:
    table = table_of(call, base)
    record = record_of(table, call.path("record_id"))
    delete_rows(call.box, base, table, [record.record_id], operator_of(call))
    return _deleted(record.record_id)


def batch_delete(call: Call, base: Base) -> Json:
    table = table_of(call, base)
    wanted = list_in(call.body, "records")
    if len(wanted) > MOST_DELETED:
        raise Refused(1254104)
    found = [record_of(table, str(one)).record_id for one in wanted]
    delete_rows(call.box, base, table, found, operator_of(call))
    return {"records": [_deleted(one) for one in found]}


def _deleted(record_id: str) -> Json:
    return {"deleted": True, "record_id": record_id}


ROUTES = [
    Route(method, path, writes(work), scope=SCOPE, rates=PER_SECOND_50, bad_json=1254000)
    for method, path, work in (
        ("POST", RECORDS, create),
        ("POST", f"{RECORDS}/batch_create", batch_create),
        ("POST", f"{RECORDS}/batch_update", batch_update),
        ("POST", f"{RECORDS}/batch_delete", batch_delete),
        ("PUT", RECORD, update),
        ("DELETE", RECORD, delete),
    )
]

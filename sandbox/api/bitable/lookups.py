"""Rows read: search, batch_get, and the older get and list."""

import json
from functools import partial
from typing import Any

from sandbox.api.answers import Json, Refused
from sandbox.api.bitable.apps import SCOPE
from sandbox.api.bitable.asking import (
    flag_in,
    id_type_of,
    list_in,
    offset_of,
    page_size,
    text_in,
    token_for,
)
from sandbox.api.bitable.filters import Asker, Test, test_of
from sandbox.api.bitable.formulas import test_from_text
from sandbox.api.bitable.gate import (
    column_named,
    flag_of,
    reads,
    record_of,
    sees_rows,
    table_of,
    view_named,
)
from sandbox.api.bitable.ordering import columns_of, sorted_rows
from sandbox.api.bitable.rates import PER_SECOND_20
from sandbox.api.bitable.reading import Reader
from sandbox.api.bitable.records import RECORD, RECORDS
from sandbox.api.bitable.view_filters import view_test
from sandbox.api.call import Call, Route
from sandbox.state.bitable.model import Base, Record, Table

MOST_READ = 500
MOST_GOT = 100


def search(call: Call, base: Base) -> Json:
    table = table_of(call, base)
    body, named = call.body, partial(column_named, call, table)
    columns = columns_of(table, body.get("field_names"), named)
    test: Test | None = None
    if body.get("filter") is not None:
        test = test_of(_asker(call, base, table), body["filter"])
    elif not body.get("sort") and body.get("view_id"):
        test = view_test(_asker(call, base, table), table, view_named(table, str(body["view_id"])))
    rows = [one for one in table.records.values() if test is None or test(one)]
    if body.get("sort"):
        rows = sorted_rows(call.world, base, table, rows, body["sort"], named)
    automatic = flag_in(body, "automatic_fields")
    reader = _reader(call, base, table)
    return _page(call, base, rows, _wants(reader, columns=columns, automatic=automatic))


def _asker(call: Call, base: Base, table: Table) -> Asker:
    return Asker(call.world, base, partial(column_named, call, table), id_type_of(call))


def _reader(call: Call, base: Base, table: Table, id_type: str = "") -> Reader:
    host = f"{call.request.scheme}://{call.request.host}"
    kind = id_type_of(call, id_type)
    return Reader(call.world, base, table, host, kind, tuple(table.fields))


def _wants(reader: Reader, **options: Any) -> Reader:
    known = {name: getattr(reader, name) for name in Reader.__slots__}
    return Reader(**(known | options))


def _page(call: Call, base: Base, rows: list[Record], reader: Reader) -> Json:
    if not sees_rows(call, base):
        rows = []
    question = call.body | {"table": reader.table.table_id, "filter_text": call.query("filter")}
    size = page_size(call, default=20, most=MOST_READ)
    start = offset_of(call, question)
    page = rows[start : start + size]
    more = start + size < len(rows)
    answer: Json = {
        "items": [reader.record(one) for one in page],
        "has_more": more,
        "total": len(rows),
    }
    return answer | ({"page_token": token_for(start + size, question)} if more else {})


def batch_get(call: Call, base: Base) -> Json:
    """Never fails for a row that is gone or barred: it lists it."""
    table = table_of(call, base)
    wanted = list_in(call.body, "record_ids")
    if len(wanted) > MOST_GOT:
        raise Refused(1254104)
    reader = _wants(
        _reader(call, base, table, text_in(call.body, "user_id_type", default="")),
        automatic=flag_in(call.body, "automatic_fields"),
        shared_url=flag_in(call.body, "with_shared_url"),
    )
    found = [str(one) for one in wanted if str(one) in table.records]
    seen = sees_rows(call, base)
    return {
        "records": [reader.record(table.records[one]) for one in found] if seen else [],
        "forbidden_record_ids": [] if seen else found,
        "absent_record_ids": [str(one) for one in wanted if str(one) not in table.records],
    }


def get(call: Call, base: Base) -> Json:
    table = table_of(call, base)
    if not sees_rows(call, base):
        raise Refused(1254302)
    record = record_of(table, call.path("record_id"))
    return {"record": _older(call, base, table).record(record)}


def _older(call: Call, base: Base, table: Table) -> Reader:
    return _wants(
        _reader(call, base, table),
        old=True,
        automatic=flag_of(call, "automatic_fields"),
        shared_url=flag_of(call, "with_shared_url"),
        text_as_array=flag_of(call, "text_field_as_array"),
    )


def list_(call: Call, base: Base) -> Json:
    """The older list: filter and sort are texts in the query."""
    table = table_of(call, base)
    named = partial(column_named, call, table)
    columns = columns_of(table, _json_query(call, "field_names", 1254024), named)
    rows, asker = list(table.records.values()), _asker(call, base, table)
    sort = _json_query(call, "sort", 1254016)
    if text := call.query("filter"):
        test = test_from_text(asker, text)
        rows = [one for one in rows if test(one)]
    elif not sort and call.query("view_id"):
        test = view_test(asker, table, view_named(table, call.query("view_id")))
        rows = [one for one in rows if test(one)]
    if sort:
        rows = sorted_rows(call.world, base, table, rows, _old_sort(sort), named)
    return _page(call, base, rows, _wants(_older(call, base, table), columns=columns))


def _json_query(call: Call, name: str, error: int) -> Any:
    text = call.query(name)
    try:
        return json.loads(text) if text else None
    except ValueError:
        raise Refused(error) from None


def _old_sort(sort: Any) -> list[Json]:
    """`["column DESC"]` instead of objects."""
    if not isinstance(sort, list) or not all(isinstance(one, str) for one in sort):
        raise Refused(1254016)
    words = [one.rsplit(" ", 1) for one in sort]
    return [{"field_name": one[0], "desc": one[-1].upper() == "DESC"} for one in words]


ROUTES = [
    Route(
        "POST",
        f"{RECORDS}/search",
        reads(search, statuses={1254302: 200}),
        scope=SCOPE,
        rates=PER_SECOND_20,
        bad_json=1254000,
    ),
    Route(
        "POST",
        f"{RECORDS}/batch_get",
        reads(batch_get, newer=True),
        scope=SCOPE,
        rates=PER_SECOND_20,
        bad_json=1254000,
    ),
    Route("GET", RECORD, reads(get), scope=SCOPE, rates=PER_SECOND_20),
    Route("GET", RECORDS, reads(list_), scope=SCOPE, rates=PER_SECOND_20),
]

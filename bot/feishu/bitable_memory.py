"""Bitable as far as the desk can tell, in memory: for demonstrations, dry runs and tests."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from threading import RLock
from typing import Any

from bot.feishu import bitable_memory_cells as cells
from bot.feishu.bitable_port import (
    CONDITIONS,
    READ_AT_ONCE,
    WRITTEN_AT_ONCE,
    BaseInfo,
    Column,
    Condition,
    Gone,
    NewColumn,
    Option,
    Page,
    Reading,
    Record,
    SchemaMoved,
    TableInfo,
    TokenTaken,
    ViewInfo,
)
from bot.feishu.errors import FeishuError, NeverAgain


@dataclass
class MemoryTable:
    """Cells are kept by field_id, in the shape they were written."""

    table_id: str
    name: str
    columns: dict[str, Column]
    revision: int = 1
    rows: dict[str, dict[str, Any]] = field(default_factory=dict)
    modified: dict[str, int] = field(default_factory=dict)
    views: list[ViewInfo] = field(default_factory=list)
    answers: dict[str, tuple[Any, list[Record]]] = field(default_factory=dict)

    def named(self, name: str) -> Column:
        found = next((c for c in self.columns.values() if c.name == name), None)
        if found is None:
            raise SchemaMoved(1254045, "FieldNameNotFound")
        return found


@dataclass
class MemoryBase:
    name: str
    tables: dict[str, MemoryTable] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    shared: list[tuple[str, str]] = field(default_factory=list)
    subscribed: bool = False


class MemoryBitable:
    """Strict where Bitable is: names, types, tokens, all or none."""

    def __init__(self) -> None:
        self.bases: dict[str, MemoryBase] = {}
        self.calls: list[str] = []
        self._lock = RLock()
        self._numbers = 0
        self._refusals: list[tuple[FeishuError, bool]] = []

    def refuse_next(self, error: FeishuError, *, applied: bool = False) -> None:
        """Fail the next call; `applied`: do what is asked and then lose the answer."""
        self._refusals.append((error, applied))

    def create_base(self, name: str) -> BaseInfo:
        with self._call("create_base"):
            token = self._name("bas")
            base = self.bases[token] = MemoryBase(name)
            first = self._add_table(base, "数据表", [NewColumn("文本", 1)])
            return BaseInfo(token, name, f"https://feishu.invalid/base/{token}", first.table_id)

    def base(self, app_token: str) -> BaseInfo:
        with self._call("base"):
            found = self._base(app_token)
            return BaseInfo(app_token, found.name, f"https://feishu.invalid/base/{app_token}")

    def share(self, app_token: str, open_id: str, perm: str) -> None:
        with self._call("share"):
            self._base(app_token).shared.append((open_id, perm))

    def tables(self, app_token: str) -> list[TableInfo]:
        with self._call("tables"):
            found = self._base(app_token).tables.values()
            return [TableInfo(one.table_id, one.name, one.revision) for one in found]

    def create_table(self, app_token: str, name: str, columns: Sequence[NewColumn]) -> str:
        with self._call("create_table"):
            base = self._base(app_token)
            if any(one.name == name for one in base.tables.values()):
                raise NeverAgain(1254013, "TableNameDuplicated")
            return self._add_table(base, name, columns).table_id

    def delete_table(self, app_token: str, table_id: str) -> None:
        with self._call("delete_table"):
            self._table(app_token, table_id)
            del self._base(app_token).tables[table_id]

    def columns(self, app_token: str, table_id: str) -> list[Column]:
        with self._call("columns"):
            return list(self._table(app_token, table_id).columns.values())

    def create_column(self, app_token: str, table_id: str, column: NewColumn) -> Column:
        with self._call("create_column"):
            table = self._table(app_token, table_id)
            if any(one.name == column.name for one in table.columns.values()):
                raise NeverAgain(1254014, "FieldNameDuplicated")
            return self._add_column(table, column)

    def set_options(
        self, app_token: str, table_id: str, column: Column, more: Sequence[str]
    ) -> None:
        with self._call("set_options"):
            table = self._table(app_token, table_id)
            fresh = tuple(Option(self._name("opt"), name) for name in more)
            table.columns[column.field_id] = replace(column, options=column.options + fresh)
            table.revision += 1

    def views(self, app_token: str, table_id: str) -> list[ViewInfo]:
        with self._call("views"):
            return list(self._table(app_token, table_id).views)

    def create_view(self, app_token: str, table_id: str, name: str, kind: str) -> str:
        with self._call("create_view"):
            views = self._table(app_token, table_id).views
            views.append(ViewInfo(self._name("vew"), name, kind))
            return views[-1].view_id

    def filter_view(
        self, app_token: str, table_id: str, view_id: str, conditions: Sequence[Condition]
    ) -> None:
        with self._call("filter_view"):
            table = self._table(app_token, table_id)
            if any(one.name not in table.columns for one in conditions):
                raise SchemaMoved(1254044, "FieldIdNotFound")

    def shape_form(
        self, app_token: str, table_id: str, form_id: str, visible: Mapping[str, bool]
    ) -> None:
        with self._call("shape_form"):
            self._table(app_token, table_id)

    def search(
        self,
        app_token: str,
        table_id: str,
        *,
        any_of: Sequence[Condition] = (),
        newest_by: str = "",
        after: str = "",
        size: int = 500,
    ) -> Page:
        with self._call("search"):
            table = self._table(app_token, table_id)
            if len(any_of) > CONDITIONS:
                raise SchemaMoved(1254018, "InvalidFilter")
            for one in any_of:
                table.named(one.name)
            found = [r for r in self._records(table) if not any_of or cells.fits(r, any_of)]
            if newest_by and table.named(newest_by):
                found.sort(key=lambda one: -one.modified_at)
            start = int(after or 0)
            more = str(start + size) if start + size < len(found) else ""
            return Page(tuple(found[start : start + size]), len(found), more)

    def read(self, app_token: str, table_id: str, record_ids: Sequence[str]) -> Reading:
        with self._call("read"):
            table = self._table(app_token, table_id)
            if not 1 <= len(record_ids) <= READ_AT_ONCE:
                raise NeverAgain(1254104, "RecordAddOnceExceedLimit")
            found = tuple(r for r in self._records(table) if r.record_id in record_ids)
            return Reading(found, tuple(i for i in record_ids if i not in table.rows))

    def create_rows(
        self,
        app_token: str,
        table_id: str,
        rows: Sequence[Mapping[str, Any]],
        *,
        client_token: str,
    ) -> list[Record]:
        with self._call("create_rows"):
            table = self._table(app_token, table_id)
            asked = copy.deepcopy([dict(one) for one in rows])
            if client_token in table.answers:
                before, answer = table.answers[client_token]
                if before != asked:
                    raise TokenTaken(1255006, "client token conflict")
                return answer
            written = self._written(app_token, table, rows)
            made = [Record(self._name("rec"), dict(one)) for one in rows]
            for record, values in zip(made, written, strict=True):
                self._store(table, record.record_id, values)
            table.answers[client_token] = (asked, made)
            return made

    def update_rows(
        self, app_token: str, table_id: str, rows: Mapping[str, Mapping[str, Any]]
    ) -> None:
        with self._call("update_rows"):
            table = self._table(app_token, table_id)
            if any(one not in table.rows for one in rows):
                raise NeverAgain(1254043, "RecordIdNotFound")
            written = self._written(app_token, table, list(rows.values()))
            for record_id, values in zip(rows, written, strict=True):
                self._store(table, record_id, values)

    def upload(self, app_token: str, name: str, content: bytes) -> str:
        with self._call("upload"):
            token = self._name("box")
            self._base(app_token).files[token] = content
            return token

    def subscribe(self, app_token: str) -> None:
        with self._call("subscribe"):
            self._base(app_token).subscribed = True

    def _written(
        self, app_token: str, table: MemoryTable, rows: Sequence[Mapping[str, Any]]
    ) -> list[dict[str, Any]]:
        if len(rows) > WRITTEN_AT_ONCE:
            raise NeverAgain(1254104, "RecordAddOnceExceedLimit")
        files = self._base(app_token).files
        done = [
            {table.named(n).field_id: cells.checked(table.named(n), v, files) for n, v in r.items()}
            for r in rows
        ]
        for row in rows:  # an unknown name becomes an option, as it does there
            for name, value in row.items():
                column = table.named(name)
                if column.type == 3 and value and all(o.name != value for o in column.options):
                    fresh = (*column.options, Option(self._name("opt"), value))
                    table.columns[column.field_id] = replace(column, options=fresh)
        return done

    def _store(self, table: MemoryTable, record_id: str, values: Mapping[str, Any]) -> None:
        table.revision += 1
        row = table.rows.setdefault(record_id, {})
        row.update(values)
        table.modified[record_id] = table.revision

    def _records(self, table: MemoryTable) -> list[Record]:
        return [
            Record(i, cells.shown(table.columns, row), "", table.modified[i])
            for i, row in table.rows.items()
        ]

    def _add_table(self, base: MemoryBase, name: str, columns: Sequence[NewColumn]) -> MemoryTable:
        table = MemoryTable(self._name("tbl"), name, {})
        base.tables[table.table_id] = table
        for column in columns:
            self._add_column(table, column)
        table.views.append(ViewInfo(self._name("vew"), "全部", "grid"))
        return table

    def _add_column(self, table: MemoryTable, column: NewColumn) -> Column:
        options = tuple(Option(self._name("opt"), name) for name in column.options)
        new = Column(
            self._name("fld"), column.name, column.type, not table.columns, options, column.property
        )
        table.columns[new.field_id] = new
        table.revision += 1
        return new

    @contextmanager
    def _call(self, name: str) -> Iterator[None]:
        with self._lock:
            self.calls.append(name)
            error, applied = self._refusals.pop(0) if self._refusals else (None, False)
            if error is not None and not applied:
                raise error
            yield
            if error is not None:
                raise error

    def _name(self, kind: str) -> str:
        self._numbers += 1
        return f"{kind}_{self._numbers}"

    def _base(self, app_token: str) -> MemoryBase:
        if app_token not in self.bases:
            raise Gone(91402, "NOTEXIST")
        return self.bases[app_token]

    def _table(self, app_token: str, table_id: str) -> MemoryTable:
        table = self._base(app_token).tables.get(table_id)
        if table is None:
            raise Gone(1254041, "TableIdNotFound")
        return table

"""Statements compiled once: what SQLAlchemy would build anew for each push.

It never caches an INSERT with ON CONFLICT, and compiling one costs three times what SQLite needs to
carry it out. On PostgreSQL DBOS does the same for itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, CursorResult
from sqlalchemy.dialects.sqlite import Insert


@dataclass(frozen=True)
class _Prepared:
    sql: str
    names: tuple[str, ...]
    processors: Mapping[str, Any]
    constants: Mapping[str, Any]

    def bind(self, values: Mapping[str, Any]) -> tuple[Any, ...]:
        given = {**self.constants, **values}
        for name, processor in self.processors.items():
            given[name] = processor(given[name])
        return tuple([given[name] for name in self.names])


@dataclass
class Statements:
    """Keyed by table and columns: the statements of one table and one set of columns are equal.

    Raises NotImplementedError for a column whose default is computed for each row.
    """

    _known: dict[tuple[str, ...], _Prepared] = field(default_factory=dict)

    def execute(
        self, connection: Connection, statement: Insert, values: Mapping[str, Any]
    ) -> CursorResult[Any]:
        key = (statement.table.fullname, *values)
        prepared = self._known.get(key)
        if prepared is None:
            prepared = self._known[key] = _prepare(connection, statement, values)
        return connection.exec_driver_sql(prepared.sql, prepared.bind(values))


class Borrowed:
    """A connection as DBOS uses it to enqueue on SQLite: it executes, and that is all."""

    def __init__(self, connection: Connection, statements: Statements) -> None:
        self._connection = connection
        self._statements = statements

    def execute(self, statement: Any, values: Any = None) -> Any:
        if isinstance(statement, Insert) and isinstance(values, dict):
            return self._statements.execute(self._connection, statement, values)
        return self._connection.execute(statement, values)

    def execution_options(self, **options: Any) -> Any:
        """DBOS sets the same one before each statement; setting it costs as much as a query."""
        known = self._connection.get_execution_options()
        if any(known.get(name) != value for name, value in options.items()):
            self._connection.execution_options(**options)
        return self

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)


def _prepare(connection: Connection, statement: Insert, values: Mapping[str, Any]) -> _Prepared:
    dialect = connection.dialect
    schemas = connection.get_execution_options().get("schema_translate_map")
    compiled: Any = statement.compile(
        dialect=dialect,
        column_keys=list(values),
        schema_translate_map=schemas,
        render_schema_translate=bool(schemas),
    )
    processors = {
        name: processor
        for name, bind in compiled.binds.items()
        if (processor := bind.type.dialect_impl(dialect).bind_processor(dialect)) is not None
    }
    constants = {name: bind.value for name, bind in compiled.binds.items() if name not in values}
    for column in compiled.insert_prefetch:
        if not column.default.is_scalar:
            raise NotImplementedError(f"{column} has a default that is computed for each row")
        constants[column.key] = column.default.arg
    return _Prepared(str(compiled), tuple(compiled.positiontup), processors, constants)

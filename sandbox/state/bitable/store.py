"""All bases; as a store with a file, a base without its rows and each table are rows of it."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from sandbox.state.bitable.model import Base, Field, Form, Option, Record, Table, View
from sandbox.state.packing import packed
from sandbox.state.touched import Touched

GONE = b'{"gone": true}'
# What does not outlive a stop.
PASSING = {"tables", "writing", "copying_until_ms"}


class Bases:
    def __init__(self) -> None:
        self._all: dict[str, Base] = {}
        self.gone: set[str] = set()
        self.touched: Touched = _Compared(self)

    def __iter__(self) -> Iterator[Base]:
        return iter(self._all.values())

    def get(self, app_token: str) -> Base | None:
        return self._all.get(app_token)

    def is_gone(self, app_token: str) -> bool:
        return app_token in self.gone

    def add(self, base: Base) -> Base:
        self._all[base.app_token] = base
        return base

    def remove(self, app_token: str) -> None:
        del self._all[app_token]
        self.gone.add(app_token)

    def row(self, key: str) -> bytes | None:
        app_token, _, table_id = key.partition("/")
        base = self._all.get(app_token)
        if base is None:
            return GONE if app_token in self.gone and not table_id else None
        if not table_id:
            return base_row(base)
        table = base.tables.get(table_id)
        return packed(table) if table else None

    def keys(self) -> Iterable[str]:
        tables = [f"{base.app_token}/{one}" for base in self for one in base.tables]
        return [*self._all, *self.gone, *tables]

    def load(self, rows: Iterable[tuple[str, bytes]]) -> None:
        found = {key: json.loads(raw) for key, raw in rows}
        for key, data in found.items():
            if data.get("gone"):
                self.gone.add(key)
            elif "/" not in key:
                self.add(_base(key, data, found))
        self.touched.take()


class _Compared(Touched):
    """Bases change in many places; a table's revision and a base's own few fields tell."""

    def __init__(self, bases: Bases) -> None:
        super().__init__()
        self._bases = bases
        self._written: dict[str, bytes | int] = {}

    def take(self) -> set[str]:
        now: dict[str, bytes | int] = {one.app_token: base_row(one) for one in self._bases}
        now |= dict.fromkeys(self._bases.gone, GONE)
        for base in self._bases:
            tables = base.tables.values()
            now |= {f"{base.app_token}/{one.table_id}": one.revision for one in tables}
        before, self._written = self._written, now
        new = {key for key, value in now.items() if before.get(key) != value}
        return new | (before.keys() - now.keys())


def base_row(base: Base) -> bytes:
    kept = {name: getattr(base, name) for name in Base.__slots__ if name not in PASSING}
    return packed(kept | {"tables": list(base.tables)})


def _base(app_token: str, data: dict[str, Any], rows: dict[str, Any]) -> Base:
    wanted = data.pop("tables")
    base = Base(**data)
    for table_id in wanted:
        if given := rows.get(f"{app_token}/{table_id}"):
            base.tables[table_id] = _table(given)
    return base


def _table(data: dict[str, Any]) -> Table:
    data["fields"] = [_field(one) for one in data["fields"]]
    data["views"] = [_view(one) for one in data["views"]]
    data["records"] = {key: Record(**one) for key, one in data["records"].items()}
    data["replies"] = {key: (asked, answer) for key, (asked, answer) in data["replies"].items()}
    return Table(**data)


def _field(data: dict[str, Any]) -> Field:
    return Field(**(data | {"options": [Option(**one) for one in data["options"]]}))


def _view(data: dict[str, Any]) -> View:
    form = data["form"]
    return View(**(data | {"form": Form(**form) if form else None}))

"""Cells of the Bitable in memory: what each type takes, and the other shape in which it is read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from bot.feishu.bitable_port import (
    ATTACHMENT,
    DATE,
    MODIFIED,
    NUMBER,
    PERSON,
    SINGLE,
    TEXT,
    CellRefused,
    Column,
    Condition,
    Record,
    SchemaMoved,
)

# Type -> what it takes, and the code of its refusal.
TAKES: dict[int, tuple[Callable[[Any], bool], int]] = {
    TEXT: (lambda v: isinstance(v, str), 1254060),
    NUMBER: (lambda v: isinstance(v, int | float) and not isinstance(v, bool), 1254061),
    SINGLE: (lambda v: isinstance(v, str), 1254062),
    DATE: (lambda v: isinstance(v, int) and not isinstance(v, bool), 1254064),
    PERSON: (lambda v: _ids(v, "id", "ou_"), 1254066),
    ATTACHMENT: (lambda v: _ids(v, "file_token", ""), 1254069),
}


def checked(column: Column, value: Any, files: Mapping[str, bytes]) -> Any:
    if column.type == MODIFIED or column.type not in TAKES:
        raise SchemaMoved(1254015, f"{column.name} is read-only")
    if value is None:
        return None
    takes, code = TAKES[column.type]
    if not takes(value):
        raise CellRefused(code, column.name)
    if column.type == ATTACHMENT and any(one["file_token"] not in files for one in value):
        raise CellRefused(1254303, column.name)
    return value


def _ids(value: Any, key: str, start: str) -> bool:
    return isinstance(value, list) and all(
        isinstance(one, dict) and set(one) == {key} and str(one[key]).startswith(start)
        for one in value
    )


def shown(columns: Mapping[str, Column], row: Mapping[str, Any]) -> dict[str, Any]:
    """By name, empty cells left out."""
    return {
        columns[field_id].name: _read(columns[field_id], value)
        for field_id, value in row.items()
        if field_id in columns and value not in (None, "", [])
    }


def _read(column: Column, value: Any) -> Any:
    if column.type == TEXT:
        return [{"type": "text", "text": value}]
    if column.type == PERSON:
        return [{"id": one["id"], "name": one["id"]} for one in value]
    return value


def fits(record: Record, any_of: Sequence[Condition]) -> bool:
    return any(_is(record.fields.get(one.name), one) for one in any_of)


def _is(value: Any, condition: Condition) -> bool:
    text = "".join(one["text"] for one in value) if isinstance(value, list) else value
    if condition.operator == "isEmpty":
        return not text
    return bool(text == condition.values[0])

"""Rules of single components: tables and selects."""

from collections.abc import Iterator
from typing import Any

from sandbox.cards.issues import Issue

SELECTS = {"select_static", "multi_select_static", "select_person", "multi_select_person"}


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def table_issues(node: dict[str, Any], path: str) -> Iterator[Issue]:
    columns = [
        column
        for column in listed(node.get("columns"))
        if isinstance(column, dict) and isinstance(column.get("name"), str)
    ]
    kinds = {column["name"]: column.get("data_type", "text") for column in columns}
    if len(kinds) != len(columns):
        yield Issue("E", "U5", None, path, "duplicate column name")
    if len(columns) > 50:
        yield Issue("W", "S9", None, path, "columns after the 50th are not shown")
    for number, row in enumerate(listed(node.get("rows"))):
        if isinstance(row, dict):
            yield from _row_issues(row, number, kinds, path)


def _row_issues(
    row: dict[str, Any], number: int, kinds: dict[str, Any], path: str
) -> Iterator[Issue]:
    for name, value in row.items():
        if name not in kinds:
            text = f"table rows name is invalid: row {number}, {name!r}"
            yield Issue("E", "T2", 200915, path, text)
        elif value not in (None, "") and not _fits(value, kinds[name]):
            text = f"table rows is invalid: row {number}, {name!r} is not {kinds[name]}"
            yield Issue("E", "T3", 200914, path, text)


def _fits(value: Any, kind: Any) -> bool:
    if kind in ("number", "date"):
        return isinstance(value, int | float) and not isinstance(value, bool)
    if kind == "persons":
        return isinstance(value, str) or _every(value, lambda item: isinstance(item, str))
    if kind == "options":
        return isinstance(value, str) or _every(
            value, lambda item: isinstance(item, dict) and "text" in item
        )
    return True


def _every(value: Any, fits: Any) -> bool:
    return isinstance(value, list) and all(map(fits, value))


def select_issues(node: dict[str, Any], path: str) -> Iterator[Issue]:
    options = [one for one in listed(node.get("options")) if isinstance(one, dict)]
    values = [one["value"] for one in options if isinstance(one.get("value"), str)]
    if len(set(values)) != len(values):
        yield Issue("E", "U3", None, path, "option values repeat")
    if not options and not str(node["tag"]).endswith("person"):
        yield Issue("W", "O0", None, path, "select without options")
    initial = node.get("initial_option")
    for wanted in [initial] if initial else listed(node.get("selected_values")):
        if isinstance(wanted, str) and wanted not in values:
            text = f"default {wanted!r} is not among the option values"
            yield Issue("W", "O1", None, path, text)
    index = node.get("initial_index")
    if isinstance(index, int) and index > len(options):
        yield Issue("W", "O2", None, path, "initial_index is 1-based and beyond the options")

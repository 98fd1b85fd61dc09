"""Which rows a search means: conditions with the operators that each type of column takes.

Source: https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/bitable-v1/app-table-record/record-filter-guide
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sandbox.acts.bitable.plain import plain
from sandbox.api.answers import Json, Refused
from sandbox.api.bitable import days
from sandbox.state.bitable import kinds
from sandbox.state.bitable.model import Base, Field, Record
from sandbox.state.world import World

MOST_CONDITIONS = 50
MOST_VALUES = 10
MOST_TEXT = 2_000
EMPTIES = frozenset({"isEmpty", "isNotEmpty"})
EQUALS = frozenset({"is", "isNot"})
CONTAINS = frozenset({"contains", "doesNotContain"})
COMPARES = frozenset({"isGreater", "isGreaterEqual", "isLess", "isLessEqual"})
NEGATED = {"isNot": "is", "doesNotContain": "contains", "isEmpty": "isNotEmpty"}

TEXTS = frozenset({kinds.TEXT, kinds.PHONE, kinds.URL, kinds.LOCATION, kinds.AUTO})
LISTS = kinds.SELECTS | kinds.PEOPLE | kinds.LINKS | {kinds.GROUP}
Test = Callable[[Record], bool]


@dataclass(frozen=True, slots=True)
class Asker:
    """Where a filter is asked: it names columns, people and days."""

    world: World
    base: Base
    column: Callable[[Any], Field]
    id_type: str = "open_id"


def test_of(asker: Asker, given: Any) -> Test:
    """What a row must fulfil."""
    if not isinstance(given, dict):
        raise Refused(1254018)
    if len(json.dumps(given, ensure_ascii=False, separators=(",", ":"))) > MOST_TEXT:
        raise Refused(1254107)
    if _count(given) > MOST_CONDITIONS:
        raise Refused(1254018, ext=f"at most {MOST_CONDITIONS} conditions")
    children = given.get("children") or []
    if not isinstance(children, list):
        raise Refused(1254018, ext="children")
    tests = [_group(asker, one) for one in children]
    if given.get("conditions"):
        tests.append(_group(asker, given))
    return _joined(given, tests)


def _count(given: Json) -> int:
    groups = [given, *(one for one in given.get("children") or [] if isinstance(one, dict))]
    return sum(len(one.get("conditions") or []) for one in groups)


def _group(asker: Asker, given: Any) -> Test:
    """Flat: a group in a group is one level too deep."""
    conditions = given.get("conditions") if isinstance(given, dict) else None
    if not isinstance(conditions, list):
        raise Refused(1254018, ext="conditions")
    return _joined(given, [_condition(asker, one) for one in conditions])


def _joined(given: Json, tests: list[Test]) -> Test:
    if given.get("conjunction", "and") not in ("and", "or"):
        raise Refused(1254018, ext="conjunction")
    if not tests:
        return lambda record: True
    wanted = all if given.get("conjunction", "and") == "and" else any
    return lambda record: wanted(test(record) for test in tests)


def _condition(asker: Asker, given: Any) -> Test:
    if not isinstance(given, dict):
        raise Refused(1254018)
    column = asker.column(given.get("field_name"))
    operator, value = given.get("operator"), given.get("value")
    if not isinstance(operator, str) or not isinstance(value, list):
        raise Refused(1254018, ext="operator and value are required")
    if len(value) > MOST_VALUES or not all(isinstance(one, str) for one in value):
        raise Refused(1254018, ext="value is a list of at most 10 texts")
    return condition(asker, column, operator, value)


def condition(asker: Asker, column: Field, operator: str, value: list[str]) -> Test:
    if operator not in allowed(column):
        raise Refused(1254018, ext=f"{operator} does not suit {column.name!r}")
    if operator in EMPTIES:
        return _negated(operator, lambda record: record.cell(column) not in (None, [], ""))
    if column.type in kinds.DATES:
        return days.test(asker.base, asker.world.clock.now(), column, operator, value)
    if column.type == kinds.CHECKBOX:
        return _checkbox(column, value)
    if column.type == kinds.NUMBER:
        return _number(column, operator, value)
    if column.type in LISTS:
        return _list(asker, column, operator, value)
    return _text(asker, column, operator, value)


def allowed(column: Field) -> frozenset[str]:
    if column.type in TEXTS or column.type in LISTS:
        return EMPTIES | EQUALS | CONTAINS
    if column.type == kinds.NUMBER:
        return EMPTIES | EQUALS | COMPARES
    if column.type == kinds.CHECKBOX:
        return frozenset({"is"})
    if column.type == kinds.ATTACHMENT:
        return EMPTIES
    if column.type in kinds.DATES:
        return EMPTIES | {"is", "isGreater", "isLess"}
    return frozenset()  # formulas and lookups cannot be filtered


def _negated(operator: str, test: Test) -> Test:
    return (lambda record: not test(record)) if operator in NEGATED else test


def _one(value: list[str]) -> str:
    if len(value) != 1:
        raise Refused(1254018, ext="value has one element")
    return value[0]


def _checkbox(column: Field, value: list[str]) -> Test:
    wanted = _one(value)
    if wanted not in ("true", "false"):
        raise Refused(1254018, ext="true or false")
    return lambda record: bool(record.cell(column)) == (wanted == "true")


def _number(column: Field, operator: str, value: list[str]) -> Test:
    try:
        wanted = float(_one(value))
    except ValueError:
        raise Refused(1254018, ext="value is a number in a text") from None
    compare = NUMBER_TESTS[NEGATED.get(operator, operator)]

    def test(record: Record) -> bool:
        cell = record.cell(column)
        return cell is not None and compare(cell, wanted)

    return _negated(operator, test)


NUMBER_TESTS: dict[str, Callable[[float, float], bool]] = {
    "is": lambda cell, wanted: cell == wanted,
    "isGreater": lambda cell, wanted: cell > wanted,
    "isGreaterEqual": lambda cell, wanted: cell >= wanted,
    "isLess": lambda cell, wanted: cell < wanted,
    "isLessEqual": lambda cell, wanted: cell <= wanted,
}


def _text(asker: Asker, column: Field, operator: str, value: list[str]) -> Test:
    wanted = _one(value)

    def text(record: Record) -> str:
        return plain(asker.world, asker.base, column, record.cell(column))

    if operator in EQUALS:
        return _negated(operator, lambda record: text(record) == wanted)
    return _negated(operator, lambda record: wanted in text(record))


def _list(asker: Asker, column: Field, operator: str, value: list[str]) -> Test:
    """One element for is and isNot; contains is satisfied by any of several."""
    if operator in EQUALS:
        _one(value)
    if not value:
        raise Refused(1254018, ext="value is empty")
    wanted = {_id(asker, column, one) for one in value}

    def cell(record: Record) -> set[str]:
        held = record.cell(column)
        return {held} if isinstance(held, str) else set(held or ())

    if operator in EQUALS:
        return _negated(operator, lambda record: cell(record) == wanted)
    return _negated(operator, lambda record: bool(cell(record) & wanted))


def _id(asker: Asker, column: Field, one: str) -> str:
    """The id that cells hold; a name or id that nobody has fits no row."""
    if column.type in kinds.SELECTS:
        option = column.option_named(one)
        return option.id if option else ""
    if column.type in kinds.PEOPLE:
        person = asker.world.people.find(asker.id_type, one)
        return person.open_id if person else one
    return one

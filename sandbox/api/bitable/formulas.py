"""The older list's filter: comparisons of columns, joined by AND(...) or OR(...)."""

import re

from sandbox.api.answers import Refused
from sandbox.api.bitable.filters import COMPARES, Asker, Test, condition

MOST_TEXT = 2_000
JOINED = re.compile(r"\s*(AND|OR)\((.*)\)\s*", re.S)
COMPARED = re.compile(
    r'\s*CurrentValue\.\[([^\]]+)\]\s*(>=|<=|!=|=|>|<)\s*(?:"([^"]*)"|(-?[\d.]+))\s*', re.S
)
CONTAINED = re.compile(r'\s*CurrentValue\.\[([^\]]+)\]\.contains\("([^"]*)"\)\s*', re.S)
OPERATORS = {
    "=": "is",
    "!=": "isNot",
    ">": "isGreater",
    ">=": "isGreaterEqual",
    "<": "isLess",
    "<=": "isLessEqual",
}


def test_from_text(asker: Asker, text: str) -> Test:
    if len(text) > MOST_TEXT:
        raise Refused(1254107)
    joined = JOINED.fullmatch(text)
    if joined is None:
        return _comparison(asker, text)
    tests = [test_from_text(asker, one) for one in _split(joined[2])]
    wanted = all if joined[1] == "AND" else any
    return lambda record: wanted(test(record) for test in tests)


def _comparison(asker: Asker, text: str) -> Test:
    if found := CONTAINED.fullmatch(text):
        return condition(asker, asker.column(found[1]), "contains", [found[2]])
    if not (found := COMPARED.fullmatch(text)):
        raise Refused(1254018, ext=text[:50])
    column, operator = asker.column(found[1]), OPERATORS[found[2]]
    value = found[3] if found[3] is not None else found[4]
    if value == "" and operator not in COMPARES:
        return condition(asker, column, "isEmpty" if operator == "is" else "isNotEmpty", [])
    return condition(asker, column, operator, [value])


def _split(text: str) -> list[str]:
    """At commas outside brackets and quotes."""
    parts, depth, quoted, start = [], 0, False, 0
    for at, char in enumerate(text):
        quoted ^= char == '"'
        if quoted:
            continue
        depth += (char in "([") - (char in ")]")
        if char == "," and not depth:
            parts.append(text[start:at])
            start = at + 1
    return [*parts, text[start:]]

"""A view's own filter: it names columns and options by id and holds values as JSON in a text."""

import json

from sandbox.api.answers import Json
from sandbox.api.bitable.filters import Asker, Test, condition
from sandbox.state.bitable import kinds
from sandbox.state.bitable.model import Field, Table, View


def view_test(asker: Asker, table: Table, view: View) -> Test:
    info = view.property.get("filter_info") or {}
    tests: list[Test] = []
    for one in info.get("conditions") or ():
        column = table.field(one["field_id"])
        if column is not None:  # a deleted column filters nothing
            tests.append(condition(asker, column, one["operator"], values_of(column, one)))
    wanted = all if info.get("conjunction", "and") == "and" else any
    return lambda record: not tests or wanted(test(record) for test in tests)


def values_of(column: Field, given: Json) -> list[str]:
    """Options by name, as a search is asked."""
    values = [str(one) for one in json.loads(given.get("value") or "[]")]
    if column.type not in kinds.SELECTS:
        return values
    names = {one.id: one.name for one in column.options}
    return [names.get(one, one) for one in values]

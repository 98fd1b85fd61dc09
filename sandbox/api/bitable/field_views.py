"""A column as the API shows it."""

from sandbox.api.answers import Json
from sandbox.state.bitable import kinds
from sandbox.state.bitable.model import Field, Table


def changed_view(table: Table, column: Field) -> Json:
    """As create and update answer: there the description is an object, or absent."""
    view = field_view(table, column)
    text = view.pop("description")
    return view | ({"description": {"disable_sync": True, "text": text}} if text else {})


def field_view(table: Table, column: Field) -> Json:
    return {
        "field_id": column.field_id,
        "field_name": column.name,
        "type": column.type,
        "ui_type": column.ui_type,
        "property": property_view(column),
        "is_primary": table.fields[0] is column,
        "is_hidden": False,
        "description": column.description,
    }


def property_view(column: Field) -> Json | None:
    if column.type in kinds.SELECTS:
        return {"options": [one.view() for one in column.options]}
    return column.property or None

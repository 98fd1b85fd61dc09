"""Views: create, list, get, patch, delete."""

import json
from typing import Any

from sandbox.acts.bitable.bases import new_view
from sandbox.acts.bitable.telling import tell_edited
from sandbox.api.answers import Json, Refused
from sandbox.api.bitable.apps import SCOPE
from sandbox.api.bitable.asking import listed
from sandbox.api.bitable.gate import operator_of, reads, table_of, view_named, writes
from sandbox.api.bitable.rates import PER_SECOND_10, PER_SECOND_20
from sandbox.api.bitable.tables import TABLE
from sandbox.api.call import Call, Route
from sandbox.state.bitable import kinds
from sandbox.state.bitable.model import Base, Table, View

VIEWS = f"{TABLE}/views"
VIEW = f"{VIEWS}/{{view_id}}"
TYPES = ("grid", "kanban", "gallery", "gantt", "form")
PARTS = {"filter_info", "hidden_fields", "hierarchy_config"}
MOST_NAME = 100


def create(call: Call, base: Base) -> Json:
    table = table_of(call, base)
    name = _name(table, call.body.get("view_name"))
    kind = call.body.get("view_type", "grid")
    if kind not in TYPES:
        raise Refused(1254019)
    if len(table.views) >= kinds.MOST_VIEWS:
        raise Refused(1254101)
    return {"view": _view(new_view(call.box, base, table, name, kind, operator_of(call)))}


def _name(table: Table, value: Any, old: View | None = None) -> str:
    if value is None or value == "":
        raise Refused(1254021)
    if not isinstance(value, str) or len(value) > MOST_NAME or "[" in value or "]" in value:
        raise Refused(1254022)
    if any(one.name == value and one is not old for one in table.views):
        raise Refused(1254020)
    return value


def _view(view: View) -> Json:
    shown: Json = {"view_id": view.view_id, "view_name": view.name, "view_type": view.type}
    return shown | ({"property": view.property} if view.property else {})


def list_(call: Call, base: Base) -> Json:
    page = listed(call, table_of(call, base).views, lambda one: one.view_id)
    return page | {"items": [_view(one) | _public(one) for one in page["items"]]}


def _public(view: View) -> Json:
    return {"view_public_level": "Public"}


def get(call: Call, base: Base) -> Json:
    view = view_named(table_of(call, base), call.path("view_id"))
    return {"view": _view(view) | _public(view)}


def patch(call: Call, base: Base) -> Json:
    table = table_of(call, base)
    view = view_named(table, call.path("view_id"))
    if call.body.get("view_name") is not None:
        view.name = _name(table, call.body["view_name"], view)
    if call.body.get("property") is not None:
        view.property = view.property | _property(table, call.body["property"])
    base.touch(table)
    tell_edited(call.box, base, operator_of(call))
    return {"view": _view(view)}


def _property(table: Table, given: Any) -> Json:
    """Here columns are named by id, and a filter's value is JSON in a text."""
    if not isinstance(given, dict) or set(given) - PARTS:
        raise Refused(1254001, ext="property")
    for field_id in given.get("hidden_fields") or ():
        if table.field(str(field_id)) is None:
            raise Refused(1254044)
        if table.fields[0].field_id == field_id:
            raise Refused(1254012, ext="the primary field cannot be hidden")
    for condition in (given.get("filter_info") or {}).get("conditions") or ():
        _check_condition(table, condition)
    return given


def _check_condition(table: Table, condition: Any) -> None:
    if not isinstance(condition, dict) or not isinstance(condition.get("operator"), str):
        raise Refused(1254018)
    if table.field(str(condition.get("field_id"))) is None:
        raise Refused(1254044)
    try:
        json.loads(condition.get("value") or "[]")
    except (ValueError, TypeError):
        raise Refused(1254018, ext="value is JSON in a text") from None


def delete(call: Call, base: Base) -> Json:
    table = table_of(call, base)
    view = view_named(table, call.path("view_id"))
    if len(table.views) == 1:
        raise Refused(1254023)
    table.views.remove(view)
    base.touch(table)
    tell_edited(call.box, base, operator_of(call))
    return {}


ROUTES = [
    Route("POST", VIEWS, writes(create), scope=SCOPE, rates=PER_SECOND_10, bad_json=1254000),
    Route("GET", VIEWS, reads(list_), scope=SCOPE, rates=PER_SECOND_20),
    Route("GET", VIEW, reads(get, newer=True), scope=SCOPE, rates=PER_SECOND_20),
    Route(
        "PATCH",
        VIEW,
        writes(patch, newer=True),
        scope=SCOPE,
        rates=PER_SECOND_10,
        bad_json=1254000,
    ),
    Route("DELETE", VIEW, writes(delete), scope=SCOPE, rates=PER_SECOND_10),
]

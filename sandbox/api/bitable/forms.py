"""Forms, which are views: get, patch, their questions, upgrade; and the list of dashboards."""

from typing import Any

from sandbox.acts.bitable.telling import tell_edited
from sandbox.api.answers import Json, Refused
from sandbox.api.bitable.apps import APP, SCOPE
from sandbox.api.bitable.asking import flag_in, listed, page_size, text_in
from sandbox.api.bitable.gate import field_of, operator_of, reads, table_of, view_named, writes
from sandbox.api.bitable.rates import PER_SECOND_10, PER_SECOND_20
from sandbox.api.bitable.tables import TABLE
from sandbox.api.call import Call, Route
from sandbox.state.bitable import ids, kinds
from sandbox.state.bitable.model import Base, Field, Form, Table

FORM = f"{TABLE}/forms/{{form_id}}"
QUESTION = f"{FORM}/fields/{{field_id}}"
LIMITS = ("off", "tenant_editable", "anyone_editable")
MODES = ("traditional", "one_question_per_page")


def _form(call: Call, base: Base) -> tuple[Table, Form]:
    table = table_of(call, base)
    view = view_named(table, call.path("form_id"))
    if view.form is None:
        raise Refused(1254012, ext="not a form")
    return table, view.form


def _view(form: Form) -> Json:
    shown: Json = {
        "name": form.name,
        "description": form.description,
        "shared": form.shared,
        "shared_limit": form.shared_limit,
        "submit_limit_once": form.submit_limit_once,
    }
    url = f"https://sandbox.feishu.cn/share/base/{form.share_token}"
    return shown | ({"shared_url": url} if form.shared else {})


def get(call: Call, base: Base) -> Json:
    return {"form": _view(_form(call, base)[1])}


def patch(call: Call, base: Base) -> Json:
    table, form = _form(call, base)
    shared = flag_in(call.body, "shared", form.shared)
    limit = text_in(call.body, "shared_limit", default=form.shared_limit)
    if limit not in LIMITS or (limit != "off" and not shared):
        raise Refused(1254001, ext="shared_limit")
    form.name = text_in(call.body, "name", default=form.name)
    form.description = text_in(call.body, "description", default=form.description)
    form.shared, form.shared_limit = shared, limit
    form.submit_limit_once = flag_in(call.body, "submit_limit_once", form.submit_limit_once)
    base.touch(table)
    tell_edited(call.box, base, operator_of(call))
    return {"form": _view(form)}


def questions(call: Call, base: Base) -> Json:
    table, form = _form(call, base)
    page = listed(call, _ordered(table, form), lambda one: one.field_id)
    return page | {"items": [_question(form, one) for one in page["items"]]}


def _ordered(table: Table, form: Form) -> list[Field]:
    asked = [one for one in table.fields if one.type not in kinds.READ_ONLY]
    places = {field_id: at for at, field_id in enumerate(form.order)}
    return sorted(asked, key=lambda one: places.get(one.field_id, len(places)))


def _question(form: Form, column: Field) -> Json:
    plain = {"title": column.name, "description": "", "required": False, "visible": True}
    return {"field_id": column.field_id} | plain | form.questions.get(column.field_id, {})


def patch_question(call: Call, base: Base) -> Json:
    table, form = _form(call, base)
    column = field_of(call, table)
    now = _question(form, column)
    visible = flag_in(call.body, "visible", now["visible"])
    others = [name for name in ("title", "description", "required") if name in call.body]
    if not visible and (others or call.body.get("pre_field_id") is not None):
        raise Refused(1254001, ext="a hidden question takes no other change")
    change: Json = {
        "visible": visible,
        "title": text_in(call.body, "title", default=now["title"]),
        "description": text_in(call.body, "description", default=now["description"]),
        "required": flag_in(call.body, "required", now["required"]),
    }
    if call.body.get("pre_field_id") is not None:
        form.order = _moved(table, form, column, call.body["pre_field_id"])
    form.questions[column.field_id] = change
    base.touch(table)
    tell_edited(call.box, base, operator_of(call))
    previous = _before(table, form, column)
    return {"field": {"pre_field_id": previous, **change}}


def _moved(table: Table, form: Form, column: Field, after: Any) -> list[str]:
    order = [one.field_id for one in _ordered(table, form) if one is not column]
    if after != "" and after not in order:
        raise Refused(1254044)
    order.insert(order.index(after) + 1 if after else 0, column.field_id)
    return order


def _before(table: Table, form: Form, column: Field) -> str:
    order = [one.field_id for one in _ordered(table, form)]
    at = order.index(column.field_id) if column.field_id in order else 0
    return order[at - 1] if at else ""


def upgrade(call: Call, base: Base) -> Json:
    _form(call, base)
    text_in(call.body, "form_name", most=100)
    if call.body.get("display_mode") not in MODES:
        raise Refused(1254001, ext="display_mode")
    return {"form": {"id": ids.fresh("view")}}


def dashboards(call: Call, base: Base) -> Json:
    page_size(call, default=20, most=500)
    return {"dashboards": [], "has_more": False}


ROUTES = [
    Route("GET", FORM, reads(get, newer=True), scope=SCOPE, rates=PER_SECOND_20),
    Route(
        "PATCH",
        FORM,
        writes(patch, newer=True),
        scope=SCOPE,
        rates=PER_SECOND_10,
        bad_json=1254000,
    ),
    Route("GET", f"{FORM}/fields", reads(questions, newer=True), scope=SCOPE, rates=PER_SECOND_20),
    Route(
        "PATCH",
        QUESTION,
        writes(patch_question, newer=True),
        scope=SCOPE,
        rates=PER_SECOND_10,
        bad_json=1254000,
    ),
    Route(
        "POST",
        f"{FORM}/upgrade",
        writes(upgrade, newer=True),
        scope=SCOPE,
        rates=PER_SECOND_20,
        bad_json=1254000,
    ),
    Route(
        "GET", f"{APP}/dashboards", reads(dashboards, newer=True), scope=SCOPE, rates=PER_SECOND_20
    ),
]

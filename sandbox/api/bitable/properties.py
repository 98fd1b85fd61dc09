"""Columns as callers describe them: name, type and `property`, checked and completed.

Source: https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/bitable-v1/app-table-field/guide
"""

from typing import Any

from sandbox.api.answers import Json, Refused
from sandbox.state.bitable import kinds
from sandbox.state.bitable.model import Base, Field, Option

MOST_NAME = 100
COLORS = 55  # 0 to 54
NUMBER_SHAPES = frozenset(
    [
        "0",
        "0.0",
        "0.00",
        "0.000",
        "0.0000",
        "1,000",
        "1,000.00",
        "%",
        "0.00%",
        "¥",
        "¥0.00",
        "$",
        "$0.00",
    ]
)
PROGRESS_SHAPES = frozenset(["0", "0.0", "0.00", "0%", "0.0%", "0.00%"])
CURRENCY_SHAPES = frozenset(["0", "0.0", "0.00", "0.000", "0.0000"])
SYMBOLS = frozenset(["star", "heart", "thumbsup", "fire", "smile", "lightning", "flower", "number"])
DATE_SHAPES = frozenset(
    [
        "yyyy/MM/dd",
        "yyyy-MM-dd",
        "yyyy/MM/dd HH:mm",
        "yyyy-MM-dd HH:mm",
        "MM-dd",
        "MM/dd/yyyy",
        "dd/MM/yyyy",
    ]
)
SERIAL_TIMES = frozenset(["yyyyMMdd", "yyyyMM", "yyyy", "MMdd", "MM", "dd"])
SERIAL_KINDS = ("custom", "auto_increment_number")
MOST_FIXED = 20


def field_from(base: Base, given: Any, *, old: Field | None = None) -> Field:
    """The column that a caller wants; `old` lends its options their ids."""
    if not isinstance(given, dict):
        raise Refused(1254001, ext="a field is an object")
    name = _name(given.get("field_name"))
    kind, ui_type = _type(given.get("type"), given.get("ui_type"))
    if old is not None and old.type == kind and given.get("ui_type") is None:
        ui_type = old.ui_type
    column = Field(name, kind, ui_type, description=_description(given.get("description")))
    if kind == kinds.URL and "property" in given:
        raise Refused(1254087, ext="leave property out")
    _complete(base, column, given.get("property"), old)
    return column


def _name(value: Any) -> str:
    if value is None or value == "" or (isinstance(value, str) and not value.strip()):
        raise Refused(1254028)
    if not isinstance(value, str) or len(value) > MOST_NAME or any(c in value for c in "[]"):
        raise Refused(1254029)
    return value


def _type(kind: Any, ui_type: Any) -> tuple[int, str]:
    if not isinstance(kind, int) or isinstance(kind, bool) or kind not in kinds.UI_TYPES:
        raise Refused(1254001, ext=f"type {kind}")
    if kind in kinds.NOT_CREATABLE:
        raise Refused(1254012)
    allowed = kinds.UI_TYPES[kind]
    if ui_type is not None and ui_type not in allowed:
        raise Refused(1254015, status=200, ext=f"ui_type {ui_type}")
    return kind, ui_type or allowed[0]


def _description(given: Any) -> str:
    if isinstance(given, dict):
        return str(given.get("text") or "")
    return given if isinstance(given, str) else ""


def _complete(base: Base, column: Field, given: Any, old: Field | None) -> None:
    error = ERRORS.get(column.type, 1254080)
    if given is not None and not isinstance(given, dict):
        raise Refused(error)
    asked: Json = given or {}
    if column.type in kinds.SELECTS:
        column.options = _options(asked, error, old)
    elif column.type == kinds.NUMBER:
        column.property = NUMBERS[column.ui_type](asked)
    elif column.type in kinds.DATES:
        column.property = _date(asked)
    elif column.type in kinds.LINKS:
        column.property = _link(base, asked, error, old)
    elif column.type in (kinds.PERSON, kinds.GROUP):
        column.property = {"multiple": _flag(asked, "multiple", True, error)}
    elif column.type == kinds.AUTO:
        column.property = {"auto_serial": _serial(asked)}
    elif column.type == kinds.FORMULA:
        column.property = _formula(asked)
    elif column.type == kinds.LOCATION:
        column.property = _location(asked)
    elif column.ui_type == "Barcode":
        column.property = _barcode(asked)


def _options(asked: Json, error: int, old: Field | None) -> list[Option]:
    rows = asked.get("options") or []
    if not isinstance(rows, list) or len(rows) > kinds.MOST_OPTIONS:
        raise Refused(error)
    known = {one.id for one in old.options} if old else set()
    options: list[Option] = []
    for row in rows:
        options.append(_option(row, error, options, known))
    return options


def _option(row: Any, error: int, before: list[Option], known: set[str]) -> Option:
    """Its colour is the one after the option before, if none is asked for."""
    if not isinstance(row, dict):
        raise Refused(error)
    name = row.get("name")
    if not isinstance(name, str) or not name:
        raise Refused(1254026)
    if any(one.name == name for one in before):
        raise Refused(error, ext=f"option {name!r} twice")
    color = row.get("color")
    if color is None:
        color = (before[-1].color + 1) % COLORS if before else 0
    if not isinstance(color, int) or not 0 <= color < COLORS:
        raise Refused(error, ext="color is between 0 and 54")
    option = Option(name, color)
    if row.get("id") in known:
        option.id = row["id"]
    return option


def _number(asked: Json) -> Json:
    return {"formatter": _shape(asked, "formatter", NUMBER_SHAPES, "0.0", 1254081)}


def _progress(asked: Json) -> Json:
    full: Json = {"formatter": _shape(asked, "formatter", PROGRESS_SHAPES, None, 1254081)}
    if _flag(asked, "range_customize", False, 1254081):
        if not all(isinstance(asked.get(end), int | float) for end in ("min", "max")):
            raise Refused(1254081, ext="min and max")
        full |= {"range_customize": True, "min": asked["min"], "max": asked["max"]}
    return full


def _currency(asked: Json) -> Json:
    code = asked.get("currency_code")
    if not isinstance(code, str) or len(code) != 3 or not code.isupper():
        raise Refused(1254081, ext="currency_code")
    shape = _shape(asked, "formatter", CURRENCY_SHAPES, None, 1254081)
    return {"formatter": shape, "currency_code": code}


def _rating(asked: Json) -> Json:
    low, high = asked.get("min"), asked.get("max")
    if asked.get("formatter") != "0" or low not in (0, 1):
        raise Refused(1254081, ext="formatter is 0, min 0 or 1")
    if not isinstance(high, int) or not 1 <= high <= 10:
        raise Refused(1254081, ext="max is between 1 and 10")
    symbol = (asked.get("rating") or {}).get("symbol", "star")
    if symbol not in SYMBOLS:
        raise Refused(1254081, ext="symbol")
    return {"formatter": "0", "min": low, "max": high, "rating": {"symbol": symbol}}


def _date(asked: Json) -> Json:
    shape = _shape(asked, "date_formatter", DATE_SHAPES, "yyyy/MM/dd", 1254084)
    return {"date_formatter": shape, "auto_fill": _flag(asked, "auto_fill", False, 1254084)}


def _link(base: Base, asked: Json, error: int, old: Field | None) -> Json:
    other = base.tables.get(str(asked.get("table_id")))
    if other is None:
        raise Refused(error, ext="table_id")
    full: Json = {
        "table_id": other.table_id,
        "multiple": _flag(asked, "multiple", True, error),
        "table_name": other.name,
    }
    if asked.get("back_field_name"):
        full["back_field_name"] = str(asked["back_field_name"])
    if old is not None and "back_field_id" in old.property:
        full["back_field_id"] = old.property["back_field_id"]
    return full


def _serial(asked: Json) -> Json:
    given = asked.get("auto_serial") or {"type": "auto_increment_number"}
    if not isinstance(given, dict) or given.get("type") not in SERIAL_KINDS:
        raise Refused(1254093)
    options = given.get("options") or []
    if not isinstance(options, list) or not all(_serial_part(one) for one in options):
        raise Refused(1254093, ext="options")
    again = _flag(given, "reformat_existing_records", False, 1254093)
    return {"type": given["type"], "reformat_existing_records": again, "options": options}


def _serial_part(option: Any) -> bool:
    if not isinstance(option, dict) or not isinstance(option.get("value"), str):
        return False
    kind, value = option.get("type"), option["value"]
    if kind == "system_number":
        return len(value) == 1 and value in "123456789"
    if kind == "created_time":
        return value in SERIAL_TIMES
    return kind == "fixed_text" and len(value) <= MOST_FIXED


def _formula(asked: Json) -> Json:
    expression = asked.get("formula_expression", "")
    if not isinstance(expression, str):
        raise Refused(1254090)
    full: Json = {"formula_expression": expression}
    return full | ({"formatter": asked["formatter"]} if "formatter" in asked else {})


def _location(asked: Json) -> Json:
    kind = (asked.get("location") or {}).get("input_type")
    if kind not in ("only_mobile", "not_limit"):
        raise Refused(1254091)
    return {"location": {"input_type": kind}}


def _barcode(asked: Json) -> Json:
    modes = asked.get("allowed_edit_modes") or {}
    if not isinstance(modes, dict):
        raise Refused(1254080)
    full = {one: _flag(modes, one, True, 1254080) for one in ("manual", "scan")}
    return {"allowed_edit_modes": full}


def _shape(asked: Json, name: str, allowed: frozenset[str], default: str | None, error: int) -> str:
    value = asked.get(name, default)
    if not isinstance(value, str) or value not in allowed:
        raise Refused(error, ext=name)
    return value


def _flag(asked: Json, name: str, default: bool, error: int) -> bool:
    value = asked.get(name)
    if value is None:
        return default
    if not isinstance(value, bool):
        raise Refused(error, ext=name)
    return value


NUMBERS = {"Number": _number, "Progress": _progress, "Currency": _currency, "Rating": _rating}
ERRORS = {
    kinds.TEXT: 1254080,
    kinds.NUMBER: 1254081,
    kinds.SINGLE: 1254082,
    kinds.MULTI: 1254083,
    kinds.DATE: 1254084,
    kinds.CREATED_TIME: 1254084,
    kinds.MODIFIED_TIME: 1254084,
    kinds.CHECKBOX: 1254085,
    kinds.PERSON: 1254086,
    kinds.URL: 1254087,
    kinds.LINK: 1254088,
    kinds.DUPLEX: 1254088,
    kinds.ATTACHMENT: 1254089,
    kinds.FORMULA: 1254090,
    kinds.LOCATION: 1254091,
    kinds.GROUP: 1254092,
    kinds.AUTO: 1254093,
}

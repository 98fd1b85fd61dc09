"""The JSON Schema of card 2.0, its errors translated into Feishu's codes."""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from sandbox.cards.fast import Fits, compile_schema
from sandbox.cards.issues import Issue, Part, place

SCHEMA = Path(__file__).with_name("card-2.0.schema.json")

ELEMENTS = ("el_root", "el_nested", "el_form")
V1_ONLY = {"note", "action"}
ROOT_ONLY = {"form", "table"}
FORM_ONLY = {"multi_select_static", "multi_select_person"}


@cache
def _schema() -> dict[str, Any]:
    schema: dict[str, Any] = json.loads(SCHEMA.read_text("utf-8"))
    for name in ELEMENTS:
        element = schema["$defs"][name]
        rows = element.pop("allOf")
        element["byTag"] = {row["if"]["properties"]["tag"]["const"]: row["then"] for row in rows}
    return schema


@cache
def _fits() -> Fits:
    return compile_schema(_schema())


@cache
def _validator() -> Any:
    # Imported late: 0.1 s that a start should not pay.
    from jsonschema import Draft202012Validator, validators

    extend: Any = validators.extend  # untyped
    return extend(Draft202012Validator, {"byTag": _by_tag})(_schema())


def _by_tag(validator: Any, kinds: Any, instance: Any, schema: Any) -> Iterator[Any]:
    """The schema asks "if tag is X, then ..." two dozen times for each component.

    Looking the tag up says the same and takes a tenth of the time.
    """
    tag = instance.get("tag") if isinstance(instance, dict) else None
    if isinstance(tag, str) and tag in kinds:
        yield from validator.descend(instance, kinds[tag])


def schema_issues(card: Any) -> Iterator[Issue]:
    if _fits()(card):
        return
    for error in _validator().iter_errors(card):
        yield from _translate(card, error)


def _translate(card: Any, error: Any) -> Iterator[Issue]:
    parts: list[Part] = list(error.absolute_path)
    if error.validator == "contains":
        text = "there is no submit button in the form container, at least one"
        yield Issue("E", "F2", 300123, place(card, parts[:-1]), text)
    elif error.validator == "additionalProperties":
        yield from _unknown_properties(error, place(card, parts))
    elif error.validator == "enum" and parts and parts[-1] == "tag":
        yield _wrong_tag(str(error.instance), place(card, parts[:-1]))
    elif "chart_spec" in parts:
        where = place(card, parts[: parts.index("chart_spec")])
        text = f"chart spec is invalid; ErrorValue: {error.message[:160]}"
        yield Issue("E", "G1", 200550, where, text)
    elif "rows" in parts:
        where = place(card, parts[: parts.index("rows")])
        yield Issue("E", "T3", 200914, where, "table rows is invalid")
    else:
        yield Issue("E", "X4", 200621, place(card, parts), error.message[:200])


def _unknown_properties(error: Any, path: str) -> Iterator[Issue]:
    known = set(error.schema.get("properties", {}))
    for name in sorted(set(error.instance) - known):
        if name == "form_action_type":
            yield Issue("E", "F4", 200621, path, "formActionType only in form")
        elif name == "required":
            yield Issue("E", "F6", None, path, "required only works in a form")
        else:
            text = f"unknown property, property: {name}, path: {path}"
            yield Issue("E", "X1", 200621, path, text)


def _wrong_tag(tag: str, path: str) -> Issue:
    if tag in V1_ONLY:
        text = (
            "cards of schema V2 no longer support this capability; "
            f"ErrorValue: unsupported tag {tag}"
        )
        return Issue("E", "X2", 200861, path, text)
    if tag in ROOT_ONLY:
        return Issue("E", "N1", None, path, f"{tag} may only stand in body.elements")
    if tag in FORM_ONLY:
        return Issue("E", "F5", None, path, f"{tag} may only stand in a form")
    return Issue("E", "X3", 200621, path, f"not support tag: {tag}")

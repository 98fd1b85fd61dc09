"""What a click sends: the `action` of card.action.trigger."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sandbox.cards.components import Spot, callback_value, controls_of, find, only_opens_link
from sandbox.cards.issues import Part

Json = dict[str, Any]

TIMEZONE = "Asia/Shanghai"
OFFSET = " +0800"
PICKERS = {"date_picker", "picker_time", "picker_datetime"}
SINGLE = {"select_static", "select_person", "overflow"} | PICKERS
MULTI = {"multi_select_static", "multi_select_person", "select_img"}
TIMED = PICKERS | {"button"}


class NotClickable(ValueError):
    """The real client would not send this click."""


@dataclass(frozen=True)
class Press:
    """What the person did at the component."""

    path: Sequence[Part]
    form_value: Json | None = None
    input_value: str | None = None
    option: str | None = None
    options: list[str] | None = None
    checked: bool | None = None


def build_action(card: Json, press: Press) -> Json:
    spot = find(card, press.path)
    component, tag = spot.component, spot.tag
    if component.get("disabled") is True:
        raise NotClickable(f"this {tag} is disabled")
    if only_opens_link(component):
        raise NotClickable(f"this {tag} only opens a link")
    action: Json = {"tag": tag}
    value = callback_value(component)
    if value is not None:
        action["value"] = value
    if component.get("name"):
        action["name"] = component["name"]
    action |= _button(spot, press) if tag == "button" else _control(spot, press)
    if tag in TIMED:
        action["timezone"] = TIMEZONE
    return action


def _button(spot: Spot, press: Press) -> Json:
    kind = spot.component.get("form_action_type")
    if kind == "reset":
        raise NotClickable("a reset button stays in the client")
    submits = kind == "submit" or spot.component.get("action_type") == "form_submit"
    if spot.form is None or not submits:
        return {}
    return {"form_value": _form_value(spot.form, press.form_value or {})}


def _control(spot: Spot, press: Press) -> Json:
    tag, component = spot.tag, spot.component
    if tag == "interactive_container":
        return {}
    if spot.form is not None:
        raise NotClickable("a control in a form waits for the submit button")
    if tag == "input":
        if press.input_value is None:
            raise NotClickable("an input needs input_value")
        return {"input_value": press.input_value}
    if tag == "checker":
        if not component.get("behaviors"):
            raise NotClickable("a checker without behaviors does not call back")
        checked = press.checked
        return {"checked": not component.get("checked", False) if checked is None else checked}
    if tag in SINGLE:
        return {"option": _one_of(component, press.option)}
    if tag in MULTI:
        chosen = press.options or ([press.option] if press.option else [])
        return {"options": [_one_of(component, one) for one in chosen]}
    raise NotClickable(f"{tag} is not interactive")


def _one_of(component: Json, option: str | None) -> str:
    if not option:
        raise NotClickable(f"{component['tag']} needs an option")
    if component["tag"] in PICKERS:
        return _with_offset(option)
    known = {one.get("value") for one in component.get("options") or [] if isinstance(one, dict)}
    if known and option not in known:
        raise NotClickable(f"{option!r} is not among the options")
    return option


def _with_offset(moment: str) -> str:
    return moment if OFFSET in moment else moment + OFFSET


def _form_value(form: Json, given: Json) -> Json:
    controls = controls_of(form)
    unknown = sorted(set(given) - set(controls))
    if unknown:
        raise NotClickable(f"the form has no {', '.join(unknown)}")
    filled: Json = {}
    for name, control in controls.items():
        value = given[name] if name in given else _initial(control)
        if value in (None, "", []) and control.get("required") is True:
            raise NotClickable(f"{name} is required")
        if value is not None:
            filled[name] = _normal(control, value)
    return filled


def _initial(control: Json) -> Any:
    """What the client shows before the person touches the control; None: nothing."""
    tag = control.get("tag")
    if tag == "input":
        return control.get("default_value", "")
    if tag == "checker":
        return control.get("checked", False)
    for key in ("initial_option", "selected_values", "initial_date", "initial_time"):
        if control.get(key):
            return control[key]
    if control.get("initial_datetime"):
        return control["initial_datetime"]
    return _by_index(control)


def _by_index(control: Json) -> Any:
    index, options = control.get("initial_index"), control.get("options") or []
    if isinstance(index, int) and 0 < index <= len(options):
        return options[index - 1].get("value")
    return None


def _normal(control: Json, value: Any) -> Any:
    tag = control.get("tag")
    if tag in PICKERS and isinstance(value, str) and value:
        return _with_offset(value)
    if tag in ("multi_select_static", "multi_select_person") and isinstance(value, str):
        return [value]
    return value

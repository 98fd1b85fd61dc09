"""Filling in a form as a person does: by what it says beside the fields."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sandbox.scenario import seen
from sandbox.scenario.seen import Json, Part

if TYPE_CHECKING:
    from sandbox.scenario.actor import Actor


class Filled:
    """A form with its fields filled in, not sent yet."""

    def __init__(self, actor: Actor, values: dict[str, Any]) -> None:
        self._actor = actor
        self._values = values

    def fill(self, **values: Any) -> Filled:
        return Filled(self._actor, self._values | values)

    def submit(self, label: str = "", *, within: float | None = None) -> Actor:
        """Press the form's submit button."""
        what = f"a form with the submit button {label!r}" if label else "a form to submit"
        message, button = self._actor.find(
            what, lambda one: one.submits and one.form is not None and one.usable, label, within
        )
        told = f"sends the form with {self._values}"
        return self._actor.press(
            message, button, told, form_value=self._form_value(message, button)
        )

    def _form_value(self, message: Json, button: Part) -> Json:
        parts = seen.parts_of(message["content"])
        fields = [one for one in parts if one.form == button.form and one.tag != "button"]
        return dict(self._field(fields, name, value) for name, value in self._values.items())

    def _field(self, fields: list[Part], called: str, value: Any) -> tuple[str, Any]:
        for field in fields:
            if called in _names(field):
                return str(field.node["name"]), _value(field, value)
        known = "、".join(sorted({" / ".join(_names(one)) for one in fields}))
        raise self._actor.failed(f"the form has no field {called!r}; it has {known}")


def _names(field: Part) -> list[str]:
    shown = [*seen.texts(field.node.get("label")), *seen.texts(field.node.get("placeholder"))]
    return [str(field.node.get("name")), *shown, *seen.texts(field.node.get("text"))]


def _value(field: Part, value: Any) -> Any:
    """Options are chosen by the text that a person sees."""
    if isinstance(value, list | tuple):
        return [_value(field, one) for one in value]
    if isinstance(value, str) and field.node.get("options"):
        return field.option(value) or value
    return value

"""The parts every card is made of: Feishu card JSON 2.0, one column, sized for a thumb."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from cards.actions import Action
from cards.markup import cut as cut
from cards.markup import escape as escape
from cards.markup import one_line as one_line

Card = dict[str, Any]
Part = dict[str, Any]

Colour = Literal["blue", "green", "orange", "red", "grey"]
TagColour = Literal["blue", "green", "orange", "red", "neutral"]
Style = Literal["primary", "default", "danger"]
Size = Literal["medium", "large"]
Icon = Literal[
    "error_filled",
    "helpdesk_outlined",
    "info_filled",
    "list-check_outlined",
    "robot_outlined",
    "succeed_filled",
    "time_outlined",
    "warning_filled",
    "workorder_outlined",
]

TITLE_CHARACTERS = 18
SUBTITLE_CHARACTERS = 24
SUMMARY_CHARACTERS = 40
BUTTON_CHARACTERS = 20

BUTTON_TYPES: dict[Style, str] = {
    "primary": "primary_filled",
    "default": "default",
    "danger": "danger_filled",
}


@dataclass(frozen=True)
class Confirm:
    """The question a client asks before it sends a click; old clients need the title."""

    title: str
    text: str


@dataclass(frozen=True)
class Row:
    """One tap target of a list."""

    title: str
    action: Action
    caption: str | None = None


def card(
    *elements: Part,
    title: str,
    colour: Colour,
    subtitle: str | None = None,
    tags: Sequence[Part] = (),
    icon: Icon | None = None,
    summary: str | None = None,
) -> Card:
    """A whole card; `summary` is what the chat list shows and defaults to the title."""
    header: Part = {"title": _text(cut(one_line(title), TITLE_CHARACTERS)), "template": colour}
    if subtitle:
        header["subtitle"] = _text(cut(one_line(subtitle), SUBTITLE_CHARACTERS))
    if tags:
        header["text_tag_list"] = list(tags)
    if icon:
        header["icon"] = _icon(icon)
    return {
        "schema": "2.0",
        "config": {
            "update_multi": True,
            "width_mode": "default",
            "summary": {"content": cut(one_line(summary or title), SUMMARY_CHARACTERS)},
        },
        "header": header,
        "body": {
            "direction": "vertical",
            "padding": "12px 12px 16px 12px",
            "vertical_spacing": "8px",
            "elements": list(elements),
        },
    }


def tag(text: str, colour: TagColour) -> Part:
    """A state beside the title."""
    return {"tag": "text_tag", "text": _text(text), "color": colour}


def markdown(text: str) -> Part:
    """Formatted text; whatever a user wrote must have gone through `escape`."""
    return {"tag": "markdown", "content": text}


def plain(
    text: str, *, icon: Icon | None = None, colour: str = "default", lines: int | None = None
) -> Part:
    """Text shown exactly as it is, so it may come from anybody."""
    content: Part = {**_text(text), "text_color": colour}
    if lines is not None:
        content["lines"] = lines
    part: Part = {"tag": "div", "text": content}
    if icon:
        part["icon"] = _icon(icon, colour)
    return part


def note(text: str) -> Part:
    """A small grey line of plain text."""
    return {"tag": "div", "text": {**_text(text), "text_size": "notation", "text_color": "grey"}}


def hr() -> Part:
    return {"tag": "hr"}


def button(
    text: str,
    action: Action,
    *,
    style: Style = "default",
    size: Size = "large",
    confirm: Confirm | None = None,
    disabled: bool = False,
) -> Part:
    part = _button(text, style, size, [_callback(action)])
    if confirm:
        part["confirm"] = {"title": _text(confirm.title), "text": _text(confirm.text)}
    if disabled:
        part["disabled"] = True
    return part


def link_button(text: str, url: str, *, style: Style = "default") -> Part:
    return _button(text, style, "large", [{"type": "open_url", "default_url": url}])


def button_row(*buttons: Part) -> Part:
    """One or two buttons side by side in equal columns, which a phone keeps side by side."""
    if not 1 <= len(buttons) <= 2:
        raise ValueError("a phone has room for one or two buttons in a row")
    return {
        "tag": "column_set",
        "flex_mode": "none",
        "horizontal_spacing": "8px",
        "columns": [
            {"tag": "column", "width": "weighted", "weight": 1, "elements": [each]}
            for each in buttons
        ],
    }


def button_rows(buttons: Sequence[Part]) -> list[Part]:
    """Any number of buttons, two in a row."""
    return [button_row(*buttons[start : start + 2]) for start in range(0, len(buttons), 2)]


def tap_list(rows: Iterable[Row]) -> list[Part]:
    """A list in which every row is one big tap target."""
    return [_tap_row(row) for row in rows]


def panel(title: str, *elements: Part, expanded: bool = False) -> Part:
    """A part of the card that is folded away until somebody wants it."""
    return {
        "tag": "collapsible_panel",
        "expanded": expanded,
        "vertical_spacing": "8px",
        "padding": "8px",
        "border": {"color": "grey-300", "corner_radius": "8px"},
        "header": {
            "title": _text(title),
            "padding": "10px 12px 10px 12px",
            "vertical_align": "center",
            "icon": {
                "tag": "standard_icon",
                "token": "down-small-ccm_outlined",
                "size": "16px 16px",
            },
            "icon_position": "right",
            "icon_expanded_angle": -180,
        },
        "elements": list(elements),
    }


def form(name: str, *elements: Part) -> Part:
    """Inputs sent together; each step of a wizard needs its own name."""
    return {"tag": "form", "name": name, "vertical_spacing": "12px", "elements": list(elements)}


def text_input(
    name: str,
    label: str,
    *,
    placeholder: str = "",
    default: str = "",
    rows: int = 1,
    required: bool = False,
    longest: int = 1000,
) -> Part:
    part: Part = {
        "tag": "input",
        "name": name,
        "label": _text(label),
        "label_position": "top",
        "placeholder": _text(placeholder),
        "width": "fill",
        "required": required,
        "max_length": longest,
    }
    if default:
        part["default_value"] = default
    if rows > 1:
        part |= {"input_type": "multiline_text", "rows": rows}
    return part


def select(
    name: str,
    options: Sequence[tuple[str, str]],
    *,
    placeholder: str,
    chosen: str | None = None,
    required: bool = False,
) -> Part:
    """A dropdown of (shown text, value) pairs; it has no label of its own."""
    part: Part = {
        "tag": "select_static",
        "name": name,
        "placeholder": _text(placeholder),
        "options": [{"text": _text(text), "value": value} for text, value in options],
        "width": "fill",
        "required": required,
    }
    if chosen is not None:
        part["initial_option"] = chosen
    return part


def submit(text: str, action: Action, *, style: Style = "primary") -> Part:
    """The button that sends its form; its name is the action's, for clicks that lose the value."""
    part = _button(text, style, "large", [_callback(action)])
    return {**part, "name": action.do, "form_action_type": "submit"}


def _text(content: str) -> Part:
    return {"tag": "plain_text", "content": content}


def _icon(token: Icon, colour: str = "default") -> Part:
    icon: Part = {"tag": "standard_icon", "token": token}
    return icon if colour == "default" else {**icon, "color": colour}


def _callback(action: Action) -> Part:
    return {"type": "callback", "value": action.pack()}


def _button(text: str, style: Style, size: Size, behaviors: list[Part]) -> Part:
    return {
        "tag": "button",
        "text": _text(cut(text, BUTTON_CHARACTERS)),
        "type": BUTTON_TYPES[style],
        "size": size,
        "width": "fill",
        "behaviors": behaviors,
    }


def _tap_row(row: Row) -> Part:
    elements = [plain(row.title, colour="blue", lines=2)]
    if row.caption:
        elements.append(note(row.caption))
    return {
        "tag": "interactive_container",
        "width": "fill",
        "has_border": True,
        "border_color": "grey-300",
        "corner_radius": "8px",
        "padding": "10px 12px",
        "vertical_spacing": "2px",
        "behaviors": [_callback(row.action)],
        "elements": elements,
    }

"""What Feishu refuses in a card and what reads badly, beside the JSON schema of card 2.0."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

SCHEMA = Path(__file__).parent / "fixtures" / "card-2.0.schema.json"

MOST_BYTES = 30 * 1024
MOST_ELEMENTS = 200
MOST_TABLES = 5
DEEPEST = 5

CONTAINERS = {"column_set", "form", "interactive_container", "collapsible_panel"}
PICKERS = {"select_person", "date_picker", "picker_time", "picker_datetime", "select_img"}
SELECTS = {"select_static", "multi_select_static", "multi_select_person"}
CONTROLS = {"button", "input", "overflow", "checker"} | PICKERS | SELECTS

HUES = (
    *("blue", "carmine", "green", "indigo", "lime", "grey", "orange"),
    *("purple", "red", "sunflower", "turquoise", "violet", "wathet", "yellow"),
)
SHADES = (50, 100, 200, 300, 350, 400, 500, 600, 700, 800, 900)
GREYS = {"grey-00", "grey-650", "grey-950", "grey-1000"}
OTHER_COLOURS = {"", "default", "white", "bg-white", "black", "neutral", "light_grey", "laser"}
SHADED = {f"{hue}-{shade}" for hue in HUES for shade in SHADES}
COLOURS = OTHER_COLOURS | set(HUES) | SHADED | GREYS
COLOUR_KEYS = {
    "color",
    "text_color",
    "background_style",
    "background_color",
    "border_color",
    "fill_color",
}
SIZES = {
    *("heading-0", "heading-1", "heading-2", "heading-3", "heading-4", "heading"),
    *("xxxx-large", "xxx-large", "xx-large", "x-large", "large"),
    *("medium", "small", "x-small", "normal", "notation"),
}
URL_KEYS = {"default_url", "url", "pc_url", "ios_url", "android_url"}

GOOD_URL = re.compile(r"https?://\S+|lark://msgcard/unsupported_action")
FONT = re.compile(r"<font[^>]*\bcolor\s*=\s*['\"]?([^'\"> ]+)", re.IGNORECASE)
TABLE = re.compile(r"^[ \t]*\|?[ \t]*:?-+:?[ \t]*(\|[ \t]*:?-+:?[ \t]*)+\|?[ \t]*$", re.MULTILINE)
LINK = re.compile(r"\]\(([^)\s]+)\)")


@dataclass(frozen=True)
class Issue:
    """One broken rule; level E means that Feishu refuses the card, W that it works badly."""

    level: str
    rule: str
    text: str


@dataclass(frozen=True)
class Node:
    """An object of a card and where it stands."""

    data: dict[str, Any]
    path: str
    depth: int
    in_form: bool

    @property
    def tag(self) -> str:
        tag = self.data.get("tag")
        return tag if isinstance(tag, str) else ""


def check(card: dict[str, Any]) -> list[Issue]:
    """Every issue of the card, those of the schema first."""
    nodes = list(_nodes(card.get("header", {}), "header"))
    body = list(_nodes(card.get("body", {}), "body"))
    nodes += body
    return [
        *_schema_issues(card),
        *_count_issues(card, body),
        *_repeats(nodes),
        *_style_issues(card, nodes),
        *_link_issues(nodes),
        *_control_issues(nodes),
        *_row_issues(nodes),
        *_preview_issues(card),
    ]


def compact(card: dict[str, Any]) -> str:
    """The card as it travels: escaped Chinese would double its size."""
    return json.dumps(card, ensure_ascii=False, separators=(",", ":"))


@cache
def _validator() -> Draft202012Validator:
    return Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))


def _schema_issues(card: dict[str, Any]) -> Iterator[Issue]:
    for error in _validator().iter_errors(card):
        yield Issue("E", "schema", f"{error.json_path}: {error.message[:200]}")


def _nodes(value: Any, path: str, depth: int = 0, in_form: bool = False) -> Iterator[Node]:
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from _nodes(item, f"{path}[{index}]", depth, in_form)
    if not isinstance(value, dict):
        return
    node = Node(value, path, depth + (value.get("tag") in CONTAINERS), in_form)
    yield node
    for key, item in value.items():
        if key not in ("chart_spec", "rows", "value"):
            inside = in_form or node.tag == "form"
            yield from _nodes(item, f"{path}.{key}", node.depth, inside)


def _count_issues(card: dict[str, Any], body: list[Node]) -> Iterator[Issue]:
    size = len(compact(card).encode())
    if size > MOST_BYTES:
        yield Issue("E", "S1", f"{size} bytes")
    elements = sum(1 for node in body if node.tag and not node.tag.endswith("_icon"))
    if elements > MOST_ELEMENTS:
        yield Issue("E", "S2", f"{elements} elements")
    tables = sum(1 for node in body if node.tag == "table")
    tables += sum(len(TABLE.findall(text)) for _, text in _texts(body, "markdown"))
    if tables > MOST_TABLES:
        yield Issue("E", "S3", f"{tables} tables")
    for node in body:
        if node.tag in CONTAINERS and node.depth > DEEPEST:
            yield Issue("E", "S6", f"{node.path} is nested too deep")
    if len(card.get("header", {}).get("text_tag_list", [])) > 3:
        yield Issue("W", "S8", "only three tags are shown")


def _repeats(nodes: list[Node]) -> Iterator[Issue]:
    ids = (node.data["element_id"] for node in nodes if "element_id" in node.data)
    names = (
        node.data["name"]
        for node in nodes
        if "name" in node.data and (node.tag == "form" or node.tag in CONTROLS)
    )
    audio = (node.data["audio_id"] for node in nodes if "audio_id" in node.data)
    for rule, values in (("U1", ids), ("U2", names), ("U4", audio)):
        for value, times in Counter(values).items():
            if times > 1:
                yield Issue("E", rule, f"{value!r} stands {times} times")
    for node in nodes:
        options = [one.get("value") for one in node.data.get("options", [])]
        if len(set(options)) != len(options):
            yield Issue("E", "U3", f"{node.path} repeats an option")


def _style_issues(card: dict[str, Any], nodes: list[Node]) -> Iterator[Issue]:
    style = card.get("config", {}).get("style", {})
    colours = COLOURS | set(style.get("color", {}))
    sizes = SIZES | set(style.get("text_size", {}))
    for node in nodes:
        used = [node.data[key] for key in COLOUR_KEYS & node.data.keys() if node.tag != "text_tag"]
        for colour in used:
            if colour not in colours:
                yield Issue("E", "C1", f"{node.path}: colour {colour!r}")
        if node.data.get("text_size", "normal") not in sizes:
            yield Issue("W", "C2", f"{node.path}: size {node.data['text_size']!r}")
        if node.tag == "lark_md" and "text_color" in node.data:
            yield Issue("W", "C3", f"{node.path}: lark_md takes no colour")
    for path, text in _texts(nodes, "markdown", "lark_md"):
        for colour in FONT.findall(text):
            if colour not in colours:
                yield Issue("E", "C1", f"{path}: colour {colour!r}")


def _link_issues(nodes: list[Node]) -> Iterator[Issue]:
    for node in nodes:
        for key in URL_KEYS & node.data.keys():
            if node.data[key] and not GOOD_URL.fullmatch(str(node.data[key])):
                yield Issue("E", "L1", f"{node.path}: {node.data[key]!r}")
    for path, text in _texts(nodes, "markdown", "lark_md"):
        for target in LINK.findall(text):
            if not target.startswith(("http://", "https://", "tel:", "img_")):
                yield Issue("W", "L2", f"{path}: {target!r}")


def _control_issues(nodes: list[Node]) -> Iterator[Issue]:
    has_form = any(node.tag == "form" for node in nodes)
    for node in nodes:
        if node.tag in CONTROLS and node.in_form and not node.data.get("name"):
            yield Issue("E", "F3", f"{node.path} has no name")
        if node.tag in CONTROLS and has_form and not node.in_form:
            yield Issue("W", "F8", f"{node.path} stands outside the form")
        pressed = node.tag in ("button", "interactive_container") and not node.in_form
        if pressed and not node.data.get("behaviors"):
            yield Issue("W", "B1", f"{node.path} does nothing")
        if node.tag == "img" and not node.data.get("alt"):
            yield Issue("W", "A1", f"{node.path} has no alt")
        options = [one.get("value") for one in node.data.get("options", [])]
        if node.data.get("initial_option") not in (None, *options):
            yield Issue("W", "O1", f"{node.path} starts with no option of its own")


def _row_issues(nodes: list[Node]) -> Iterator[Issue]:
    for node in nodes:
        if node.tag != "table":
            continue
        columns = [column.get("name") for column in node.data.get("columns", [])]
        if len(set(columns)) != len(columns):
            yield Issue("E", "U5", f"{node.path} repeats a column")
        for row in node.data.get("rows", []):
            for unknown in row.keys() - set(columns):
                yield Issue("E", "T2", f"{node.path}: no column {unknown!r}")


def _preview_issues(card: dict[str, Any]) -> Iterator[Issue]:
    if not card.get("config", {}).get("summary") and not card.get("header"):
        yield Issue("W", "M1", "the chat list has nothing to show")


def _texts(nodes: list[Node], *tags: str) -> Iterator[tuple[str, str]]:
    for node in nodes:
        content = node.data.get("content")
        if node.tag in tags and isinstance(content, str):
            yield node.path, content

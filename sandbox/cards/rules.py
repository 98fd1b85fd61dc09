"""Rules beyond the schema: counting, uniqueness, forms, colours, links."""

from collections import Counter
from typing import Any

from sandbox.cards import style
from sandbox.cards.issues import Issue, Part, place
from sandbox.cards.parts import SELECTS, select_issues, table_issues

CONTAINERS = {"column_set", "form", "interactive_container", "collapsible_panel"}
INTERACTIVE = {
    "button",
    "input",
    "overflow",
    "select_static",
    "multi_select_static",
    "select_person",
    "multi_select_person",
    "date_picker",
    "picker_time",
    "picker_datetime",
    "select_img",
    "checker",
}
# Their inside is the developer's data, not components.
OPAQUE = {"chart_spec", "rows", "header_style", "value"}

MOST_ELEMENTS, WARN_ELEMENTS, MOST_TABLES, MOST_CHARTS, DEEPEST = 200, 180, 5, 5, 5


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


class Walk:
    """One pass over a card; the issues gather in `issues`."""

    def __init__(self, card: dict[str, Any]) -> None:
        self._card = card
        self._config = _dict(card.get("config"))
        own = _dict(self._config.get("style"))
        self._colors = style.COLORS | set(_dict(own.get("color")))
        self._sizes = style.SIZES | set(_dict(own.get("text_size")))
        self._ids: dict[str, str] = {}
        self._names: dict[str, str] = {}
        self._audio: set[str] = set()
        self._count: Counter[str] = Counter()
        self._outside_forms: list[str] = []
        self.issues: list[Issue] = []

    def run(self) -> list[Issue]:
        header = _dict(self._card.get("header"))
        if header:
            self._node(header, ["header"], 0, in_form=False)
        tags = header.get("text_tag_list")
        if isinstance(tags, list) and len(tags) > 3:
            self._warn("S8", "ROOT -> header", "only the first 3 tags are shown")
        for url in _dict(self._card.get("card_link")).values():
            self._url(url, "ROOT -> card_link")
        if isinstance(self._card.get("body"), dict):
            self._node(self._card["body"], ["body"], 0, in_form=False)
        self._totals(has_title=bool(self._config.get("summary") or header))
        return self.issues

    def _error(self, rule: str, code: int | None, path: str, text: str) -> None:
        self.issues.append(Issue("E", rule, code, path, text))

    def _warn(self, rule: str, path: str, text: str, code: int | None = None) -> None:
        self.issues.append(Issue("W", rule, code, path, text))

    def _totals(self, *, has_title: bool) -> None:
        n = self._count
        if n["elements"] > MOST_ELEMENTS:
            self._error("S2", 11310, "ROOT", f"element exceeds the limit ({n['elements']})")
        elif n["elements"] > WARN_ELEMENTS:
            self._warn("S2", "ROOT", f"{n['elements']} of {MOST_ELEMENTS} elements", 11310)
        if n["tables"] > MOST_TABLES:
            self._error("S3", 11310, "ROOT", "card table number over limit; ErrorValue: table")
        if n["charts"] > MOST_CHARTS:
            self._warn("S5", "ROOT", "more than 5 charts")
        if n["forms"] and self._outside_forms:
            text = "control outside the form of a card that has a form"
            self._warn("F8", self._outside_forms[0], text)
        if not has_title:
            text = "no header and no config.summary: chat list preview is taken from the first text"
            self._warn("M1", "ROOT", text)

    def _node(self, node: Any, parts: list[Part], depth: int, *, in_form: bool) -> None:
        if isinstance(node, list):
            for index, item in enumerate(node):
                self._node(item, [*parts, index], depth, in_form=in_form)
            return
        if not isinstance(node, dict):
            return
        tag = node["tag"] if isinstance(node.get("tag"), str) else ""
        path = place(self._card, parts)
        if tag and parts[0] == "body" and not tag.endswith("_icon"):
            self._count["elements"] += 1
        if tag in CONTAINERS:
            depth += 1
            if depth == DEEPEST + 1:
                self._error("S6", None, path, f"containers nested deeper than {DEEPEST}")
        self._identity(node, tag, path, in_form=in_form)
        if tag == "form":
            self._count["forms"] += 1
            in_form = True
        elif tag in INTERACTIVE and not in_form:
            self._outside_forms.append(path)
        self._component(node, tag, path, in_form=in_form)
        self._looks(node, tag, path)
        for key, value in node.items():
            if key not in OPAQUE and isinstance(value, dict | list):
                self._node(value, [*parts, key], depth, in_form=in_form)

    def _identity(self, node: dict[str, Any], tag: str, path: str, *, in_form: bool) -> None:
        element_id, name = node.get("element_id"), node.get("name")
        if isinstance(element_id, str):
            if element_id in self._ids:
                text = f"element_id {element_id!r} already used at {self._ids[element_id]}"
                self._error("U1", 300301, path, text)
            self._ids.setdefault(element_id, path)
        if tag != "form" and not (tag in INTERACTIVE and in_form):
            return
        if isinstance(name, str) and name:
            if name in self._names:
                text = f"name {name!r} already used at {self._names[name]}"
                self._error("U2", None, path, text)
            self._names.setdefault(name, path)
            if not style.ASCII_NAME.fullmatch(name):
                self._warn("F3b", path, "keep name ASCII")
        elif tag != "form":
            self._error("F3", 200530, path, f"{tag} in a form has no name")

    def _component(self, node: dict[str, Any], tag: str, path: str, *, in_form: bool) -> None:
        silent = not node.get("behaviors")
        if tag == "button":
            self._button(node, path, in_form=in_form)
        elif tag == "checker" and silent and not in_form:
            self._warn("B2", path, "checker without behaviors never calls back")
        elif tag == "interactive_container" and silent:
            self._warn("B3", path, "interactive_container without behaviors is only a box")
        elif tag == "table":
            self._count["tables"] += 1
            self.issues += table_issues(node, path)
        elif tag == "chart":
            self._count["charts"] += 1
            if in_form:
                self._warn("N2", path, "chart in a form: the docs contradict themselves")
        elif tag in ("markdown", "lark_md") and isinstance(node.get("content"), str):
            self._markdown(node["content"], path, tables=tag == "markdown")
        elif tag == "img" and not node.get("alt"):
            self._warn("A1", path, "img without alt")
        elif tag == "audio":
            self._sound(node, path)
        elif tag in SELECTS:
            self.issues += select_issues(node, path)

    def _button(self, node: dict[str, Any], path: str, *, in_form: bool) -> None:
        if in_form and node.get("action_type") == "form_submit":
            text = "write form_action_type: submit; action_type is ignored beside behaviors"
            self._warn("F7", path, text, 300123)
        leads_somewhere = any(key in node for key in ("url", "multi_url", "value"))
        if not in_form and not node.get("behaviors") and not leads_somewhere:
            self._warn("B1", path, "button without behaviors does nothing useful")

    def _sound(self, node: dict[str, Any], path: str) -> None:
        if self._config.get("enable_forward") is not False:
            text = "audio elem don't support forward: set config.enable_forward false"
            self._error("A2", 300220, path, text)
        audio_id = node.get("audio_id")
        if isinstance(audio_id, str):
            if audio_id in self._audio:
                self._error("U4", 300230, path, "duplicate audio id")
            self._audio.add(audio_id)

    def _looks(self, node: dict[str, Any], tag: str, path: str) -> None:
        if tag == "column" and style.NARROW.fullmatch(str(node.get("width", ""))):
            self._warn("W1", path, "column width under the documented 16px")
        size = node.get("text_size")
        if isinstance(size, str) and tag != "table" and size not in self._sizes:
            self._warn("C2", path, f"unknown text_size {size!r} shows as normal")
        if tag == "lark_md" and "text_color" in node:
            self._warn("C3", path, "text_color works on plain_text only")
        if tag != "text_tag":
            for key in sorted(style.COLOR_KEYS & set(node)):
                if isinstance(node[key], str):
                    self._color(node[key], path)
        for key in style.URL_KEYS:
            if isinstance(node.get(key), str):
                self._url(node[key], path)

    def _color(self, value: str, path: str) -> None:
        if value in self._colors:
            return
        if value.startswith("rgb"):
            self._warn("C1", path, "declare rgba() under config.style.color and use its name")
        else:
            self._error("C1", 200621, path, f"invalid color: {value}")

    def _url(self, value: Any, path: str) -> None:
        if value and not style.GOOD_URL.match(str(value)):
            text = f"url must be http(s) without raw spaces: {value!r}"
            self._error("L1", None, path, text)

    def _markdown(self, text: str, path: str, *, tables: bool) -> None:
        for value in style.FONT_COLOR.findall(text):
            self._color(value, path)
        for target in style.LINK.findall(text):
            if not target.startswith(style.LINK_STARTS):
                self._warn("L2", path, f"link target {target!r} is neither http(s) nor an img_key")
        if tables:
            found = len(style.PIPE_TABLE.findall(text))
            self._count["tables"] += found
            if found > 4:
                note = f"{found} tables in one markdown component, documented limit 4"
                self._warn("S4", path, note)

"""What a person reads in a message, and what they can press: the card without its plumbing."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]
Path = list[str | int]

# Not shown: what goes back to the bot, looks, and texts for other places than the card.
HIDDEN = {
    "behaviors",
    "value",
    "confirm",
    "icon",
    "img_key",
    "summary",
    "i18n_content",
    "card_link",
    "hover_tips",
    "disabled_tips",
}
CHOOSERS = {
    "select_static",
    "multi_select_static",
    "select_person",
    "multi_select_person",
    "overflow",
    "select_img",
}
PRESSED = {"button", "interactive_container", "checker"}
WORDS = {
    "image": "[图片]",
    "file": "[文件]",
    "audio": "[语音]",
    "media": "[视频]",
    "sticker": "[表情]",
}


@dataclass(frozen=True)
class Part:
    """Something in a card that a person can use."""

    path: Path
    node: Json
    form: Path | None  # where the form around it is

    @property
    def tag(self) -> str:
        return str(self.node["tag"])

    @property
    def label(self) -> str:
        return " ".join(texts(self.node))

    @property
    def submits(self) -> bool:
        kind = self.node.get("form_action_type")
        return kind == "submit" or self.node.get("action_type") == "form_submit"

    @property
    def usable(self) -> bool:
        return self.node.get("disabled") is not True and not self._only_opens_link()

    def _only_opens_link(self) -> bool:
        kinds = {one.get("type") for one in self.node.get("behaviors") or [] if _is_object(one)}
        return kinds == {"open_url"}

    def option(self, text: str) -> str | None:
        """The value of the option that shows this text."""
        for one in self.node.get("options") or []:
            if _is_object(one) and text in (" ".join(texts(one.get("text"))), one.get("value")):
                return str(one.get("value"))
        return None


def lines_of(message: Json) -> list[str]:
    """What the message shows, from top to bottom."""
    content = message["content"]
    if message["recalled"]:
        return ["[已撤回]"]
    if message["msg_type"] == "interactive":
        return list(card_lines(content))
    if message["msg_type"] == "text":
        return [_named(str(content.get("text", "")), message)]
    if message["msg_type"] == "system":
        return [_system(content)]
    return list(texts(content)) or [WORDS.get(message["msg_type"], f"[{message['msg_type']}]")]


def shows(message: Json, text: str) -> bool:
    return text in "\n".join(lines_of(message))


def fingerprint(message: Json) -> str:
    """Changes whenever what a person sees of the message does."""
    shown = [message["content"], message["recalled"], message["reactions"]]
    return json.dumps(shown, sort_keys=True, ensure_ascii=False)


def card_lines(node: Any) -> Iterator[str]:
    """Texts as they are, what can be pressed as [text], fields as <text>, options as (text)."""
    if isinstance(node, list):
        for one in node:
            yield from card_lines(one)
    if not isinstance(node, dict):
        return
    tag = node.get("tag")
    if tag == "button":
        yield f"[{' '.join(texts(node))}]"
    elif tag == "interactive_container":
        yield f"[{' '.join(texts(node.get('elements')))}]"
    elif tag in CHOOSERS:
        yield f"<{' '.join(texts(node.get('placeholder')))}>"
        yield from (f"({' '.join(texts(one.get('text')))})" for one in node.get("options") or [])
    elif tag == "input":
        yield f"<{' '.join([*texts(node.get('label')), *texts(node.get('placeholder'))])}>"
    elif isinstance(node.get("content"), str):
        yield node["content"]
    else:
        # The header first, whatever the order of the keys.
        for name in sorted(set(node) - HIDDEN, key=lambda key: (key != "header", key != "title")):
            yield from card_lines(node[name])


def texts(node: Any) -> Iterator[str]:
    """All texts below this place."""
    if isinstance(node, dict):
        for name in ("title", "content", "text"):
            if isinstance(node.get(name), str):
                yield node[name]
        for name, value in node.items():
            if name not in HIDDEN and not isinstance(value, str):
                yield from texts(value)
    elif isinstance(node, list):
        for one in node:
            yield from texts(one)


def parts_of(card: Any) -> list[Part]:
    """Everything that can be used, the innermost first: a button before the box around it."""
    return list(_parts(card, [], None))


def _parts(node: Any, path: Path, form: Path | None) -> Iterator[Part]:
    if isinstance(node, list):
        for index, one in enumerate(node):
            yield from _parts(one, [*path, index], form)
    if not isinstance(node, dict):
        return
    inside = path if node.get("tag") == "form" else form
    for name, value in node.items():
        if name not in HIDDEN and name != "options":
            yield from _parts(value, [*path, name], inside)
    tag = node.get("tag")
    if tag in PRESSED or tag in CHOOSERS or (isinstance(node.get("name"), str) and tag != "form"):
        yield Part(path, node, form)


def _named(text: str, message: Json) -> str:
    for one in sorted(message.get("mentions") or [], key=lambda it: -len(it["key"])):
        text = text.replace(one["key"], f"@{one['name']}")
    return text


def _system(content: Json) -> str:
    text = str(content.get("template", ""))
    for name, value in content.items():
        if isinstance(value, list):
            text = text.replace(f"{{{name}}}", "、".join(map(str, value)))
    return text


def _is_object(value: Any) -> bool:
    return isinstance(value, dict)

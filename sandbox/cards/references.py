"""Rules that need the tenant: image keys and person ids inside a card."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from sandbox.cards.issues import Issue

AT = re.compile(r"<at\s+(?:id|ids)\s*=\s*['\"]?([^'\">\s]+)['\"]?\s*>", re.I)
MARKDOWN_IMAGE = re.compile(r"!\[[^\]]*\]\((img_[^)\s]+)\)")
IMAGE_KEYS = ("img_key", "image_key")


@dataclass(frozen=True)
class Tenant:
    """What a card may refer to."""

    owns_image: Callable[[str], bool]
    knows_person: Callable[[str], bool]


def reference_issues(card: dict[str, Any], tenant: Tenant) -> Iterator[Issue]:
    for node in _objects(card):
        for key in _images(node):
            if not tenant.owns_image(key):
                text = f"card contains invalid image keys; ErrorValue: {key}"
                yield Issue("E", "I1", 200570, "ROOT", text)
        for person in _people(node):
            if person != "all" and not tenant.knows_person(person):
                text = f"invalid user resource (at/person); ErrorValue: {person}"
                yield Issue("E", "P1", 100290, "ROOT", text)


def _objects(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        yield node
        for key, value in node.items():
            if key != "value":
                yield from _objects(value)
    elif isinstance(node, list):
        for item in node:
            yield from _objects(item)


def _images(node: dict[str, Any]) -> Iterator[str]:
    for name in IMAGE_KEYS:
        if isinstance(node.get(name), str) and node[name]:
            yield node[name]
    if node.get("tag") == "markdown" and isinstance(node.get("content"), str):
        yield from MARKDOWN_IMAGE.findall(node["content"])


def _people(node: dict[str, Any]) -> Iterator[str]:
    tag, content = node.get("tag"), node.get("content")
    if tag in ("markdown", "lark_md") and isinstance(content, str):
        for found in AT.findall(content):
            yield from filter(None, found.split(","))
    elif tag == "person" and isinstance(node.get("user_id"), str):
        yield node["user_id"]
    elif tag == "person_list" and node.get("drop_invalid_user_id") is not True:
        for one in node.get("persons") or []:
            if isinstance(one, dict) and isinstance(one.get("id"), str):
                yield one["id"]

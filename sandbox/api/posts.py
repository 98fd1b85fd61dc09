"""Rich text (post): from the shape that is sent to the shape that is read."""

from collections.abc import Callable
from typing import Any

from sandbox.api.answers import Json, Refused

TAGS = {"text", "a", "at", "img", "media", "emotion", "code_block", "hr", "md"}
ALONE = {"img", "media"}


def store_post(
    content: Json, key_of: Callable[[str], str], check_image: Callable[[str], None]
) -> Json:
    """Drops the locale level, as every read does, and numbers the mentions."""
    body = _first_locale(content)
    title, paragraphs = body.get("title", ""), body.get("content")
    if not isinstance(title, str) or not isinstance(paragraphs, list):
        raise Refused(230001, ext="invalid post content")
    stored = [_paragraph(one, key_of, check_image) for one in paragraphs]
    return {"title": title, "content": stored}


def _first_locale(content: Json) -> Json:
    for body in content.values():
        if isinstance(body, dict) and "content" in body:
            return body
    raise Refused(230001, ext="a post needs at least one locale")


def _paragraph(
    nodes: Any, key_of: Callable[[str], str], check_image: Callable[[str], None]
) -> list[Json]:
    if not isinstance(nodes, list) or not all(isinstance(one, dict) for one in nodes):
        raise Refused(230001, ext="a paragraph is a list of nodes")
    for node in nodes:
        if node.get("tag") not in TAGS:
            raise Refused(230001, ext=f"unknown tag {node.get('tag')}")
        if node["tag"] in ALONE and len(nodes) > 1:
            raise Refused(230001, ext=f"{node['tag']} must be a paragraph of its own")
        if node["tag"] == "img":
            check_image(str(node.get("image_key", "")))
    return [_node(node, key_of) for node in nodes]


def _node(node: Json, key_of: Callable[[str], str]) -> Json:
    if node["tag"] == "md":  # md is never read back
        return {"tag": "text", "text": str(node.get("text", "")), "style": []}
    if node["tag"] != "at":
        return node
    key = key_of(str(node.get("user_id", "")))
    if not key:
        raise Refused(230001, ext=f"invalid user_id {node.get('user_id')}")
    return node | {"user_id": key}

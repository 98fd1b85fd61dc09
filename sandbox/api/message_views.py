"""Messages as the API answers them."""

import json

from sandbox.acts.views import card_title
from sandbox.api.answers import Json
from sandbox.cards.checker import is_v2
from sandbox.state.messages import Message
from sandbox.state.world import World

MERGED = "Merged and Forwarded Message"
UPGRADE = "请升级至最新版本客户端，以查看内容"


def message_item(
    world: World, message: Message, *, whole_card: bool = False, upper_id: str = ""
) -> Json:
    by_bot = message.sender_kind == "bot"
    item: Json = {
        "message_id": message.message_id,
        "msg_type": message.msg_type,
        "create_time": str(message.created_ms),
        "update_time": str(message.updated_ms),
        "deleted": message.recalled,
        "updated": message.edits > 0,
        "chat_id": message.chat_id,
        "sender": {
            "id": world.bot.app_id if by_bot else message.sender_id,
            "id_type": "app_id" if by_bot else "open_id",
            "sender_type": "app" if by_bot else "user",
            "tenant_key": world.tenant_key,
        },
        "body": {"content": json.dumps(_shown(message, whole_card), ensure_ascii=False)},
    }
    if message.recalled:
        item["body"] = {"content": "This message was recalled"}
    elif message.msg_type == "merge_forward":
        item["body"] = {"content": MERGED}
    if upper_id:
        item["upper_message_id"] = upper_id
    for name in ("root_id", "parent_id", "thread_id"):
        if value := getattr(message, name):
            item[name] = value
    if message.mentions:
        item["mentions"] = [
            {
                "key": one.key,
                "id": one.open_id,
                "id_type": "open_id",
                "name": one.name,
                "tenant_key": world.tenant_key,
            }
            for one in message.mentions
        ]
    return item


def _shown(message: Message, whole_card: bool) -> Json:
    if message.card is None:
        return message.content
    if whole_card:
        return message.card
    return _simple_card(message.card)


def _simple_card(card: Json) -> Json:
    """What a read gives instead of the card: of 2.0 nothing, of 1.0 the texts."""
    if is_v2(card):
        return {"title": card_title(card), "elements": [[{"tag": "text", "text": UPGRADE}]]}
    lines: list[list[Json]] = []
    for element in card.get("elements", []):
        text = element.get("text") or {}
        content = text.get("content") if isinstance(text, dict) else element.get("content")
        if content:
            lines.append([{"tag": "text", "text": str(content)}])
    return {"title": card_title(card), "elements": lines}

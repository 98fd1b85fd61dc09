"""Messages and chats as the page and the tests see them."""

from typing import Any

from sandbox.state.chats import Chat
from sandbox.state.messages import Message
from sandbox.state.world import World

KIND_WORDS = {
    "image": "[图片]",
    "file": "[文件]",
    "audio": "[语音]",
    "media": "[视频]",
    "sticker": "[表情]",
    "interactive": "[卡片]",
    "share_chat": "[群名片]",
    "share_user": "[个人名片]",
    "merge_forward": "[合并转发]",
}


def message_view(world: World, message: Message) -> dict[str, Any]:
    view: dict[str, Any] = {
        "message_id": message.message_id,
        "chat_id": message.chat_id,
        "sender": {
            "kind": message.sender_kind,
            "id": message.sender_id,
            "name": world.name_of(message.sender_id),
        },
        "msg_type": message.msg_type,
        "content": {} if message.recalled else _content(message),
        "create_time": str(message.created_ms),
        "update_time": str(message.updated_ms),
        "recalled": message.recalled,
        "root_id": message.root_id,
        "parent_id": message.parent_id,
        "thread_id": message.thread_id,
        "mentions": [
            {"key": one.key, "id": one.open_id, "name": one.name} for one in message.mentions
        ],
        "reactions": _reactions(message),
        "edited": message.edits > 0,
        "pinned": message.pinned_ms > 0,
        "readers": list(message.readers),
    }
    if message.batch:
        view["batch"] = True
    for name in ("only", "follow_ups", "merged", "urgent"):
        if name in message.extras:
            view[name] = message.extras[name]
    if message.warnings:
        view["warnings"] = message.warnings
    return view


def _content(message: Message) -> dict[str, Any]:
    return message.content if message.card is None else message.card


def _reactions(message: Message) -> list[dict[str, Any]]:
    operators: dict[str, list[str]] = {}
    for reaction in message.reactions:
        operators.setdefault(reaction.emoji_type, []).append(reaction.operator)
    return [{"emoji_type": kind, "operators": ids} for kind, ids in operators.items()]


def chat_row(world: World, chat: Chat, open_id: str) -> dict[str, Any]:
    last = world.messages.get(chat.last_message_id)
    return {
        "chat_id": chat.chat_id,
        "type": chat.type,
        "name": chat.name if chat.is_group else world.bot.name,
        "unread": chat.unread.get(open_id, 0),
        "members": len(chat.members) + chat.bot_inside,
        "dissolved": chat.dissolved,
        "last": last and {"text": summary(last), "create_time": str(last.created_ms)},
    }


def chat_detail(world: World, chat: Chat) -> dict[str, Any]:
    members = [
        {"id": one.open_id, "name": one.name, "kind": one.kind, "is_bot": False}
        for one in filter(None, map(world.people.get, chat.members))
    ]
    if chat.bot_inside:
        bot = world.bot
        members.append({"id": bot.open_id, "name": bot.name, "kind": "bot", "is_bot": True})
    return {
        "chat_id": chat.chat_id,
        "type": chat.type,
        "name": chat.name if chat.is_group else world.bot.name,
        "description": chat.description,
        "owner": chat.owner or world.bot.open_id,
        "dissolved": chat.dissolved,
        "members": members,
    }


def summary(message: Message) -> str:
    """One line for the list of chats."""
    if message.recalled:
        return "[已撤回]"
    if message.msg_type == "text":
        return _with_names(message, str(message.content.get("text", "")))[:120]
    if message.msg_type == "post":
        return str(message.content.get("title") or "[富文本]")
    if message.msg_type == "system":
        return system_text(message.content)
    if message.card is not None:
        return f"[卡片] {card_title(message.card)}".strip()
    return KIND_WORDS.get(message.msg_type, f"[{message.msg_type}]")


def card_title(card: dict[str, Any]) -> str:
    config, header = card.get("config"), card.get("header")
    if isinstance(config, dict) and isinstance(config.get("summary"), dict):
        return str(config["summary"].get("content", ""))
    if isinstance(header, dict) and isinstance(header.get("title"), dict):
        return str(header["title"].get("content", ""))
    return ""


def system_text(content: dict[str, Any]) -> str:
    text = str(content.get("template", ""))
    for name in ("from_user", "to_chatters", "name"):
        names = content.get(name)
        if isinstance(names, list):
            text = text.replace(f"{{{name}}}", "、".join(map(str, names)))
    return text


def _with_names(message: Message, text: str) -> str:
    # The longest key first: @_user_1 is the beginning of @_user_10.
    for one in sorted(message.mentions, key=lambda mention: -len(mention.key)):
        text = text.replace(one.key, f"@{one.name}")
    return text.replace("@_all", "@所有人")

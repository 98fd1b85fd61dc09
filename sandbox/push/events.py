"""The `event` part of each push, in the documented shape."""

import json
from typing import Any

from sandbox.state.chats import Chat
from sandbox.state.messages import Mention, Message, Reaction
from sandbox.state.people import Person
from sandbox.state.world import World

Event = dict[str, Any]


def ids_of(person: Person) -> dict[str, str]:
    return {"union_id": person.union_id, "user_id": person.user_id, "open_id": person.open_id}


def operator_ids(world: World, open_id: str) -> dict[str, str]:
    person = world.people.get(open_id)
    if person is not None:
        return ids_of(person)
    return {"union_id": world.bot.union_id, "user_id": "", "open_id": world.bot.open_id}


def message_received(world: World, message: Message, chat: Chat) -> Event:
    body: Event = {
        "message_id": message.message_id,
        "create_time": str(message.created_ms),
        "update_time": str(message.updated_ms),
        "chat_id": chat.chat_id,
        "chat_type": chat.type,
        "message_type": message.msg_type,
        "content": json.dumps(message.content, ensure_ascii=False),
    }
    for name in ("root_id", "parent_id", "thread_id"):
        if value := getattr(message, name):
            body[name] = value
    if message.mentions:
        body["mentions"] = [_mention(world, mention) for mention in message.mentions]
    return {
        "sender": {
            "sender_id": operator_ids(world, message.sender_id),
            "sender_type": "user",
            "tenant_key": world.tenant_key,
        },
        "message": body,
    }


def _mention(world: World, mention: Mention) -> Event:
    return {
        "key": mention.key,
        "id": operator_ids(world, mention.open_id),
        "mentioned_type": "bot" if mention.is_bot else "user",
        "name": mention.name,
        "tenant_key": world.tenant_key,
    }


def messages_read(world: World, reader: Person, message_ids: list[str]) -> Event:
    return {
        "reader": {
            "reader_id": ids_of(reader),
            "read_time": str(world.clock.ms()),
            "tenant_key": world.tenant_key,
        },
        "message_id_list": message_ids,
    }


def message_recalled(world: World, message: Message) -> Event:
    return {
        "message_id": message.message_id,
        "chat_id": message.chat_id,
        "recall_time": str(world.clock.ms()),
        "recall_type": "message_owner",
    }


def reaction_changed(world: World, message: Message, reaction: Reaction) -> Event:
    event: Event = {
        "message_id": message.message_id,
        "reaction_type": {"emoji_type": reaction.emoji_type},
        "operator_type": "app" if reaction.by_bot else "user",
        "action_time": str(reaction.at_ms),
    }
    if reaction.by_bot:
        return event | {"app_id": world.bot.app_id}
    return event | {"user_id": operator_ids(world, reaction.operator), "app_id": ""}


def chat_event(world: World, chat: Chat, operator: str) -> Event:
    """Bot added or deleted, disbanded; and the common part of the others."""
    return {
        "chat_id": chat.chat_id,
        "operator_id": operator_ids(world, operator),
        "external": False,
        "operator_tenant_key": world.tenant_key,
        "name": chat.name,
        "i18n_names": {"zh_cn": chat.name, "en_us": chat.name, "ja_jp": chat.name},
    }


def members_changed(world: World, chat: Chat, operator: str, members: list[Person]) -> Event:
    users = [
        {"name": one.name, "tenant_key": world.tenant_key, "user_id": ids_of(one)}
        for one in members
    ]
    return chat_event(world, chat, operator) | {"users": users}


def chat_updated(world: World, chat: Chat, operator: str, before: Event, after: Event) -> Event:
    event = chat_event(world, chat, operator)
    del event["name"], event["i18n_names"]
    return event | {
        "before_change": _with_owner_ids(world, before),
        "after_change": _with_owner_ids(world, after),
    }


def _with_owner_ids(world: World, change: Event) -> Event:
    if "owner_id" not in change:
        return change
    return change | {"owner_id": operator_ids(world, change["owner_id"])}


def p2p_entered(world: World, chat: Chat, person: Person) -> Event:
    event: Event = {"chat_id": chat.chat_id, "operator_id": ids_of(person)}
    last = world.messages.get(chat.last_message_id)
    if last is not None:
        event["last_message_id"] = last.message_id
        event["last_message_create_time"] = str(last.created_ms)
    return event


def p2p_created(world: World, chat: Chat, person: Person) -> Event:
    return {
        "type": "p2p_chat_create",
        "app_id": world.bot.app_id,
        "chat_id": chat.chat_id,
        "tenant_key": world.tenant_key,
        "operator": {"open_id": person.open_id, "user_id": person.user_id},
        "user": {"name": person.name, "open_id": person.open_id, "user_id": person.user_id},
    }


def menu_pressed(world: World, person: Person, event_key: str) -> Event:
    return {
        "operator": {"operator_name": person.name, "operator_id": ids_of(person)},
        "event_key": event_key,
        "timestamp": int(world.clock.now()),
    }

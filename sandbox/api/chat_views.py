"""Chats as the API answers them."""

from sandbox.api.answers import Json
from sandbox.state.chats import Chat
from sandbox.state.world import World

DEFAULTS: Json = {
    "avatar": "",
    "add_member_permission": "all_members",
    "share_card_permission": "allowed",
    "at_all_permission": "all_members",
    "edit_permission": "all_members",
    "group_message_type": "chat",
    "chat_mode": "group",
    "chat_type": "private",
    "chat_tag": "inner",
    "join_message_visibility": "all_members",
    "leave_message_visibility": "all_members",
    "membership_approval": "no_approval_required",
    "moderation_permission": "all_members",
    "urgent_setting": "all_members",
    "video_conference_setting": "all_members",
    "hide_member_count_setting": "all_members",
    "external": False,
}
SETTABLE = (set(DEFAULTS) - {"chat_mode", "chat_tag", "external"}) | {"i18n_names"}


def created_view(world: World, chat: Chat, id_type: str) -> Json:
    view = {"chat_id": chat.chat_id, "name": chat.name, "description": chat.description}
    return {**DEFAULTS, **chat.options, **view, **_owner(world, chat, id_type)} | {
        "tenant_key": world.tenant_key
    }


def _owner(world: World, chat: Chat, id_type: str) -> Json:
    """Absent while the bot itself owns the group."""
    owner = world.people.get(chat.owner)
    if owner is None:
        return {}
    return {"owner_id": owner.id_as(id_type), "owner_id_type": id_type}


def full_view(world: World, chat: Chat, id_type: str) -> Json:
    status = "dissolved" if chat.dissolved else "normal"
    counts = {"user_count": str(len(chat.members)), "bot_count": str(int(chat.bot_inside))}
    if not chat.bot_inside:
        return {"name": chat.name, "avatar": "", "chat_status": status, **counts}
    if not chat.is_group:
        view = {"chat_mode": "p2p", "chat_type": "private", "tenant_key": world.tenant_key}
        return view | {"name": "", "avatar": "", "chat_status": status, **counts}
    managers = [one.id_as(id_type) for one in map(world.people.get, chat.managers) if one]
    return created_view(world, chat, id_type) | {
        "user_manager_id_list": managers,
        "bot_manager_id_list": [world.bot.app_id] if chat.bot_manages else [],
        "chat_status": status,
        **counts,
    }


def list_view(world: World, chat: Chat, id_type: str) -> Json:
    return {
        "chat_id": chat.chat_id,
        "avatar": "",
        "name": chat.name,
        "description": chat.description,
        "external": False,
        "tenant_key": world.tenant_key,
        "chat_status": "dissolved" if chat.dissolved else "normal",
        **_owner(world, chat, id_type),
    }

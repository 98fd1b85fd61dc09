"""Managers of a group, and who may write in it.

Sources: https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/chat-managers/add_managers
and .../im-v1/chat-moderation/update
"""

from sandbox.acts import chats as acts
from sandbox.api.answers import Json, Refused, ok, wrong_field
from sandbox.api.call import USER_ID_TYPES, Call, Route
from sandbox.api.chats import living, manageable
from sandbox.api.paging import page_of
from sandbox.api.targets import UNKNOWN
from sandbox.state.chats import Chat
from sandbox.state.people import Person

MOST_MANAGERS = 10
MOST_IDS = 50
MODERATIONS = ("all_members", "only_owner", "moderator_list")


def add(call: Call) -> Json:
    chat, kind = _owned(call)
    wanted = call.texts("manager_ids", required=True, most=MOST_IDS)
    if kind == "app_id":
        chat.bot_manages = chat.bot_manages or call.world.bot.app_id in wanted
        return _managers(call, chat, kind)
    fresh = [one.open_id for one in _members(call, chat, kind, wanted)]
    managers = list(dict.fromkeys([*chat.managers, *fresh]))
    if len(managers) > MOST_MANAGERS:
        raise Refused(232040)
    chat.managers = managers
    return _managers(call, chat, kind)


def delete(call: Call) -> Json:
    chat, kind = _owned(call)
    wanted = call.texts("manager_ids", required=True, most=MOST_IDS)
    if kind == "app_id":
        chat.bot_manages = chat.bot_manages and call.world.bot.app_id not in wanted
    else:
        gone = {one.open_id for one in _members(call, chat, kind, wanted)}
        chat.managers = [one for one in chat.managers if one not in gone]
    return _managers(call, chat, kind)


def _owned(call: Call) -> tuple[Chat, str]:
    """Only the owner names managers."""
    chat = living(call)
    if not chat.is_group:
        raise Refused(232006)
    kind = call.choice("member_id_type", (*USER_ID_TYPES, "app_id"), "open_id")
    if chat.owner:
        raise Refused(232038)
    return chat, kind


def _members(call: Call, chat: Chat, kind: str, wanted: list[str]) -> list[Person]:
    people: list[Person] = []
    for one in wanted:
        person = call.world.people.find(kind, one)
        if person is None:
            raise Refused(UNKNOWN[kind])
        if not chat.has(person.open_id):
            raise Refused(232011)
        people.append(person)
    return people


def _managers(call: Call, chat: Chat, kind: str) -> Json:
    id_type = kind if kind in USER_ID_TYPES else "open_id"
    people = [one.id_as(id_type) for one in map(call.world.people.get, chat.managers) if one]
    bots = [call.world.bot.app_id] if chat.bot_manages else []
    return ok({"chat_managers": people, "chat_bot_managers": bots})


def get_moderation(call: Call) -> Json:
    chat = living(call)
    id_type = call.choice("user_id_type", USER_ID_TYPES, "open_id")
    setting = chat.options.get("moderation_permission", "all_members")
    named = chat.extras.get("moderators", []) if setting == "moderator_list" else []
    people = [one for one in map(call.world.people.get, named) if one]
    page, next_page = page_of(call, people, default=20, most=100)
    items = [
        {
            "user_id_type": id_type,
            "user_id": one.id_as(id_type),
            "tenant_key": call.world.tenant_key,
        }
        for one in page
    ]
    return ok({"moderation_setting": setting, "items": items, **next_page})


def update_moderation(call: Call) -> Json:
    chat = manageable(call)
    id_type = call.choice("user_id_type", USER_ID_TYPES, "open_id")
    setting = call.text("moderation_setting")
    if setting not in ("", *MODERATIONS):
        raise wrong_field("moderation_setting", f"one of {', '.join(MODERATIONS)}", setting)
    added = _listed(call, chat, id_type, "moderator_added_list")
    removed = _listed(call, chat, id_type, "moderator_removed_list")
    moderators = list(dict.fromkeys([*chat.extras.get("moderators", []), *added]))
    chat.extras["moderators"] = [one for one in moderators if one not in removed]
    if setting:
        change = {"moderation_permission": setting}
        acts.update(call.box, chat, change, call.world.bot.open_id)
    return ok()


def _listed(call: Call, chat: Chat, id_type: str, name: str) -> list[str]:
    wanted = call.texts(name, most=MOST_IDS)
    return [one.open_id for one in _members(call, chat, id_type, wanted)]


_ONE = "/im/v1/chats/{chat_id}"
ROUTES = [
    Route("POST", f"{_ONE}/managers/add_managers", add, scope="im:chat"),
    Route("POST", f"{_ONE}/managers/delete_managers", delete, scope="im:chat"),
    Route("GET", f"{_ONE}/moderation", get_moderation, scope="im:chat"),
    Route("PUT", f"{_ONE}/moderation", update_moderation, scope="im:chat"),
]

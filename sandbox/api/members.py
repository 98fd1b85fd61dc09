"""Members of groups."""

from sandbox.acts import chats as acts
from sandbox.api.answers import Json, Refused, ok
from sandbox.api.call import USER_ID_TYPES, Call, Route
from sandbox.api.chats import living
from sandbox.api.paging import page_of
from sandbox.api.targets import UNKNOWN, chat_of
from sandbox.state.chats import Chat
from sandbox.state.people import Person

ID_TYPES = (*USER_ID_TYPES, "app_id")
MOST_USERS, MOST_BOTS, MOST_MEMBERS = 50, 5, 5000


def add(call: Call) -> Json:
    chat = _group(call)
    id_type = call.choice("member_id_type", ID_TYPES, "open_id")
    mode = call.number("succeed_type", default=0, low=0, high=2)
    wanted = call.texts("id_list", required=True, most=_most(id_type))
    if id_type == "app_id":
        return ok(_lists())
    if chat.options.get("add_member_permission") == "only_owner" and not chat.bot_may_manage():
        raise Refused(232017)
    people, unknown, unusable = _sort(call, id_type, wanted)
    if unknown and mode != 1:
        raise Refused(UNKNOWN[id_type])
    resigned = [one for one in people if one.resigned]
    people = [one for one in people if not one.resigned]
    if (unusable and mode != 1) or (resigned and mode == 2):
        raise Refused(232024)
    unusable += [one.id_as(id_type) for one in resigned]
    if not people and not (unknown or unusable):
        raise Refused(232027)
    if len(chat.members) + len(people) > MOST_MEMBERS:
        raise Refused(232027)
    acts.add_members(call.box, chat, people, call.world.bot.open_id)
    return ok(_lists(invalid=unusable, unknown=unknown))


def _sort(call: Call, id_type: str, wanted: list[str]) -> tuple[list[Person], list[str], list[str]]:
    people: list[Person] = []
    unknown: list[str] = []
    unusable: list[str] = []
    for value in wanted:
        person = call.world.people.find(id_type, value)
        if person is None:
            unknown.append(value)
        elif person.open_id in call.box.faults.unavailable:
            unusable.append(value)
        else:
            people.append(person)
    return people, unknown, unusable


def _lists(invalid: list[str] | None = None, unknown: list[str] | None = None) -> Json:
    return {
        "invalid_id_list": invalid or [],
        "not_existed_id_list": unknown or [],
        "pending_approval_id_list": [],
    }


def remove(call: Call) -> Json:
    chat = _group(call)
    id_type = call.choice("member_id_type", ID_TYPES, "open_id")
    wanted = call.texts("id_list", required=True, most=_most(id_type))
    bot = call.world.bot
    if id_type == "app_id":
        if bot.app_id in wanted:
            acts.remove_bot(call.box, chat, bot.open_id)
        return ok({"invalid_id_list": [one for one in wanted if one != bot.app_id]})
    if not chat.bot_may_manage():
        raise Refused(232014)
    people, unknown, unusable = _sort(call, id_type, wanted)
    if any(one.open_id == chat.owner for one in people):
        raise Refused(232076)
    acts.remove_members(call.box, chat, people, bot.open_id)
    return ok({"invalid_id_list": unknown + unusable})


def list_all(call: Call) -> Json:
    """People only: Feishu does not list bots."""
    chat = living(call)
    id_type = call.choice("member_id_type", USER_ID_TYPES, "open_id")
    people = [one for one in map(call.world.people.get, chat.members) if one is not None]
    page, next_page = page_of(call, people, default=20, most=100)
    items = [
        {
            "member_id_type": id_type,
            "member_id": one.id_as(id_type),
            "name": one.name,
            "tenant_key": call.world.tenant_key,
        }
        for one in page
    ]
    return ok({"items": items, "member_total": len(people), **next_page})


def is_in_chat(call: Call) -> Json:
    return ok({"is_in_chat": chat_of(call).bot_inside})


def _group(call: Call) -> Chat:
    chat = living(call)
    if not chat.is_group:
        raise Refused(232006)
    return chat


def _most(id_type: str) -> int:
    return MOST_BOTS if id_type == "app_id" else MOST_USERS


_ALL = "/im/v1/chats/{chat_id}/members"
ROUTES = [
    Route("POST", _ALL, add, scope="im:chat", serial=True),
    Route("DELETE", _ALL, remove, scope="im:chat", serial=True),
    Route("GET", _ALL, list_all, scope="im:chat"),
    Route("GET", f"{_ALL}/is_in_chat", is_in_chat, scope="im:chat"),
]

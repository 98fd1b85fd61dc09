"""Groups: create, read, change, dissolve."""

from typing import Any

from sandbox.acts import chats as acts
from sandbox.api.answers import Json, Refused, ok, wrong_field
from sandbox.api.call import USER_ID_TYPES, Call, Route
from sandbox.api.chat_views import SETTABLE, created_view, full_view, list_view
from sandbox.api.paging import page_of
from sandbox.api.targets import chat_of
from sandbox.state import ids
from sandbox.state.chats import Chat
from sandbox.state.people import Person

PERIODS_S = {"week": 7 * 86_400, "year": 365 * 86_400, "permanently": 0}


def create(call: Call) -> Json:
    id_type = call.choice("user_id_type", USER_ID_TYPES, "open_id")
    uuid = call.query("uuid")
    if len(uuid) > 50:
        raise wrong_field("uuid", "uuid has at most 50 characters", uuid)
    owner = _owner(call, id_type)
    key = f"{uuid} {owner}"
    if uuid and (first := call.world.chat_uuids.find(key, call.world.clock.now())):
        call.world.journal.count("uuid_repeats")
        if (chat := call.world.chats.get(first)) is not None:
            return ok(created_view(call.world, chat, id_type))
    chat = _make(call, id_type, owner)
    if uuid:
        call.world.chat_uuids.keep(key, chat.chat_id, call.world.clock.now())
    return ok(created_view(call.world, chat, id_type))


def _owner(call: Call, id_type: str) -> str:
    owner_id = call.text("owner_id")
    return _usable(call, id_type, [owner_id])[0].open_id if owner_id else ""


def _make(call: Call, id_type: str, owner: str) -> Chat:
    invited = _usable(call, id_type, call.texts("user_id_list", most=50))
    call.texts("bot_id_list", most=5)
    members = dict.fromkeys([one.open_id for one in invited])
    if owner:
        members[owner] = None
    chat = acts.bot_makes_group(
        call.box,
        call.text("name"),
        list(members),
        owner=owner,
        bot_manages=bool(owner) and call.query("set_bot_manager").lower() == "true",
    )
    chat.description = call.text("description", most=100)
    chat.options = _options(call)
    return chat


def _usable(call: Call, id_type: str, wanted: list[str]) -> list[Person]:
    """One unusable id fails the whole call; the answer does not say which."""
    found = [call.world.people.find(id_type, one) for one in wanted]
    people = [one for one in found if one is not None]
    if len(people) < len(wanted):
        raise Refused(232043)
    if any(one.open_id in call.box.faults.unavailable for one in people):
        call.world.journal.strike("unavailable")
        raise Refused(232024)
    if any(one.resigned for one in people):
        raise Refused(232022)
    return people


def _options(call: Call) -> dict[str, Any]:
    for name in SETTABLE & set(call.body):
        if name != "i18n_names" and not isinstance(call.body[name], str):
            raise wrong_field(name, f"{name} must be a string", call.body[name])
    return {name: call.body[name] for name in sorted(SETTABLE & set(call.body))}


def get(call: Call) -> Json:
    id_type = call.choice("user_id_type", USER_ID_TYPES, "open_id")
    return ok(full_view(call.world, chat_of(call), id_type))


def list_all(call: Call) -> Json:
    id_type = call.choice("user_id_type", USER_ID_TYPES, "open_id")
    rows = [one for one in call.world.chats.of_bot() if not one.dissolved]
    if call.query("sort_type") == "ByActiveTimeDesc":
        rows.sort(key=lambda one: one.active_ms, reverse=True)
    page, next_page = page_of(call, rows, default=20, most=100)
    return ok({"items": [list_view(call.world, one, id_type) for one in page], **next_page})


def update(call: Call) -> Json:
    chat = manageable(call)
    id_type = call.choice("user_id_type", USER_ID_TYPES, "open_id")
    changes: dict[str, Any] = dict(_options(call))
    if "name" in call.body:
        changes["name"] = call.text("name")
    if "description" in call.body:
        changes["description"] = call.text("description", most=100)
    if owner_id := call.text("owner_id"):
        person = call.world.people.find(id_type, owner_id)
        if person is None:
            raise Refused(232030)
        if not chat.has(person.open_id):
            raise Refused(232012)
        changes["owner_id"] = person.open_id
    _check_pair(changes)
    if changes:
        acts.update(call.box, chat, changes, call.world.bot.open_id)
    return ok()


def _check_pair(changes: dict[str, Any]) -> None:
    add, share = changes.get("add_member_permission"), changes.get("share_card_permission")
    if (add == "only_owner") != (share == "not_allowed"):
        raise Refused(232001, ext="add_member_permission and share_card_permission must agree")


def delete(call: Call) -> Json:
    acts.dissolve(call.box, manageable(call), call.world.bot.open_id)
    return ok()


def link(call: Call) -> Json:
    chat = living(call)
    period = call.text("validity_period") or "week"
    if period not in PERIODS_S:
        raise wrong_field("validity_period", "one of week, year, permanently", period)
    token = ids.stable("", chat.chat_id)[:24]
    ends = int(call.world.clock.now()) + PERIODS_S[period]
    return ok(
        {
            "share_link": f"https://applink.feishu.cn/client/chat/chatter/add_by_link?link_token={token}",
            "expire_time": "" if period == "permanently" else str(ends),
            "is_permanent": period == "permanently",
        }
    )


def living(call: Call) -> Chat:
    """A group that is not dissolved and has the bot in it."""
    chat = chat_of(call)
    if chat.dissolved:
        raise Refused(232009)
    if not chat.bot_inside:
        raise Refused(232011)
    return chat


def manageable(call: Call) -> Chat:
    chat = living(call)
    if not chat.is_group:
        raise Refused(232006)
    if not chat.bot_may_manage():
        raise Refused(232017)
    return chat


_ONE = "/im/v1/chats/{chat_id}"
ROUTES = [
    Route("POST", "/im/v1/chats", create, scope="im:chat"),
    Route("GET", "/im/v1/chats", list_all, scope="im:chat"),
    Route("GET", _ONE, get, scope="im:chat"),
    Route("PUT", _ONE, update, scope="im:chat"),
    Route("DELETE", _ONE, delete, scope="im:chat"),
    Route("POST", f"{_ONE}/link", link, scope="im:chat"),
]

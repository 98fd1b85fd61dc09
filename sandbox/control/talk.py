"""People read, write, react and recall."""

from typing import Any

from sandbox.acts import chats as group_acts
from sandbox.acts import messages as acts
from sandbox.acts import views
from sandbox.control.asking import Ask, Json, Wrong
from sandbox.state.chats import Chat
from sandbox.state.people import Person

MSG_TYPES = {"text", "post", "image", "file", "audio", "media", "sticker"}
NEEDS = {
    "text": "text",
    "post": "content",
    "image": "image_key",
    "file": "file_key",
    "audio": "file_key",
    "media": "file_key",
    "sticker": "file_key",
}


def chats(ask: Ask) -> list[Json]:
    person = ask.person()
    ask.world.p2p(person.open_id)
    rows = ask.world.chats.of(person.open_id)
    return [views.chat_row(ask.world, chat, person.open_id) for chat in rows]


def chat(ask: Ask) -> Json:
    return views.chat_detail(ask.world, ask.chat(ask.person()))


def messages(ask: Ask) -> Json:
    found = ask.world.messages.in_chat(ask.chat(ask.person()).chat_id)
    before = ask.request.query.get("before")
    end = len(found)
    if before:
        ends = [n for n, one in enumerate(found) if one.message_id == before]
        end = ends[0] if ends else 0
    start = max(0, end - _limit(ask))
    items = [views.message_view(ask.world, one) for one in found[start:end]]
    return {"items": items, "more": start > 0}


def _limit(ask: Ask) -> int:
    text = ask.request.query.get("limit", "50")
    if not text.isdigit() or not 1 <= int(text) <= 500:
        raise Wrong("limit is between 1 and 500")
    return int(text)


def one_message(ask: Ask) -> Json:
    message_id = ask.request.match_info["message_id"]
    return views.message_view(ask.world, ask.message(ask.person(), message_id))


def write(ask: Ask) -> Json:
    person = ask.person()
    room = ask.chat(person)
    msg_type, content = ask.text("msg_type", "text"), ask.object("content")
    _check_content(ask, msg_type, content)
    mentions = ask.texts("mentions")
    if strangers := [one for one in mentions if not ask.world.name_of(one)]:
        raise Wrong(f"nobody has the open_id {strangers[0]!r}")
    parent_id, threaded = ask.text("parent_id", ""), ask.flag("reply_in_thread", False)
    if threaded and not parent_id:
        raise Wrong("reply_in_thread needs the parent_id that the topic is about")
    message = acts.person_says(
        ask.box,
        person,
        _open(room),
        msg_type=msg_type,
        content=content,
        parent=ask.message(person, parent_id) if parent_id else None,
        mentions=mentions,
        threaded=threaded,
    )
    return views.message_view(ask.world, message)


def _open(room: Chat) -> Chat:
    if room.dissolved:
        raise Wrong("the group has been dissolved")
    return room


def _check_content(ask: Ask, msg_type: str, content: Json) -> None:
    if msg_type not in MSG_TYPES:
        raise Wrong(f"people send {', '.join(sorted(MSG_TYPES))}")
    needed = NEEDS[msg_type]
    if not content.get(needed):
        raise Wrong(f"{msg_type} needs content.{needed}")
    key = str(content[needed])
    if msg_type in ("image", "file", "audio", "media") and ask.world.resources.get(key) is None:
        raise Wrong(f"nothing was uploaded under {key}; see /__sandbox/upload")


def say(ask: Ask) -> Json:
    person = ask.person()
    room = ask.world.p2p(person.open_id)
    message = acts.person_says(
        ask.box, person, room, msg_type="text", content={"text": ask.text("text")}
    )
    return views.message_view(ask.world, message)


def read(ask: Ask) -> Json:
    person = ask.person()
    acts.read(ask.box, person, ask.chat(person))
    return {}


def react(ask: Ask) -> Json:
    person = ask.person()
    message, emoji = ask.message(person), ask.text("emoji_type")
    mine = [one for one in message.reactions if _is(one.operator, person, one.emoji_type, emoji)]
    if ask.request.method == "DELETE":
        for reaction in mine:
            acts.unreact(ask.box, message, reaction)
    elif not mine:
        acts.react(ask.box, message, emoji, person.open_id)
    return views.message_view(ask.world, message)


def _is(operator: str, person: Person, emoji: str, wanted: str) -> bool:
    return operator == person.open_id and emoji == wanted


def recall(ask: Ask) -> Json:
    person = ask.person()
    message = ask.message(person)
    if message.sender_id != person.open_id:
        raise Wrong("people recall their own messages only")
    if not message.recalled:
        acts.recall(ask.box, message, by_bot=False)
    return {}


def make_group(ask: Ask) -> Json:
    person = ask.person()
    members = ask.texts("members")
    if strangers := [one for one in members if ask.world.people.get(one) is None]:
        raise Wrong(f"nobody has the open_id {strangers[0]!r}")
    room = group_acts.person_makes_group(
        ask.box, person, ask.text("name"), members, with_bot=ask.flag("with_bot", True)
    )
    return views.chat_detail(ask.world, room)


def change_members(ask: Ask) -> Json:
    """A person adds or removes people, or the bot, in a group."""
    person = ask.person()
    room = _open(ask.chat(person))
    if not room.is_group:
        raise Wrong("a p2p chat has no other members")
    bot, chosen = ask.world.bot.open_id, ask.texts("members")
    people = [one for one in map(ask.world.people.get, chosen) if one is not None]
    if ask.request.method == "DELETE":
        how = "withdrawn" if ask.flag("withdrawn", False) else "deleted"
        group_acts.remove_members(ask.box, room, people, person.open_id, how=how)
        if bot in chosen:
            group_acts.remove_bot(ask.box, room, person.open_id)
    else:
        group_acts.add_members(ask.box, room, people, person.open_id)
        if bot in chosen:
            group_acts.add_bot(ask.box, room, person.open_id)
    return views.chat_detail(ask.world, room)


def change_group(ask: Ask) -> Json:
    person = ask.person()
    room = _open(ask.chat(person))
    changes: dict[str, Any] = {
        name: ask.text(name) for name in ("name", "description") if name in ask.body
    }
    group_acts.update(ask.box, room, changes, person.open_id)
    return views.chat_detail(ask.world, room)


def dissolve(ask: Ask) -> Json:
    person = ask.person()
    room = _open(ask.chat(person))
    if room.owner != person.open_id:
        raise Wrong("only the owner dissolves a group")
    group_acts.dissolve(ask.box, room, person.open_id)
    return {}


def enter(ask: Ask) -> Json:
    group_acts.enter(ask.box, ask.person())
    return {}


def menu(ask: Ask) -> Json:
    key = ask.text("event_key")
    if key not in {event_key for _, event_key in group_acts.MENU}:
        raise Wrong(f"the menu has no {key!r}")
    group_acts.press_menu(ask.box, ask.person(), key)
    return {}

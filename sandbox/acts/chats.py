"""Groups come, change and go; people open the bot's window and press its menu."""

from collections.abc import Sequence
from typing import Any

from sandbox.acts import messages as talk
from sandbox.core import Sandbox
from sandbox.push import events
from sandbox.state.chats import Chat
from sandbox.state.people import Person

MENU = (
    ("常见问题", "menu_faq"),
    ("我的进度", "menu_progress"),
    ("转人工", "menu_human"),
    ("提建议", "menu_feedback"),
)

INVITED = "{from_user} 邀请 {to_chatters} 加入了群聊"
REMOVED = "{from_user} 将 {to_chatters} 移出了群聊"
WITHDRAWN = "{from_user} 撤销了 {to_chatters} 的入群邀请"
RENAMED = "{from_user} 将群名称修改为“{name}”"
DISSOLVED = "{from_user} 解散了群聊"
CREATED = "{from_user} 创建了群聊"


def person_makes_group(
    box: Sandbox, person: Person, name: str, members: Sequence[str], *, with_bot: bool
) -> Chat:
    everyone = [person.open_id, *members]
    chat = box.world.chats.new_group(name, everyone, box.world.clock.ms())
    chat.owner, chat.bot_inside = person.open_id, with_bot
    talk.system_says(box, chat, CREATED, from_user=[person.name])
    if with_bot:
        event = events.chat_event(box.world, chat, person.open_id)
        _push(box, chat, "im.chat.member.bot.added_v1", event)
    return chat


def bot_makes_group(
    box: Sandbox, name: str, members: Sequence[str], *, owner: str, bot_manages: bool
) -> Chat:
    chat = box.world.chats.new_group(name, members, box.world.clock.ms())
    chat.owner, chat.bot_manages, chat.created_by_bot = owner, bot_manages, True
    talk.system_says(box, chat, CREATED, from_user=[box.world.bot.name])
    return chat


def add_members(box: Sandbox, chat: Chat, members: Sequence[Person], operator: str) -> None:
    fresh = [one for one in members if not chat.has(one.open_id)]
    if not fresh:
        return
    chat.members |= dict.fromkeys((one.open_id for one in fresh), box.world.clock.ms())
    _say_members(box, chat, INVITED, fresh, operator)
    event = events.members_changed(box.world, chat, operator, fresh)
    _push(box, chat, "im.chat.member.user.added_v1", event)


def remove_members(
    box: Sandbox,
    chat: Chat,
    members: Sequence[Person],
    operator: str,
    *,
    how: str = "deleted",
) -> None:
    """`how` is `withdrawn` when an invitation is taken back."""
    gone = [one for one in members if chat.has(one.open_id)]
    if not gone:
        return
    _say_members(box, chat, WITHDRAWN if how == "withdrawn" else REMOVED, gone, operator)
    for one in gone:
        del chat.members[one.open_id]
        chat.unread.pop(one.open_id, None)
        box.world.feed.publish("chat_gone", {"chat_id": chat.chat_id}, (one.open_id,))
    talk.publish_chat(box, chat)
    event = events.members_changed(box.world, chat, operator, gone)
    _push(box, chat, f"im.chat.member.user.{how}_v1", event)


def _say_members(
    box: Sandbox, chat: Chat, template: str, people: Sequence[Person], operator: str
) -> None:
    names = [one.name for one in people]
    operator_name = box.world.name_of(operator)
    talk.system_says(box, chat, template, from_user=[operator_name], to_chatters=names)


def add_bot(box: Sandbox, chat: Chat, operator: str) -> None:
    if chat.bot_inside:
        return
    chat.bot_inside = True
    names = [box.world.bot.name]
    talk.system_says(box, chat, INVITED, from_user=[box.world.name_of(operator)], to_chatters=names)
    event = events.chat_event(box.world, chat, operator)
    _push(box, chat, "im.chat.member.bot.added_v1", event)


def remove_bot(box: Sandbox, chat: Chat, operator: str) -> None:
    if not chat.bot_inside:
        return
    names = [box.world.bot.name]
    talk.system_says(box, chat, REMOVED, from_user=[box.world.name_of(operator)], to_chatters=names)
    event = events.chat_event(box.world, chat, operator)
    _push(box, chat, "im.chat.member.bot.deleted_v1", event)
    chat.bot_inside = False


def update(box: Sandbox, chat: Chat, changes: dict[str, Any], operator: str) -> None:
    known = {"name": chat.name, "description": chat.description, "owner_id": chat.owner}
    before = {name: known.get(name, chat.options.get(name, "")) for name in changes}
    chat.name = changes.get("name", chat.name)
    chat.description = changes.get("description", chat.description)
    chat.owner = changes.get("owner_id", chat.owner)
    chat.options |= {name: value for name, value in changes.items() if name not in known}
    if chat.name != before.get("name", chat.name):
        operator_name = box.world.name_of(operator)
        talk.system_says(box, chat, RENAMED, from_user=[operator_name], name=[chat.name])
    talk.publish_chat(box, chat)
    event = events.chat_updated(box.world, chat, operator, before, changes)
    _push(box, chat, "im.chat.updated_v1", event)


def dissolve(box: Sandbox, chat: Chat, operator: str) -> None:
    talk.system_says(box, chat, DISSOLVED, from_user=[box.world.name_of(operator)])
    chat.dissolved = True
    talk.publish_chat(box, chat)
    _push(box, chat, "im.chat.disbanded_v1", events.chat_event(box.world, chat, operator))


def enter(box: Sandbox, person: Person) -> None:
    chat = box.world.p2p(person.open_id)
    if not chat.entered:
        chat.entered = True
        event = events.p2p_created(box.world, chat, person)
        box.pusher.event_v1(event, order_key=chat.chat_id)
    event = events.p2p_entered(box.world, chat, person)
    _push(box, chat, "im.chat.access_event.bot_p2p_chat_entered_v1", event)


def press_menu(box: Sandbox, person: Person, event_key: str) -> None:
    chat = box.world.p2p(person.open_id)
    event = events.menu_pressed(box.world, person, event_key)
    _push(box, chat, "application.bot.menu_v6", event)


def _push(box: Sandbox, chat: Chat, event_type: str, event: dict[str, Any]) -> None:
    if chat.bot_inside:
        box.pusher.event(event_type, event, order_key=chat.chat_id)

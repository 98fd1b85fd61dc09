"""Messages come, change and go."""

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from sandbox.acts import views
from sandbox.core import Sandbox
from sandbox.push import events
from sandbox.state import ids
from sandbox.state.chats import Chat
from sandbox.state.grants import ALL_GROUP_MESSAGES, MENTIONS, P2P_MESSAGES
from sandbox.state.messages import Mention, Message, Reaction
from sandbox.state.people import Person

Json = dict[str, Any]


def person_says(
    box: Sandbox,
    person: Person,
    chat: Chat,
    *,
    msg_type: str,
    content: Json,
    parent: Message | None = None,
    mentions: Sequence[str] = (),
    threaded: bool = False,
) -> Message:
    message = _new(box, chat, "user", person.open_id, msg_type, content, parent, threaded)
    message.mentions = _mentions(box, mentions)
    _add(box, chat, message)
    if _bot_hears(box, chat, message):
        event = events.message_received(box.world, message, chat)
        box.pusher.event("im.message.receive_v1", event, order_key=chat.chat_id)
    return message


def _bot_hears(box: Sandbox, chat: Chat, message: Message) -> bool:
    # Without the scope im:message.group_msg a bot in a group gets only what mentions it.
    if not chat.bot_inside:
        return False
    grants = box.world.grants
    if not chat.is_group:
        return grants.has(*P2P_MESSAGES)
    if grants.has(*ALL_GROUP_MESSAGES):
        return True
    return grants.has(*MENTIONS) and any(mention.is_bot for mention in message.mentions)


def _mentions(box: Sandbox, open_ids: Sequence[str]) -> list[Mention]:
    bot = box.world.bot.open_id
    return [
        Mention(f"@_user_{n}", one, box.world.name_of(one), is_bot=one == bot)
        for n, one in enumerate(open_ids, start=1)
    ]


def bot_says(
    box: Sandbox,
    chat: Chat,
    *,
    msg_type: str,
    content: Json,
    mentions: Sequence[Mention] = (),
    card: Json | None = None,
    warnings: Sequence[str] = (),
    parent: Message | None = None,
    threaded: bool = False,
    batch_id: str = "",
) -> Message:
    bot = box.world.bot.open_id
    message = _new(box, chat, "bot", bot, msg_type, content, parent, threaded)
    message.mentions = list(mentions)
    message.card = card
    message.warnings = list(warnings)
    if batch_id:
        message.batch, message.extras["batch_id"] = True, batch_id
    _add(box, chat, message)
    _count_duplicate(box, message)
    return message


def bot_whispers(
    box: Sandbox, chat: Chat, person: Person, card: Json, warnings: Sequence[str]
) -> Message:
    """A card that one person sees; it leaves no trace in the chat's history."""
    message = _new(box, chat, "bot", box.world.bot.open_id, "interactive", {})
    message.card, message.warnings = card, list(warnings)
    message.extras["only"] = person.open_id
    box.world.messages.add_apart(message)
    box.world.journal.count("messages")
    publish(box, "message", message)
    return message


def _count_duplicate(box: Sandbox, message: Message) -> None:
    """The same answer twice to one message: what a person sees as the bot stuttering."""
    if not message.parent_id:
        return
    shown = message.content if message.card is None else message.card
    text = json.dumps([message.parent_id, shown], sort_keys=True)
    key = hashlib.sha256(text.encode()).digest()
    if key in box.world.seen_replies:
        box.world.journal.count("duplicates")
    box.world.seen_replies.add(key)


def system_says(box: Sandbox, chat: Chat, template: str, **names: list[str]) -> None:
    content: Json = {"template": template, **names}
    message = _new(box, chat, "system", "", "system", content)
    _add(box, chat, message)


def _new(
    box: Sandbox,
    chat: Chat,
    kind: str,
    sender_id: str,
    msg_type: str,
    content: Json,
    parent: Message | None = None,
    threaded: bool = False,
) -> Message:
    return box.world.messages.new(
        chat_id=chat.chat_id,
        sender_kind=kind,
        sender_id=sender_id,
        msg_type=msg_type,
        content=content,
        # Never two at once in a chat: bots sort by this time.
        now_ms=max(box.world.clock.ms(), chat.active_ms + 1),
        parent=parent,
        threaded=threaded,
    )


def _add(box: Sandbox, chat: Chat, message: Message) -> None:
    box.world.messages.add(message)
    chat.active_ms, chat.last_message_id = message.created_ms, message.message_id
    if message.sender_kind != "system":
        box.world.journal.count("messages")
        for open_id in chat.members:
            if open_id != message.sender_id:
                chat.unread[open_id] = chat.unread.get(open_id, 0) + 1
    publish(box, "message", message)
    publish_chat(box, chat)


def publish(box: Sandbox, name: str, message: Message) -> None:
    box.world.messages.touch(message.message_id)
    chat = box.world.chats.get(message.chat_id)
    if chat is not None:
        audience = [one for one in chat.members if message.is_seen_by(one)]
        box.world.feed.publish(name, views.message_view(box.world, message), audience)


def publish_chat(box: Sandbox, chat: Chat) -> None:
    box.world.chats.touch(chat.chat_id)
    for open_id in chat.members:
        box.world.feed.publish("chat", views.chat_row(box.world, chat, open_id), (open_id,))


def show_card(box: Sandbox, message: Message, card: Json, warnings: Sequence[str] = ()) -> None:
    message.card = card
    message.warnings = list(warnings)
    message.updated_ms = box.world.clock.ms()
    publish(box, "update", message)


def edit(box: Sandbox, message: Message, content: Json, mentions: Sequence[Mention]) -> None:
    message.content, message.mentions = content, list(mentions)
    message.edits += 1
    message.updated_ms = box.world.clock.ms()
    publish(box, "update", message)


def recall(box: Sandbox, message: Message, *, by_bot: bool) -> None:
    message.recalled = True
    message.updated_ms = box.world.clock.ms()
    chat = box.world.chats.get(message.chat_id)
    if chat is None:
        return
    note = {"message_id": message.message_id, "chat_id": chat.chat_id}
    box.world.feed.publish("recall", note, chat.members)
    publish_chat(box, chat)
    if chat.bot_inside and not by_bot:
        event = events.message_recalled(box.world, message)
        box.pusher.event("im.message.recalled_v1", event, order_key=chat.chat_id)


def react(box: Sandbox, message: Message, emoji_type: str, operator: str) -> Reaction:
    by_bot = operator == box.world.bot.app_id
    reaction = Reaction(ids.fresh(""), emoji_type, operator, by_bot, box.world.clock.ms())
    message.reactions.append(reaction)
    _tell_reaction(box, message, reaction, "im.message.reaction.created_v1")
    return reaction


def unreact(box: Sandbox, message: Message, reaction: Reaction) -> None:
    message.reactions.remove(reaction)
    reaction.at_ms = box.world.clock.ms()
    _tell_reaction(box, message, reaction, "im.message.reaction.deleted_v1")


def _tell_reaction(box: Sandbox, message: Message, reaction: Reaction, event_type: str) -> None:
    publish(box, "update", message)
    chat = box.world.chats.get(message.chat_id)
    if chat is not None and chat.bot_inside:
        event = events.reaction_changed(box.world, message, reaction)
        box.pusher.event(event_type, event, order_key=message.chat_id)


def read(box: Sandbox, person: Person, chat: Chat) -> None:
    """The person sees the chat; Feishu tells the bot in p2p chats only."""
    chat.unread.pop(person.open_id, None)
    fresh = [
        message
        for message in box.world.messages.in_chat(chat.chat_id)
        if message.sender_kind == "bot" and person.open_id not in message.readers
    ]
    for message in fresh:
        box.world.messages.touch(message.message_id)
        message.readers[person.open_id] = box.world.clock.ms()
    box.world.feed.publish(
        "chat", views.chat_row(box.world, chat, person.open_id), (person.open_id,)
    )
    if not fresh:
        return
    seen = {"open_id": person.open_id, "message_ids": [one.message_id for one in fresh]}
    box.world.feed.publish("read", {"chat_id": chat.chat_id, **seen}, chat.members)
    if not chat.is_group:
        event = events.messages_read(box.world, person, [one.message_id for one in fresh])
        box.pusher.event("im.message.message_read_v1", event, order_key=chat.chat_id)

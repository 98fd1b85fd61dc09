"""Chats: is a message meant for us, have we greeted this person."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from bot.feishu.events import Entered, Message
from bot.unit_of_work import Tx
from models import Conversation, Identity, Person, Ticket

GREET_AGAIN = timedelta(hours=24)


def is_addressed(message: Message, tx: Tx) -> bool:
    """In a group only a message that mentions us is meant for us; @all alone is not. In the group
    made for a ticket everything is: it is kept with the ticket.

    As long as we don't know our own open_id, any mentioned bot is taken for us: without the
    sensitive scope nothing else is pushed anyway.
    """
    if not message.from_person or message.recalled:
        return False
    if not message.group or _is_room(message.chat_id, tx):
        return True
    me = tx.session.scalar(select(Identity.open_id))
    return me in message.mentions if me else message.mentions_bot


def heard(message: Message, tx: Tx) -> None:
    chat = tx.session.get(Conversation, message.chat_id) or _new(
        message.chat_id, None if message.group else message.sender, message.group, tx
    )
    chat.last_message_at = tx.now


def should_greet(entered: Entered, tx: Tx) -> bool:
    """True once in 24 hours, and not for somebody who is talking with us already."""
    chat = tx.session.get(Conversation, entered.chat_id) or _new(
        entered.chat_id, entered.open_id, False, tx
    )
    recent = max(filter(None, (chat.greeted_at, chat.last_message_at)), default=None)
    if recent is not None and tx.now - recent < GREET_AGAIN:
        return False
    chat.greeted_at = tx.now
    return True


def name_of(open_id: str, tx: Tx) -> str | None:
    return tx.session.scalar(select(Person.name).where(Person.open_id == open_id))


def _is_room(chat_id: str, tx: Tx) -> bool:
    found = select(Ticket.id).where(Ticket.chat_id == chat_id).limit(1)
    return tx.session.scalar(found) is not None


def _new(chat_id: str, open_id: str | None, group: bool, tx: Tx) -> Conversation:
    chat = Conversation(chat_id=chat_id, open_id=open_id, group=group)
    tx.session.add(chat)
    return chat


def chat_with(open_id: str, tx: Tx) -> str:
    """The one-to-one chat with a person; their open_id while we don't know it yet."""
    known = tx.session.scalar(
        select(Conversation.chat_id).where(
            Conversation.open_id == open_id, Conversation.group.is_(False)
        )
    )
    return known or open_id

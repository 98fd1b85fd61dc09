"""How a card goes out: as a reply to what was said, or into the chat of what was pressed."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.feishu.events import Click, MenuPress, Message
from bot.feishu.port import Address, Card
from bot.unit_of_work import Tx
from cards import words
from cards.late import with_apology

# Feishu pushes again up to seven hours later; an answer then says that it knows it is late.
LATE = timedelta(minutes=10)


def reply(message: Message, card: Card, tx: Tx, *, fallback: str = words.FALLBACK) -> None:
    if tx.now - message.sent_at > LATE:
        card = with_apology(card, message.sent_at)
    tx.reply(message.message_id, card, lane=message.chat_id, fallback=fallback)


def answer(message: Message, card: Card, tx: Tx) -> None:
    """As a reply, but not into a chat in which a human has meanwhile taken the word."""
    answer_to(message.message_id, message.chat_id, card, tx, said_at=message.sent_at)


def answer_to(
    message_id: str, chat_id: str, card: Card, tx: Tx, *, said_at: datetime | None = None
) -> None:
    if said_at is not None and tx.now - said_at > LATE:
        card = with_apology(card, said_at)
    tx.reply(message_id, card, lane=chat_id, fallback=words.FALLBACK, unless_human_in=chat_id)


def send(chat_id: str, card: Card, tx: Tx) -> None:
    tx.send(Address("chat_id", chat_id), card, fallback=words.FALLBACK)


def send_beside(click: Click, card: Card, tx: Tx) -> None:
    """Below the pressed card, which stays as it is."""
    send(click.chat_id, card, tx)


def send_to(press: MenuPress, card: Card, tx: Tx) -> None:
    tx.send(Address("open_id", press.open_id), card, fallback=words.FALLBACK)

"""Hello: somebody opens the chat with us, or we are put into a group."""

from __future__ import annotations

from datetime import timedelta

from bot.desk import conversations, show
from bot.feishu.events import Entered, Joined
from bot.router import Router
from bot.unit_of_work import Tx
from cards.help import help_card
from cards.welcome import welcome_card
from handlers import talk

# A push repeated hours later: the person has long left, and a greeting would only puzzle them.
STILL_THERE = timedelta(minutes=5)


def register(router: Router) -> None:
    router.on_event(Entered)(entered)
    router.on_event(Joined)(joined)


def entered(event: Entered, tx: Tx) -> None:
    if tx.origin is not None and tx.now - tx.origin.sent_at > STILL_THERE:
        return
    if conversations.should_greet(event, tx):
        name = conversations.name_of(event.open_id, tx)
        talk.send(event.chat_id, welcome_card(show.welcome(name, tx)), tx)


def joined(event: Joined, tx: Tx) -> None:
    talk.send(event.chat_id, help_card(), tx)

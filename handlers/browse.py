"""Looking around without asking: categories and help."""

from __future__ import annotations

from bot.desk import conversations, show
from bot.feishu.events import Click, MenuPress, Message
from bot.router import Answer, Router
from bot.unit_of_work import Tx
from cards import words
from cards.actions import ShowCategories, ShowCategory, ShowHelp
from cards.browse import categories_card, category_card
from cards.help import help_card
from handlers import talk


def register(router: Router) -> None:
    router.on_command(words.CATEGORIES)(categories)
    router.on_command(words.HELP)(help_wanted)
    router.on_menu("menu_faq")(menu_categories)
    router.on_menu("*")(menu_help)
    router.on_click(ShowCategories)(turn_to_categories)
    router.on_click(ShowCategory)(turn_to_category)
    router.on_click(ShowHelp)(press_help)


def categories(message: Message, tx: Tx) -> None:
    conversations.heard(message, tx)
    talk.reply(message, categories_card(show.category_counts(tx)), tx)


def help_wanted(message: Message, tx: Tx) -> None:
    conversations.heard(message, tx)
    talk.reply(message, help_card(), tx)


def menu_categories(press: MenuPress, tx: Tx) -> None:
    talk.send_to(press, categories_card(show.category_counts(tx)), tx)


def menu_help(press: MenuPress, tx: Tx) -> None:
    talk.send_to(press, help_card(), tx)


def turn_to_categories(click: Click, ask: ShowCategories, tx: Tx) -> Answer:
    return Answer(card=categories_card(show.category_counts(tx)))


def turn_to_category(click: Click, ask: ShowCategory, tx: Tx) -> Answer:
    return Answer(card=category_card(show.category_page(ask.category, max(1, ask.page), tx)))


def press_help(click: Click, ask: ShowHelp, tx: Tx) -> Answer:
    talk.send_beside(click, help_card(), tx)
    return Answer(words.SENT_BELOW, kind="info")

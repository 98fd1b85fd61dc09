"""How to use the desk."""

from cards import words
from cards.actions import AskHuman, ShowCategories, ShowProgress
from cards.kit import Card, button, button_row, card, markdown, note


def help_card() -> Card:
    return card(
        markdown(words.HELP_TEXT),
        note(words.HELP_PRIVACY),
        button(words.CATEGORIES_BUTTON, ShowCategories(), style="primary"),
        button_row(
            button(words.PROGRESS_BUTTON, ShowProgress()),
            button(words.HUMAN_BUTTON, AskHuman(0)),
        ),
        title=words.HELP_TITLE,
        colour="blue",
        icon="helpdesk_outlined",
    )

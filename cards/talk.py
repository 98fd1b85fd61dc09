"""What is no question is answered briefly and kindly, and never as FAQ."""

from cards import words
from cards.actions import AskHuman, ShowCategories, ShowHelp
from cards.kit import Card, Part, button, button_row, card, plain
from cards.words import dialogue as say

# Who is upset is shown a person first.
UPSET = {"insult", "upset"}
# Who says goodbye is not asked anything more.
OVER = {"thanks", "bye", "nothing", "solved"}


def talk_card(kind: str) -> Card:
    title, text = say.SMALL_TALK[kind]
    return card(plain(text), *_ways_on(kind), title=title, colour="blue", summary=title)


def outside_card(subject: str) -> Card:
    """Honest about what it is: no gap of the FAQ, but nothing that the desk is for."""
    return card(
        plain(say.OUTSIDE[subject]),
        plain(say.OUTSIDE_INSIDE),
        button_row(
            button(words.CATEGORIES_BUTTON, ShowCategories()),
            button(words.HUMAN_BUTTON, AskHuman(0)),
        ),
        title=say.OUTSIDE_TITLE,
        colour="grey",
        icon="info_filled",
        summary=say.OUTSIDE_TITLE,
    )


def _ways_on(kind: str) -> list[Part]:
    if kind in OVER:
        return []
    human = button(words.HUMAN_BUTTON, AskHuman(0))
    if kind in UPSET:
        return [button(words.HUMAN_BUTTON, AskHuman(0), style="primary")]
    if kind == "who":
        return [button_row(button(words.HELP_BUTTON, ShowHelp()), human)]
    return [button_row(button(words.CATEGORIES_BUTTON, ShowCategories()), human)]

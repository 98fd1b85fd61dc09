"""A human, put first after failures, and made ready to be asked with one tap."""

from dataclasses import dataclass

from cards import words
from cards.actions import AskHuman
from cards.kit import Card, Part, button, card, cut, escape, markdown, note, one_line, plain
from cards.words import dialogue as say

LINE_CHARACTERS = 50
MOST_LINES = 5


@dataclass(frozen=True)
class PreparedView:
    """What a person asked, and what became of it, in the order it happened."""

    question: int
    asked: tuple[str, ...]
    tried: tuple[str, ...]


def prepared_card(view: PreparedView) -> Card:
    return card(
        plain(say.PREPARED_LEAD),
        *_list(say.PREPARED_ASKED, view.asked),
        *_list(say.PREPARED_TRIED, view.tried),
        button(say.PREPARED_CONFIRM, AskHuman(view.question), style="primary"),
        note(say.PREPARED_ELSE),
        title=say.PREPARED_TITLE,
        colour="orange",
        icon="workorder_outlined",
        summary=say.PREPARED_TITLE,
    )


def with_human_first(shown: Card, question: int) -> Card:
    """The same card with a person at its top; the button below it would be said twice."""
    body = shown["body"]
    action = AskHuman(question)
    offered = [
        plain(say.OFFER_LEAD, icon="info_filled", colour="orange"),
        button(words.HUMAN_BUTTON, action, style="primary"),
    ]
    rest = [part for part in body["elements"] if not _asks_for_human(part)]
    return {**shown, "body": {**body, "elements": [*offered, *rest]}}


def _asks_for_human(part: Part) -> bool:
    values = [behaviour.get("value", {}) for behaviour in part.get("behaviors", [])]
    return any(value.get("do") == AskHuman.do for value in values)


def _list(title: str, lines: tuple[str, ...]) -> list[Part]:
    if not lines:
        return []
    shown = [f"- {escape(cut(one_line(line), LINE_CHARACTERS))}" for line in lines[-MOST_LINES:]]
    return [markdown(title), markdown("\n".join(shown))]

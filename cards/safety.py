"""Danger: what to do first, who to call, and no steps to do oneself."""

from dataclasses import dataclass

from cards import words
from cards.actions import AskHuman
from cards.choices import asked_line
from cards.kit import Card, Part, button, card, hr, markdown, note, plain
from cards.words import dialogue as say


@dataclass(frozen=True)
class DangerView:
    """`alarm` is what happens now; without one the topics are what is asked about."""

    question: int
    asked: str | None
    alarm: str | None
    topics: tuple[str, ...]


def alarm_card(view: DangerView) -> Card:
    first = say.ALARM_FIRST.get(view.alarm or "", say.ALARM_OTHER)
    return card(
        plain(say.ALARM_LEAD, icon="warning_filled", colour="red"),
        *_numbered(first),
        hr(),
        note(say.ALARM_NOTE),
        button(words.HUMAN_BUTTON, AskHuman(view.question), style="danger"),
        *_asked(view),
        title=say.ALARM_TITLE,
        colour="red",
        icon="warning_filled",
        summary=say.ALARM_FALLBACK,
    )


def after_alarm_card(question: int) -> Card:
    """Whatever is said next about it: nothing is to be switched on again by our advice."""
    return card(
        markdown(say.AFTER_ALARM),
        button(words.HUMAN_BUTTON, AskHuman(question), style="danger"),
        title=say.AFTER_ALARM_TITLE,
        colour="red",
        icon="warning_filled",
    )


def held_card(view: DangerView) -> Card:
    return card(
        *_asked(view),
        plain(say.held_lead(view.topics), icon="warning_filled", colour="red"),
        *_numbered(say.HELD_FIRST),
        button(words.HUMAN_BUTTON, AskHuman(view.question), style="primary"),
        title=say.HELD_TITLE,
        colour="red",
        icon="warning_filled",
        summary=say.HELD_TITLE,
    )


def caution_band(caution: bool) -> list[Part]:
    if not caution:
        return []
    return [plain(say.CAUTION_BAND, icon="warning_filled", colour="red")]


def _numbered(lines: tuple[str, ...]) -> list[Part]:
    return [markdown("\n".join(f"{at}. {line}" for at, line in enumerate(lines, start=1)))]


def _asked(view: DangerView) -> list[Part]:
    return [asked_line(view.asked)] if view.asked else []

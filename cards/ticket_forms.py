"""Forms about tickets: what is asked of who wants a human, and of those who work on it."""

from collections.abc import Sequence
from dataclasses import dataclass

from cards import words
from cards.kit import (
    Card,
    Part,
    button_row,
    card,
    cut,
    form,
    note,
    one_line,
    plain,
    select,
    submit,
    text_input,
)
from cards.kit import button as press
from cards.ticket_actions import (
    Level,
    OpenTicket,
    Paper,
    RateTicket,
    SayWhy,
    TicketSubmit,
)
from cards.words import ticket_forms as asks
from cards.words import tickets as say

STATION, TEXT, CAUSE, WHOM, TIER, REASON = "station", "text", "cause", "whom", "tier", "reason"
ASKED_CHARACTERS = 60
MOST_OPTIONS = 60
Options = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class IntakeView:
    """`missing` are the names of what nobody knows yet; `text` what was asked of the bot."""

    request: int
    number: str
    missing: tuple[str, ...]
    text: str = ""
    station: str = ""
    attempt: int = 0
    again: bool = False
    fault: str = ""


@dataclass(frozen=True)
class PaperView:
    """`stamp` gives each showing of the form its own name: a sent one stays locked."""

    ticket: int
    number: str
    title: str
    paper: Paper
    stamp: int
    whom: tuple[tuple[str, str], ...] = ()
    fault: str = ""


def intake_card(view: IntakeView) -> Card:
    lead = plain(asks.INTAKE_AGAIN) if view.again else note(asks.INTAKE_LEAD)
    if view.fault:
        lead = plain(view.fault, icon="warning_filled", colour="red")
    title = words.HANDOVER_AGAIN_TITLE if view.again else words.HANDOVER_TITLE
    known = view.text and "text" not in view.missing
    asked = [plain(words.asked(cut(one_line(view.text), ASKED_CHARACTERS)))] if known else []
    return card(
        form(
            f"intake_{view.request}_{view.attempt}",
            lead,
            *asked,
            *_wanted(view),
            submit(asks.INTAKE_BUTTON, OpenTicket(view.request, view.attempt)),
            note(asks.INTAKE_PICTURES),
            plain(say.DANGER, icon="warning_filled", colour="red"),
        ),
        title=title,
        subtitle=words.handover_number(view.number),
        colour="orange",
        icon="workorder_outlined",
        summary=f"{title} · {view.number}",
    )


def _wanted(view: IntakeView) -> list[Part]:
    parts = []
    if "station_code" in view.missing:
        parts.append(
            text_input(
                STATION,
                asks.STATION_LABEL,
                placeholder=asks.STATION_HINT,
                default=view.station,
                longest=60,
            )
        )
    if "text" in view.missing:
        parts.append(
            text_input(
                TEXT,
                asks.TEXT_LABEL,
                placeholder=asks.TEXT_HINT,
                default=view.text,
                rows=3,
            )
        )
    return parts


def paper_card(view: PaperView) -> Card:
    """The form for one thing that needs words."""
    fault = [plain(view.fault, icon="warning_filled", colour="red")] if view.fault else []
    return card(
        form(
            f"{view.paper}_{view.ticket}_{view.stamp}",
            *fault,
            note(f"{view.number} {cut(one_line(view.title), ASKED_CHARACTERS)}"),
            *_choices(view),
            text_input(
                TEXT,
                asks.TEXT_LABELS[view.paper],
                rows=3,
                required=view.paper not in asks.OPTIONAL_TEXT,
            ),
            *([text_input(CAUSE, asks.CAUSE_LABEL, longest=300)] if _asks_cause(view) else []),
            submit(asks.SEND, TicketSubmit(view.ticket, view.paper)),
        ),
        title=asks.FORM_TITLES[view.paper],
        colour="blue",
        icon="workorder_outlined",
    )


def _asks_cause(view: PaperView) -> bool:
    return view.paper == "resolve"


def _choices(view: PaperView) -> list[Part]:
    if view.paper == "transfer":
        return _chooser(WHOM, asks.TO_WHOM, view.whom)
    if view.paper == "escalate":
        tier = _chooser(TIER, asks.TO_TIER, asks.TIERS, chosen="2")
        return [*tier, *_chooser(WHOM, asks.WITH_EXPERT, view.whom)]
    return []


def _chooser(name: str, label: str, options: Options, *, chosen: str | None = None) -> list[Part]:
    if not options:
        return []
    listed = list(options)[:MOST_OPTIONS]
    return [note(label), select(name, listed, placeholder=label, chosen=chosen)]


def submitted_card(number: str, paper: Paper) -> Card:
    """In the place of a form that was sent."""
    return card(
        plain(say.DONE[paper]),
        title=f"{asks.FORM_TITLES[paper]} · {say.SUBMITTED_TITLE}",
        subtitle=number,
        colour="grey",
        summary=say.DONE[paper],
    )


def rate_card(ticket: int, number: str, title: str) -> Card:
    levels: list[Level] = ["good", "fair", "bad"]
    buttons = [press(asks.LEVELS[level], RateTicket(ticket, level)) for level in levels]
    return card(
        note(f"{number} {cut(one_line(title), ASKED_CHARACTERS)}"),
        button_row(*buttons[:2]),
        buttons[2],
        title=asks.RATE_TITLE,
        colour="green",
        summary=asks.RATE_TITLE,
    )


def rated_card(ticket: int, number: str, level: str, *, why: bool) -> Card:
    """Thanks; below anything but content the question why."""
    lead = plain(asks.RATED_BAD if level == "bad" else asks.RATED)
    if not why:
        return card(
            lead,
            note(asks.rated(level)),
            title=asks.RATE_TITLE,
            subtitle=number,
            colour="grey",
        )
    reasons = [(text, name) for name, text in asks.REASONS.items()]
    return card(
        form(
            f"why_{ticket}",
            lead,
            note(asks.WHY_LABEL),
            select(REASON, reasons, placeholder=asks.WHY_LABEL),
            text_input(TEXT, asks.WORDS_LABEL, rows=2, longest=500),
            submit(asks.SEND, SayWhy(ticket)),
        ),
        title=asks.RATE_TITLE,
        subtitle=asks.rated(level),
        colour="orange",
    )

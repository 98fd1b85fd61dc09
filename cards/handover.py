"""What became of one's wishes for a human: the list."""

from dataclasses import dataclass
from datetime import datetime

from cards import words
from cards.actions import AskHuman, ShowCategories
from cards.kit import (
    Card,
    Part,
    button,
    button_row,
    card,
    cut,
    hr,
    markdown,
    note,
    one_line,
    plain,
)
from cards.ticket_actions import TicketDo
from cards.words.tickets import OPEN_IT

MOST_LINES = 8
ASKED_CHARACTERS = 60


@dataclass(frozen=True)
class HandoverLine:
    """One request or ticket; `status` is a key of `words.HANDOVER_STATUS` or the text itself.

    `ticket` is its id where there is something to be opened.
    """

    number: str
    asked: str | None
    requested_at: datetime
    status: str
    ticket: int = 0


def progress_card(lines: tuple[HandoverLine, ...]) -> Card:
    """One's requests, the newest first as given."""
    return card(
        *(_lines(lines) if lines else _empty()),
        title=words.PROGRESS_TITLE,
        subtitle=words.progress_count(len(lines)) if lines else None,
        colour="blue" if lines else "grey",
        icon="time_outlined",
        summary=_progress_summary(lines),
    )


def _lines(lines: tuple[HandoverLine, ...]) -> list[Part]:
    parts: list[Part] = []
    for line in lines[:MOST_LINES]:
        status = words.handover_status(line.status)
        parts += [
            markdown(f"**{status}**"),
            plain(_asked(line.asked), lines=2),
            note(f"{line.number} · {words.requested(line.requested_at)}"),
            *([button(OPEN_IT, TicketDo(line.ticket, "show"))] if line.ticket else []),
            hr(),
        ]
    if len(lines) > MOST_LINES:
        return [*parts, note(words.more_handovers(len(lines) - MOST_LINES))]
    return parts[:-1]


def _empty() -> list[Part]:
    return [
        plain(words.NO_HANDOVERS),
        note(words.NO_HANDOVERS_HINT),
        button_row(
            button(words.CATEGORIES_BUTTON, ShowCategories()),
            button(words.HUMAN_BUTTON, AskHuman(0)),
        ),
    ]


def _progress_summary(lines: tuple[HandoverLine, ...]) -> str:
    if not lines:
        return words.NO_HANDOVERS
    return f"{lines[0].number} {words.handover_status(lines[0].status)}"


def _asked(asked: str | None) -> str:
    if not asked:
        return words.NOTHING_ASKED
    return words.asked(cut(one_line(asked), ASKED_CHARACTERS))

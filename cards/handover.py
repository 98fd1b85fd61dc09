"""A person was asked for: the receipt, and the list of one's own requests."""

from dataclasses import dataclass
from datetime import datetime

from cards import words
from cards.actions import AskHuman, ShowCategories, ShowProgress
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
    tag,
)

MOST_LINES = 8
ASKED_CHARACTERS = 60


@dataclass(frozen=True)
class HandoverView:
    """`again` says that the same request had been recorded before."""

    number: str
    asked: str | None
    requested_at: datetime
    again: bool


@dataclass(frozen=True)
class HandoverLine:
    """One request in the list; `status` is a key of `words.HANDOVER_STATUS`."""

    number: str
    asked: str | None
    requested_at: datetime
    status: str


def handover_card(view: HandoverView) -> Card:
    title = words.HANDOVER_AGAIN_TITLE if view.again else words.HANDOVER_TITLE
    again = [plain(words.HANDOVER_AGAIN_LEAD)] if view.again else []
    return card(
        *again,
        plain(_asked(view.asked)),
        note(words.requested(view.requested_at)),
        hr(),
        markdown(words.HANDOVER_NEXT),
        plain(words.HANDOVER_DANGER, icon="warning_filled", colour="red"),
        button(words.PROGRESS_BUTTON, ShowProgress()),
        title=title,
        subtitle=words.handover_number(view.number),
        colour="orange",
        tags=[tag(words.handover_status("waiting"), "orange")],
        icon="workorder_outlined",
        summary=f"{title} · {view.number}",
    )


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

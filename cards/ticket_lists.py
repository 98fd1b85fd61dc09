"""An agent's queue, and the list that is handed on at a shift's end."""

from dataclasses import dataclass

from cards.kit import Card, Part, Row, button, button_row, card, hr, markdown, note, plain, tap_list
from cards.ticket_actions import AnswerHandoff, SayDuty, ShowQueue, TicketDo
from cards.words import tickets as say

MOST_ROWS = 10


@dataclass(frozen=True)
class TicketRow:
    id: int
    number: str
    state: str
    title: str
    station: str


@dataclass(frozen=True)
class QueueView:
    """`waiting` can be taken by whoever looks at it, most urgent first. `board` and `there` are
    a lead's: what everybody else works on, and who is on duty."""

    mine: tuple[TicketRow, ...]
    waiting: tuple[TicketRow, ...]
    on_duty: bool
    board: tuple[TicketRow, ...] = ()
    there: tuple[str, ...] | None = None


def queue_card(view: QueueView) -> Card:
    parts: list[Part] = []
    for title, rows in (
        (say.MINE_PART, view.mine),
        (say.WAITING_PART, view.waiting),
        (say.BOARD_PART, view.board),
    ):
        if rows:
            parts += [markdown(title), *_rows(rows), hr()]
    duty = SayDuty("off") if view.on_duty else SayDuty("on")
    return card(
        *(parts or [plain(say.QUEUE_EMPTY)]),
        *([plain(say.on_duty_line(list(view.there)))] if view.there is not None else []),
        note(say.ON_DUTY if view.on_duty else say.OFF_DUTY),
        button_row(
            button(say.QUEUE_BUTTON, ShowQueue()),
            button(say.OFF if view.on_duty else say.ON, duty),
        ),
        title=say.QUEUE_TITLE,
        subtitle=f"{len(view.mine)} / {len(view.waiting)}",
        colour="blue",
        icon="list-check_outlined",
    )


def handoff_card(handoff: int, giver: str, rows: tuple[TicketRow, ...], answered: str = "") -> Card:
    buttons = button_row(
        button(say.HANDOFF_ACCEPT, AnswerHandoff(handoff, "accept"), style="primary"),
        button(say.HANDOFF_DECLINE, AnswerHandoff(handoff, "decline")),
    )
    return card(
        plain(say.handoff_lead(giver, len(rows))),
        *_rows(rows),
        note(say.HANDOFF_DONE[answered]) if answered else buttons,
        title=say.HANDOFF_TITLE,
        colour="grey" if answered else "orange",
        icon="list-check_outlined",
    )


def _rows(rows: tuple[TicketRow, ...]) -> list[Part]:
    return tap_list(
        Row(
            row.title or say.NOTHING_WRITTEN,
            TicketDo(row.id, "show"),
            say.list_caption(row.number, say.state(row.state, user=False), row.station),
        )
        for row in rows[:MOST_ROWS]
    )

"""What waits for a reviewer, and what was published long enough ago to be read again."""

from dataclasses import dataclass

from cards import words
from cards.kit import (
    Card,
    Part,
    Row,
    button,
    button_rows,
    card,
    escape,
    markdown,
    note,
    plain,
    tap_list,
)
from cards.review import Kind
from cards.review_actions import ExtendEntry, OpenReview, ShowQueue
from cards.words import review as say


@dataclass(frozen=True)
class QueueRow:
    proposal: int
    kind: Kind
    title: str
    told: str


@dataclass(frozen=True)
class QueueView:
    """One page of what is open, the oldest first; pages count from 1."""

    rows: tuple[QueueRow, ...]
    page: int
    pages: int
    total: int


@dataclass(frozen=True)
class ReminderView:
    entry: int
    version: int
    title: str
    code: str
    category: str
    day: str
    expired: bool


def queue_card(view: QueueView) -> Card:
    rows = tap_list(
        Row(
            say.queue_row(kind=row.kind, title=row.title),
            OpenReview(row.proposal),
            caption=f"{say.number(row.proposal)} · {row.told}",
        )
        for row in view.rows
    )
    counted = say.queue_count(view.total, view.page, view.pages) if view.rows else None
    return card(
        plain(say.QUEUE_LEAD if rows else say.QUEUE_EMPTY),
        *rows,
        *_turn(view),
        title=say.QUEUE_TITLE,
        subtitle=counted,
        colour="blue" if rows else "green",
        icon="list-check_outlined",
        summary=f"{say.QUEUE_TITLE} · {counted or say.QUEUE_EMPTY}",
    )


def reminder_card(view: ReminderView) -> Card:
    title = say.EXPIRED_TITLE if view.expired else say.EXPIRES_TITLE
    return card(
        markdown(f"**{escape(view.title)}**"),
        note(f"{view.code} · {view.category} · {say.valid_until(view.day)}"),
        plain(say.EXPIRED_LEAD if view.expired else say.EXPIRES_LEAD),
        button(say.EXTEND_BUTTON, ExtendEntry(view.entry, view.version), style="primary"),
        title=title,
        colour="red" if view.expired else "orange",
        icon="time_outlined",
        summary=f"{title}：{view.title}",
    )


def notice_card(told: str) -> Card:
    """In place of the queue: it is not for everybody, and not for every chat."""
    return card(plain(told), title=say.QUEUE_TITLE, colour="grey", icon="info_filled")


def _turn(view: QueueView) -> list[Part]:
    ways = [
        button(text, ShowQueue(to, "here"))
        for text, to in ((words.PREVIOUS_BUTTON, view.page - 1), (words.NEXT_BUTTON, view.page + 1))
        if 1 <= to <= view.pages
    ]
    return button_rows(ways)

"""Feedback: the form, similar ones, the receipt, one's own list."""

from dataclasses import dataclass
from datetime import date, datetime

from cards.actions import (
    AddPictures,
    JoinFeedback,
    OpenFeedback,
    SendFeedback,
    ShowMyFeedback,
    SubmitFeedback,
)
from cards.kit import (
    Card,
    Colour,
    Part,
    button,
    button_row,
    card,
    cut,
    form,
    hr,
    markdown,
    note,
    one_line,
    plain,
    select,
    submit,
    tag,
    text_input,
)
from cards.words import feedback as say

MOST_LINES = 8
MOST_SIMILAR = 3
LINE_CHARACTERS = 80
COLOURS: dict[str, Colour] = {
    "new": "orange",
    "accepted": "blue",
    "planned": "blue",
    "done": "green",
    "declined": "grey",
    "merged": "blue",
}


@dataclass(frozen=True)
class FormView:
    """`attempt` gives each showing of the form its own name: a sent one stays locked."""

    draft: int
    attempt: int
    kind: str
    module: str
    urgency: str
    description: str
    modules: tuple[str, ...]
    restored: bool = False
    fault: str | None = None


@dataclass(frozen=True)
class FeedbackView:
    """All that a card may show of one feedback."""

    id: int
    number: str
    kind: str
    module: str
    urgency: str
    description: str
    status: str
    votes: int
    created_at: datetime
    plan_date: date | None = None
    public_reply: str = ""
    merged_into: str | None = None


def form_card(view: FormView) -> Card:
    lead = note(say.FORM_RESTORED if view.restored else say.FORM_LEAD)
    if view.fault:
        lead = plain(view.fault, icon="warning_filled", colour="red")
    return card(
        form(
            f"feedback_{view.draft}_{view.attempt}",
            lead,
            *_chooser("kind", say.KIND_LABEL, list(say.KINDS.items()), view.kind),
            *_chooser(
                "module", say.MODULE_LABEL, [(name, name) for name in view.modules], view.module
            ),
            text_input(
                "description",
                say.DESCRIPTION_LABEL,
                placeholder=say.DESCRIPTION_HINT,
                default=view.description,
                rows=4,
                required=True,
            ),
            *_chooser("urgency", say.URGENCY_LABEL, list(say.URGENCIES.items()), view.urgency),
            submit(say.SUBMIT_BUTTON, SubmitFeedback(view.draft)),
            note(say.WRITE_IT_PLAINLY),
        ),
        title=say.FORM_TITLE,
        colour="blue",
        icon="workorder_outlined",
    )


def _chooser(name: str, label: str, shown: list[tuple[str, str]], chosen: str) -> list[Part]:
    options = [(text, value) for value, text in shown]
    known = chosen if chosen in {value for _, value in options} else None
    return [note(label), select(name, options, placeholder=label, chosen=known)]


def similar_card(draft: int, description: str, similar: tuple[FeedbackView, ...]) -> Card:
    """Before something new is made: perhaps it is wished for already."""
    parts: list[Part] = [plain(say.SIMILAR_LEAD)]
    for one in similar[:MOST_SIMILAR]:
        parts += [
            hr(),
            plain(_short(one.description), lines=3),
            note(f"{one.number} · {say.status(one.status)} · {say.wanted_by(one.votes)}"),
            button(say.ME_TOO_BUTTON, JoinFeedback(one.id, draft)),
        ]
    return card(
        *parts,
        hr(),
        note(say.written(_short(description))),
        button(say.NEW_BUTTON, SendFeedback(draft), style="primary"),
        title=say.SIMILAR_TITLE,
        colour="orange",
    )


def receipt_card(view: FeedbackView, draft: int, *, voted: bool = False) -> Card:
    title = say.VOTED_TITLE if voted else say.RECEIPT_TITLE
    parts = [
        plain(_short(view.description), lines=4),
        note(say.line(view.kind, view.module, view.urgency)),
        note(f"{say.submitted(view.created_at)} · {say.wanted_by(view.votes)}"),
        hr(),
        plain(say.RECEIPT_NEXT, icon="time_outlined"),
    ]
    buttons = [button(say.MINE_BUTTON, ShowMyFeedback())]
    if not voted:
        parts.append(note(say.RECEIPT_PICTURES))
        buttons.insert(0, button(say.PICTURES_BUTTON, AddPictures(draft)))
    return card(
        *parts,
        button_row(*buttons),
        title=title,
        subtitle=say.received(view.number),
        colour="green",
        tags=[tag(say.status(view.status), "green")],
        icon="succeed_filled",
        summary=f"{title} · {view.number}",
    )


def mine_card(lines: tuple[FeedbackView, ...], total: int) -> Card:
    """One's own and those joined, the newest first as given."""
    return card(
        *(_lines(lines, total) if lines else [plain(say.NOTHING_MINE)]),
        *([] if lines else [note(say.NOTHING_MINE_HINT)]),
        button(say.FEEDBACK_BUTTON, OpenFeedback(0)),
        title=say.MINE_TITLE,
        subtitle=say.count(total) if lines else None,
        colour="blue" if lines else "grey",
        icon="list-check_outlined",
        summary=f"{say.MINE_TITLE} · {say.count(total)}" if lines else say.NOTHING_MINE,
    )


def _lines(lines: tuple[FeedbackView, ...], total: int) -> list[Part]:
    parts: list[Part] = []
    for one in lines[:MOST_LINES]:
        parts += [*summary_of(one), hr()]
    if total > len(lines[:MOST_LINES]):
        return [*parts, note(say.more_lines(total - MOST_LINES))]
    return parts[:-1]


def summary_of(one: FeedbackView) -> list[Part]:
    """Status, words, what was answered: one feedback in a list or in the news."""
    parts = [
        markdown(f"**{say.status(one.status)}**"),
        plain(_short(one.description), lines=2),
        note(f"{one.number} · {say.wanted_by(one.votes)}"),
    ]
    if one.plan_date and one.status in ("accepted", "planned"):
        parts.append(plain(say.planned_for(one.plan_date), icon="time_outlined"))
    if one.merged_into:
        parts.append(plain(say.merged_into(one.merged_into)))
    if one.public_reply:
        parts.append(plain(say.reply(cut(one.public_reply, 400))))
    return parts


def _short(text: str) -> str:
    return cut(one_line(text), LINE_CHARACTERS)

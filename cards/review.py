"""One suggested change of the FAQ: what it says, what it would do, and what became of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from cards.kit import (
    Card,
    Colour,
    Confirm,
    Part,
    button,
    button_row,
    card,
    cut,
    escape,
    hr,
    markdown,
    note,
    one_line,
    panel,
    plain,
    tag,
)
from cards.review_actions import Approve, AskReason, EditProposal, Seen, ShowQueue, TryAgain
from cards.words import review as say

Kind = Literal["new", "edit", "phrasing", "archive", "gap"]
State = Literal["open", "approved", "rejected", "withdrawn"]

LONGEST_VALUE = 400
MOST_SAMPLES = 8
MOST_EFFECTS = 6
MOST_NEAR = 3
COLOURS: dict[State, Colour] = {
    "open": "blue",
    "approved": "green",
    "rejected": "grey",
    "withdrawn": "grey",
}


@dataclass(frozen=True)
class FieldChange:
    """One field as it is and as it would be; of a list, what is added and what is taken away."""

    name: str
    old: str
    new: str
    added: tuple[str, ...] = ()
    taken: tuple[str, ...] = ()


@dataclass(frozen=True)
class Effect:
    """A real question and how it is answered before and after; `title` is the new answer's."""

    text: str
    old: str
    new: str
    title: str = ""


@dataclass(frozen=True)
class TrialView:
    """Counts of all, and the first few of each. Not `done`: it could not be computed."""

    done: bool
    asked: int = 0
    fixed: int = 0
    broken: int = 0
    moved: int = 0
    fixed_first: tuple[Effect, ...] = ()
    broken_first: tuple[Effect, ...] = ()
    moved_first: tuple[Effect, ...] = ()
    near: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Decision:
    name: str
    at: datetime
    note: str


@dataclass(frozen=True)
class ReviewView:
    """All a review card may show. `trial` is None while it is being computed.

    `edition` rises with every change that a reviewer makes to it. `twin` is the code and question
    of an entry that says the same.
    """

    proposal: int
    kind: Kind
    state: State
    title: str
    code: str
    category: str
    base: int
    edition: int
    changes: tuple[FieldChange, ...]
    created_by: str | None
    created_at: datetime
    times: int = 0
    stations: int = 0
    samples: tuple[str, ...] = ()
    twin: tuple[str, str] | None = None
    since: tuple[FieldChange, ...] = ()
    trial: TrialView | None = None
    waiting_for: str | None = None
    decision: Decision | None = None

    @property
    def seen(self) -> Seen:
        if self.trial is None:
            return "pending"
        if not self.trial.done:
            return "untried"
        return "breaks" if self.trial.broken else "fine"


def review_card(view: ReviewView) -> Card:
    return card(
        *_decided(view),
        *_since(view),
        *_subject(view),
        *_changes(view.changes),
        *_samples(view),
        *_source(view),
        *(_open(view) if view.state == "open" else []),
        button(say.QUEUE_BUTTON, ShowQueue(1, "below")),
        title=say.KINDS[view.kind],
        subtitle=say.number(view.proposal),
        colour="orange" if view.state == "open" and view.seen == "breaks" else COLOURS[view.state],
        tags=[tag(say.STATES[view.state], "blue" if view.state == "open" else "neutral")],
        icon="list-check_outlined",
        summary=f"{say.STATES[view.state]} · {say.KINDS[view.kind]}：{view.title}",
    )


def _decided(view: ReviewView) -> list[Part]:
    if view.decision is None:
        return []
    told = say.decided(state=view.state, name=view.decision.name, at=view.decision.at)
    why = [note(say.reason(view.decision.note))] if view.decision.note else []
    return [plain(told, icon="info_filled"), *why, hr()]


def _since(view: ReviewView) -> list[Part]:
    if not view.since:
        return []
    warning = plain(say.CHANGED_SINCE, icon="warning_filled", colour="orange")
    return [warning, *_changes(view.since), hr()]


def _subject(view: ReviewView) -> list[Part]:
    parts = [markdown(f"**{escape(cut(one_line(view.title), LONGEST_VALUE))}**")]
    if view.code:
        place = filter(None, (view.code, view.category, say.version(view.base)))
        parts.append(note(" · ".join(place)))
    if view.kind == "archive":
        if view.twin is not None:
            code, title = view.twin
            parts.append(plain(say.twin(title=cut(one_line(title), 40), code=code)))
        parts.append(plain(say.TO_BE_ARCHIVED))
    return parts


def _changes(changes: tuple[FieldChange, ...]) -> list[Part]:
    parts: list[Part] = []
    for change in changes:
        parts.append(markdown(f"**{say.field(change.name)}**"))
        listed = [*map(say.added, change.added), *map(say.taken, change.taken)]
        parts += [plain(cut(text, LONGEST_VALUE)) for text in listed[:MOST_SAMPLES]]
        if len(listed) > MOST_SAMPLES:
            parts.append(note(say.more(len(listed) - MOST_SAMPLES)))
        if listed:
            continue
        if change.old:
            parts.append(note(say.before(cut(change.old, LONGEST_VALUE))))
        new = cut(change.new, LONGEST_VALUE) or say.BLANK
        parts.append(plain(say.after(new) if change.old else new))
    return parts


def _samples(view: ReviewView) -> list[Part]:
    if not view.samples:
        return []
    rest = len(view.samples) - MOST_SAMPLES
    return [
        markdown(f"**{say.PEOPLE_ASKED}**"),
        *(plain(f"“{cut(one_line(text), 60)}”") for text in view.samples[:MOST_SAMPLES]),
        *([note(say.more(rest))] if rest > 0 else []),
    ]


def _source(view: ReviewView) -> list[Part]:
    asked = say.asked_by(times=view.times, stations=view.stations)
    made = say.made_by(view.created_by, view.created_at)
    return [note(" · ".join(filter(None, (asked, made))))]


def _open(view: ReviewView) -> list[Part]:
    """What it would do, and what can be done about it."""
    writable = view.kind in ("new", "edit", "phrasing", "gap")
    edit = say.WRITE_BUTTON if view.kind == "gap" else say.EDIT_BUTTON
    change = EditProposal(view.proposal)
    ways = [button(edit, change)] if writable and view.kind != "gap" else []
    ways.append(button(say.REJECT_BUTTON, AskReason(view.proposal)))
    first = [button(edit, change, style="primary")] if view.kind == "gap" else _approve(view)
    return [
        *(_trial(view) if view.kind != "gap" else []),
        *first,
        button_row(*ways),
    ]


def _trial(view: ReviewView) -> list[Part]:
    if view.trial is None:
        return [hr(), plain(say.TRYING, icon="time_outlined"), *_waiting(view)]
    if not view.trial.done:
        return [
            hr(),
            plain(say.NOT_TRIED, icon="warning_filled", colour="orange"),
            button(say.RETRY_BUTTON, TryAgain(view.proposal)),
        ]
    it = view.trial
    broken = it.broken > 0
    told = say.tried(asked=it.asked, fixed=it.fixed, broken=it.broken, moved=it.moved)
    return [
        hr(),
        *(
            plain(say.near(title=cut(title, 40), code=code), icon="warning_filled", colour="orange")
            for code, title in it.near[:MOST_NEAR]
        ),
        plain(
            told,
            icon="warning_filled" if broken else "succeed_filled",
            colour="red" if broken else "green",
        ),
        *_effects(say.broken_panel(it.broken), it.broken_first, expanded=True),
        *_effects(say.moved_panel(it.moved), it.moved_first),
        *_effects(say.fixed_panel(it.fixed), it.fixed_first),
        *_waiting(view),
    ]


def _effects(title: str, effects: tuple[Effect, ...], *, expanded: bool = False) -> list[Part]:
    if not effects:
        return []
    rows = [
        plain(
            say.effect(
                text=cut(one_line(one.text), 40),
                old=one.old,
                new=one.new,
                title=cut(one_line(one.title), 30),
            )
        )
        for one in effects[:MOST_EFFECTS]
    ]
    return [panel(title, *rows, expanded=expanded)]


def _waiting(view: ReviewView) -> list[Part]:
    return [note(say.waiting(view.waiting_for))] if view.waiting_for else []


def _approve(view: ReviewView) -> list[Part]:
    action = Approve(view.proposal, view.base, view.edition, view.seen)
    if view.trial is not None and view.seen in ("breaks", "untried"):
        broken = view.trial.broken
        confirm = Confirm(say.ANYWAY_TITLE, say.anyway(broken))
        return [button(say.ANYWAY_BUTTON, action, style="danger", confirm=confirm)]
    text = say.ARCHIVE_BUTTON if view.kind == "archive" else say.APPROVE_BUTTON
    return [button(text, action, style="primary")]

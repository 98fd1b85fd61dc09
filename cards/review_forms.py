"""The forms of a review: another wording, or the reason why not."""

from dataclasses import dataclass

from cards.kit import (
    Card,
    Part,
    button,
    card,
    form,
    note,
    select,
    submit,
    text_input,
)
from cards.review import Kind
from cards.review_actions import BackToReview, Reject, SaveProposal
from cards.words import review as say

# The most that an input of a Feishu card takes.
LONGEST_INPUT = 1000
QUESTION, CATEGORY, SIMILAR, ANSWER = "question", "category", "similar", "answer"
SAFETY, WHY, NOTE = "safety", "why", "note"


@dataclass(frozen=True)
class DraftView:
    """What would be published, to be changed; `base` and `edition` as in ReviewView."""

    proposal: int
    kind: Kind
    base: int
    edition: int
    question: str
    category: str
    similar: tuple[str, ...]
    answer: str
    safety: str


def edit_card(view: DraftView) -> Card:
    parts: list[Part] = [
        text_input(
            QUESTION, say.field(QUESTION), default=view.question, longest=200, required=True
        ),
        *_long(SIMILAR, say.SIMILAR_LABEL, "\n".join(view.similar), say.LONG_SIMILAR),
        *_long(ANSWER, say.field(ANSWER), view.answer, say.LONG_ANSWER, required=True),
        text_input(CATEGORY, say.field(CATEGORY), default=view.category, longest=40),
        note(say.field(SAFETY)),
        select(
            SAFETY,
            [(text, value) for value, text in say.SAFETY.items()],
            placeholder=say.field(SAFETY),
            chosen=view.safety,
        ),
        submit(say.SAVE_BUTTON, SaveProposal(view.proposal, view.base, view.edition)),
        _back(view.proposal),
    ]
    return _card(view.proposal, view.kind, form("edit", *parts))


def reject_card(proposal: int, kind: Kind) -> Card:
    parts = [
        select(
            WHY,
            [(reason, reason) for reason in say.REASONS],
            placeholder=say.REASON_PLACEHOLDER,
            required=True,
        ),
        text_input(NOTE, say.REASON_LABEL, longest=200),
        submit(say.CONFIRM_REJECT_BUTTON, Reject(proposal)),
        _back(proposal),
    ]
    return _card(proposal, kind, form("reject", *parts))


def _long(name: str, label: str, text: str, too_long: str, *, required: bool = False) -> list[Part]:
    if len(text) > LONGEST_INPUT:
        return [note(too_long)]
    return [text_input(name, label, default=text, rows=5, longest=LONGEST_INPUT, required=required)]


def _back(proposal: int) -> Part:
    """Inside of a form everything that can be pressed has a name."""
    action = BackToReview(proposal)
    return {**button(say.BACK_BUTTON, action), "name": action.do}


def _card(proposal: int, kind: Kind, *parts: Part) -> Card:
    return card(*parts, title=say.KINDS[kind], subtitle=say.number(proposal), colour="blue")

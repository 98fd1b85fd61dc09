"""The buttons of those who look after the FAQ."""

from dataclasses import dataclass
from typing import ClassVar, Literal

from cards.action import Action

# What the pressed card had said of the effects: publishing what breaks questions takes having seen
# that it does.
Seen = Literal["pending", "fine", "breaks", "untried"]


@dataclass(frozen=True)
class ShowQueue(Action):
    """In place of the queue that was pressed, or below a card that is to stay."""

    do: ClassVar[str] = "review.queue"
    page: int
    place: Literal["here", "below"]


@dataclass(frozen=True)
class OpenReview(Action):
    do: ClassVar[str] = "review.open"
    proposal: int


@dataclass(frozen=True)
class BackToReview(Action):
    """Out of a form, to the card as it is by now."""

    do: ClassVar[str] = "review.back"
    proposal: int


@dataclass(frozen=True)
class Approve(Action):
    """What the pressed card showed: the entry's version and the suggestion's edition."""

    do: ClassVar[str] = "review.approve"
    proposal: int
    base: int
    edition: int
    seen: Seen


@dataclass(frozen=True)
class EditProposal(Action):
    do: ClassVar[str] = "review.edit"
    proposal: int


@dataclass(frozen=True)
class SaveProposal(Action):
    """The form's own button: what was filled in comes beside it."""

    do: ClassVar[str] = "review.save"
    proposal: int
    base: int
    edition: int


@dataclass(frozen=True)
class AskReason(Action):
    do: ClassVar[str] = "review.why"
    proposal: int


@dataclass(frozen=True)
class Reject(Action):
    """The form's own button: the reason comes beside it."""

    do: ClassVar[str] = "review.reject"
    proposal: int


@dataclass(frozen=True)
class TryAgain(Action):
    do: ClassVar[str] = "review.try"
    proposal: int


@dataclass(frozen=True)
class ExtendEntry(Action):
    """The entry was looked at and is still right."""

    do: ClassVar[str] = "faq.extend"
    entry: int
    version: int


REVIEW_ACTIONS = (
    ShowQueue,
    OpenReview,
    BackToReview,
    Approve,
    EditProposal,
    SaveProposal,
    AskReason,
    Reject,
    TryAgain,
    ExtendEntry,
)

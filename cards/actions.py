"""The buttons a card can carry, as types: a card packs them, a click unpacks them."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, ClassVar, Literal, get_args, get_origin, get_type_hints

from cards.action import Action as Action
from cards.dialogue_actions import DIALOGUE_ACTIONS
from cards.digest_actions import DIGEST_ACTIONS
from cards.review_actions import REVIEW_ACTIONS
from cards.ticket_actions import TICKET_ACTIONS

Via = Literal["choice", "related", "hot", "category", "cited"]

# Ids outlive JSON: a client written in JavaScript is exact up to 2**53 - 1 only.
LARGEST_ID = 2**53 - 1
LONGEST_TEXT = 100


class StaleCard(Exception):
    """The pressed button is not one that today's cards carry."""


@dataclass(frozen=True)
class ShowEntry(Action):
    do: ClassVar[str] = "faq.show"
    entry: int
    question: int
    via: Via


@dataclass(frozen=True)
class NoneOfThese(Action):
    do: ClassVar[str] = "faq.none"
    question: int


@dataclass(frozen=True)
class Solved(Action):
    do: ClassVar[str] = "faq.solved"
    question: int
    entry: int


@dataclass(frozen=True)
class NotSolved(Action):
    do: ClassVar[str] = "faq.unsolved"
    question: int
    entry: int


@dataclass(frozen=True)
class AskHuman(Action):
    """A wish for a person; question 0 means that nothing was asked before."""

    do: ClassVar[str] = "human.ask"
    question: int


@dataclass(frozen=True)
class ShowCategories(Action):
    do: ClassVar[str] = "faq.categories"


@dataclass(frozen=True)
class ShowCategory(Action):
    do: ClassVar[str] = "faq.category"
    category: str
    page: int


@dataclass(frozen=True)
class ShowHelp(Action):
    do: ClassVar[str] = "desk.help"


@dataclass(frozen=True)
class ShowProgress(Action):
    do: ClassVar[str] = "desk.progress"


@dataclass(frozen=True)
class OpenFeedback(Action):
    """The form for feedback; question 0 means that nothing was asked before."""

    do: ClassVar[str] = "feedback.open"
    question: int


@dataclass(frozen=True)
class SubmitFeedback(Action):
    """The form's own button: what was filled in comes beside it."""

    do: ClassVar[str] = "feedback.submit"
    draft: int


@dataclass(frozen=True)
class SendFeedback(Action):
    """None of the similar ones is meant: make it a feedback of its own."""

    do: ClassVar[str] = "feedback.send"
    draft: int


@dataclass(frozen=True)
class JoinFeedback(Action):
    """我也要; draft 0 means that nothing was written beside it."""

    do: ClassVar[str] = "feedback.join"
    feedback: int
    draft: int


@dataclass(frozen=True)
class AddPictures(Action):
    do: ClassVar[str] = "feedback.pictures"
    draft: int


@dataclass(frozen=True)
class ShowMyFeedback(Action):
    do: ClassVar[str] = "feedback.mine"


@dataclass(frozen=True)
class RateFeedback(Action):
    do: ClassVar[str] = "feedback.rate"
    feedback: int
    satisfied: Literal["yes", "no"]


@dataclass(frozen=True)
class InviteToSession(Action):
    do: ClassVar[str] = "feedback.invite"
    meeting: int


@dataclass(frozen=True)
class SignUp(Action):
    do: ClassVar[str] = "feedback.signup"
    meeting: int


@dataclass(frozen=True)
class AskReading(Action):
    """Ask what was read, as it stands in the form beside this button."""

    do: ClassVar[str] = "reading.ask"
    recognition: int


@dataclass(frozen=True)
class CorrectReading(Action):
    do: ClassVar[str] = "reading.correct"
    recognition: int


def registry(*kinds: type[Action]) -> Mapping[str, type[Action]]:
    """The kinds by name; claiming a name twice is an error at import."""
    by_name: dict[str, type[Action]] = {}
    for kind in kinds:
        if kind.do in by_name:
            raise ValueError(f"{kind.do} is claimed by {by_name[kind.do].__name__} already")
        by_name[kind.do] = kind
    return by_name


ACTIONS = registry(
    ShowEntry,
    NoneOfThese,
    Solved,
    NotSolved,
    AskHuman,
    ShowCategories,
    ShowCategory,
    ShowHelp,
    ShowProgress,
    AskReading,
    CorrectReading,
    OpenFeedback,
    SubmitFeedback,
    SendFeedback,
    JoinFeedback,
    AddPictures,
    ShowMyFeedback,
    RateFeedback,
    InviteToSession,
    SignUp,
    *REVIEW_ACTIONS,
    *DIALOGUE_ACTIONS,
    *DIGEST_ACTIONS,
    *TICKET_ACTIONS,
)


def unpack(value: object) -> Action:
    """The action in a button's callback value, or StaleCard if it is not exactly one of ours."""
    if not isinstance(value, dict):
        raise StaleCard("not an object")
    name = value.get("do")
    kind = ACTIONS.get(name) if isinstance(name, str) else None
    if kind is None:
        raise StaleCard("unknown name")
    version = value.get("v")
    if type(version) is not int or version != kind.v:
        raise StaleCard("other version")
    given = {key: field for key, field in value.items() if key not in ("do", "v")}
    hints = get_type_hints(kind)
    wanted = {field.name: hints[field.name] for field in fields(kind)}
    if given.keys() != wanted.keys():
        raise StaleCard("other fields")
    if not all(_fits(given[key], hint) for key, hint in wanted.items()):
        raise StaleCard("other types")
    return kind(**given)


def _fits(value: object, hint: Any) -> bool:
    if get_origin(hint) is Literal:
        return isinstance(value, str) and value in get_args(hint)
    if hint is int:
        return type(value) is int and 0 <= value <= LARGEST_ID
    return isinstance(value, str) and 0 < len(value) <= LONGEST_TEXT and _storable(value)


def _storable(text: str) -> bool:
    """NUL and half characters are valid JSON but no text that a database takes."""
    return not any(char == "\0" or "\ud800" <= char <= "\udfff" for char in text)

"""The buttons of a conversation: walking an answer's steps, and answering what we asked back."""

from dataclasses import dataclass
from typing import ClassVar

from cards.action import Action


@dataclass(frozen=True)
class WalkStep(Action):
    """Show this step, counted from 1, in the card's place."""

    do: ClassVar[str] = "step.show"
    question: int
    entry: int
    step: int


@dataclass(frozen=True)
class StepFailed(Action):
    do: ClassVar[str] = "step.failed"
    question: int
    entry: int
    step: int


@dataclass(frozen=True)
class WholeAnswer(Action):
    do: ClassVar[str] = "step.all"
    question: int
    entry: int


@dataclass(frozen=True)
class Clarified(Action):
    """`entries` are the ids that are left, with commas between them."""

    do: ClassVar[str] = "clarify.chose"
    question: int
    entries: str


DIALOGUE_ACTIONS: tuple[type[Action], ...] = (WalkStep, StepFailed, WholeAnswer, Clarified)

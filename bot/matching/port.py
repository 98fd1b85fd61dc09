"""What the rest of the bot may know about matching: the shapes, at no import cost."""

from dataclasses import dataclass
from enum import Enum
from typing import Protocol

# A card with more than four buttons is scrolled past on a phone; measured recall at 3 and at 5
# differ by a few points only (docs/answers.md).
MAX_CHOICES = 4


@dataclass(frozen=True)
class FaqText:
    """The searchable part of one FAQ entry.

    The answer is evidence too: it names the menus, parts and causes people complain of in other
    words than the question's. Left out, matching works a few points worse (docs/answers.md).
    """

    code: str
    category: str
    question: str
    similar: tuple[str, ...]
    keywords: tuple[str, ...]
    answer: str = ""


@dataclass(frozen=True)
class Candidate:
    """`confidence` is the probability that this entry is right; `score` only orders entries."""

    code: str
    confidence: float
    score: float


class Verdict(Enum):
    ANSWER = "answer"
    CHOICES = "choices"
    NONE = "none"


@dataclass(frozen=True)
class Match:
    """Candidates are kept whatever the verdict, so that a log shows what was nearly said."""

    verdict: Verdict
    candidates: tuple[Candidate, ...]
    normalised: str

    @property
    def offered(self) -> tuple[Candidate, ...]:
        """What the person is to see: one entry, a few to choose from, or nothing."""
        if self.verdict is Verdict.NONE:
            return ()
        return self.candidates[: 1 if self.verdict is Verdict.ANSWER else MAX_CHOICES]


class Matcher(Protocol):
    def match(self, text: str, *, limit: int = 5) -> Match: ...

"""What the rest of the bot may know about matching: the shapes, at no import cost."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Protocol, runtime_checkable

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


Synonyms = tuple[tuple[str, ...], ...]


class Entries(list[FaqText]):
    """A whole FAQ: its entries, and the groups of words that its operators say are one."""

    def __init__(self, entries: Iterable[FaqText], synonyms: Synonyms = ()) -> None:
        super().__init__(entries)
        self.synonyms = synonyms


@dataclass(frozen=True)
class Context:
    """What is known beside the text. It decides between near ties and nothing else.

    categories: where the question is likely to belong, as the last answer's or a chosen one.
    facts: what the station has, in words that questions use: 「C型液位仪」, a brand, a model.
    """

    categories: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()


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
    """Candidates are kept whatever the verdict, so that a log shows what was nearly said.

    `fit` names the numbers that judged: "lexical", or "fused" where meaning had a say.
    """

    verdict: Verdict
    candidates: tuple[Candidate, ...]
    normalised: str
    fit: str = "lexical"

    @property
    def offered(self) -> tuple[Candidate, ...]:
        """What the person is to see: one entry, a few to choose from, or nothing."""
        if self.verdict is Verdict.NONE:
            return ()
        return self.candidates[: 1 if self.verdict is Verdict.ANSWER else MAX_CHOICES]


class Matcher(Protocol):
    """`prepare` does what may take a network call; outside of a transaction, before `match`.

    Without it `match` is still right, but may have to do without meaning.
    """

    def prepare(self, text: str) -> None: ...

    def match(self, text: str, *, limit: int = 5, context: Context | None = None) -> Match: ...


@runtime_checkable
class Improving(Protocol):
    """A matcher that is not all it could be yet."""

    def improved(self) -> Matcher:
        """Work on it for about a second: a better one, or itself while there is more to do."""
        ...

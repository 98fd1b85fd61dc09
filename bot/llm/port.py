"""The door to a language model, whoever runs it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


class Unanswered(Exception):
    """No answer, or none in time: the desk goes on as if there were no model."""


class Model(Protocol):
    """Raises Unanswered, and nothing else."""

    def ask(self, instructions: str, data: str, *, within: float) -> str:
        """`data` is never obeyed; `within` is seconds for all of it."""
        ...


@dataclass(frozen=True)
class Sentence:
    """One sentence of a draft, and the code of the entry it is taken from."""

    text: str
    code: str


@dataclass(frozen=True)
class Draft:
    """An answer put together from entries, every sentence of which was checked against its own."""

    sentences: tuple[Sentence, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        """The entries cited, each once, in order."""
        return tuple(dict.fromkeys(sentence.code for sentence in self.sentences))

    @property
    def lines(self) -> tuple[str, ...]:
        return tuple(sentence.text for sentence in self.sentences)

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

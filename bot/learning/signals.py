"""Which answers fail, entry by entry: counted, and ranked by what the count can bear."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from bot.learning.facts import Recorded, blame, put_first
from bot.learning.wilson import lower_bound
from models import Step


@dataclass(frozen=True)
class Failing:
    """Put first for `shown` questions, it `failed` for some; `because` counts what people did.

    A question that was shown the entry counts once, however often it was shown.
    """

    entry: int
    shown: int
    failed: int
    people: int
    because: tuple[tuple[Step, int], ...]
    questions: tuple[int, ...]

    @property
    def share(self) -> float:
        return self.failed / self.shown

    @property
    def at_least(self) -> float:
        return lower_bound(self.failed, self.shown)


def failing(asked: Iterable[Recorded]) -> list[Failing]:
    """Entries that failed at least once, the surest failures first."""
    shown: Counter[int] = Counter()
    because: dict[int, Counter[Step]] = defaultdict(Counter)
    who: dict[int, set[str]] = defaultdict(set)
    questions: dict[int, list[int]] = defaultdict(list)
    for question in asked:
        shown.update(put_first(question))
        for entry, step in blame(question):
            because[entry][step] += 1
            who[entry].add(question.who)
            questions[entry].append(question.id)
    found = [
        Failing(
            entry,
            shown[entry],
            steps.total(),
            len(who[entry]),
            tuple(sorted(steps.items(), key=lambda item: (-item[1], item[0].value))),
            tuple(questions[entry]),
        )
        for entry, steps in because.items()
    ]
    return sorted(found, key=lambda one: (-one.at_least, -one.failed, one.entry))

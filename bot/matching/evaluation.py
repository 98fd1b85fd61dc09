"""How well a matcher does on labelled questions."""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from bot.matching.port import Match, Matcher, Verdict

NONE = "NONE"  # the label of a question that no entry answers
_DEEP = 10  # entries asked for, so that the reciprocal rank sees beyond what is offered


class QueriesError(ValueError):
    """The file of labelled questions cannot be read; the message names the line."""


@dataclass(frozen=True)
class Report:
    """All shares are between 0 and 1, and 0 where nothing was there to count.

    top1, recall_at_3, mrr: over in-scope questions, by rank alone, whatever the verdict.
    answered_share: in-scope questions that got a direct answer, right or wrong, of all in-scope.
    answered_precision: right direct answers of all direct answers, those to NONE included.
    false_answer_rate_none: NONE questions that got a direct answer, of all NONE.
    """

    top1: float
    recall_at_3: float
    mrr: float
    answered_share: float
    answered_precision: float
    false_answer_rate_none: float
    p50_ms: float
    p99_ms: float

    def as_json(self) -> dict[str, float]:
        return {name: round(value, 4) for name, value in asdict(self).items()}

    def as_text(self) -> str:
        return "\n".join(
            f"{name:<24}{value:>9.2f}" if name.endswith("_ms") else f"{name:<24}{value:>9.1%}"
            for name, value in asdict(self).items()
        )


@dataclass(frozen=True)
class _Asked:
    gold: str
    match: Match
    seconds: float

    @property
    def rank(self) -> int | None:
        codes = [candidate.code for candidate in self.match.candidates]
        return codes.index(self.gold) if self.gold in codes else None

    @property
    def answered(self) -> bool:
        return self.match.verdict is Verdict.ANSWER


def evaluate(
    matcher: Matcher,
    queries: Iterable[tuple[str, str]],
    *,
    timer: Callable[[], float] = time.perf_counter,
) -> Report:
    asked: list[_Asked] = []
    for text, gold in queries:
        begun = timer()
        matcher.prepare(text)
        match = matcher.match(text, limit=_DEEP)
        asked.append(_Asked(gold, match, timer() - begun))
    within = [one for one in asked if one.gold != NONE]
    outside = [one for one in asked if one.gold == NONE]
    answered = [one for one in asked if one.answered]
    times = sorted(one.seconds * 1000 for one in asked)
    return Report(
        top1=_share([one.rank == 0 for one in within]),
        recall_at_3=_share([one.rank is not None and one.rank < 3 for one in within]),
        mrr=_share([0.0 if one.rank is None else 1 / (one.rank + 1) for one in within]),
        answered_share=_share([one.answered for one in within]),
        answered_precision=_share([one.rank == 0 for one in answered]),
        false_answer_rate_none=_share([one.answered for one in outside]),
        p50_ms=_percentile(times, 50),
        p99_ms=_percentile(times, 99),
    )


def _share(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def _percentile(ordered: Sequence[float], percent: int) -> float:
    return ordered[(len(ordered) - 1) * percent // 100] if ordered else 0.0


def read_queries(path: Path) -> list[tuple[str, str]]:
    """Lines of `question TAB entry-or-NONE`, without a header; blank lines are skipped."""
    queries: list[tuple[str, str]] = []
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise QueriesError(f"{path.name}: not UTF-8 ({error.reason})") from error
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        fields = [field.strip() for field in line.split("\t")]
        if len(fields) != 2:
            raise QueriesError(
                f"{path.name}, line {number}: expected question TAB id, found {len(fields)} columns"
            )
        if not all(fields):
            what = "question" if not fields[0] else "id"
            raise QueriesError(f"{path.name}, line {number}: the {what} is empty")
        queries.append((fields[0], fields[1]))
    return queries

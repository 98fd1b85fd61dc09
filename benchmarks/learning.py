"""`python -m benchmarks.learning`: four weeks of questions, presses, suggestions and reviews.

The FAQ begins without any similar question. Wordings are split once: some are asked during the
month and may be learnt, the others are only ever used to measure. What is suggested comes from
the desk's own rules over its own rows; a simulated reviewer, who knows the gold labels and errs
now and then, decides.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import mean

from sqlalchemy import select

from benchmarks.month import Crowd, Label, Scribe, react
from bot import logs
from bot.assembly import build_matcher
from bot.database import open_engine
from bot.desk import content as contents
from bot.desk import faq, learning, life
from bot.desk.knowledge import Knowledge
from bot.engine.inline import InlineEngine
from bot.faq_csv import parse_faq
from bot.learning.wordings import public
from bot.matching.evaluation import NONE, Report, evaluate, read_queries
from bot.matching.normalise import normalise
from bot.unit_of_work import Tx, UnitOfWork
from models import Base, FaqProposal, ProposalKind, ProposalState

SAMPLES = Path(__file__).parent.parent / "samples"
MONDAY = datetime(2026, 11, 1, 16, 0, tzinfo=UTC)  # 00:00 of 2026-11-02 at the stations
WEEKS = 4


@dataclass
class Clock:
    at: datetime

    def now(self) -> datetime:
        return self.at


@dataclass(frozen=True)
class Split:
    """Wordings asked in the month, and wordings that are only measured with."""

    asked: tuple[Label, ...]
    kept: tuple[Label, ...]


@dataclass
class Reviewer:
    """Knows what each wording means; errs in `slips` of the decisions."""

    meaning: dict[str, str]
    slips: float
    draw: random.Random

    def agrees(self, text: str, code: str) -> bool:
        right = self.meaning.get(normalise(text)) == code
        return right if self.draw.random() >= self.slips else not right


@dataclass(frozen=True)
class Week:
    number: int
    quality: Report
    suggested: Counter[str]
    approved: int
    right: int


def split(queries: list[Label], others: list[Label], seed: int) -> Split:
    """Two in five of the labelled questions are kept, whatever the order of the file."""

    def kept(text: str) -> bool:
        return int(hashlib.sha256(f"{seed}:{text}".encode()).hexdigest(), 16) % 5 < 2

    measured = tuple(one for one in queries if kept(one[0]))
    never = {normalise(text) for text, _ in measured}
    asked = [one for one in queries if not kept(one[0])] + others
    return Split(tuple(one for one in asked if normalise(one[0]) not in never), measured)


def month(folder: Path, data: Split, per_week: int, slips: float, seed: int) -> list[Week]:
    engine = open_engine(f"sqlite:///{folder / 'month.sqlite3'}", durable=False, patience=5)
    Base.metadata.create_all(engine)
    clock = Clock(MONDAY)
    uow = UnitOfWork(engine, clock, InlineEngine())
    with uow() as tx:
        rows = parse_faq((SAMPLES / "faq.csv").read_bytes()).rows
        faq.import_rows([replace(row, similar=()) for row in rows], tx, replace=False)
    crowd = Crowd(data.asked, seed)
    meaning = {normalise(public(text) or text): code for text, code in data.asked}
    reviewer = Reviewer(meaning, slips, random.Random(seed))
    knowledge = Knowledge(uow, build_matcher)
    knowledge.refresh()
    weeks = [Week(0, _measure(knowledge, data), Counter(), 0, 0)]
    for number in range(1, WEEKS + 1):
        for _ in range(7):
            _a_day(knowledge, crowd, clock, per_week // 7)
            found = learning.look(knowledge)
            with uow() as tx:
                learning.suggest(found, tx)
        with uow() as tx:
            suggested, approved, right = _review(reviewer, tx)
        knowledge.refresh()
        weeks.append(Week(number, _measure(knowledge, data), suggested, approved, right))
        print(f"… week {number}", file=sys.stderr)
    engine.dispose()
    return weeks


def _measure(knowledge: Knowledge, data: Split) -> Report:
    return evaluate(knowledge.refresh().matcher, data.kept)


def _a_day(knowledge: Knowledge, crowd: Crowd, clock: Clock, count: int) -> None:
    begun = clock.at
    with knowledge.uow() as tx:
        ids = {entry.code: entry.id for entry in faq.published(tx)}
        scribe = Scribe(tx, ids, faq.revision(tx))
        for turn in range(count):
            who, text, gold = crowd.asks()
            match, _ = knowledge.match(text)
            at = begun + timedelta(days=1) * turn / count
            react(scribe, scribe.ask(who, text, at, match), match, gold, crowd)
    clock.at = begun + timedelta(days=1)


def _review(reviewer: Reviewer, tx: Tx) -> tuple[Counter[str], int, int]:
    """All that is open is decided; a gap that asks for what an entry has becomes its wordings."""
    opened = tx.session.scalars(
        select(FaqProposal).where(FaqProposal.state == ProposalState.OPEN).order_by(FaqProposal.id)
    ).all()
    codes = {entry.id: entry.code for entry in faq.published(tx)}
    approved = right = 0
    for proposal in opened:
        code = codes.get(proposal.entry_id or 0, "")
        text = str(proposal.content.get("text", ""))
        yes = proposal.kind is ProposalKind.PHRASING and reviewer.agrees(text, code)
        if yes:
            _add(code, [text], tx)
        if proposal.kind is ProposalKind.GAP:
            _settle_gap(reviewer, proposal, tx)
        if proposal.kind is ProposalKind.PHRASING:
            approved += yes
            right += reviewer.meaning.get(normalise(text)) == code
        state = ProposalState.APPROVED if yes else ProposalState.REJECTED
        proposal.state, proposal.decided_at, proposal.decided_by = state, tx.now, "ou_reviewer"
    return Counter(one.kind.value for one in opened), approved, right


def _settle_gap(reviewer: Reviewer, gap: FaqProposal, tx: Tx) -> None:
    """The reviewer sees the samples; those that an existing entry answers are added to it."""
    for text in gap.evidence["samples"]:
        code = reviewer.meaning.get(normalise(text), NONE)
        if code != NONE and reviewer.draw.random() >= reviewer.slips:
            _add(code, [text], tx)


def _add(code: str, texts: list[str], tx: Tx) -> None:
    entry = next(iter(faq.by_codes([code], tx)))
    before = contents.of(entry)
    new = [text for text in texts if text not in before["similar"]]
    if new:
        after = {**before, "similar": [*before["similar"], *new]}
        life.publish(entry, after, "ou_reviewer", "", tx)


def table(rounds: Sequence[list[Week]]) -> str:
    """Means over the rounds; for the shares that matter most the lowest and highest as well."""
    head = (
        "| after week | suggested (wordings / gaps) | of the wordings right | approved | top-1 "
        "| among three | answered | precision | false answers on NONE |"
    )
    lines = [head, "|---" * 9 + "|"]
    for same in zip(*rounds, strict=True):
        wordings = [week.suggested["phrasing"] for week in same]
        right = sum(week.right for week in same) / max(sum(wordings), 1)
        cells = [
            str(same[0].number or "before"),
            f"{mean(wordings):.0f} / {mean(week.suggested['gap'] for week in same):.0f}",
            f"{right:.0%}" if any(wordings) else "–",
            f"{mean(week.approved for week in same):.0f}",
            _spread([week.quality.top1 for week in same]),
            f"{mean(week.quality.recall_at_3 for week in same):.1%}",
            _spread([week.quality.answered_share for week in same]),
            f"{mean(week.quality.answered_precision for week in same):.1%}",
            f"{mean(week.quality.false_answer_rate_none for week in same):.1%}",
        ]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def _spread(values: Sequence[float]) -> str:
    middle = f"{mean(values):.1%}"
    return middle if len(values) == 1 else f"{middle} ({min(values):.1%}–{max(values):.1%})"


def main() -> None:
    options = _options()
    logs.set_up("ERROR", as_json=False)
    queries = read_queries(SAMPLES / "queries.tsv")
    rows = parse_faq((SAMPLES / "faq.csv").read_bytes()).rows
    others = [(text, row.id) for row in rows for text in row.similar]
    begun = time.perf_counter()
    rounds, sizes = [], []
    for seed in range(1, options.rounds + 1):
        data = split(queries, others if options.wordings == "all" else [], seed)
        sizes.append((len(data.asked), sum(1 for _, code in data.kept if code != NONE)))
        with tempfile.TemporaryDirectory() as folder:
            rounds.append(month(Path(folder), data, options.per_week, options.slips, seed))
    print(
        f"{options.rounds} rounds; {mean(asked for asked, _ in sizes):.0f} wordings asked, "
        f"{options.per_week} questions a week; measured on "
        f"{mean(kept for _, kept in sizes):.0f} questions in scope, none of them ever asked; "
        f"{time.perf_counter() - begun:.0f} s\n"
    )
    print(table(rounds))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.learning", description=__doc__)
    parser.add_argument("--per-week", type=int, default=2100, help="questions a week")
    parser.add_argument("--slips", type=float, default=0.03, help="wrong decisions of the reviewer")
    parser.add_argument("--rounds", type=int, default=3, help="each splits and draws anew")
    parser.add_argument(
        "--wordings", choices=("queries", "all"), default="all",
        help="asked: a part of queries.tsv, or the FAQ's own similar questions as well",
    )  # fmt: skip
    return parser.parse_args()


if __name__ == "__main__":
    main()

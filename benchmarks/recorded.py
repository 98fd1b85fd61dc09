"""`python -m benchmarks.recorded`: the report and the nightly look over many recorded questions."""

from __future__ import annotations

import argparse
import random
import resource
import tempfile
import time
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine, insert, select

from bot import logs
from bot.assembly import build_matcher
from bot.database import open_engine
from bot.desk import deflection, faq, learning
from bot.desk.knowledge import Knowledge
from bot.engine.inline import InlineEngine
from bot.faq_csv import parse_faq
from bot.learning.clusters import MOST, NEAR, cluster, group
from bot.learning.facts import Recorded
from bot.matching.evaluation import NONE, read_queries
from bot.matching.normalise import normalise
from bot.matching.port import Matcher
from bot.unit_of_work import UnitOfWork
from models import (
    Base,
    FaqEntry,
    Inbound,
    InboundKind,
    InboundState,
    Question,
    QuestionStep,
    Step,
    Verdict,
)

SAMPLES = Path(__file__).parent.parent / "samples"
FIRST = datetime(2026, 10, 31, 16, 0, tzinfo=UTC)  # 00:00 of 1 November at the stations
SIGNS = "的了啊呢吧么是不有在这那个一下都还又"


class Now:
    def now(self) -> datetime:
        return FIRST + timedelta(days=30)


def fill(engine: Engine, uow: UnitOfWork, count: int) -> None:
    """A month of questions with what became of them; wordings vary as if typed by many hands."""
    draw = random.Random(1)
    labelled = read_queries(SAMPLES / "queries.tsv")
    with uow.reading() as tx:
        ids = {
            code: number for number, code in tx.session.execute(select(FaqEntry.id, FaqEntry.code))
        }
    pushes, questions, steps = [], [], []
    for number in range(1, count + 1):
        text, code = draw.choice(labelled)
        spot = draw.randrange(len(text) + 1)
        text = text[:spot] + draw.choice(SIGNS) + text[spot:]
        at = FIRST + timedelta(days=30) * number / (count + 1)
        who = f"ou_{draw.randrange(count // 4 + 1)}"
        found = code != NONE and draw.random() < 0.8
        entry = ids[code] if found else None
        pushes.append(
            {"id": number, "app_id": "cli", "key": f"k{number}", "kind": InboundKind.MESSAGE,
             "event_type": "message", "event_id": f"k{number}", "lane": f"oc_{who}", "payload": {},
             "sent_at": at, "received_at": at, "state": InboundState.DONE, "takeovers": 0}
        )  # fmt: skip
        questions.append(
            {"id": number, "inbound_id": number, "chat_id": f"oc_{who}", "message_id": f"m{number}",
             "open_id": who, "text": text, "normalised": normalise(text),
             "verdict": Verdict.ANSWER if found else Verdict.NONE,
             "candidates": [{"code": code, "confidence": 0.9, "score": 2.0}] if found else [],
             "faq_revision": 1, "via": "text", "asked_at": at}
        )  # fmt: skip
        said = [Step.SHOWN_ANSWER if found else Step.SHOWN_NONE]
        said += draw.choices([[], [Step.SOLVED], [Step.UNSOLVED], [Step.HUMAN]], [60, 25, 10, 5])[0]
        steps += [
            {"question_id": number, "entry_id": entry, "step": step, "via": "", "open_id": who,
             "at": at + timedelta(seconds=30 * place)}
            for place, step in enumerate(said)
        ]  # fmt: skip
    with engine.begin() as connection:
        for table, rows in ((Inbound, pushes), (Question, questions), (QuestionStep, steps)):
            for start in range(0, len(rows), 5000):
                connection.execute(insert(table), rows[start : start + 5000])


def spent(what: str, begun: float) -> None:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"| {what} | {time.process_time() - begun:.1f} s | {peak:.0f} MB |")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.recorded", description=__doc__)
    parser.add_argument("--questions", type=int, default=100_000)
    options = parser.parse_args()
    logs.set_up("ERROR", as_json=False)
    matcher: list[Matcher] = []

    def build(entries: object) -> Matcher:
        return matcher[0]

    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(f"sqlite:///{folder}/desk.sqlite3", durable=False, patience=5)
        Base.metadata.create_all(engine)
        uow = UnitOfWork(engine, Now(), InlineEngine())
        with uow() as tx:
            faq.import_rows(parse_faq((SAMPLES / "faq.csv").read_bytes()).rows, tx, replace=False)
            matcher.append(build_matcher([faq.as_text(entry) for entry in faq.published(tx)]))
        fill(engine, uow, options.questions)
        print(f"{options.questions} questions\n")
        print("| what | processor time | memory at most |\n|---|---|---|")
        begun = time.process_time()
        with uow.reading() as tx:
            made = deflection.answers(date(2026, 11, 1), date(2026, 11, 30), tx)
        spent(f"report answers ({made.report.total.n} cases)", begun)
        begun = time.process_time()
        found = learning.look(Knowledge(uow, build))
        spent(f"learn ({found.unanswered} unanswered, {len(found.gaps)} gaps)", begun)
        _clusters()
        _sameness()
        engine.dispose()


def _clusters() -> None:
    """As many different texts as are ever clustered at once."""
    draw = random.Random(2)
    texts = [text for text, _ in read_queries(SAMPLES / "queries.tsv")]
    asked = []
    for number in range(MOST):
        words = draw.choice(texts) + draw.choice(texts)[: draw.randrange(6)] + draw.choice(SIGNS)
        asked.append(
            Recorded(
                number, "oc", f"ou_{number % 900}", words, normalise(words), Verdict.NONE, (), None,
                1, FIRST + timedelta(minutes=number), (),
            )
        )  # fmt: skip
    begun = time.process_time()
    found = cluster(asked)
    spent(f"clustering {MOST} questions ({len({a.normalised for a in asked})} different) "
          f"into {len(found)}", begun)  # fmt: skip


def _sameness() -> None:
    """How far clusters are of one thing: over all wordings of the sample that have a label."""
    rows = parse_faq((SAMPLES / "faq.csv").read_bytes()).rows
    labelled = [one for one in read_queries(SAMPLES / "queries.tsv") if one[1] != NONE]
    labelled += [(text, row.id) for row in rows for text in (row.question, *row.similar)]
    meaning = {normalise(text): code for text, code in reversed(labelled)}
    texts = sorted(meaning)
    stars = [
        [meaning[texts[at]] for at in star] for star in group(texts, [1] * len(texts), near=NEAR)
    ]
    large = [Counter(star) for star in stars if len(star) > 2]
    pure = sum(max(star.values()) for star in large) / sum(star.total() for star in large)
    found = sum(_pairs(count) for star in stars for count in Counter(star).values())
    all_pairs = sum(_pairs(count) for count in Counter(meaning.values()).values())
    print(
        f"\n{len(texts)} labelled wordings: {len(large)} clusters of three or more, {pure:.0%} of "
        f"their wordings of one entry; {found / all_pairs:.0%} of the pairs found"
    )


def _pairs(count: int) -> int:
    return count * (count - 1) // 2


if __name__ == "__main__":
    main()

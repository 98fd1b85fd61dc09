"""Fit the matcher to an FAQ and the questions people asked it: python -m bot.matching.train."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from bot.faq_csv import FaqRow, FaqSheetError, parse_faq
from bot.matching.evaluation import QueriesError, evaluate, read_queries
from bot.matching.index import Index
from bot.matching.lexical import LexicalMatcher
from bot.matching.model import SHIPPED
from bot.matching.port import FaqText
from bot.matching.training import Unseen, fit, lesson


def read_entries(path: Path) -> list[FaqText]:
    sheet = parse_faq(path.read_bytes())
    for fault in sheet.faults:
        sys.stderr.write(f"{path.name} 第 {fault.line} 行：{fault.reason}\n")
    return [as_text(row) for row in sheet.rows]


def as_text(row: FaqRow) -> FaqText:
    return FaqText(row.id, row.category, row.question, row.similar, row.keywords, row.answer)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bot.matching.train", description=__doc__)
    parser.add_argument("--faq", type=Path, required=True, help="CSV as exported by the desk")
    parser.add_argument("--queries", type=Path, required=True, help="question TAB id-or-NONE")
    parser.add_argument(
        "--out", type=Path, help=f"where to write the model, such as {SHIPPED.name}"
    )
    given = parser.parse_args(arguments)
    try:
        entries, queries = read_entries(given.faq), read_queries(given.queries)
        unseen = evaluate(Unseen(entries, queries), queries)
        index = Index(entries)
        model = fit(index, lesson(index, queries))
    except (OSError, ValueError, FaqSheetError, QueriesError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    if given.out:
        model.save(given.out)
    seen = evaluate(LexicalMatcher.over(index, model), queries)
    for title, report in (
        ("Entries not seen in fitting (cross-validated)", unseen),
        ("The questions it was fitted on (in-sample)", seen),
    ):
        sys.stdout.write(f"{title}\n{report.as_text()}\n\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

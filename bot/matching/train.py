"""Fit the matcher to an FAQ and the questions people asked it: python -m bot.matching.train."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from bot.faq_csv import FaqRow, FaqSheetError, parse_faq
from bot.matching.embedded import open_embedded
from bot.matching.evaluation import QueriesError, evaluate, read_queries
from bot.matching.features import Asked
from bot.matching.index import Index
from bot.matching.lexical import Judge
from bot.matching.meaning import EmbeddingError, Semantics, digest, embeddable
from bot.matching.model import SHIPPED, Model, Models
from bot.matching.port import FaqText
from bot.matching.shelf import FileShelf
from bot.matching.slices import slices, table
from bot.matching.sparse import Floats
from bot.matching.training import Known, Nearness, Queries, Unseen, fit, lesson


def read_entries(path: Path) -> list[FaqText]:
    sheet = parse_faq(path.read_bytes())
    for fault in sheet.faults:
        sys.stderr.write(f"{path.name} 第 {fault.line} 行：{fault.reason}\n")
    return [as_text(row) for row in sheet.rows]


def as_text(row: FaqRow) -> FaqText:
    return FaqText(row.id, row.category, row.question, row.similar, row.keywords, row.answer)


def nearness(index: Index, semantics: Semantics) -> Nearness:
    """Embeds the FAQ now, and every question as it comes, a minute for 4,000 short texts."""
    starts = np.arange(1)
    meanings = semantics.learned(index.questions_as_heard, index.text_starts, None)
    if meanings is None:
        raise EmbeddingError("the FAQ could not be embedded")
    known: dict[str, Floats] = {}

    def near(texts: Sequence[str]) -> list[Floats]:
        for text in texts:
            if text not in known:
                alone = semantics.learned([text], starts, None)
                assert alone is not None
                known[text] = meanings.near(alone.matrix[0])
        return [known[text] for text in texts]

    return near


def learn(index: Index, queries: Queries, near: Nearness | None, *, cut: bool) -> Model:
    """Prints what the fit is worth."""
    taught = lesson(index, queries, near)
    model = fit(index, taught)
    unseen = Unseen(index, queries, taught, near)
    known = Known(Judge(index, model), near)
    for title, matcher in (
        ("entries not seen in fitting (cross-validated)", unseen),
        ("the questions it was fitted on (in-sample)", known),
    ):
        report = evaluate(matcher, queries)
        sys.stdout.write(f"{model.fit}: {title}\n{report.as_text()}\n\n")
    if cut:
        sys.stdout.write(f"{table(unseen, slices(index, queries))}\n\n")
    return model


def main(arguments: Sequence[str] | None = None) -> int:
    given = _parser().parse_args(arguments)
    try:
        entries, queries = read_entries(given.faq), read_queries(given.queries)
        index = Index(entries)
        models = Models(learn(index, queries, None, cut=given.slices))
        embedder = None if given.lexical else open_embedded()
        if embedder is None:
            sys.stderr.write("without the embedded model: the lexical fit only\n")
        else:
            shelf = FileShelf(given.vectors) if given.vectors else None
            near = nearness(index, Semantics(embedder, shelf))
            models = Models(models.lexical, learn(index, queries, near, cut=given.slices))
            if shelf is not None:
                asked = [Asked.of(text, index).plain for text, _ in queries]
                texts = (*index.questions_as_heard, *asked)
                shelf.save(digest(embeddable(text)) for text in texts)
    except (OSError, ValueError, FaqSheetError, QueriesError, EmbeddingError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    if given.out:
        models.save(given.out)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bot.matching.train", description=__doc__)
    parser.add_argument("--faq", type=Path, required=True, help="CSV as exported by the desk")
    parser.add_argument("--queries", type=Path, required=True, help="question TAB id-or-NONE")
    parser.add_argument(
        "--out", type=Path, help=f"where to write the model, such as {SHIPPED.name}"
    )
    parser.add_argument("--lexical", action="store_true", help="leave meaning out")
    parser.add_argument("--slices", action="store_true", help="print a table by kind of question")
    parser.add_argument(
        "--vectors", type=Path, help="file for the vectors of the FAQ and of the questions"
    )
    return parser


if __name__ == "__main__":
    raise SystemExit(main())

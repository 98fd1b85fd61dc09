"""`faq export`, `faq list`, `evaluate`."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

from bot.assembly import open_desk
from bot.commands import Say
from bot.commands.imports import read_file
from bot.desk import faq
from bot.desk.sources import faults_told
from bot.faq_csv import FaqRow, FaqSheet, FaqSheetError, format_faq
from bot.faq_xlsx import format_xlsx
from bot.matching.port import FaqText
from config import Settings

if TYPE_CHECKING:
    from bot.matching.meaning import Semantics


def export_file(settings: Settings, path: Path, say: Say) -> int:
    with open_desk(settings) as uow, uow.reading() as tx:
        rows = [faq.as_row(entry) for entry in faq.published(tx)]
    as_workbook = path.suffix.lower() == ".xlsx"
    path.write_bytes(format_xlsx(rows) if as_workbook else format_faq(rows))
    say(f"已导出 {len(rows)} 条到 {path}")
    return 0


def list_entries(settings: Settings, category: str | None, say: Say) -> int:
    with open_desk(settings) as uow, uow.reading() as tx:
        entries = [e for e in faq.published(tx) if _within(e.category, category)]
        for entry in entries:
            say(f"{entry.code}\t{entry.category}\t{entry.question}\t+{len(entry.phrasings)}")
    say(f"共 {len(entries)} 条")
    return 0


def _within(category: str, wanted: str | None) -> bool:
    return wanted is None or f"{category}/".startswith(f"{wanted}/")


def evaluate(faq_path: Path, queries_path: Path, say: Say, *, as_json: bool) -> int:
    """Needs no database: what is asked is whether this FAQ answers these questions.

    With the worker's own pipeline: understanding as SEMANTIC says, all of it before the first.
    """
    from bot.matching.evaluation import evaluate as measure
    from bot.matching.evaluation import read_queries
    from bot.matching.fused import Builder

    sheet = _read(faq_path, say)
    if sheet is None:
        return 1
    try:
        queries = read_queries(queries_path)
    except (ValueError, OSError) as error:
        say(f"{queries_path}: {error}")
        return 1
    matcher = Builder(lambda: _semantics(faq_path), patient=True)([_text(r) for r in sheet.rows])
    report = measure(matcher, queries)
    say(json.dumps(report.as_json()) if as_json else report.as_text())
    return 0


def _semantics(faq_path: Path) -> Semantics | None:
    from bot.matching.open import open_semantics
    from bot.matching.shelf import FileShelf

    return open_semantics(
        os.environ.get("SEMANTIC") or "auto",
        url=os.environ.get("EMBEDDINGS_URL", ""),
        model=os.environ.get("EMBEDDINGS_MODEL", ""),
        key=os.environ.get("EMBEDDINGS_API_KEY", ""),
        shelf=FileShelf.beside(faq_path),
    )


def _read(path: Path, say: Say) -> FaqSheet | None:
    try:
        sheet = read_file(path)
    except (FaqSheetError, OSError) as error:
        say(f"{path}: {error}")
        return None
    for told in faults_told(sheet.faults):
        say(f"{path} {told}")
    return sheet


def _text(row: FaqRow) -> FaqText:
    return FaqText(
        code=row.id,
        category=row.category,
        question=row.question,
        similar=row.similar,
        keywords=row.keywords,
        answer=row.answer,
    )

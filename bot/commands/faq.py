"""`faq import`, `faq export`, `faq list`, `evaluate`."""

from __future__ import annotations

import json
from pathlib import Path

from bot.assembly import build_matcher, open_desk
from bot.commands import Say
from bot.desk import faq, knowledge
from bot.faq_csv import FaqRow, FaqSheet, FaqSheetError, format_faq, parse_faq
from bot.matching.port import FaqText
from config import Settings


def import_file(
    settings: Settings, path: Path, say: Say, *, keep_going: bool, replace: bool
) -> int:
    """All rows or none, unless told to keep going past the broken ones."""
    sheet = _read(path, say)
    if sheet is None:
        return 1
    if sheet.faults and not keep_going:
        say("没有导入任何内容。改好上面这些行再导入，或加 --keep-going 只导入没有问题的行。")
        return 1
    if sheet.faults and replace:
        say("--replace 不能和有问题的行一起用：没读懂的行会被当成已删除。没有导入任何内容。")
        return 1
    with open_desk(settings) as uow:
        with uow() as tx:
            done = faq.import_rows(sheet.rows, tx, replace=replace)
        knowledge.relate(uow, build_matcher)
    say(
        f"导入完成（{sheet.encoding}）：新增 {done.added}，修改 {done.changed}，"
        f"未变 {done.unchanged}，下架 {done.archived}，跳过有问题的 {len(sheet.faults)} 行。"
    )
    return 1 if sheet.faults else 0


def export_file(settings: Settings, path: Path, say: Say) -> int:
    with open_desk(settings) as uow, uow.reading() as tx:
        rows = [faq.as_row(entry) for entry in faq.published(tx)]
    path.write_bytes(format_faq(rows))
    say(f"已导出 {len(rows)} 条到 {path}")
    return 0


def list_entries(settings: Settings, category: str | None, say: Say) -> int:
    with open_desk(settings) as uow, uow.reading() as tx:
        entries = [e for e in faq.published(tx) if category in (None, e.category)]
        for entry in entries:
            say(f"{entry.code}\t{entry.category}\t{entry.question}\t+{len(entry.phrasings)}")
    say(f"共 {len(entries)} 条")
    return 0


def evaluate(faq_path: Path, queries_path: Path, say: Say, *, as_json: bool) -> int:
    """Needs no database: what is asked is whether this FAQ answers these questions."""
    from bot.matching.evaluation import evaluate as measure
    from bot.matching.evaluation import read_queries

    sheet = _read(faq_path, say)
    if sheet is None:
        return 1
    try:
        queries = read_queries(queries_path)
    except (ValueError, OSError) as error:
        say(f"{queries_path}: {error}")
        return 1
    matcher = build_matcher([_text(row) for row in sheet.rows])
    report = measure(matcher, queries)
    say(json.dumps(report.as_json()) if as_json else report.as_text())
    return 0


def _read(path: Path, say: Say) -> FaqSheet | None:
    try:
        sheet = parse_faq(path.read_bytes())
    except (FaqSheetError, OSError) as error:
        say(f"{path}: {error}")
        return None
    for fault in sheet.faults:
        say(f"{path} 第 {fault.line} 行，{fault.column}：{fault.reason}")
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

"""The FAQ as an Excel workbook: every sheet that has our headings, merged cells filled in."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

from bot.faq_csv import guarded, unguarded
from bot.faq_rows import (
    COLUMNS,
    Collector,
    FaqRow,
    FaqSheet,
    FaqSheetError,
    cells_of,
    check_header,
    columns_for,
    heading,
)

# A workbook is a zip: what is small on the disk may be huge when unpacked.
LARGEST_UNPACKED = 200 * 1024 * 1024
HEADER_WITHIN = 10
WIDTHS = {"question": 36, "similar_questions": 48, "answer": 72}


def parse_xlsx(raw: bytes) -> FaqSheet:
    """As `parse_faq`; a fault also names its sheet. Sheets without our headings are passed over."""
    book = _open(raw)
    collected, read = Collector(), 0
    for sheet in book.worksheets:
        lines = list(_lines(sheet))
        start = next(
            (n for n, (_, cells) in enumerate(lines[:HEADER_WITHIN]) if _is_ours(cells)), None
        )
        if start is None:
            continue
        read += 1
        names = [heading(cell) for cell in lines[start][1]]
        while names and not names[-1]:
            names.pop()
        _check(names, sheet.title)
        for line, cells in lines[start + 1 :]:
            given = dict(zip(names, map(unguarded, cells), strict=False))
            collected.add({name: given.get(name, "") for name in names}, line, sheet.title)
    if not read:
        expected = "，".join(COLUMNS)
        raise FaqSheetError(
            f"没有一个工作表的表头是：{expected}（也可以用中文：编号、分类、问题…）"
        )
    return collected.sheet("xlsx")


def format_xlsx(rows: Iterable[FaqRow]) -> bytes:
    """One sheet, its headings frozen; every cell is text, so that none is run as a formula."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font

    rows = list(rows)
    columns = columns_for(rows)
    book = Workbook()
    sheet = book.active
    sheet.title = "FAQ"
    for number, row in enumerate(
        [dict(zip(columns, columns, strict=True)), *map(cells_of, rows)], 1
    ):
        for at, name in enumerate(columns, 1):
            cell = sheet.cell(number, at)
            # What reading would take for a guard gets one more, so that it comes back whole.
            text = row[name]
            cell.value = guarded(text) if text.startswith("'") else text
            cell.data_type = "s"
            cell.alignment = Alignment(wrap_text=number > 1, vertical="top")
            if number == 1:
                cell.font = Font(bold=True)
    for at, name in enumerate(columns, 1):
        sheet.column_dimensions[sheet.cell(1, at).column_letter].width = WIDTHS.get(name, 16)
    sheet.freeze_panes = "A2"
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _open(raw: bytes) -> Any:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            if sum(each.file_size for each in packed.infolist()) > LARGEST_UNPACKED:
                raise FaqSheetError("工作簿太大，解压后超过 200 MB")
        from openpyxl import load_workbook

        # Not read-only: only a workbook that is loaded whole knows its merged cells.
        return load_workbook(io.BytesIO(raw), data_only=True)
    except FaqSheetError:
        raise
    except Exception as error:
        # A damaged workbook fails in as many ways as there are parts in it.
        raise FaqSheetError(
            f"打不开这个工作簿（{type(error).__name__}）；请另存一份再试"
        ) from error


def _lines(sheet: Any) -> Iterator[tuple[int, list[str]]]:
    """Rows with anything of their own, as text; a merged area's one value stands in all of it."""
    merged = {
        (row, column): (area.min_row, area.min_col)
        for area in sheet.merged_cells.ranges
        for row in range(area.min_row, area.max_row + 1)
        for column in range(area.min_col, area.max_col + 1)
    }
    for line, cells in enumerate(sheet.iter_rows(), 1):
        if not any(_text(cell.value).strip() for cell in cells):
            continue
        origins = [merged.get((cell.row, cell.column)) for cell in cells]
        yield (
            line,
            [
                _text(sheet.cell(*origin).value if origin else cell.value)
                for cell, origin in zip(cells, origins, strict=True)
            ],
        )


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return f"{value:%Y-%m-%d}"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    # Excel writes some line breaks and control characters in this form.
    return str(value).replace("_x000D_", "")


def _is_ours(cells: list[str]) -> bool:
    return {"id", "question", "answer"} <= {heading(cell) for cell in cells}


def _check(names: list[str], sheet: str) -> None:
    try:
        check_header(names)
    except FaqSheetError as error:
        raise FaqSheetError(f"工作表“{sheet}”：{error}") from error

"""The FAQ as a spreadsheet: read forgivingly, reported line by line, written back unchanged."""

import csv
import io
import re
from collections.abc import Iterable, Iterator

from bot.faq_rows import COLUMNS as COLUMNS
from bot.faq_rows import (
    Collector,
    RowFault,
    cells_of,
    check_header,
    columns_for,
    heading,
)
from bot.faq_rows import FaqRow as FaqRow
from bot.faq_rows import FaqSheet as FaqSheet
from bot.faq_rows import FaqSheetError as FaqSheetError

# Spreadsheets run a cell that begins like this (OWASP: CSV injection). An apostrophe is what they
# themselves use for "this is text"; one more is put before a cell that has its own.
_FORMULA = re.compile(r"[\s']*[=+\-@＝＋－＠]|'*[\t\r]")
_GUARD = "'"


def parse_faq(raw: bytes) -> FaqSheet:
    """Good rows and, beside them, what is wrong with the others."""
    text, encoding = _decoded(raw)
    records = _records(text)
    _, header = next(records, (1, []))
    names = [heading(name) for name in header]
    check_header(names)
    collected = Collector()
    for line, cells in records:
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(header):
            reason = f"这一行有 {len(cells)} 列，应为 {len(header)} 列；请检查逗号和引号"
            collected.faults.append(RowFault(line, "", reason))
            continue
        collected.add(dict(zip(names, map(unguarded, cells), strict=True)), line)
    return collected.sheet(encoding)


def format_faq(rows: Iterable[FaqRow]) -> bytes:
    """UTF-8 with a BOM, without which Excel reads Chinese as gibberish."""
    rows = list(rows)
    columns = columns_for(rows)
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        cells = cells_of(row)
        writer.writerow([guarded(cells[name]) for name in columns])
    return target.getvalue().encode("utf-8-sig")


def _decoded(raw: bytes) -> tuple[str, str]:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise FaqSheetError("文件是 UTF-16 编码（“Unicode 文本”），请另存为“CSV UTF-8”后再导入")
    if raw.startswith(b"PK"):
        raise FaqSheetError("这是 Excel 工作簿，不是 CSV；请另存为“CSV UTF-8”后再导入")
    # GB18030 last: it accepts nearly anything, UTF-8 accepts nearly nothing else.
    for codec, name in (("utf-8-sig", "utf-8"), ("gb18030", "gb18030")):
        try:
            text = raw.decode(codec)
        except UnicodeDecodeError:
            _refuse_damaged_utf8(raw)
            continue
        if "\x00" in text:
            break
        return text.removeprefix("\ufeff"), name
    raise FaqSheetError("认不出文件编码；请另存为“CSV UTF-8”后再导入")


def _refuse_damaged_utf8(raw: bytes) -> None:
    """One bad byte must not turn a whole UTF-8 file into well-formed GB18030 gibberish."""
    text = raw.decode("utf-8", errors="replace")
    damaged = text.count("\ufffd")
    if damaged * 10 < sum(character >= "\u2e80" for character in text):
        line = text[: text.index("\ufffd")].count("\n") + 1
        raise FaqSheetError(f"文件是 UTF-8 编码，但第 {line} 行有 {damaged} 处损坏，请重新导出")


def _records(text: str) -> Iterator[tuple[int, list[str]]]:
    """Each record with the line it starts on; one quoted cell may span many lines."""
    reader = csv.reader(io.StringIO(text, newline=""))
    line = 1
    try:
        for cells in reader:
            yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        reason = f"第 {line} 行起读不下去（{error}）；多半是少了一个引号"
        raise FaqSheetError(reason) from error


def guarded(cell: str) -> str:
    return _GUARD + cell if _FORMULA.match(cell) else cell


def unguarded(cell: str) -> str:
    return cell[1:] if cell.startswith(_GUARD) and _FORMULA.match(cell) else cell

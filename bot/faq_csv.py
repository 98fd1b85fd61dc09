"""The FAQ as a spreadsheet: read forgivingly, reported line by line, written back unchanged."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

COLUMNS = (
    "id", "category", "question", "similar_questions", "answer", "keywords", "skill_group",
)  # fmt: skip
LONGEST_QUESTION = 200
# A Feishu card holds 30 KB; this leaves room for the question, the buttons and JSON escapes.
LARGEST_ANSWER = 8_000
_ID = re.compile(r"[A-Za-z0-9_-]{1,40}")
# Spreadsheets run a cell that begins like this (OWASP: CSV injection). An apostrophe is what they
# themselves use for "this is text"; one more is put before a cell that has its own.
_FORMULA = re.compile(r"[\s']*[=+\-@＝＋－＠]|'*[\t\r]")
_GUARD = "'"


class FaqSheetError(ValueError):
    """Nothing of the file can be used; the message tells the operator why."""


@dataclass(frozen=True)
class FaqRow:
    id: str
    category: str
    question: str
    similar: tuple[str, ...]
    answer: str
    keywords: tuple[str, ...]
    skill_group: str


@dataclass(frozen=True)
class RowFault:
    """`line` is where the record starts in the file, as a text editor counts."""

    line: int
    column: str
    reason: str


@dataclass(frozen=True)
class FaqSheet:
    rows: tuple[FaqRow, ...]
    faults: tuple[RowFault, ...]
    encoding: str


def parse_faq(raw: bytes) -> FaqSheet:
    """Good rows and, beside them, what is wrong with the others."""
    text, encoding = _decoded(raw)
    records = _records(text)
    _, header = next(records, (1, []))
    _check_header(header)
    place = {name.strip(): number for number, name in enumerate(header)}
    rows: list[FaqRow] = []
    faults: list[RowFault] = []
    first_line: dict[str, int] = {}
    for line, cells in records:
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(header):
            reason = f"这一行有 {len(cells)} 列，应为 {len(header)} 列；请检查逗号和引号"
            faults.append(RowFault(line, "", reason))
            continue
        row = _row({name: _unguarded(cells[number]) for name, number in place.items()})
        found = [RowFault(line, column, reason) for column, reason in _faults(row)]
        if row.id in first_line:
            reason = f"编号 {row.id} 重复，第 {first_line[row.id]} 行已经用过"
            found.append(RowFault(line, "id", reason))
        elif row.id:
            first_line[row.id] = line
        faults.extend(found)
        if not found:
            rows.append(row)
    return FaqSheet(tuple(rows), tuple(faults), encoding)


def format_faq(rows: Iterable[FaqRow]) -> bytes:
    """UTF-8 with a BOM, without which Excel reads Chinese as gibberish."""
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in rows:
        cells = (
            row.id, row.category, row.question, "|".join(row.similar), row.answer,
            "|".join(row.keywords), row.skill_group,
        )  # fmt: skip
        writer.writerow([_guarded(cell) for cell in cells])
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


def _check_header(header: Sequence[str]) -> None:
    names = [name.strip() for name in header]
    complaints = [
        f"{what}：{'、'.join(found)}"
        for what, found in (
            ("缺少列", [name for name in COLUMNS if name not in names]),
            ("不认识的列", [name or "（空）" for name in names if name not in COLUMNS]),
            ("重复的列", sorted({name for name in names if names.count(name) > 1})),
        )
        if found
    ]
    if complaints:
        expected = "，".join(COLUMNS)
        raise FaqSheetError(f"表头不对。{'；'.join(complaints)}。表头应为：{expected}")


def _row(cell: dict[str, str]) -> FaqRow:
    return FaqRow(
        id=cell["id"].strip(),
        category=cell["category"].strip(),
        question=cell["question"].strip(),
        similar=_split(cell["similar_questions"]),
        answer=cell["answer"].replace("\r\n", "\n").replace("\r", "\n").strip(),
        keywords=_split(cell["keywords"]),
        skill_group=cell["skill_group"].strip(),
    )


def _split(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split("|") if part.strip())


def _faults(row: FaqRow) -> Iterator[tuple[str, str]]:
    if not row.id:
        yield "id", "缺少编号"
    elif not _ID.fullmatch(row.id):
        yield "id", f"编号 {row.id[:40]} 不合规：只能用字母、数字、- 和 _，最多 40 个字符"
    if not row.question:
        yield "question", "缺少标准问题"
    for column, questions in (("question", (row.question,)), ("similar_questions", row.similar)):
        longest = max(map(len, questions), default=0)
        if longest > LONGEST_QUESTION:
            yield column, f"问题太长（{longest} 字），最多 {LONGEST_QUESTION} 字"
    if not row.answer:
        yield "answer", "缺少答案"
    size = len(row.answer.encode())
    if size > LARGEST_ANSWER:
        yield "answer", f"答案太长（{size} 字节），最多 {LARGEST_ANSWER} 字节，否则卡片放不下"


def _guarded(cell: str) -> str:
    return _GUARD + cell if _FORMULA.match(cell) else cell


def _unguarded(cell: str) -> str:
    return cell[1:] if cell.startswith(_GUARD) and _FORMULA.match(cell) else cell

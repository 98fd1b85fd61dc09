"""One FAQ entry as a row of any table: which columns there are, and what a row must satisfy."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

COLUMNS = (
    "id", "category", "question", "similar_questions", "answer", "keywords", "skill_group",
)  # fmt: skip
# A table without these leaves what an entry has; an empty cell takes it away.
OPTIONAL = ("safety", "owner", "valid_until")
HEADINGS = {
    "编号": "id",
    "分类": "category",
    "问题": "question",
    "标准问题": "question",
    "相似问法": "similar_questions",
    "相似问题": "similar_questions",
    "答案": "answer",
    "关键词": "keywords",
    "技能组": "skill_group",
    "安全级别": "safety",
    "负责人": "owner",
    "有效期": "valid_until",
    "有效期至": "valid_until",
}
SAFETY = {
    "": "normal", "normal": "normal", "普通": "normal",
    "caution": "caution", "注意": "caution",
    "hazard": "hazard", "危险": "hazard",
}  # fmt: skip
LONGEST_QUESTION = 200
LONGEST_CATEGORY = 40
LONGEST_SKILL_GROUP = 40
# A Feishu card holds 30 KB; this leaves room for the question, the buttons and JSON escapes.
LARGEST_ANSWER = 8_000
_ID = re.compile(r"[A-Za-z0-9_-]{1,40}")
_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")


class FaqSheetError(ValueError):
    """Nothing of the file can be used; the message tells the operator why."""


@dataclass(frozen=True)
class FaqRow:
    """The last three are None where the table has no such column. `valid_until` is an ISO day."""

    id: str
    category: str
    question: str
    similar: tuple[str, ...]
    answer: str
    keywords: tuple[str, ...]
    skill_group: str
    safety: str | None = None
    owner: str | None = None
    valid_until: str | None = None


@dataclass(frozen=True)
class RowFault:
    """`line` is where the record starts, as an editor or a spreadsheet counts.

    `record` is the number it has where it comes from, if that is no file.
    """

    line: int
    column: str
    reason: str
    sheet: str = ""
    record: str = ""

    @property
    def where(self) -> str:
        if self.record:
            return f"记录 {self.record}"
        return f"{f'工作表“{self.sheet}” ' if self.sheet else ''}第 {self.line} 行"


@dataclass(frozen=True)
class FaqSheet:
    rows: tuple[FaqRow, ...]
    faults: tuple[RowFault, ...]
    encoding: str


def heading(name: str) -> str:
    """The column that a heading names, in whichever language."""
    bare = name.strip()
    return HEADINGS.get(bare, bare)


def check_header(names: Sequence[str]) -> None:
    """`names` as `heading` gives them. Raises FaqSheetError."""
    complaints = [
        f"{what}：{'、'.join(found)}"
        for what, found in (
            ("缺少列", [name for name in COLUMNS if name not in names]),
            ("不认识的列", [n or "（空）" for n in names if n not in COLUMNS + OPTIONAL]),
            ("重复的列", sorted({name for name in names if names.count(name) > 1})),
        )
        if found
    ]
    if complaints:
        expected = "，".join(COLUMNS)
        raise FaqSheetError(f"表头不对。{'；'.join(complaints)}。表头应为：{expected}")


class Collector:
    """Rows as they are read, and beside the good ones what is wrong with the others."""

    def __init__(self) -> None:
        self.rows: list[FaqRow] = []
        self.faults: list[RowFault] = []
        self._first: dict[str, str] = {}

    def add(
        self, cells: Mapping[str, str], line: int, sheet: str = "", *, record: str = ""
    ) -> None:
        row = read_row(cells)
        here = RowFault(line, "", "", sheet, record).where
        found = [RowFault(line, column, reason, sheet, record) for column, reason in faults_of(row)]
        if row.id in self._first:
            reason = f"编号 {row.id} 重复，{self._first[row.id]}已经用过"
            found.append(RowFault(line, "id", reason, sheet, record))
        elif row.id:
            self._first[row.id] = here
        self.faults.extend(found)
        if not found:
            self.rows.append(row)

    def sheet(self, encoding: str) -> FaqSheet:
        return FaqSheet(tuple(self.rows), tuple(self.faults), encoding)


def read_row(cell: Mapping[str, str]) -> FaqRow:
    return FaqRow(
        id=cell["id"].strip(),
        category=_path(cell["category"]),
        question=cell["question"].strip(),
        similar=split(cell["similar_questions"]),
        answer=cell["answer"].replace("\r\n", "\n").replace("\r", "\n").strip(),
        keywords=split(cell["keywords"]),
        skill_group=cell["skill_group"].strip(),
        safety=_safety(cell.get("safety")),
        owner=_stripped(cell.get("owner")),
        valid_until=_day(cell.get("valid_until")),
    )


def cells_of(row: FaqRow) -> dict[str, str]:
    return {
        "id": row.id,
        "category": row.category,
        "question": row.question,
        "similar_questions": "|".join(row.similar),
        "answer": row.answer,
        "keywords": "|".join(row.keywords),
        "skill_group": row.skill_group,
        "safety": row.safety or "",
        "owner": row.owner or "",
        "valid_until": row.valid_until or "",
    }


def columns_for(rows: Iterable[FaqRow]) -> tuple[str, ...]:
    """The optional columns are written only where some row has something to say in them."""
    used = any(row.safety not in (None, "normal") or row.owner or row.valid_until for row in rows)
    return COLUMNS + OPTIONAL if used else COLUMNS


def split(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split("|") if part.strip())


def faults_of(row: FaqRow) -> Iterator[tuple[str, str]]:
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
    for column, text, most in (
        ("category", row.category, LONGEST_CATEGORY),
        ("skill_group", row.skill_group, LONGEST_SKILL_GROUP),
    ):
        if len(text) > most:
            yield column, f"太长（{len(text)} 字），最多 {most} 字"
    if row.safety is not None and row.safety not in SAFETY.values():
        yield "safety", f"安全级别“{row.safety[:20]}”不认识，应为 普通、注意 或 危险"
    if row.valid_until and not _is_day(row.valid_until):
        yield "valid_until", f"有效期“{row.valid_until[:20]}”不是日期，应写成 2026-12-31"


def _path(category: str) -> str:
    """Levels apart by one `/`, whatever stood around it."""
    return "/".join(level.strip() for level in re.split(r"[/／]", category) if level.strip())


def _safety(cell: str | None) -> str | None:
    return None if cell is None else SAFETY.get(cell.strip().lower(), cell.strip())


def _stripped(cell: str | None) -> str | None:
    return None if cell is None else cell.strip()


def _day(cell: str | None) -> str | None:
    """In the form of ISO where it is a day at all; what is none stays, to be complained of."""
    if cell is None:
        return None
    found = _DAY.match(cell.strip())
    return "{}-{:0>2}-{:0>2}".format(*found.groups()) if found else cell.strip()


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True

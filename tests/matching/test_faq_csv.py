"""Spreadsheets as operators really send them."""

import re
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.faq_csv import COLUMNS, FaqRow, FaqSheetError, format_faq, parse_faq

HEADER = ",".join(COLUMNS)
GOOD = "A-1,账号,密码忘了怎么办,忘记密码|密码想不起来,点【忘记密码】,密码|登录,一组"
SAMPLE = Path(__file__).parents[2] / "samples" / "faq.csv"


def sheet(*lines: str, header: str = HEADER) -> bytes:
    return "\r\n".join((header, *lines)).encode()


def faults(*lines: str) -> list[tuple[int, str, str]]:
    return [(f.line, f.column, f.reason) for f in parse_faq(sheet(*lines)).faults]


@pytest.mark.parametrize(
    ("codec", "encoding"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8"), ("gbk", "gb18030"), ("gb18030", "gb18030")],
)
def test_a_sheet_reads_the_same_in_every_encoding(codec: str, encoding: str) -> None:
    parsed = parse_faq(f"{HEADER}\n{GOOD}\n".encode(codec))
    assert parsed.encoding == encoding
    assert parsed.faults == ()
    assert parsed.rows == (
        FaqRow(
            "A-1", "账号", "密码忘了怎么办", ("忘记密码", "密码想不起来"), "点【忘记密码】",
            ("密码", "登录"), "一组",
        ),
    )  # fmt: skip


def test_the_sample_has_no_faults() -> None:
    parsed = parse_faq(SAMPLE.read_bytes())
    assert len(parsed.rows) == 241
    assert parsed.faults == ()


def test_columns_may_come_in_any_order() -> None:
    header = ",".join(reversed(COLUMNS))
    row = ",".join(reversed(GOOD.split(",")))
    assert parse_faq(sheet(row, header=header)).rows == parse_faq(sheet(GOOD)).rows


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"", "缺少列：id、category"),
        (sheet(header=HEADER.replace(",answer", "")), "缺少列：answer"),
        (sheet(header=HEADER + ",颜色"), "不认识的列：颜色"),
        (sheet(header=HEADER + ",id"), "重复的列：id"),
        ((HEADER + "\n" + GOOD).encode("utf-16"), "UTF-16"),
        (b"PK\x03\x04workbook", "Excel"),
        (b"\xff\x00\x81\x80", "编码"),
        (sheet(GOOD) * 3 + b"\xe5\xaf", "损坏"),
        (sheet('A-2,账号,"' + "长" * 140_000), "引号"),
    ],
)
def test_an_unusable_file_says_why(raw: bytes, message: str) -> None:
    with pytest.raises(FaqSheetError, match=message):
        parse_faq(raw)


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        (",账号,问,,答,,组", "id", "缺少编号"),
        ("A-2,账号,,,答,,组", "question", "缺少标准问题"),
        ("A-2,账号,问,,,,组", "answer", "缺少答案"),
        ("A 2,账号,问,,答,,组", "id", "不合规"),
        ("A" * 41 + ",账号,问,,答,,组", "id", "不合规"),
        (f"A-2,账号,{'长' * 201},,答,,组", "question", "201 字"),
        (f"A-2,账号,问,短|{'长' * 201},答,,组", "similar_questions", "201 字"),
        (f"A-2,账号,问,,{'长' * 2667},,组", "answer", "8001 字节"),
        ("A-2,账号,问,答", "", "有 4 列，应为 7 列"),
        ("A-1,账号,问,,答,,组", "id", "第 2 行已经用过"),
    ],
)
def test_a_broken_row_is_named_and_the_others_kept(row: str, column: str, reason: str) -> None:
    parsed = parse_faq(sheet(GOOD, row, GOOD.replace("A-1", "A-9")))
    assert [r.id for r in parsed.rows] == ["A-1", "A-9"]
    (fault,) = parsed.faults
    assert (fault.line, fault.column) == (3, column)
    assert reason in fault.reason


def test_faults_name_the_line_where_the_record_starts() -> None:
    long_answer = 'A-2,账号,问,,"第一步\n第二步\n第三步",,组'
    assert [line for line, _, _ in faults(GOOD, long_answer, "", ",账号,问,,答,,组")] == [7]


def test_every_fault_of_a_row_is_told() -> None:
    assert [column for _, column, _ in faults(",账号,,,,,组")] == ["id", "question", "answer"]


@pytest.mark.parametrize("cell", ["=1+1", "+86", "-99℃ 怎么办", "@all", "＝SUM(A1)", " =1", "'=1"])
def test_a_cell_that_looks_like_a_formula_is_written_as_text(cell: str) -> None:
    row = FaqRow("A-1", "", "问", (), cell.strip(), (), "")
    written = format_faq([row])
    assert f",'{cell.strip()}" in written.decode("utf-8-sig")
    assert parse_faq(written).rows == (row,)


def words(most: int) -> st.SearchStrategy[str]:
    alphabet = st.characters(codec="utf-8", exclude_characters="|\x00\r", exclude_categories=["Cs"])
    formula = st.sampled_from(["", "=", "'=", "''", "-", "@"])
    text = st.text(alphabet, max_size=most)
    return st.tuples(formula, text).map("".join).map(lambda t: t.removeprefix("\ufeff").strip())


ROWS = st.lists(
    st.builds(
        FaqRow,
        id=st.from_regex(r"[A-Za-z0-9_-]{1,40}", fullmatch=True),
        category=words(10).map(lambda text: "/".join(re.findall(r"[^/／\s]+", text))),
        question=words(50).filter(bool),
        similar=st.lists(words(20).filter(bool), max_size=3).map(tuple),
        answer=words(100).filter(bool),
        keywords=st.lists(words(8).filter(bool), max_size=3).map(tuple),
        skill_group=words(10),
    ),
    max_size=5,
    unique_by=lambda row: row.id,
)


@given(ROWS)
def test_what_is_written_reads_back_equal(rows: list[FaqRow]) -> None:
    parsed = parse_faq(format_faq(rows))
    assert parsed.faults == ()
    assert parsed.rows == tuple(rows)


def test_a_category_is_a_path_however_it_is_typed() -> None:
    row = GOOD.replace("账号", " 账号 ／ 密码 / ")
    assert parse_faq(sheet(row)).rows[0].category == "账号/密码"


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        ("危险,ou_bob,2027-01-31", None),
        ("hazard,,2027/1/31", None),
        ("很危险,,", "safety"),
        (",,明年", "valid_until"),
        (",,2027-02-30", "valid_until"),
    ],
)
def test_the_columns_that_may_be_missing_are_read_if_they_are_there(
    cells: str, fault: str | None
) -> None:
    header = f"{HEADER},安全级别,负责人,有效期"
    parsed = parse_faq(sheet(f"{GOOD},{cells}", header=header))
    assert [one.column for one in parsed.faults] == ([fault] if fault else [])
    if not fault:
        assert parsed.rows[0].safety == "hazard"
        assert parsed.rows[0].valid_until == "2027-01-31"
    assert parse_faq(sheet(GOOD)).rows[0].safety is None


@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda t: f"{HEADER}\n{t}".encode()))
def test_bad_content_never_raises_anything_else(raw: bytes) -> None:
    with suppress(FaqSheetError):
        parse_faq(raw)

"""Workbooks as operators really send them."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from typing import Any

import pytest
from openpyxl import Workbook

from bot.faq_csv import COLUMNS, FaqRow, FaqSheetError
from bot.faq_xlsx import format_xlsx, parse_xlsx

CHINESE = ["编号", "分类", "问题", "相似问法", "答案", "关键词", "技能组"]
GOOD: list[Any] = [
    "A-1",
    "账号",
    "密码忘了怎么办",
    "忘记密码|密码想不起来",
    "点【忘记密码】",
    "密码",
    "一组",
]
OTHER: list[Any] = ["A-2", "", "怎么换班", "", "点【换班】", "", "一组"]


def workbook(*sheets: tuple[str, list[list[Any]]], merge: str | None = None) -> bytes:
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        if merge:
            sheet.merge_cells(merge)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def test_chinese_headings_and_a_title_above_them_are_understood() -> None:
    parsed = parse_xlsx(workbook(("知识", [["站务知识库"], [], CHINESE, GOOD])))
    assert parsed.faults == ()
    assert parsed.rows == (
        FaqRow(
            "A-1", "账号", "密码忘了怎么办", ("忘记密码", "密码想不起来"), "点【忘记密码】",
            ("密码",), "一组",
        ),
    )  # fmt: skip


def test_a_merged_category_counts_for_all_of_its_rows() -> None:
    raw = workbook(("知识", [CHINESE, GOOD, OTHER, [None] * 7, [None] * 7]), merge="B2:B5")
    assert [(row.id, row.category) for row in parse_xlsx(raw).rows] == [
        ("A-1", "账号"),
        ("A-2", "账号"),
    ]


def test_every_sheet_with_our_headings_is_read_and_others_are_passed_over() -> None:
    raw = workbook(
        ("说明", [["怎么填", "看这里"]]),
        ("一", [CHINESE, GOOD]),
        ("二", [list(COLUMNS), OTHER]),
    )
    assert [row.id for row in parse_xlsx(raw).rows] == ["A-1", "A-2"]


def test_a_faulty_row_is_named_with_its_sheet_line_and_reason() -> None:
    raw = workbook(
        ("一", [CHINESE, GOOD, [], ["A-3", "", "", "", "答", "", ""]]), ("二", [CHINESE, GOOD])
    )
    parsed = parse_xlsx(raw)
    assert [row.id for row in parsed.rows] == ["A-1"]
    assert [(f.where, f.column, f.reason) for f in parsed.faults] == [
        ("工作表“一” 第 4 行", "question", "缺少标准问题"),
        ("工作表“二” 第 2 行", "id", "编号 A-1 重复，工作表“一” 第 2 行已经用过"),
    ]


def test_numbers_and_dates_become_the_text_that_is_shown() -> None:
    names = [*CHINESE, "安全级别", "负责人", "有效期"]
    row = [1001.0, "账号", "问", "", "答", 12.5, "", "危险", "ou_bob", date(2027, 1, 31)]
    (read,) = parse_xlsx(workbook(("一", [names, row]))).rows
    assert (read.id, read.keywords) == ("1001", ("12.5",))
    assert (read.safety, read.owner, read.valid_until) == ("hazard", "ou_bob", "2027-01-31")


@pytest.mark.parametrize("text", ["=1+1", "'=1+1", "- 第一步", "+86", "'好'"])
def test_what_is_written_comes_back_and_runs_as_no_formula(text: str) -> None:
    row = FaqRow("A-1", "账号", text, (text,), text, (), "", "caution", "", "2027-01-31")
    raw = format_xlsx([row])
    assert parse_xlsx(raw).rows == (row,)
    with zipfile.ZipFile(io.BytesIO(raw)) as packed:
        assert b"<f>" not in packed.read("xl/worksheets/sheet1.xml")


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"PK\x03\x04 broken", "打不开"),
        (workbook(("一", [["别的", "表"]])), "没有一个工作表"),
        (
            workbook(("一", [[*CHINESE, "颜色"], [*GOOD, "红"]])),
            "工作表“一”：表头不对。不认识的列：颜色",
        ),
    ],
)
def test_an_unusable_workbook_says_why(raw: bytes, message: str) -> None:
    with pytest.raises(FaqSheetError, match=message):
        parse_xlsx(raw)

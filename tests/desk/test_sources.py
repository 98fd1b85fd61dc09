"""Knowledge kept elsewhere becomes rows of ours, in whatever shape it comes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from bot.commands.imports import Failed, fetch_bitable, fetch_helpdesk
from bot.desk import sources
from bot.feishu.bitable_memory import MemoryBitable
from bot.feishu.bitable_port import DATE, PERSON, TEXT, Column, NewColumn, Record
from bot.feishu.errors import NeverAgain, TryLater
from bot.feishu.helpdesk_memory import MemoryHelpdesk
from bot.feishu.helpdesk_port import HelpdeskCategory, HelpdeskFaq
from tests.desk import reviewing
from tests.furniture import Desk, SteppedClock

NAMES = {
    "编号": TEXT, "问题": TEXT, "答案": TEXT, "分类": 3, "相似问法": TEXT, "关键词": 4,
    "负责人": PERSON, "有效期": DATE, "公式": 20, "创建时间": 1001,
}  # fmt: skip
COLUMNS = [Column(f"fld{at}", name, kind) for at, (name, kind) in enumerate(NAMES.items())]


@pytest.fixture
def desk(database_url: str, clock: SteppedClock) -> Iterator[Desk]:
    with reviewing.reviewed_desk(database_url, clock) as it:
        yield it


def text(*parts: str) -> list[dict[str, str]]:
    return [{"type": "text", "text": part} for part in parts]


def record(number: str = "rec1", **fields: Any) -> Record:
    return Record(number, {"问题": text("日结卡住？"), "答案": text("等。"), **fields})


def row(**fields: Any) -> Any:
    (only,) = sources.from_bitable(COLUMNS, [record(**fields)], {}).sheet.rows
    return only


def test_every_shape_of_a_cell_becomes_the_text_of_a_sheets_cell() -> None:
    read = row(
        编号=text("E-", "1"),
        答案=[*text("看"), {"type": "url", "text": "说明", "link": "https://example.com"}],
        分类="班结 / 日结",
        相似问法=text("转圈\n卡住"),
        关键词=["日结", "转圈"],
        负责人=[{"id": "ou_bob", "name": "李工"}, {"id": "ou_carol"}],
        有效期=1798732800000,
        公式={"type": 1, "value": text("别管我")},
        创建时间=1798732800000,
    )
    assert (read.id, read.category) == ("E-1", "班结/日结")
    assert read.answer == "看[说明](https://example.com)"
    assert (read.similar, read.keywords) == (("转圈", "卡住"), ("日结", "转圈"))
    assert (read.owner, read.valid_until) == ("ou_bob", "2027-01-01")


def test_a_formula_may_hold_the_answer() -> None:
    columns = [Column("f1", "question", TEXT), Column("f2", "answer", 20)]
    cells = {"question": text("问"), "answer": {"type": 1, "value": text("答")}}
    (only,) = sources.from_bitable(columns, [Record("rec1", cells)], {}).sheet.rows
    assert (only.id, only.answer) == ("BT-rec1", "答")


def test_a_table_without_an_answer_column_is_not_ours() -> None:
    with pytest.raises(sources.NotOurs, match="answer"):
        sources.from_bitable([Column("f1", "问题", TEXT)], [], {})


def test_what_was_taken_over_before_keeps_its_code() -> None:
    known = {"bitable:rec1": "SH-07"}
    given = sources.from_bitable(COLUMNS, [record(), record("rec2")], known)
    assert [one.id for one in given.sheet.rows] == ["SH-07", "BT-rec2"]
    assert given.origins == {"SH-07": "bitable:rec1", "BT-rec2": "bitable:rec2"}


def test_the_helpdesks_tree_its_expiry_and_what_is_offline() -> None:
    circle = [HelpdeskCategory("1", "甲", "2"), HelpdeskCategory("2", "乙", "1")]
    given = sources.from_helpdesk(
        [
            HelpdeskFaq("9", "问", "答", ("另一问",), "1", pictures=2, expires_at=1798732800),
            HelpdeskFaq("8", "旧问", "旧答", online=False),
        ],
        circle,
        {},
    )
    (only,) = given.sheet.rows
    assert (only.id, only.category, only.valid_until) == ("HD-9", "乙/甲", "2026-12-31")
    assert given.notes == ("HD-9 有 2 张图片没有带过来，请用 faq attach 补上",)


def test_pages_are_read_to_the_end_and_a_busy_moment_is_waited_out(desk: Desk) -> None:
    helpdesk = MemoryHelpdesk(
        [HelpdeskFaq(str(n), f"问题{n}", "答") for n in range(7)], page_size=3
    )
    helpdesk.refusals += [TryLater(99991400, "slow down", wait=0.001)] * 3
    assert len(fetch_helpdesk(helpdesk, desk.uow).sheet.rows) == 7
    helpdesk.authorised = False
    with pytest.raises(NeverAgain, match="154001"):
        fetch_helpdesk(helpdesk, desk.uow)


def test_a_table_is_read_by_its_columns_and_an_empty_one_is_suspicious(desk: Desk) -> None:
    bitable = MemoryBitable()
    base = bitable.create_base("知识库").app_token
    table = bitable.create_table(base, "FAQ", [NewColumn("问题", TEXT), NewColumn("答案", TEXT)])
    with pytest.raises(Failed, match="可管理"):
        fetch_bitable(bitable, base, table, desk.uow)
    rows = [{"问题": f"问题{n}", "答案": "答"} for n in range(3)]
    bitable.create_rows(base, table, rows, client_token="3f0c1d9e-0000-4000-8000-000000000001")
    given = fetch_bitable(bitable, base, table, desk.uow)
    assert [one.question for one in given.sheet.rows] == ["问题0", "问题1", "问题2"]

"""Views as people use them: filters, hidden columns, and what the bot reads through them."""

import pytest

from sandbox.bases_client import TableClient
from sandbox.client import SandboxError
from tests.sandbox.bases.basework import Base


def shown(table: TableClient, view: str) -> list[str]:
    return [one["cells"]["标题"] for one in table.grid(view)["items"]]


@pytest.fixture
def full(table: TableClient) -> TableClient:
    table.add({"标题": "甲", "数量": 1, "状态": "待处理", "标签": "油枪"})
    table.add({"标题": "乙", "数量": 9, "状态": "已完成", "加急": True})
    table.add({"标题": "丙", "数量": 5, "日期": "2026-01-31 09:00"})
    return table


@pytest.mark.parametrize(
    ("conditions", "rows"),
    [
        ([("数量", "isGreater", ["4"])], ["乙", "丙"]),
        ([("状态", "is", ["待处理"])], ["甲"]),
        ([("标签", "contains", ["油枪"])], ["甲"]),
        ([("加急", "is", ["true"])], ["乙"]),
        ([("日期", "isNotEmpty", [])], ["丙"]),
        ([("日期", "is", ["ExactDate", "1769788800000"])], ["丙"]),
        ([("标题", "isNot", ["甲"]), ("数量", "isLess", ["6"])], ["丙"]),
    ],
)
def test_a_view_shows_what_its_filter_lets_through_here_and_to_the_bot(
    full: TableClient, base: Base, conditions: list[tuple[str, str, list[str]]], rows: list[str]
) -> None:
    view = full.add_view("我的")["view_id"]
    wish = [{"field_id": n, "operator": o, "value": v} for n, o, v in conditions]
    kept = full.change_view(view, filter={"conjunction": "and", "conditions": wish})
    assert [one["value"] for one in kept["filter"]["conditions"]] == [v for _, _, v in conditions]
    assert shown(full, view) == rows
    assert [one["标题"][0]["text"] for one in base.rows({"view_id": view})] == rows
    assert len(full.grid()["items"]) == 3
    assert full.grid()["rows"] == 3


def test_any_of_several_conditions(full: TableClient, base: Base) -> None:
    wish = [
        {"field_id": "数量", "operator": "is", "value": ["1"]},
        {"field_id": "标题", "operator": "contains", "value": ["丙"]},
    ]
    full.change_view(base.view_id, filter={"conjunction": "or", "conditions": wish})
    assert shown(full, base.view_id) == ["甲", "丙"]
    assert shown(full, "first") == ["甲", "丙"]


def test_a_renamed_option_still_filters_and_a_deleted_column_does_not(
    full: TableClient, base: Base
) -> None:
    wish = [{"field_id": "状态", "operator": "is", "value": ["待处理"]}]
    full.change_view(base.view_id, filter={"conditions": wish})
    choices = next(one for one in full.grid()["fields"] if one["name"] == "状态")["choices"]
    choices[0]["name"] = "排队"
    full.change_column("状态", property={"options": choices})
    assert shown(full, base.view_id) == ["甲"]
    assert full.rows()[0]["状态"] == "排队"
    full.delete_column("状态")
    assert shown(full, base.view_id) == ["甲", "乙", "丙"]


def test_hidden_columns_are_told_to_the_bot(full: TableClient, base: Base) -> None:
    assert full.change_view(base.view_id, hidden=["数量"])["hidden"] == [base.field_ids[1]]
    fields = base.call("GET", "/fields", view_id=base.view_id, page_size=100).data["items"]
    assert [one["field_name"] for one in fields if one["is_hidden"]] == ["数量"]


def test_views_that_make_no_sense_are_refused(full: TableClient, base: Base) -> None:
    def filtered(name: str, operator: str, *value: str) -> None:
        wish = [{"field_id": name, "operator": operator, "value": list(value)}]
        full.change_view(base.view_id, filter={"conditions": wish})

    with pytest.raises(SandboxError, match="no column"):
        filtered("没有", "is", "1")
    with pytest.raises(SandboxError, match="does not suit"):
        filtered("加急", "contains", "x")
    with pytest.raises(SandboxError, match="1254018"):
        filtered("数量", "is", "many")
    with pytest.raises(SandboxError, match="first column"):
        full.change_view(base.view_id, hidden=["标题"])
    with pytest.raises(SandboxError, match="already"):
        full.add_view("全部")
    with pytest.raises(SandboxError, match="type is one of"):
        full.add_view("地图", "map")
    with pytest.raises(SandboxError, match="no such view"):
        full.change_view("vew", name="x")
    with pytest.raises(SandboxError, match="last view"):
        full._call("DELETE", f"/views/{base.view_id}")

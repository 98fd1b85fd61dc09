"""What people do in bases through the control API."""

import pytest

from sandbox.bases_client import BasesClient, TableClient
from sandbox.client import SandboxClient, SandboxError
from tests.sandbox.bases.basework import Base


def test_a_grid_reads_like_the_client(
    table: TableClient, base: Base, client: SandboxClient, alice: str
) -> None:
    name = next(one["name"] for one in client.people() if one["open_id"] == alice)
    row = table.add(
        {
            "标题": "油枪",
            "数量": "3",
            "标签": "油枪、新的",
            "日期": "2026-01-01 09:30",
            "加急": "是",
            "处理人": name,
            "链接": "https://a.b",
        }
    )
    assert row["cells"] == {
        "标题": "油枪",
        "数量": "3",
        "标签": "油枪、新的",
        "日期": "2026-01-01 09:30",
        "加急": "是",
        "处理人": name,
        "链接": "https://a.b",
    }
    assert row["created_by"] == name
    assert base.rows()[0]["日期"] == 1_767_231_000_000
    assert table.grid()["fields"][0]["primary"] is True
    assert table.rows() == [row["cells"]]


def test_what_makes_no_sense_is_refused(table: TableClient, people: BasesClient) -> None:
    for fields, why in (
        ({"数量": "many"}, "no number"),
        ({"日期": "soon"}, "no date"),
        ({"处理人": "谁"}, "nobody"),
        ({"没有": "x"}, "no column"),
        ({"电话": "a"}, "1254072"),
    ):
        with pytest.raises(SandboxError, match=why):
            table.add(fields)
    with pytest.raises(SandboxError, match="no such row"):
        table.remove("rec")
    with pytest.raises(SandboxError, match="first column"):
        table.delete_column("标题")
    with pytest.raises(SandboxError, match="already"):
        table.add_column("标题", 1)
    with pytest.raises(SandboxError, match="no such base"):
        people.delete("x")
    with pytest.raises(SandboxError, match="bot is one of"):
        people.make("x", bot="all")


def test_columns_keep_what_makes_sense_in_another_type(table: TableClient) -> None:
    table.add({"标题": "甲", "数量": "3", "状态": "待处理"})
    table.change_column("数量", type=1)
    table.change_column("状态", type=2)
    assert table.rows() == [{"标题": "甲", "数量": "3"}]
    table.change_column("数量", type=3)
    assert table.rows() == [{"标题": "甲", "数量": "3"}]
    assert table.grid()["fields"][1]["options"] == ["3"]
    table.change_column("数量", type=4, field_name="档")
    assert table.rows() == [{"标题": "甲", "档": "3"}]


def test_options_that_are_taken_away_vanish_from_cells(table: TableClient) -> None:
    table.add({"标题": "甲", "状态": "已完成"})
    table.change_column("状态", property={"options": [{"name": "关闭"}]})
    assert table.rows() == [{"标题": "甲"}]


def test_a_table_is_renamed_and_rows_come_in_heaps(table: TableClient, base: Base) -> None:
    before = base.revision()
    table.rename("新名")
    table.add({"标题": "甲"}, times=300)
    grid = table.grid()
    assert (grid["name"], grid["rows"], grid["revision"]) == ("新名", 300, before + 2)


def test_a_base_is_copied_with_or_without_contents(
    people: BasesClient, base: Base, table: TableClient
) -> None:
    table.add({"标题": "甲"})
    full = people.copy(base.app_token, name="全")
    bare = people.copy(base.app_token, contents=False)
    assert (full["name"], [one["rows"] for one in full["tables"]]) == ("全", [5, 1])
    assert [one["rows"] for one in bare["tables"]] == [0, 0]
    assert full["app_token"] != base.app_token


def test_a_form_is_filled_in_by_a_person(base: Base, table: TableClient, alice: str) -> None:
    made = base.call("POST", "/views", {"view_name": "登记", "view_type": "form"}).data["view"]
    form = f"/forms/{made['view_id']}"
    with pytest.raises(SandboxError, match="not shared"):
        table.submit(made["view_id"], {"标题": "甲"})
    base.call("PATCH", form, {"shared": True})
    base.call("PATCH", f"{form}/fields/{base.field_ids[0]}", {"required": True})
    with pytest.raises(SandboxError, match="required"):
        table.submit(made["view_id"], {"数量": 1})
    table.submit(made["view_id"], {"标题": "甲"})
    assert base.search({"automatic_fields": True}).data["items"][0]["created_by"]["id"] == alice


def test_reset_forgets_bases(people: BasesClient, base: Base, client: SandboxClient) -> None:
    assert [one["app_token"] for one in people.all()] == [base.app_token]
    client.reset()
    assert people.all() == []

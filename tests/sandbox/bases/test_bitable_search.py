"""Search over HTTP: filters by type of column, order, columns, pages."""

from datetime import datetime
from typing import Any

import pytest

from sandbox.client import SandboxClient
from sandbox.state.bitable import kinds
from tests.sandbox.bases.basework import Base, column

Json = dict[str, Any]
HOUR = 3_600_000
DAY = 24 * HOUR
# Midnight of 2026-01-01 in Shanghai.
NEW_YEAR = 1_767_196_800_000


@pytest.fixture
def full(base: Base, alice: str, bob: str) -> Base:
    rows: list[Json] = [
        {"标题": "油枪漏油", "数量": 1, "状态": "待处理", "标签": ["油枪"], "加急": True},
        {"标题": "支付失败", "数量": 5, "状态": "已完成", "标签": ["油枪", "支付"]},
        {"标题": "打印机卡纸", "处理人": [{"id": alice}, {"id": bob}]},
    ]
    rows[0] |= {"处理人": [{"id": alice}], "日期": NEW_YEAR + 9 * HOUR, "电话": "139"}
    rows[1] |= {"日期": NEW_YEAR + DAY}
    made = base.call("POST", "/records/batch_create", {"records": [{"fields": r} for r in rows]})
    assert made.code == 0, made.body
    return base


A, B, C = "油枪漏油", "支付失败", "打印机卡纸"


@pytest.mark.parametrize(
    ("name", "operator", "value", "found"),
    [
        ("标题", "is", ["油枪漏油"], [A]),
        ("标题", "isNot", ["油枪漏油"], [B, C]),
        ("标题", "contains", ["油"], [A]),
        ("标题", "doesNotContain", ["油"], [B, C]),
        ("数量", "is", ["5"], [B]),
        ("数量", "isNot", ["5"], [A, C]),
        ("数量", "isGreater", ["1"], [B]),
        ("数量", "isGreaterEqual", ["1.0"], [A, B]),
        ("数量", "isLess", ["5"], [A]),
        ("数量", "isLessEqual", ["5"], [A, B]),
        ("数量", "isEmpty", [], [C]),
        ("数量", "isNotEmpty", [], [A, B]),
        ("状态", "is", ["待处理"], [A]),
        ("状态", "contains", ["待处理", "已完成"], [A, B]),
        ("状态", "isNot", ["没有"], [A, B, C]),
        ("标签", "is", ["油枪"], [A]),
        ("标签", "contains", ["支付"], [B]),
        ("标签", "doesNotContain", ["支付"], [A, C]),
        ("加急", "is", ["true"], [A]),
        ("加急", "is", ["false"], [B, C]),
        ("照片", "isEmpty", [], [A, B, C]),
        ("电话", "contains", ["3"], [A]),
        ("日期", "is", ["ExactDate", str(NEW_YEAR + 20 * HOUR)], [A]),
        ("日期", "isGreater", ["ExactDate", str(NEW_YEAR + 20 * HOUR)], [A, B]),
        ("日期", "isLess", ["ExactDate", str(NEW_YEAR + DAY)], [A]),
        ("日期", "isEmpty", [], [C]),
    ],
)
def test_each_operator_finds_its_rows(
    full: Base, name: str, operator: str, value: list[str], found: list[str]
) -> None:
    assert full.found(name, operator, *value) == found


def test_people_are_found_by_id(full: Base, alice: str, bob: str) -> None:
    assert full.found("处理人", "is", alice) == [A]
    assert full.found("处理人", "contains", alice, bob) == [A, C]
    assert full.found("处理人", "isNot", alice) == [B, C]


def test_days_are_counted_in_the_base_s_time_zone(base: Base, client: SandboxClient) -> None:
    now = datetime.fromisoformat(client.call("GET", "clock")["now"])
    ms = int(now.timestamp() * 1000)
    base.call(
        "POST",
        "/records/batch_create",
        {
            "records": [
                {"fields": {"标题": "今天", "日期": ms}},
                {"fields": {"标题": "昨天", "日期": ms - DAY}},
                {"fields": {"标题": "明天", "日期": ms + DAY}},
                {"fields": {"标题": "二十天前", "日期": ms - 20 * DAY}},
            ]
        },
    )
    assert base.found("日期", "is", "Today") == ["今天"]
    assert base.found("日期", "is", "Yesterday") == ["昨天"]
    assert base.found("日期", "isGreater", "Today")[-1] == "明天"
    assert base.found("日期", "is", "TheLastWeek") == ["今天", "昨天"]
    assert base.found("日期", "is", "TheNextWeek") == ["今天", "明天"]
    assert base.found("日期", "is", "TheLastMonth") == ["今天", "昨天", "二十天前"]
    assert "今天" in base.found("日期", "is", "CurrentWeek")
    assert "今天" in base.found("日期", "is", "CurrentMonth")


def condition(name: str, operator: str = "is", value: Any = ("x",)) -> Json:
    return {"field_name": name, "operator": operator, "value": list(value)}


@pytest.mark.parametrize(
    ("one", "code"),
    [
        ({"field_name": "标题", "operator": "isEmpty"}, 1254018),
        (condition("标题", "like"), 1254018),
        (condition("标题", "isGreater"), 1254018),
        (condition("标题", "is", ["a", "b"]), 1254018),
        (condition("标题", "is", [str(n) for n in range(11)]), 1254018),
        (condition("标题", "is", [5]), 1254018),
        (condition("数量", "is", ["many"]), 1254018),
        (condition("数量", "contains", ["5"]), 1254018),
        (condition("状态", "is", ["a", "b"]), 1254018),
        (condition("加急", "is", ["是"]), 1254018),
        (condition("加急", "isEmpty", []), 1254018),
        (condition("照片", "is"), 1254018),
        (condition("日期", "is", ["x"]), 1254018),
        (condition("日期", "isGreater", ["CurrentWeek"]), 1254018),
        (condition("日期", "isGreaterEqual", ["Today"]), 1254018),
        (condition("没有"), 1254045),
    ],
)
def test_filters_are_checked(base: Base, one: Json, code: int) -> None:
    answer = base.search({"filter": {"conjunction": "and", "conditions": [one]}})
    assert (answer.status, answer.code) == (200, code)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"filter": 5}, 1254018),
        ({"filter": {"conjunction": "xor", "conditions": [condition("标题")]}}, 1254018),
        ({"filter": {"children": [{"children": []}]}}, 1254018),
        ({"filter": {"conditions": [condition("标题")] * 51}}, 1254107),
        ({"filter": {"conditions": [condition("标题", "is", ["x" * 2000])]}}, 1254107),
        ({"sort": 5}, 1254016),
        ({"sort": [{"field_name": "标题", "desc": "yes"}]}, 1254016),
        ({"sort": [{"field_name": "没有"}]}, 1254045),
        ({"sort": [{"field_name": "标题", "desc": True}] * 50}, 1254108),
        ({"field_names": 5}, 1254024),
        ({"field_names": ["标题"] * 201}, 1254024),
        ({"field_names": ["没有"]}, 1254045),
        ({"automatic_fields": "yes"}, 1254001),
        ({"view_id": "vewabcdefghij"}, 1254042),
    ],
)
def test_searches_are_checked(base: Base, body: Json, code: int) -> None:
    assert base.search(body).code == code


def test_conditions_join_and_nest_one_level(full: Base) -> None:
    children = [
        {"conjunction": "or", "conditions": [condition("数量", value=["1"]), _done()]},
        {"conjunction": "and", "conditions": [condition("标题", "contains", ["支付"])]},
    ]
    rows = full.rows({"filter": {"conjunction": "and", "children": children}})
    assert [one["数量"] for one in rows] == [5]
    rows = full.rows({"filter": {"conjunction": "or", "conditions": [_done()], "children": []}})
    assert [one["数量"] for one in rows] == [5]


def _done() -> Json:
    return condition("状态", "is", ["已完成"])


def test_formulas_are_read_but_not_filtered(full: Base) -> None:
    expression = f'bitable::$table[{full.table_id}].$field[{full.field_ids[0]}]&"!"'
    made = column("公式", kinds.FORMULA, property={"formula_expression": expression})
    assert full.call("POST", "/fields", made).code == 0
    assert full.rows()[0]["公式"] == {
        "type": 1,
        "ui_type": "Text",
        "value": [{"type": "text", "text": "油枪漏油!"}],
    }
    refused = full.search({"filter": {"conditions": [condition("公式")]}})
    assert refused.code == 1254018


def test_rows_are_sorted_and_columns_chosen(full: Base) -> None:
    body = {"sort": [{"field_name": "数量", "desc": True}], "field_names": ["数量"]}
    assert full.rows(body) == [{"数量": 5}, {"数量": 1}, {}]
    body = {"sort": [{"field_name": "状态", "desc": False}], "field_names": ["状态"]}
    assert full.rows(body) == [{"状态": "待处理"}, {"状态": "已完成"}, {}]


def test_pages_follow_each_other_and_belong_to_one_question(full: Base) -> None:
    first = full.search({}, page_size=2).data
    assert (first["has_more"], first["total"], len(first["items"])) == (True, 3, 2)
    rest = full.search({}, page_size=2, page_token=first["page_token"]).data
    assert (rest["has_more"], len(rest["items"])) == (False, 1)
    assert "page_token" not in rest
    other = full.search({"field_names": ["标题"]}, page_token=first["page_token"])
    assert other.code == 1254030
    assert full.search({}, page_token="x").code == 1254030


@pytest.mark.parametrize("size", ["0", "501", "x"])
def test_a_page_holds_1_to_500_rows(base: Base, size: str) -> None:
    answer = base.search({}, page_size=size)
    assert (answer.status, answer.code) == (400, 1254011)


def test_a_renamed_column_is_not_found_any_more(full: Base) -> None:
    field_id = full.field_ids[2]
    old = full.fields()["状态"]
    change = {"field_name": "进度", "type": 3, "property": old["property"]}
    assert full.call("PUT", f"/fields/{field_id}", change).code == 0
    assert full.add({"状态": "待处理"}).code == 1254045
    assert full.search({"field_names": ["状态"]}).code == 1254045
    assert full.rows({"field_names": ["进度"]})[0] == {"进度": "待处理"}

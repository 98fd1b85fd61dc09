"""Bitable on the page: cells, rows and columns change, and the bot hears of it."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.page.conftest import DESKTOP, PHONE, OpenPage
from tests.page.stage import Stage

pytestmark = pytest.mark.browser

RECORDS = "drive.file.bitable_record_changed_v1"
FIELDS = "drive.file.bitable_field_changed_v1"
COLUMNS = [
    {"field_name": "编号", "type": 1},
    {"field_name": "数量", "type": 2},
    {
        "field_name": "状态",
        "type": 3,
        "property": {"options": [{"name": "正常"}, {"name": "停用"}]},
    },
    {"field_name": "标签", "type": 4, "property": {"options": [{"name": "新"}, {"name": "旧"}]}},
    {"field_name": "巡检", "type": 5},
    {"field_name": "合格", "type": 7},
    {"field_name": "负责人", "type": 11},
    {"field_name": "链接", "type": 15},
    {"field_name": "序号", "type": 1005},
]


class Sheet:
    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        base = stage.control("POST", "bases", name="设备台账", bot="full_access")
        self.app = base["app_token"]
        made = stage.control("POST", f"bases/{self.app}/tables", name="油机台账", fields=COLUMNS)
        self.table = made["table_id"]
        for number in ("YJ-01", "YJ-02"):
            stage.control("POST", f"{self.path}/rows", fields={"编号": number})
        stage.subscribe(self.app)

    @property
    def path(self) -> str:
        return f"bases/{self.app}/tables/{self.table}"

    @property
    def address(self) -> str:
        base = self.stage.running.base
        return f"{base}/#as={self.stage.my_id}&base={self.app}/{self.table}"

    def cells(self, row: int) -> dict[str, Any]:
        items = self.stage.running.client._object("GET", self.path)["items"]
        found: dict[str, Any] = items[row]["cells"]
        return found

    def wait_for(self, event: str, times: int = 1) -> None:
        heard = self.stage.bot.events
        self.stage.running.client.wait_for(lambda: heard.count(event) >= times, what=event)


@pytest.fixture
def sheet(stage: Stage) -> Sheet:
    return Sheet(stage)


def cell(page: Page, name: str) -> Any:
    return page.get_by_role("button", name=name)


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_an_edited_cell_is_kept_and_pushed(
    sheet: Sheet, open_page: OpenPage, size: tuple[int, int]
) -> None:
    page = open_page(sheet.address, size)
    cell(page, "第 2 行 编号：YJ-02").click()
    page.get_by_role("textbox", name="第 2 行 编号").fill("YJ-09")
    page.keyboard.press("Enter")
    expect(cell(page, "第 2 行 编号：YJ-09")).to_be_focused()
    sheet.wait_for(RECORDS)
    assert sheet.cells(1)["编号"] == "YJ-09"


def test_each_kind_of_cell_has_its_editor(sheet: Sheet, stage: Stage, open_page: OpenPage) -> None:
    page = open_page(sheet.address, DESKTOP)
    for name, typed in (
        ("数量", "3.5"),
        ("巡检", "2026-03-01T09:00"),
        ("链接", "https://a.example"),
    ):
        cell(page, f"第 1 行 {name}").click()
        page.get_by_label(f"第 1 行 {name}", exact=True).fill(typed)
        page.keyboard.press("Enter")
        expect(cell(page, f"第 1 行 {name}：空")).to_have_count(0)
    cell(page, "第 1 行 状态").click()
    page.get_by_role("option", name="停用").click()
    cell(page, "第 1 行 标签").click()
    page.get_by_role("option", name="新").click()
    page.get_by_role("option", name="旧").click()
    page.get_by_role("button", name="完成").click()
    cell(page, "第 1 行 负责人").click()
    page.get_by_role("option", name=stage.me["name"]).first.click()
    page.get_by_role("button", name="完成").click()
    tick = page.get_by_role("checkbox", name="第 1 行 合格")
    tick.click()
    expect(tick).to_be_checked()
    sheet.wait_for(RECORDS, times=7)
    assert sheet.cells(0) == {
        "编号": "YJ-01",
        "数量": "3.5",
        "状态": "停用",
        "标签": "新、旧",
        "巡检": "2026-03-01 09:00",
        "合格": "是",
        "负责人": stage.me["name"],
        "链接": "https://a.example",
        "序号": "1",
    }


def test_rows_and_columns_come_and_go(sheet: Sheet, open_page: OpenPage) -> None:
    page = open_page(sheet.address, DESKTOP)
    page.get_by_role("button", name="加行").click()
    expect(cell(page, "第 3 行 编号：空")).to_be_visible()
    page.get_by_role("button", name="删除第 1 行").click()
    expect(cell(page, "第 1 行 编号：YJ-02")).to_be_visible()
    sheet.wait_for(RECORDS, times=2)
    page.get_by_role("button", name="数量", exact=True).click()
    page.get_by_role("textbox", name="列名").fill("台数")
    page.get_by_role("button", name="改名").click()
    expect(page.get_by_role("button", name="台数", exact=True)).to_be_visible()
    page.get_by_role("button", name="链接", exact=True).click()
    page.get_by_role("button", name="删除列").click()
    page.get_by_role("dialog").get_by_role("button", name="确定").click()
    expect(page.get_by_role("button", name="链接", exact=True)).to_have_count(0)
    page.get_by_role("button", name="加列").click()
    page.get_by_role("textbox", name="列名").fill("备注")
    page.get_by_role("button", name="添加").click()
    expect(page.get_by_role("button", name="备注", exact=True)).to_be_visible()
    sheet.wait_for(FIELDS, times=3)


def test_what_another_writes_appears_and_arrows_lead_through_the_cells(
    sheet: Sheet, stage: Stage, open_page: OpenPage
) -> None:
    page = open_page(sheet.address, DESKTOP)
    expect(page.get_by_role("tab", name="表格")).to_have_attribute("aria-selected", "true")
    cell(page, "第 1 行 编号：YJ-01").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    expect(cell(page, "第 2 行 数量：空")).to_be_focused()
    stage.control("POST", f"{sheet.path}/rows", fields={"编号": "别人加的"})
    expect(cell(page, "第 3 行 编号：别人加的")).to_be_visible()
    expect(cell(page, "第 2 行 数量：空")).to_be_focused()


def test_a_view_is_filtered_and_columns_are_hidden(
    sheet: Sheet, stage: Stage, open_page: OpenPage
) -> None:
    stage.control("POST", f"{sheet.path}/rows", fields={"编号": "YJ-03", "状态": "停用"})
    page = open_page(sheet.address, DESKTOP)
    page.get_by_role("button", name="加视图").click()
    page.get_by_role("tab", name="表格 2").click()
    page.get_by_role("button", name="筛选").click()
    editor = page.get_by_role("dialog", name="筛选")
    editor.get_by_role("button", name="加条件").click()
    editor.get_by_label("列", exact=True).select_option(label="状态")
    editor.get_by_label("状态 的值").select_option("停用")
    editor.get_by_role("button", name="应用").click()
    expect(cell(page, "第 1 行 编号：YJ-03")).to_be_visible()
    expect(page.locator("tr[data-record]")).to_have_count(1)
    expect(page.get_by_text("1 / 3 行")).to_be_visible()
    page.get_by_role("button", name="数量", exact=True).click()
    page.get_by_role("button", name="隐藏列").click()
    expect(page.get_by_role("button", name="数量", exact=True)).to_have_count(0)
    page.get_by_role("tab", name="表格", exact=True).click()
    expect(page.locator("tr[data-record]")).to_have_count(3)
    expect(page.get_by_role("button", name="数量", exact=True)).to_be_visible()
    page.get_by_role("tab", name="表格 2").click()
    page.get_by_role("button", name="显示隐藏的 1 列").click()
    expect(page.get_by_role("button", name="数量", exact=True)).to_be_visible()
    page.get_by_role("button", name="删除视图").click()
    expect(page.locator("tr[data-record]")).to_have_count(3)


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_options_are_renamed_added_and_taken_away(
    sheet: Sheet, stage: Stage, open_page: OpenPage, size: tuple[int, int]
) -> None:
    stage.control("POST", f"{sheet.path}/rows", fields={"编号": "YJ-03", "状态": "停用"})
    page = open_page(sheet.address, size)
    page.get_by_role("button", name="状态", exact=True).click()
    page.get_by_label("选项 2", exact=True).fill("报废")
    page.get_by_role("button", name="去掉选项 正常").click()
    page.get_by_role("button", name="加选项").click()
    page.get_by_label("选项 2", exact=True).fill("报废")
    expect(page.get_by_role("alert")).to_have_text("选项不能同名")
    page.get_by_label("选项 2", exact=True).fill("在修")
    page.get_by_role("button", name="保存选项").click()
    expect(cell(page, "第 3 行 状态：报废")).to_be_visible()
    sheet.wait_for(FIELDS)
    grid = stage.running.client._object("GET", sheet.path)
    assert next(one["options"] for one in grid["fields"] if one["name"] == "状态") == [
        "报废",
        "在修",
    ]

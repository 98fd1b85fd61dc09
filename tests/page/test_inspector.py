"""Looking under a message, and the journal of pushes and calls."""

import json

import pytest
from playwright.sync_api import expect

from tests.page.cards import button, card, message
from tests.page.conftest import DESKTOP, PHONE, OpenPage
from tests.page.stage import Stage

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_message_is_inspected_and_copied(
    stage: Stage, open_page: OpenPage, size: tuple[int, int]
) -> None:
    sent = stage.card(card(button("受理"), title="工单"))
    page = open_page(stage.address(), size)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    shown = message(page, sent)
    shown.hover()
    shown.get_by_role("button", name="检查").click()
    content = page.get_by_role("region", name="卡片", exact=True).filter(has=page.locator("pre"))
    expect(content).to_contain_text('"press": "受理"')
    content.get_by_role("button", name="复制").click()
    expect(page.get_by_test_id("toast")).to_have_text("已复制")
    copied = json.loads(page.evaluate("navigator.clipboard.readText()"))
    assert copied["header"]["title"]["content"] == "工单"
    page.get_by_role("tab", name="前后").click()
    call = page.locator(".record[data-kind=call]").filter(has_text="/im/v1/messages?").last
    expect(call).to_contain_text("200")
    call.get_by_role("button").first.click()
    expect(call.get_by_role("region", name="请求内容")).to_contain_text('"msg_type": "interactive"')
    page.get_by_role("button", name="关闭检查消息").click()
    expect(page.get_by_role("tab", name="前后")).to_have_count(0)


def test_the_journal_shows_what_happens_and_is_filtered(stage: Stage, open_page: OpenPage) -> None:
    sent = stage.card(card(button("受理")))
    page = open_page(stage.address(), DESKTOP)
    page.get_by_role("button", name="控制台").first.click()
    page.get_by_role("button", name="记录").click()
    journal = page.get_by_role("complementary", name="推送与调用")
    stage.bot.status = 500
    message(page, sent).get_by_role("button", name="受理").click()
    click = journal.locator(".record[data-name='card.action.trigger']")
    expect(click).to_contain_text("500")
    click.get_by_role("button").first.click()
    expect(click.get_by_role("region", name="推送内容")).to_contain_text('"press": "受理"')
    expect(click.get_by_role("region", name="应答")).to_contain_text("{}")
    journal.get_by_role("searchbox", name="筛选记录").fill("tenant_access_token")
    expect(click).to_have_count(0)
    expect(journal.locator(".record")).to_have_count(1)
    journal.get_by_role("searchbox", name="筛选记录").fill("")
    journal.get_by_role("button", name="失败").click()
    expect(journal.locator(".record")).to_have_count(1)
    expect(click).to_be_visible()
    page.keyboard.press("Escape")
    expect(journal).to_have_count(0)

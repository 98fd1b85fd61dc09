"""The control panel: faults, the clock, counters, forgetting."""

import json
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.page.cards import button, card, message
from tests.page.conftest import DESKTOP, PHONE, OpenPage
from tests.page.stage import Stage

pytestmark = pytest.mark.browser


def panel(page: Page) -> Locator:
    page.get_by_role("button", name="控制台").first.click()
    return page.locator("[aria-label=控制台]:is(aside, dialog)")


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_fault_makes_the_next_click_fail_with_its_code(
    stage: Stage, open_page: OpenPage, size: tuple[int, int]
) -> None:
    def think() -> dict[str, Any]:
        """A bot that sends on a click, and shows the code it got."""
        body = {
            "receive_id": stage.my_id,
            "msg_type": "text",
            "content": json.dumps({"text": "x"}),
        }
        code = stage.ask("POST", "/im/v1/messages?receive_id_type=open_id", body)["code"]
        return {"toast": {"type": "error" if code else "success", "content": f"结果 {code}"}}

    sent = stage.card(card(button("受理")))
    stage.bot.think = think
    stage.running.client.clear_faults()
    page = open_page(stage.running.base + f"/#as={stage.my_id}", size)
    expect(page.get_by_test_id(f"chat-{stage.running.client.p2p(stage.my_id)}")).to_be_visible()
    expect(page.get_by_test_id("fault-line")).to_have_count(0)
    shown = panel(page)
    switch = shown.get_by_role("switch", name="额度用尽")
    switch.click()
    expect(switch).to_be_checked()
    expect(page.get_by_test_id("fault-line")).to_contain_text("额度用尽")
    shown.get_by_role("button", name="关闭控制台").click()
    page.get_by_test_id(f"chat-{stage.running.client.p2p(stage.my_id)}").click()
    message(page, sent).get_by_role("button", name="受理").click()
    expect(page.get_by_test_id("toast")).to_have_text("结果 99991403")
    page.get_by_test_id("fault-line").click()
    shown.get_by_role("button", name="关掉全部故障").click()
    expect(page.get_by_test_id("fault-line")).to_have_count(0)
    shown.get_by_role("button", name="关闭控制台").click()
    message(page, sent).get_by_role("button", name="受理").click()
    expect(page.get_by_test_id("toast")).to_have_text("结果 0")


def test_every_fault_has_a_control_for_its_kind_of_value(stage: Stage, open_page: OpenPage) -> None:
    page = open_page(stage.address(), DESKTOP)
    shown = panel(page)
    known = stage.running.client.faults()
    for name in known:
        expect(shown.locator(f"[data-fault={name}]")).to_have_count(1)
    rate = shown.get_by_role("spinbutton", name="发送失败率")
    rate.fill("0.5")
    rate.press("Enter")
    shown.get_by_role("combobox", name="失败的样子").select_option("429")
    shown.get_by_role("combobox", name="不在可用范围：加一个人").select_option(stage.my_id)
    expect(shown.get_by_role("button", name=f"去掉 {stage.me['name']}")).to_be_visible()
    rules = shown.get_by_role("textbox", name="单个接口的规则")
    rules.fill("[{")
    rules.blur()
    expect(shown.get_by_role("alert")).to_have_text("写法不对")
    rules.fill('[{"api": "POST /im/v1/*", "code": 230020}]')
    rules.blur()
    expect(shown.get_by_role("alert")).to_have_count(0)
    expect(page.get_by_test_id("fault-badge")).to_have_text("5")
    now = stage.running.client.faults()
    assert (now["send_error_rate"], now["error"]) == (0.5, "429")
    assert now["unavailable"] == [stage.my_id]
    assert now["rules"][0]["code"] == 230020


def test_a_fault_that_is_new_to_the_page_appears_by_itself(
    stage: Stage, open_page: OpenPage
) -> None:
    def more(route: Route) -> None:
        found = route.fetch()
        route.fulfill(response=found, json=found.json() | {"brand_new": True, "new_words": "a"})

    page = open_page("about:blank", DESKTOP)
    page.route("**/__sandbox/faults", more)
    page.goto(stage.address())
    group = panel(page).get_by_role("region", name="其他")
    expect(group.get_by_role("switch", name="brand_new")).to_be_checked()
    expect(group.get_by_role("textbox", name="new_words")).to_have_value("a")


def test_the_clock_jumps_and_everything_is_forgotten_after_a_question(
    stage: Stage, open_page: OpenPage
) -> None:
    sent = stage.text("会被清空")
    page = open_page(stage.address(), DESKTOP)
    expect(message(page, sent)).to_be_visible()
    shown = panel(page)
    shown.get_by_role("tab", name="时钟与令牌").click()
    before = shown.get_by_role("timer").text_content()
    shown.get_by_role("button", name="+1 天").click()
    expect(shown.get_by_role("timer")).not_to_contain_text((before or "").split(" ")[0])
    pace = shown.get_by_role("spinbutton", name="时钟快慢")
    pace.fill("60")
    pace.press("Enter")
    shown.get_by_role("tab", name="计数").click()
    expect(shown.locator("[data-count=messages]")).to_have_text("1")
    stage.running.client.say(stage.my_id, "第二条")
    expect(shown.locator("[data-count=messages]")).to_have_text("2")
    shown.get_by_role("button", name="清空…").click()
    page.get_by_role("dialog").get_by_role("button", name="取消").click()
    expect(message(page, sent)).to_be_visible()
    shown.get_by_role("button", name="清空…").click()
    page.get_by_role("dialog").get_by_role("button", name="确定").click()
    expect(message(page, sent)).to_have_count(0)
    expect(shown.locator("[data-count=messages]")).to_have_text("0")

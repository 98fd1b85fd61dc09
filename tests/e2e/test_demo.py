"""A cashier opens the page, asks, presses, and sees what a cashier in Feishu would see."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from cards import words
from tests.e2e.browser import DESKTOP, PHONE, page

pytestmark = [pytest.mark.browser, pytest.mark.slow]
QUESTION = "日结失败怎么办"


def open_desk(tab: Page, demo: str, person: str) -> None:
    """Pick somebody, then the chat with the bot."""
    tab.goto(demo)
    tab.get_by_placeholder("搜索").first.fill(person)
    tab.locator("[data-testid^=person-]").first.click()
    tab.locator("[data-testid^=chat-]").first.click()
    expect(tab.get_by_test_id("composer")).to_be_visible()


def ask(tab: Page, text: str) -> Locator:
    """The card that answers."""
    before = cards(tab).count()
    tab.get_by_test_id("composer").fill(text)
    tab.get_by_test_id("send").click()
    expect(cards(tab)).to_have_count(before + 1, timeout=15_000)
    return cards(tab).last


def cards(tab: Page) -> Locator:
    return tab.locator("[data-kind=bot]")


def test_a_cashier_asks_and_says_that_it_did_not_help(
    demo: str, browser: Browser, artifacts: Path
) -> None:
    with page(browser, DESKTOP) as tab:
        open_desk(tab, demo, "收银员")
        expect(cards(tab)).to_have_count(1, timeout=15_000)  # the welcome
        card = ask(tab, QUESTION)
        expect(card).to_contain_text("E2015")
        tab.screenshot(path=artifacts / "answer-desktop.png")
        card.get_by_role("button", name=words.NOT_SOLVED_BUTTON).click()
        expect(tab.get_by_test_id("toast")).to_contain_text(words.RECORDED)
        expect(card).to_contain_text(words.SORRY)
        expect(card.get_by_role("button", name=words.HUMAN_BUTTON)).to_be_enabled()
        tab.screenshot(path=artifacts / "not-solved-desktop.png")


def test_the_same_on_a_phone_down_to_a_human(demo: str, browser: Browser, artifacts: Path) -> None:
    with page(browser, PHONE, touch=True) as tab:
        open_desk(tab, demo, "站长")
        expect(cards(tab)).to_have_count(1, timeout=15_000)
        tab.screenshot(path=artifacts / "welcome-phone.png")
        card = ask(tab, "加油机离线")
        expect(card).to_contain_text(words.WHICH_ONE)
        tab.screenshot(path=artifacts / "choices-phone.png")
        card.get_by_role("button", name=words.HUMAN_BUTTON).click()
        expect(tab.get_by_test_id("toast")).to_contain_text(words.HANDOVER_RECORDED)
        expect(cards(tab).last).to_contain_text(words.HANDOVER_TITLE, timeout=15_000)
        tab.screenshot(path=artifacts / "handover-phone.png")
        card = ask(tab, QUESTION)
        tab.screenshot(path=artifacts / "answer-phone.png")
        assert card.evaluate("node => node.scrollWidth <= window.innerWidth")

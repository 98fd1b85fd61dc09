"""A conversation in a browser, against the demo as it is started by anybody."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from cards import words
from cards.words import dialogue as talk
from tests.e2e.browser import PHONE, page
from tests.e2e.test_demo import ask, cards, open_desk

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def type_in(tab: Page, text: str) -> None:
    tab.get_by_test_id("composer").fill(text)
    tab.get_by_test_id("send").click()


def test_halves_steps_and_danger_on_a_phone(demo: str, browser: Browser, artifacts: Path) -> None:
    with page(browser, PHONE, touch=True) as tab:
        open_desk(tab, demo, "收银员")
        expect(cards(tab).first).to_be_visible(timeout=15_000)
        before = cards(tab).count()
        type_in(tab, "小票打印机")
        type_in(tab, "走纸但是没字")
        expect(cards(tab)).to_have_count(before + 1, timeout=15_000)
        answer = cards(tab).last
        expect(answer).to_contain_text("小票打印机 走纸但是没字")
        answer.get_by_role("button", name=talk.WALK_BUTTON).click()
        expect(answer).to_contain_text("第 1/")
        answer.get_by_role("button", name=talk.NEXT_STEP_BUTTON).click()
        expect(answer).to_contain_text("第 2/")
        tab.screenshot(path=artifacts / "step-phone.png")
        failed = ask(tab, "这一步不行")
        expect(failed).to_contain_text(talk.step_failed_title(2))
        expect(failed.get_by_role("button", name=words.HUMAN_BUTTON)).to_be_enabled()
        tab.screenshot(path=artifacts / "step-failed-phone.png")
        alarm = ask(tab, "3号机漏 油了")
        expect(alarm).to_contain_text(talk.ALARM_TITLE)
        tab.screenshot(path=artifacts / "alarm-phone.png")

"""A cashier photographs an error and talks, and sees what a cashier in Feishu would see."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from cards import words
from cards.words import reading as say
from sandbox.client import SandboxClient
from tests.contract.far import PICTURE
from tests.e2e.browser import PHONE, page
from tests.e2e.test_demo import cards, open_desk

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def send_picture(client: SandboxClient, who: str, *lines: str) -> None:
    key = client.upload(who, "屏幕.png", PICTURE, "image/png")["image_key"]
    client.call("POST", "ocr", {"lines": list(lines)})
    client.write(who, client.p2p(who), {"image_key": key}, msg_type="image")


def send_clip(client: SandboxClient, who: str, text: str) -> None:
    clip = client.call("POST", "voice", {"as": who, "duration_ms": 3_000, "text": text})
    client.write(who, client.p2p(who), clip, msg_type="audio")


def test_a_picture_and_a_clip_are_answered_on_a_phone(
    demo: str, browser: Browser, artifacts: Path
) -> None:
    client = SandboxClient(demo.rstrip("/"))
    who = str(client.person(role="班长")["open_id"])
    with page(browser, PHONE, touch=True) as tab:
        open_desk(tab, demo, "班长")
        expect(cards(tab)).to_have_count(1, timeout=15_000)
        send_picture(
            client, who, "中国石化 2 号站", "10:42:07", "读卡失败", "错误代码：E3O12", "确定"
        )
        expect(cards(tab)).to_have_count(2, timeout=15_000)
        expect(cards(tab).last).to_contain_text("我读到的：中国石化")
        tab.screenshot(path=artifacts / "picture-phone.png")
        send_picture(client, who, "中国石化 2 号站", "设备离线，请检查")
        expect(cards(tab)).to_have_count(3, timeout=15_000)
        form = cards(tab).last
        tab.screenshot(path=artifacts / "picture-check-phone.png")
        form.locator("textarea").first.fill("报错 E3012 怎么处理")
        form.get_by_role("button", name=say.ASK_BUTTON).click()
        expect(tab.get_by_test_id("toast")).to_contain_text(say.ASKED_TOAST)
        expect(cards(tab)).to_have_count(4, timeout=15_000)
        expect(cards(tab).last).to_contain_text(words.SOLVED_BUTTON)
        send_clip(client, who, "报错E3012怎么处理")
        expect(cards(tab)).to_have_count(5, timeout=15_000)
        expect(cards(tab).last).to_contain_text("我听到的：报错E3012怎么处理")
        tab.screenshot(path=artifacts / "voice-phone.png")
        client.faults(free_edition=True)
        send_picture(client, who, "E3012")
        expect(cards(tab)).to_have_count(6, timeout=15_000)
        expect(cards(tab).last).to_contain_text(say.failure("image", "not_allowed")[0])
        tab.screenshot(path=artifacts / "picture-refused-phone.png")
        client.clear_faults()

"""Voice clips without a microphone, and what recognition answers, from the page."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.page.cards import message
from tests.page.conftest import DESKTOP, PHONE, OpenPage
from tests.page.stage import Stage, png

pytestmark = pytest.mark.browser

LENGTH = """async (url) => {
  const bytes = await (await fetch(url)).arrayBuffer();
  const sound = await new OfflineAudioContext(1, 16000, 16000).decodeAudioData(bytes);
  return sound.duration;
}"""


def last(stage: Stage) -> Any:
    return stage.running.client.messages(stage.my_id)[-1]


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_voice_clip_has_a_length_and_words(
    stage: Stage, open_page: OpenPage, size: tuple[int, int]
) -> None:
    page = open_page(stage.address(), size)
    page.get_by_role("button", name="发送语音").click()
    dialog = page.get_by_role("dialog", name="发送语音")
    dialog.get_by_label("时长（秒）").fill("7")
    dialog.get_by_label("说的话").fill("三号枪不出油")
    dialog.get_by_role("button", name="发送").click()
    expect(page.locator("[data-kind=user]")).to_contain_text("7″")
    said = last(stage)
    assert (said["msg_type"], said["content"]["duration"]) == ("audio", 7_000)
    # A browser takes it for a recording of that length.
    url = f"{stage.running.base}/__sandbox/resources/{said['content']['file_key']}"
    assert abs(page.evaluate(LENGTH, url) - 7) < 0.1
    message(page, said["message_id"]).hover()
    message(page, said["message_id"]).get_by_role("button", name="检查").click()
    expect(page.get_by_label("录音里的话")).to_have_value("三号枪不出油")


def test_what_a_picture_says_is_written_on_the_page(stage: Stage, open_page: OpenPage) -> None:
    client = stage.running.client
    page = open_page(stage.address(), DESKTOP)
    file = {"name": "a.png", "mimeType": "image/png", "buffer": png(40, 20, (9, 9, 9))}
    page.get_by_test_id("upload-image").set_input_files(file)  # type: ignore[arg-type]
    expect(page.get_by_role("button", name="查看图片")).to_be_visible()
    said = last(stage)
    message(page, said["message_id"]).hover()
    message(page, said["message_id"]).get_by_role("button", name="检查").click()
    page.get_by_label("图里的字").fill("E-1042\n油枪故障")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_test_id("toast")).to_have_text("已保存")
    key = said["content"]["image_key"]
    assert client.call("GET", f"ocr?image_key={key}") == {"lines": ["E-1042", "油枪故障"]}


def test_the_control_panel_writes_what_all_others_say(stage: Stage, open_page: OpenPage) -> None:
    client = stage.running.client
    page = open_page(stage.address(), DESKTOP)
    page.get_by_role("button", name="控制台").first.click()
    page.get_by_role("tab", name="识别").click()
    panel = page.get_by_role("region", name="识别")
    panel.get_by_label("录音里的话").fill("打印机卡纸")
    panel.get_by_role("button", name="保存").last.click()
    expect(page.get_by_test_id("toast")).to_have_text("已保存")
    assert client.call("GET", "speech") == {"text": "打印机卡纸"}

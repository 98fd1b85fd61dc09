"""Topics, marks on messages, forms after their submit, and what makes the page load anew."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.page.cards import button, card, message
from tests.page.conftest import DESKTOP, PHONE, OpenPage
from tests.page.stage import VALID, Stage

pytestmark = pytest.mark.browser


def words(text: str) -> dict[str, str]:
    return {"tag": "plain_text", "content": text}


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_topic_is_folded_opened_and_answered_live_for_two(
    stage: Stage, open_page: OpenPage, size: tuple[int, int]
) -> None:
    client = stage.running.client
    bob = client.person(kind="agent")
    group = client.make_group(stage.my_id, "事故群", [bob["open_id"]])
    root = stage.send("text", {"text": "二号机故障"}, to=group)
    reply = stage.reply(root, "工程师已出发")
    mine = open_page(stage.address(group), size)
    folded = message(mine, root).get_by_role("button", name="1 条回复")
    expect(folded).to_contain_text("工程师已出发")
    expect(message(mine, reply)).to_have_count(0)
    theirs = open_page(f"{stage.running.base}/#as={bob['open_id']}&chat={group}", DESKTOP)
    expect(message(theirs, root)).to_be_visible()
    folded.click()
    panel = mine.get_by_role("complementary", name="话题")
    expect(panel.get_by_test_id(f"thread-msg-{reply}")).to_be_visible()
    mine.get_by_test_id("thread-composer").fill("我在现场")
    mine.get_by_test_id("thread-composer").press("Enter")
    expect(panel.get_by_text("我在现场")).to_be_visible()
    expect(message(theirs, root).get_by_role("button", name="2 条回复")).to_contain_text("我在现场")
    said = client.messages(stage.my_id, group)[-1]
    assert said["root_id"] == root
    assert said["thread_id"]
    panel.get_by_role("button", name="关闭话题").click()
    expect(panel).to_have_count(0)
    expect(message(mine, root)).to_be_visible()


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_person_begins_a_topic_under_any_message(
    stage: Stage, open_page: OpenPage, size: tuple[int, int]
) -> None:
    client = stage.running.client
    group = client.make_group(stage.my_id, "事故群", [client.person(kind="agent")["open_id"]])
    root = stage.send("text", {"text": "二号机故障"}, to=group)
    page = open_page(stage.address(group), size)
    message(page, root).hover()
    message(page, root).get_by_role("button", name="回复话题").click()
    panel = page.get_by_role("complementary", name="话题")
    expect(panel.get_by_test_id(f"thread-msg-{root}")).to_be_visible()
    for text in ("谁去看看", "我去"):
        page.get_by_test_id("thread-composer").fill(text)
        page.get_by_test_id("thread-composer").press("Enter")
        expect(panel.get_by_text(text)).to_be_visible()
    said = client.messages(stage.my_id, group)[-2:]
    assert [one["parent_id"] for one in said] == [root, root]
    assert said[0]["thread_id"] == said[1]["thread_id"] != ""
    panel.get_by_role("button", name="关闭话题").click()
    expect(message(page, root).get_by_role("button", name="2 条回复")).to_contain_text("我去")


def test_everyone_is_mentioned_from_the_picker(stage: Stage, open_page: OpenPage) -> None:
    client = stage.running.client
    group = client.make_group(stage.my_id, "事故群", [client.person(kind="agent")["open_id"]])
    page = open_page(stage.address(group), DESKTOP)
    composer = page.get_by_test_id("composer")
    composer.press_sequentially("@")
    page.get_by_role("option", name="所有人").click()
    composer.press_sequentially("停用二号机")
    composer.press("Enter")
    expect(page.locator("[data-kind=user]")).to_contain_text("@所有人 停用二号机")
    said = client.messages(stage.my_id, group)[-1]
    assert said["content"]["text"] == "@_all 停用二号机"
    assert said["mentions"] == []


def test_pins_and_readers_are_shown(stage: Stage, open_page: OpenPage) -> None:
    client = stage.running.client
    bob = client.person(kind="agent")["open_id"]
    group = client.make_group(stage.my_id, "事故群", [bob])
    sent = stage.send("text", {"text": "请看"}, to=group)
    client.read(bob, group)
    page = open_page(stage.address(group), DESKTOP)
    expect(message(page, sent)).to_contain_text("已读 2")
    later = stage.send("text", {"text": "再看"}, to=group)
    expect(message(page, later)).to_contain_text("已读 1")
    client.read(bob, group)
    expect(message(page, later)).to_contain_text("已读 2")
    stage.pin(sent)
    expect(message(page, sent)).to_contain_text("已 Pin")


def fill(page: Page, sent: str) -> Any:
    form = message(page, sent)
    form.get_by_role("textbox", name="故障描述").fill("小票打印机卡纸")
    form.get_by_role("button", name="请选择设备").click()
    page.get_by_role("option", name="选项 net").click()
    return form


def test_a_form_stays_locked_until_the_card_is_replaced(stage: Stage, open_page: OpenPage) -> None:
    sent = stage.card(VALID["fault_form"])
    page = open_page(stage.address(), DESKTOP)
    form = fill(page, sent)
    stage.bot.status = 500
    form.get_by_role("button", name="提交报障").click()
    expect(page.get_by_test_id("toast")).to_contain_text("200671")
    expect(form.get_by_role("textbox", name="故障描述")).to_be_enabled()
    stage.bot.status = 200
    form.get_by_role("button", name="提交报障").click()
    expect(form.get_by_role("button", name="已提交")).to_be_disabled()
    expect(form.get_by_role("textbox", name="故障描述")).to_be_disabled()
    stage.patch(sent, VALID["fault_form"])
    expect(form.get_by_role("textbox", name="故障描述")).to_be_enabled()
    expect(form.get_by_role("button", name="提交报障")).to_be_enabled()


def test_what_a_control_in_a_form_confirms_is_asked_at_submit(
    stage: Stage, open_page: OpenPage
) -> None:
    question = {"title": words("停用设备？"), "text": words("会通知全站")}
    form = {
        "tag": "form",
        "name": "stop",
        "elements": [
            {
                "tag": "select_static",
                "name": "device",
                "placeholder": words("设备"),
                "options": [{"text": words("油机"), "value": "pump"}],
                "confirm": question,
            },
            button("提交", name="send", form_action_type="submit"),
        ],
    }
    sent = stage.card(card(form))
    page = open_page(stage.address(), DESKTOP)
    shown = message(page, sent)
    shown.get_by_role("button", name="设备").click()
    page.get_by_role("option", name="油机").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    shown.get_by_role("button", name="提交").click()
    page.get_by_role("dialog", name="停用设备？").get_by_role("button", name="取消").click()
    assert stage.bot.clicks == []
    shown.get_by_role("button", name="提交").click()
    with page.expect_response("**/__sandbox/click"):
        page.get_by_role("dialog", name="停用设备？").get_by_role("button", name="确定").click()
    assert stage.bot.clicks[0]["form_value"] == {"device": "pump"}


def test_a_dark_system_makes_a_dark_page(stage: Stage, open_page: OpenPage) -> None:
    sent = stage.card(card({"tag": "markdown", "content": "正文"}))
    page = open_page(stage.address(), PHONE)
    shown = message(page, sent).locator(".card")
    light = shown.evaluate("e => getComputedStyle(e).backgroundColor")
    page.emulate_media(color_scheme="dark")
    dark = shown.evaluate("e => getComputedStyle(e).backgroundColor")
    assert (light, dark) == ("rgb(255, 255, 255)", "rgb(31, 31, 31)")


def test_a_group_that_one_is_no_longer_in_goes_away(stage: Stage, open_page: OpenPage) -> None:
    client = stage.running.client
    bob = client.person(kind="agent")["open_id"]
    group = client.make_group(bob, "旧群", [stage.my_id])
    page = open_page(stage.address(group), DESKTOP)
    expect(page.get_by_role("main", name="旧群")).to_be_visible()
    stage.control("DELETE", f"chats/{group}/members", **{"as": bob, "members": [stage.my_id]})
    expect(page.get_by_test_id(f"chat-{group}")).to_have_count(0)
    expect(page.get_by_text("选择一个会话开始聊天")).to_be_visible()


def test_a_reset_empties_every_open_page(stage: Stage, open_page: OpenPage) -> None:
    client = stage.running.client
    group = client.make_group(stage.my_id, "旧群", [])
    sent = stage.text("会消失")
    chat = open_page(stage.address(), DESKTOP)
    grouped = open_page(stage.address(group), DESKTOP)
    expect(message(chat, sent)).to_be_visible()
    expect(grouped.get_by_role("main", name="旧群")).to_be_visible()
    client.reset()
    expect(message(chat, sent)).to_have_count(0)
    expect(grouped.get_by_test_id(f"chat-{group}")).to_have_count(0)
    expect(grouped.get_by_text("选择一个会话开始聊天")).to_be_visible()


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_people_and_the_bot_come_and_go(
    stage: Stage, open_page: OpenPage, size: tuple[int, int]
) -> None:
    client = stage.running.client
    bob, carol = client.person(kind="agent"), client.person(kind="expert")
    group = client.make_group(stage.my_id, "事故群", [bob["open_id"]])
    page = open_page(stage.address(group), size)
    page.get_by_role("button", name="群成员").click()
    panel = page.get_by_role("complementary", name="群成员")
    panel.get_by_role("searchbox", name="添加成员").fill(carol["name"])
    panel.get_by_role("button", name=f"添加 {carol['name']}").first.click()
    expect(panel.get_by_text("群成员 4")).to_be_visible()
    bot = client.app()["name"]
    panel.get_by_role("button", name=f"移出 {bot}").click()
    page.get_by_role("dialog").get_by_role("button", name="确定").click()
    expect(panel.get_by_text("群成员 3")).to_be_visible()
    assert stage.ask("GET", f"/im/v1/chats/{group}/members", {})["code"] == 232011
    client.add_bot(bob["open_id"], group)
    expect(panel.get_by_text("群成员 4")).to_be_visible()
    panel.get_by_role("button", name="解散群聊").click()
    page.get_by_role("dialog").get_by_role("button", name="确定").click()
    panel.get_by_role("button", name="关闭").click()
    expect(page.get_by_text("群聊已解散", exact=True)).to_be_visible()


def test_a_buzzed_message_is_marked(stage: Stage, open_page: OpenPage) -> None:
    sent = stage.text("请马上看")
    page = open_page(stage.address(), DESKTOP)
    expect(message(page, sent)).to_be_visible()
    path = f"/im/v1/messages/{sent}/urgent_app?user_id_type=open_id"
    assert stage.ask("PATCH", path, {"user_id_list": [stage.my_id]})["code"] == 0
    expect(message(page, sent)).to_contain_text("加急")
    expect(page.get_by_test_id("toast")).to_contain_text("加急消息")

"""The page in a real browser: chats, cards and clicks, as a person sees them."""

from typing import Any

import pytest
from playwright.sync_api import FilePayload, expect

from tests.page.cards import button, card, message
from tests.page.conftest import DESKTOP, PHONE, OpenPage
from tests.page.stage import VALID, Stage, png

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_every_valid_card_is_drawn(
    stage: Stage, open_page: OpenPage, size: tuple[int, int]
) -> None:
    sent = {name: stage.card(one) for name, one in VALID.items()}
    page = open_page(stage.address(), size)
    for name, message_id in sent.items():
        shown = message(page, message_id)
        expect(shown.locator(".card-body")).to_be_visible()
        assert shown.locator(".card-broken, .unknown-component").count() == 0, name
        inner, outer = shown.locator(".card").evaluate("e => [e.scrollWidth, e.clientWidth]")
        assert inner <= outer, f"{name} is wider than its frame"


def test_a_person_is_picked_and_writes_to_the_bot(stage: Stage, open_page: OpenPage) -> None:
    page = open_page(stage.running.base + "/", PHONE)
    page.get_by_role("searchbox", name="搜索人员").fill(stage.me["name"])
    page.get_by_test_id(f"person-{stage.my_id}").click()
    page.get_by_test_id(f"chat-{stage.running.client.p2p(stage.my_id)}").click()
    composer = page.get_by_test_id("composer")
    composer.fill("2 号枪")
    composer.press("Shift+Enter")
    composer.type("不出油")
    composer.press("Enter")
    said = page.locator("[data-kind=user]")
    expect(said).to_contain_text("2 号枪\n不出油")
    expect(composer).to_have_value("")
    page.get_by_role("button", name="返回").click()
    expect(page.get_by_test_id("composer")).to_have_count(0)
    page.get_by_role("button", name="换一个人").click()
    expect(page.get_by_role("heading", name="我是谁")).to_be_visible()


def test_opening_the_chat_and_the_menu_reach_the_bot(stage: Stage, open_page: OpenPage) -> None:
    page = open_page(stage.address(), DESKTOP)
    name = stage.running.client.app()["menu"][0]["name"]
    with page.expect_response("**/__sandbox/menu"):
        page.get_by_role("button", name=name).click()
    kinds = {"im.chat.access_event.bot_p2p_chat_entered_v1", "application.bot.menu_v6"}
    stage.running.client.wait_for(lambda: kinds <= set(stage.bot.events), what="both events")


def test_a_click_spins_then_shows_the_toast_and_the_new_card(
    stage: Stage, open_page: OpenPage
) -> None:
    sent = stage.card(card(button("受理")))
    stage.bot.answer = {
        "toast": {"type": "success", "content": "已受理"},
        "card": {"type": "raw", "data": card({"tag": "markdown", "content": "处理中"})},
    }
    stage.bot.gate.clear()
    page = open_page(stage.address(), DESKTOP)
    pressed = message(page, sent).get_by_role("button", name="受理")
    pressed.click()
    expect(pressed).to_have_attribute("aria-busy", "true")
    stage.bot.gate.set()
    expect(page.get_by_test_id("toast")).to_have_text("已受理")
    expect(message(page, sent)).to_contain_text("处理中")
    assert [one["value"] for one in stage.bot.clicks] == [{"press": "受理"}]


def test_a_failed_click_shows_the_clients_code(stage: Stage, open_page: OpenPage) -> None:
    sent = stage.card(card(button("受理")))
    stage.bot.status = 500
    page = open_page(stage.address(), PHONE)
    message(page, sent).get_by_role("button", name="受理").click()
    expect(page.get_by_test_id("toast")).to_contain_text("200671")


def test_a_confirmed_click_asks_first(stage: Stage, open_page: OpenPage) -> None:
    words = {"tag": "plain_text", "content": "确认重启？"}
    sent = stage.card(card(button("重启", confirm={"title": words, "text": words})))
    page = open_page(stage.address(), DESKTOP)
    restart = message(page, sent).get_by_role("button", name="重启")
    restart.click()
    page.get_by_role("button", name="取消").click()
    restart.click()
    with page.expect_response("**/__sandbox/click"):
        page.get_by_role("button", name="确定").click()
    assert len(stage.bot.clicks) == 1


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_form_is_checked_filled_and_sent(
    stage: Stage, open_page: OpenPage, size: tuple[int, int]
) -> None:
    sent = stage.card(VALID["fault_form"])
    page = open_page(stage.address(), size)
    form = message(page, sent)
    form.get_by_role("button", name="提交报障").click()
    expect(page.get_by_test_id("toast")).to_have_text("请填写必填项")
    assert stage.bot.clicks == []
    form.get_by_role("textbox", name="故障描述").fill("小票打印机卡纸")
    form.get_by_role("button", name="请选择设备").click()
    page.get_by_role("option", name="选项 net").click()
    form.get_by_role("button", name="可多选").click()
    page.get_by_role("option", name="无法开机").click()
    page.get_by_role("button", name="完成").click()
    form.get_by_role("button", name="故障开始时间").click()
    page.get_by_label("故障开始时间", exact=True).last.fill("2026-03-01T09:30")
    page.get_by_role("button", name="确定").click()
    with page.expect_response("**/__sandbox/click"):
        form.get_by_role("button", name="提交报障").click()
    assert stage.bot.clicks[0]["form_value"] == {
        "device": "net",
        "symptoms": ["slow", "dead"],
        "detail": "小票打印机卡纸",
        "since": "2026-03-01 09:30 +0800",
    }


def test_controls_outside_a_form_call_back_at_once(stage: Stage, open_page: OpenPage) -> None:
    names = ("pickers", "overflow_select", "checklist", "images", "category_menu")
    sent = {name: stage.card(VALID[name]) for name in names}
    page = open_page(stage.address(), DESKTOP)

    def shown(name: str) -> Any:
        return message(page, sent[name])

    def action(number: int) -> dict[str, Any]:
        stage.running.client.wait_for(lambda: len(stage.bot.clicks) == number, what="the click")
        expect(page.locator("[aria-busy=true]")).to_have_count(0)
        return stage.bot.clicks[-1]

    shown("pickers").get_by_role("button", name="上门日期").click()
    page.get_by_label("上门日期", exact=True).last.fill("2026-03-01")
    page.get_by_role("button", name="确定").click()
    assert action(1)["option"] == "2026-03-01 +0800"
    box = shown("pickers").get_by_role("textbox")
    box.fill("下午到")
    box.press("Enter")
    assert action(2)["input_value"] == "下午到"
    shown("overflow_select").get_by_role("button", name="请选择设备").click()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert action(3)["option"] == "pump"
    shown("overflow_select").get_by_role("button", name="更多").click()
    page.get_by_role("menuitem", name="转人工").click()
    page.get_by_role("button", name="确定").click()
    assert action(4)["option"] == "human"
    shown("checklist").get_by_role("checkbox").click()
    assert action(5)["checked"] is False
    shown("checklist").get_by_role("button", name="不会做").click()
    assert action(6)["value"] == {"help": 1}
    shown("images").get_by_role("radio", name="热敏").click()
    assert action(7)["options"] == ["type_a"]
    box = shown("category_menu").get_by_role("button", name="打印机")
    box.focus()
    box.press("Enter")
    assert action(8)["value"] == {"cat": "print"}


def test_an_update_keeps_the_draft_of_another_card(stage: Stage, open_page: OpenPage) -> None:
    form = stage.card(VALID["fault_form"])
    other = stage.card(card({"tag": "markdown", "content": "旧"}))
    page = open_page(stage.address(), DESKTOP)
    box = message(page, form).get_by_role("textbox", name="故障描述")
    box.fill("写了一半")
    stage.patch(other, card({"tag": "markdown", "content": "新"}))
    expect(message(page, other)).to_contain_text("新")
    expect(box).to_have_value("写了一半")
    expect(box).to_be_focused()


def test_older_messages_load_and_new_ones_wait_below(stage: Stage, open_page: OpenPage) -> None:
    sent = [stage.text(f"第 {n} 条") for n in range(120)]
    page = open_page(stage.address(), DESKTOP)
    expect(message(page, sent[-1])).to_be_in_viewport()
    expect(message(page, sent[0])).to_have_count(0)
    log = page.get_by_role("log")
    message(page, sent[100]).scroll_into_view_if_needed()
    fresh = stage.text("最新消息")
    page.get_by_role("button", name="新消息", exact=True).click()
    expect(message(page, fresh)).to_be_in_viewport()
    for count in (101, 121):
        log.evaluate("e => { e.scrollTop = 0; }")
        expect(page.locator("[data-row]")).to_have_count(count)
    message(page, sent[0]).scroll_into_view_if_needed()
    expect(message(page, sent[0])).to_be_in_viewport()


def test_a_card_that_grows_above_does_not_move_what_one_reads(
    stage: Stage, open_page: OpenPage
) -> None:
    above = stage.card(card({"tag": "markdown", "content": "短"}))
    sent = [stage.text(f"第 {n} 条") for n in range(40)]
    page = open_page(stage.address(), DESKTOP)
    read = message(page, sent[20])
    read.scroll_into_view_if_needed()
    before = read.bounding_box()
    stage.patch(above, card(*[{"tag": "markdown", "content": f"第 {n} 行"} for n in range(20)]))
    expect(message(page, above)).to_contain_text("第 19 行")
    assert before is not None
    assert read.bounding_box()["y"] == pytest.approx(before["y"], abs=2)


def test_people_in_a_group_mention_reply_react_and_recall(
    stage: Stage, open_page: OpenPage
) -> None:
    client, bob = stage.running.client, stage.running.client.person(kind="agent")
    group = client.make_group(stage.my_id, "事故群", [bob["open_id"]])
    said = client.write(bob["open_id"], group, {"text": "哪个站？"})["message_id"]
    page = open_page(stage.address(group), DESKTOP)
    theirs = message(page, said)
    theirs.hover()
    theirs.get_by_role("button", name="添加表情回复").click()
    theirs.get_by_role("button", name="THUMBSUP").click()
    expect(theirs.locator(".reaction")).to_contain_text("👍")
    theirs.hover()
    theirs.get_by_role("button", name="回复", exact=True).click()
    page.get_by_test_id("composer").press_sequentially("@")
    page.get_by_role("option", name=bob["name"]).click()
    page.get_by_test_id("composer").press_sequentially("望舒站")
    page.get_by_test_id("send").click()
    mine = page.locator("[data-kind=user]").filter(has_text="望舒站")
    expect(mine).to_contain_text(f"@{bob['name']}")
    expect(mine.locator(".quote")).to_contain_text("哪个站？")
    last = client.messages(stage.my_id, group)[-1]
    assert last["content"]["text"] == "@_user_1 望舒站"
    assert last["parent_id"] == said
    mine.hover()
    mine.get_by_role("button", name="撤回").click()
    expect(page.get_by_text("你撤回了一条消息")).to_be_visible()


def test_pictures_and_files_are_sent(stage: Stage, open_page: OpenPage) -> None:
    page = open_page(stage.address(), PHONE)
    picture = FilePayload(name="a.png", mimeType="image/png", buffer=png(80, 60, (90, 160, 90)))
    page.get_by_test_id("upload-image").set_input_files([picture])
    page.get_by_role("button", name="查看图片").click()
    page.get_by_role("button", name="关闭图片").click()
    log = FilePayload(name="日志.txt", mimeType="text/plain", buffer=b"x")
    page.get_by_test_id("upload-file").set_input_files([log])
    expect(page.get_by_role("link", name="日志.txt")).to_be_visible()


def test_markdown_never_becomes_markup(stage: Stage, open_page: OpenPage) -> None:
    text = "<img src=x onerror=alert(1)> <b>粗</b> [x](javascript:alert(1)) **真粗**"
    sent = stage.card(card({"tag": "markdown", "content": text}))
    page = open_page(stage.address(), DESKTOP)
    shown = message(page, sent).locator(".markdown")
    expect(shown.locator("strong")).to_have_text("真粗")
    assert shown.locator("img, a, b").count() == 0
    policy = page.locator("meta[http-equiv=Content-Security-Policy]")
    assert policy.get_attribute("content") == "default-src 'self'"

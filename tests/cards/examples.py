"""One example of every state of every card; each is kept as a golden file."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from cards.actions import AskHuman, ShowProgress
from cards.answer import AnswerView, answer_card
from cards.browse import CategoryCount, CategoryPage, categories_card, category_card
from cards.choices import Choice, ChoicesView, choices_card
from cards.handover import HandoverLine, progress_card
from cards.help import help_card
from cards.kit import (
    Card,
    Confirm,
    button,
    card,
    form,
    link_button,
    markdown,
    select,
    submit,
    text_input,
)
from cards.not_found import NotFoundView, not_found_card
from cards.notice import failure_card, received_card
from cards.welcome import WelcomeView, welcome_card
from tests.cards.examples_dialogue import dialogue_examples
from tests.cards.examples_digest import digest_examples
from tests.cards.examples_draft import draft_examples
from tests.cards.examples_feedback import feedback_examples
from tests.cards.examples_learning import learning_examples
from tests.cards.examples_reading import reading_examples
from tests.cards.examples_review import review_examples
from tests.cards.examples_tickets import tickets_examples

FIXTURES = Path(__file__).parent / "fixtures"
LONGEST_ANSWER = (FIXTURES / "longest_answer.md").read_text(encoding="utf-8")
QUOTED_ANSWER = (FIXTURES / "quoted_answer.md").read_text(encoding="utf-8")

HOSTILE = "<at id=all></at> **急**\n# 日结 [点我](https://example.com) `E2001` <font color='red'>"

ASKED_AT = datetime(2026, 11, 25, 10, 5, tzinfo=UTC)

CHOICES = (
    Choice(11, "班结失败，提示有未完成交易（E2001）？", "班结日结"),
    Choice(12, "日结一直转圈、进度条卡住不动？", "班结日结"),
    Choice(13, "扫码支付直接提示失败、渠道返回错误（E5003）？", "支付与对账"),
    Choice(14, "小票打印机走纸但打出来是空白？", "网络与外设"),
)
CATEGORIES = (
    CategoryCount("账号权限", 15),
    CategoryCount("班结日结", 18),
    CategoryCount("加油机与前庭", 20),
    CategoryCount("液位仪与油罐", 15),
    CategoryCount("卸油与进销存", 15),
    CategoryCount("收银前台", 18),
    CategoryCount("支付与对账", 20),
    CategoryCount("加油卡", 20),
    CategoryCount("会员与电子券", 15),
    CategoryCount("发票", 18),
    CategoryCount("便利店商品", 18),
    CategoryCount("网络与外设", 20),
    CategoryCount("调价报表与接口", 14),
    CategoryCount("终端应用与其他", 14),
)
ANSWER = AnswerView(
    entry=93,
    question=1207,
    code="CD-03",
    title="顾客给加油卡充值了，钱没到账？",
    answer=LONGEST_ANSWER,
    category="加油卡",
    updated_on=date(2026, 11, 20),
    related=CHOICES[:3],
    feedback="none",
    asked="卡充了钱看不到",
)
LONG_TITLE = replace(
    ANSWER,
    code="AC-01",
    title="提示密码已过期（E1021），新密码又设不成功？",
    category="账号权限",
    answer=QUOTED_ANSWER,
    related=CHOICES[:2],
    asked=None,
)
NOT_FOUND = NotFoundView(question=1208, asked="充电桩坏了找谁", hot=CHOICES[:3])
LINES = (
    HandoverLine("R000042", "日结一直转圈，重启过两次", ASKED_AT, "waiting"),
    HandoverLine("T000012", "2 号枪跳枪怎么办", ASKED_AT, "处理中", 12),
    HandoverLine("R000037", None, datetime(2026, 11, 24, 16, 30, tzinfo=UTC), "cancelled"),
)


def _page(page: int) -> CategoryPage:
    return CategoryPage(category="班结日结", page=page, pages=3, total=18, entries=CHOICES)


def _form() -> Card:
    """No card of today, but the parts of the next ones."""
    return card(
        form(
            "fault",
            markdown("**哪台设备**"),
            select("device", [("收银机", "pos"), ("加油机", "pump")], placeholder="请选择"),
            text_input("detail", "现象", placeholder="屏幕上写了什么", rows=3, required=True),
            submit("提交", AskHuman(0)),
        ),
        title="我要报障",
        colour="blue",
    )


def _buttons() -> Card:
    return card(
        link_button("打开说明", "https://example.com/help"),
        button(
            "取消登记",
            ShowProgress(),
            style="danger",
            confirm=Confirm("取消登记？", "取消以后要重新排队。"),
        ),
        button("已处理", ShowProgress(), disabled=True),
        title="按钮",
        colour="grey",
    )


EXAMPLES: dict[str, Card] = {
    "answer": answer_card(ANSWER),
    "answer_solved": answer_card(replace(ANSWER, feedback="solved")),
    "answer_unsolved": answer_card(replace(ANSWER, feedback="unsolved")),
    "answer_unsolved_alone": answer_card(replace(ANSWER, feedback="unsolved", related=())),
    "answer_human": answer_card(replace(ANSWER, feedback="human")),
    "answer_long_title": answer_card(LONG_TITLE),
    "answer_too_long": answer_card(replace(ANSWER, answer=LONGEST_ANSWER * 40, related=())),
    "answer_hostile": answer_card(replace(ANSWER, answer=HOSTILE, title=HOSTILE, asked=HOSTILE)),
    "choices": choices_card(ChoicesView(1209, "日结不行了", CHOICES)),
    "choices_hostile": choices_card(ChoicesView(1209, HOSTILE, CHOICES[:1])),
    "not_found": not_found_card(NOT_FOUND),
    "not_found_without_hot": not_found_card(replace(NOT_FOUND, hot=(), asked=HOSTILE)),
    "welcome": welcome_card(WelcomeView("王小芳", CATEGORIES, CHOICES)),
    "welcome_empty": welcome_card(WelcomeView(None, (), ())),
    "categories": categories_card(CATEGORIES),
    "categories_empty": categories_card(()),
    "category_first": category_card(_page(1)),
    "category_middle": category_card(_page(2)),
    "category_last": category_card(_page(3)),
    "category_empty": category_card(CategoryPage("班结日结", 1, 1, 0, ())),
    "help": help_card(),
    "progress": progress_card(LINES),
    "progress_many": progress_card(LINES * 6),
    "progress_empty": progress_card(()),
    "received_image": received_card("image"),
    "received_file": received_card("file"),
    "received_audio": received_card("audio"),
    "received_sticker": received_card("sticker"),
    "received_other": received_card("other"),
    "failure": failure_card("7F3A91"),
    **reading_examples(ANSWER, HOSTILE),
    **draft_examples(choices_card(ChoicesView(1209, "日结不行了", CHOICES)), CHOICES, HOSTILE),
    **dialogue_examples(ANSWER, NOT_FOUND, HOSTILE),
    "kit_form": _form(),
    "kit_buttons": _buttons(),
    **feedback_examples(),
    **learning_examples(),
    **review_examples(ANSWER),
    **digest_examples(),
    **tickets_examples(),
}

"""Examples of every card about feedback."""

from dataclasses import replace
from datetime import UTC, date, datetime

from cards.feedback import (
    FeedbackView,
    FormView,
    form_card,
    mine_card,
    receipt_card,
    similar_card,
)
from cards.feedback_news import (
    news_card,
    overdue_card,
    problem_card,
    said_card,
    session_card,
    signup_card,
)
from cards.kit import Card
from cards.words import feedback as say

HOSTILE = "<at id=all></at> **急**\n# 日结 [点我](https://example.com) `E2001` <font color='red'>"
FORM = FormView(12, 1, "advice", "", "normal", "", ("班结日结", "发票", "其他"))
VIEW = FeedbackView(
    id=123,
    number="F000123",
    kind="wish",
    module="班结日结",
    urgency="high",
    description="希望交班报表能按油品分开，每次都要自己拿计算器加一遍，容易错。",
    status="new",
    votes=6,
    created_at=datetime(2026, 11, 25, 10, 5, tzinfo=UTC),
)
PLANNED = replace(VIEW, status="planned", plan_date=date(2026, 12, 20))
DONE = replace(VIEW, status="done", public_reply="12 月 18 日的版本里已经按油品分开了。")


def feedback_examples() -> dict[str, Card]:
    return {
        "feedback_form": form_card(FORM),
        "feedback_form_again": form_card(
            replace(FORM, description="慢", module="发票", restored=True, fault=say.TOO_SHORT)
        ),
        "feedback_form_hostile": form_card(replace(FORM, description=HOSTILE, module=HOSTILE)),
        "feedback_similar": similar_card(
            12, "交班报表能按油品分开吗", (VIEW, replace(VIEW, id=9, number="F000009", votes=0))
        ),
        "feedback_similar_hostile": similar_card(
            12, HOSTILE, (replace(VIEW, description=HOSTILE),)
        ),
        "feedback_receipt": receipt_card(VIEW, 12),
        "feedback_joined": receipt_card(VIEW, 12, voted=True),
        "feedback_mine": mine_card((VIEW, PLANNED, DONE), 3),
        "feedback_mine_many": mine_card((VIEW,) * 8, 20),
        "feedback_mine_empty": mine_card((), 0),
        "feedback_news": news_card((DONE,)),
        "feedback_news_several": news_card((PLANNED, replace(DONE, public_reply=HOSTILE))),
        "feedback_news_merged": news_card((replace(VIEW, status="merged", merged_into="F000009"),)),
        "feedback_overdue": overdue_card(PLANNED),
        "feedback_unhappy": said_card(DONE, "", unhappy=True),
        "feedback_more_said": said_card(VIEW, HOSTILE, unhappy=False),
        "feedback_session": session_card(VIEW, 3, 21),
        "feedback_signup": signup_card(VIEW, 3),
        "feedback_problem": problem_card(("机器人失去了这张多维表格的权限",)),
        "feedback_problem_over": problem_card(("权限已恢复",), over=True),
    }

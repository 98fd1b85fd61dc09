"""The week's look at the knowledge base, in each of its states."""

from dataclasses import replace
from datetime import UTC, date, datetime

from cards.checkup import CheckupView, FailingLine, GapLine, checkup_card
from cards.kit import Card

HOSTILE = "<at id=all></at> **急**\n# 充电桩 [点我](https://example.com)"
VIEW = CheckupView(
    first=date(2026, 11, 16),
    last=date(2026, 11, 22),
    cases=812,
    success=0.61,
    before=0.58,
    questions=1040,
    unanswered=94,
    gaps=(
        GapLine("充电桩坏了找谁报修", 9, 7, 5),
        GapLine("新来的同事怎么进站里的群", 5, 5, 4),
        GapLine("洗车机不出水", 3, 2, 0),
    ),
    failing=(
        FailingLine(
            "日结一直转圈、进度条卡住不动，半小时都没有反应？", "SH-06", 18, 11, "unsolved"
        ),
        FailingLine("小票打印机走纸但打出来是空白？", "HW-12", 12, 6, "human"),
    ),
    pending=12,
    oldest=datetime(2026, 11, 20, 19, 20, tzinfo=UTC),
)
QUIET = CheckupView(
    VIEW.first, VIEW.last, 0, 0.0, None, 0, 0, gaps=(), failing=(), pending=0, oldest=None
)


def learning_examples() -> dict[str, Card]:
    return {
        "checkup": checkup_card(VIEW),
        "checkup_good": checkup_card(
            replace(VIEW, success=0.83, before=None, gaps=(), failing=(), pending=0, oldest=None)
        ),
        "checkup_quiet": checkup_card(QUIET),
        "checkup_hostile": checkup_card(replace(VIEW, gaps=(GapLine(HOSTILE, 9, 7, 5),))),
    }

"""The cards that a language model had a hand in."""

from cards.choices import Choice
from cards.draft import DraftView, draft_card, with_understanding
from cards.kit import Card

LINES = (
    "先停用没变价的枪，按错误价格卖油属价格违规。",
    "在【价格管理】>【价格下发】看失败的枪号。",
    "选中失败的枪，点【重新下发】，最多 3 次。",
)


def draft_examples(plain: Card, entries: tuple[Choice, ...], hostile: str) -> dict[str, Card]:
    view = DraftView(1210, "油价改了机器上没动静", LINES, entries[:2])
    return {
        "draft": draft_card(view),
        "draft_one_line": draft_card(DraftView(1210, view.asked, LINES[:1], entries[:1])),
        "draft_hostile": draft_card(DraftView(1210, hostile, (hostile,) * 8, entries)),
        "understood": with_understanding(plain, "日结失败怎么处理"),
        "understood_hostile": with_understanding(plain, hostile),
    }

"""Examples of every card of those who look after the FAQ."""

from dataclasses import replace
from datetime import UTC, datetime

from cards.answer import AnswerView, answer_card
from cards.browse import CategoryCount, CategoryPage, category_card
from cards.choices import Choice
from cards.kit import Card
from cards.review import Decision, Effect, FieldChange, ReviewView, TrialView, review_card
from cards.review_forms import DraftView, edit_card, reject_card
from cards.review_queue import (
    QueueRow,
    QueueView,
    ReminderView,
    notice_card,
    queue_card,
    reminder_card,
)
from cards.words import review as say

HOSTILE = "<at id=all></at> **急**\n# 日结 [点我](https://example.com) `E2001` <font color='red'>"
AT = datetime(2026, 11, 25, 2, 5, tzinfo=UTC)
FINE = TrialView(
    done=True,
    asked=128,
    fixed=2,
    fixed_first=(
        Effect("交接班走不下去了", "missed", "right"),
        Effect("交班点了没反应", "offered", "right"),
    ),
)
BREAKS = replace(
    FINE,
    broken=1,
    moved=1,
    broken_first=(Effect("日结卡住不动", "right", "wrong", "班结失败，提示有未完成交易？"),),
    moved_first=(Effect("对不上账", "wrong", "wrong", "日结金额和实收不一致？"),),
    near=(("EOD-07", "日结一直转圈、进度条卡住不动？"),),
)
PHRASING = ReviewView(
    proposal=12,
    kind="phrasing",
    state="open",
    title="班结失败，提示有未完成交易（E2001）？",
    code="EOD-01",
    category="班结日结",
    base=3,
    edition=0,
    changes=(FieldChange("similar", "", "", added=("交接班走不下去了",)),),
    created_by=None,
    created_at=AT,
    times=7,
    stations=3,
    trial=FINE,
)
EDIT = replace(
    PHRASING,
    kind="edit",
    proposal=13,
    changes=(
        FieldChange(
            "answer", "1. 看提示里的单号。\n2. 取消它。", "1. 看提示。\n2. 先收款，再取消。"
        ),
        FieldChange("similar", "", "", added=("交不了班",), taken=("日结卡住不动",)),
        FieldChange("safety", "普通", "注意"),
        FieldChange("valid_until", "", "2027-05-31"),
    ),
    created_by="李工",
    times=0,
    stations=0,
)
GAP = replace(
    PHRASING,
    kind="gap",
    proposal=14,
    title="充电桩没反应",
    code="",
    category="",
    base=0,
    changes=(),
    samples=("充电桩没反应", "充电桩坏了找谁", "充电那个屏黑了"),
    times=19,
    stations=11,
    trial=None,
)
NEW = replace(
    GAP,
    kind="new",
    samples=(),
    changes=(
        FieldChange("category", "", "设备/充电桩"),
        FieldChange("question", "", "充电桩没反应怎么办？"),
        FieldChange("answer", "", "1. 按急停，确认没人在用。\n2. 打维保电话。"),
    ),
    trial=FINE,
)
DRAFT = DraftView(
    proposal=13,
    kind="edit",
    base=3,
    edition=1,
    question="班结失败，提示有未完成交易（E2001）？",
    category="班结日结",
    similar=("交不了班", "班结不了"),
    answer="1. 看提示里的单号。\n2. 取消它。",
    safety="normal",
)
QUEUE = QueueView(
    (
        QueueRow(12, "phrasing", "交接班走不下去了", "问过 7 次，来自 3 个站"),
        QueueRow(14, "gap", "充电桩没反应", "问过 19 次，来自 11 个站"),
        QueueRow(13, "edit", "班结失败，提示有未完成交易（E2001）？", "李工 提出 · 11月25日 10:05"),
    ),
    page=2,
    pages=3,
    total=15,
)
REMINDER = ReminderView(
    entry=93,
    version=4,
    title="国庆期间加油卡优惠怎么用？",
    code="CD-11",
    category="加油卡/优惠",
    day="2026-12-02",
    expired=False,
)
TREE = CategoryPage(
    category="加油卡",
    page=1,
    pages=1,
    total=2,
    entries=(
        Choice(31, "加油卡丢了怎么办？", "加油卡"),
        Choice(32, "加油卡怎么换卡？", "加油卡"),
    ),
    children=(CategoryCount("加油卡/充值", 6), CategoryCount("加油卡/优惠", 3)),
)


def review_examples(answer: AnswerView) -> dict[str, Card]:
    pictures = (("img_v3_1", "付款页.png"), ("img_v3_2", "退款页.png"))
    decision = Decision("李工", AT, "")
    return {
        "answer_pictures": answer_card(replace(answer, pictures=pictures)),
        "answer_expired": answer_card(replace(answer, expired=True)),
        "review_phrasing": review_card(PHRASING),
        "review_pending": review_card(replace(PHRASING, trial=None)),
        "review_waiting": review_card(replace(PHRASING, trial=None, waiting_for="李工")),
        "review_untried": review_card(replace(PHRASING, trial=TrialView(done=False))),
        "review_edit": review_card(EDIT),
        "review_breaks": review_card(replace(EDIT, trial=BREAKS)),
        "review_stale": review_card(
            replace(EDIT, since=(FieldChange("answer", "1. 看提示。", "1. 先重启。"),))
        ),
        "review_new": review_card(NEW),
        "review_gap": review_card(GAP),
        "review_archive": review_card(replace(PHRASING, kind="archive", changes=(), trial=BREAKS)),
        "review_twin": review_card(
            replace(PHRASING, kind="archive", changes=(), twin=("EOD-07", "班结提示未完成交易？"))
        ),
        "review_approved": review_card(replace(EDIT, state="approved", decision=decision)),
        "review_rejected": review_card(
            replace(
                PHRASING,
                state="rejected",
                decision=replace(decision, note="说法太偏：别的站不这么说"),
            )
        ),
        "review_hostile": review_card(
            replace(
                EDIT,
                title=HOSTILE,
                samples=(HOSTILE,) * 9,
                changes=(FieldChange("answer", HOSTILE * 9, HOSTILE * 9),),
                trial=replace(BREAKS, broken_first=(Effect(HOSTILE, "right", "missed"),) * 12),
            )
        ),
        "review_form": edit_card(DRAFT),
        "review_form_long": edit_card(
            replace(DRAFT, answer="长" * 1001, similar=("很长的一个相似问法" * 9,) * 20)
        ),
        "review_reject": reject_card(12, "phrasing"),
        "review_queue": queue_card(QUEUE),
        "review_queue_empty": queue_card(QueueView((), 1, 1, 0)),
        "review_refused": notice_card(say.NOT_ALLOWED),
        "reminder": reminder_card(REMINDER),
        "reminder_expired": reminder_card(replace(REMINDER, expired=True, day="2026-11-24")),
        "category_tree": category_card(TREE),
        "category_below": category_card(
            replace(TREE, category="加油卡/优惠", children=(), total=2)
        ),
    }

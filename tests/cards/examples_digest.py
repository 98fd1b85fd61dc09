"""The week's digest for each audience and in each of its states, and the alarms of trends."""

from dataclasses import replace
from datetime import UTC, date, datetime

from cards.digest import (
    AlarmView,
    CaseLine,
    DigestView,
    Effect,
    EffectLine,
    FigureLine,
    ProductLine,
    TopicLine,
    alarm_card,
    cases_card,
    managers_card,
    product_card,
    stations_card,
)
from cards.digest_preview import Delivered, PreviewView, intro_card, preview_card
from cards.kit import Card

HOSTILE = "<at id=all></at> **急**\n# 充电桩 [点我](https://example.com)"
AT = datetime(2026, 12, 2, 2, 5, tzinfo=UTC)
TOPICS = (
    TopicLine(1, "日结一直转圈，进度条卡住不动", 131, 87, 40.5, entry=93),
    TopicLine(2, "扫码全部失败，微信支付宝都不行", 92, 61, 0.0, entry=71, known_issue=True),
    TopicLine(3, "小票打印机走纸但是空白", 44, 39, 45.0, entry=201),
    TopicLine(4, "充电桩扫不出码", 20, 17, 0.0),
    TopicLine(5, "发票开不出来，提示额度不足", 18, 15, 17.5, entry=44),
)
VIEW = DigestView(
    id=7,
    first=date(2026, 11, 23),
    last=date(2026, 11, 29),
    intro="本周五零点调价，请提前核对价签和油机单价。",
    topics=TOPICS,
    figures=(
        FigureLine("opened", "count", 812, 700.0),
        FigureLine("solved", "count", 798, 690.0),
        FigureLine("backlog", "count", 31, 40),
        FigureLine("first_response", "seconds", 540, 720),
        FigureLine("first_response_kept", "share", 0.91, 0.88),
        FigureLine("resolution", "seconds", 7260, 7200),
        FigureLine("satisfied", "share", None, 0.9),
        FigureLine("contained", "share", 0.62, 0.62),
    ),
    weeks=tuple(
        (f"{10 + w // 4:02d}-{1 + 7 * (w % 4):02d}", 600 + 30 * w, 590 + 31 * w) for w in range(8)
    ),
    regions=(("河北省", 210), ("山东省", 180), ("湖北省", 96), ("四川省", 77), ("江苏省", 40)),
    stations=(("摇光站", 14), ("夸父站", 11), ("竹溪站", 9)),
    effect=Effect(
        "2026-W48",
        20_812,
        1_188,
        (
            EffectLine("加油卡圈存失败", (60, 22), (4, 4)),
            EffectLine("液位仪全部离线", (30, 41), (0, 1)),
        ),
    ),
    product=(
        ProductLine("充电桩扫不出码", "topic", 17),
        ProductLine("希望交班报表能按油品分开", "wish", 12),
        ProductLine("后台导出报表时闪退", "defect", 9),
    ),
)
QUIET = replace(
    VIEW,
    intro="",
    topics=(),
    figures=(),
    weeks=(),
    regions=(),
    stations=(),
    effect=None,
    product=(),
)
PREVIEW = PreviewView(VIEW, "drafted", AT, Delivered())
SENT = Delivered(22_000, 21_800, 21_780, 15_246, 180, 20, 37, 12, recallable=True)
SPIKE = AlarmView(
    name="扫码全部失败，微信支付宝都不行，E5003",
    region="",
    count=12,
    stations=11,
    expected=0.04,
    since=datetime(2026, 11, 25, 7, 10, tzinfo=UTC),
    until=datetime(2026, 11, 25, 7, 40, tzinfo=UTC),
    samples=("三台收银扫谁都是失败，外面排队", "付款码一扫就红", "隔壁站也扫不了，是平台问题吧"),
    regions=(("河北省", 7), ("山东省", 5)),
    entry=71,
)


def digest_examples() -> dict[str, Card]:
    return {
        "digest_stations": stations_card(VIEW),
        "digest_stations_quiet": stations_card(QUIET),
        "digest_stations_hostile": stations_card(
            replace(QUIET, intro=HOSTILE, topics=(TopicLine(1, HOSTILE, 3, 2, 0.0, entry=5),))
        ),
        "digest_managers": managers_card(VIEW),
        "digest_managers_quiet": managers_card(QUIET),
        "digest_product": product_card(VIEW),
        "digest_product_none": product_card(QUIET),
        "digest_draft": preview_card(PREVIEW),
        "digest_held": preview_card(replace(PREVIEW, state="held")),
        "digest_approved": preview_card(replace(PREVIEW, state="approved")),
        "digest_sent": preview_card(replace(PREVIEW, state="sent", delivered=SENT)),
        "digest_skipped": preview_card(replace(PREVIEW, state="skipped")),
        "digest_not_drafted": preview_card(PreviewView(replace(QUIET), "planned", AT, Delivered())),
        "digest_intro": intro_card(PREVIEW),
        "digest_cases": cases_card(
            TOPICS[0].name,
            (
                CaseLine("T000812", "日结转圈半小时，进度条不动", "S13005"),
                CaseLine("Q004711", HOSTILE, ""),
            ),
            119,
        ),
        "alarm_spike": alarm_card(SPIKE),
        "alarm_growth": alarm_card(
            replace(SPIKE, name="液位仪与油罐", series=(1, 1, 4, 2, 4, 7, 4, 7, 9), entry=0)
        ),
    }

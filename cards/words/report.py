"""The wording of reports that operators read."""

from __future__ import annotations

from datetime import date, datetime

from cards.words import format_date, format_time

OUTCOMES = {
    "verified": "确认解决",
    "contained": "未再追问",
    "unknown": "没办成或不清楚",
    "escalated": "转人工",
}
WHYS = {
    "came_back": "7 天内又来问",
    "not_solved": "说了没解决",
    "not_found": "没有答案",
    "left_at_choices": "给了选项没选",
    "safety": "安全提醒，不给步骤",
    "outside": "不归服务台管",
}
STEPS = {
    "unsolved": "没解决",
    "step_failed": "这一步不行",
    "none_of_these": "都不是",
    "human": "马上转人工",
}
BACKWARDS = "结束日期早于开始日期。"
NO_NAME = "（不清楚）"
BY_DAY = "按天"
BY_CATEGORY = "按分类"
BY_PROVINCE = "按省份"
BY_STATION = "按站"
WORST = "最常没帮上的答案"
HEADS = ("次数", "确认解决", "未再追问", "没办成", "转人工", "一次答对", "没有答案")


def title(*, first: date, last: date, zone: str, made_at: datetime) -> str:
    return (
        f"自助回答 {format_date(first)} 至 {format_date(last)}"
        f"（{zone}，{format_time(made_at)} 统计）"
    )


def cases(*, n: int, talk: int, direct: int) -> str:
    return f"有效会话 {n} 次（不算：只打招呼 {talk} 次，没提问就找人工 {direct} 次）"


def unripe(count: int) -> str:
    return f"其中 {count} 次还不满 7 天，之后可能因为又来问而改判"


def share(name: str, value: float, *, count: int, n: int) -> str:
    return f"{name}  {value:.1%}（{count}/{n}）"


SUCCESS = "自助办成（确认解决＋未再追问）"
FIRST_TRY = "一次答对（问一句就办成）"
UNANSWERED = "没有答案的问题"


def per_case(value: float) -> str:
    return f"每次会话问题数（中位数）  {value:g}"


def picks(*, shown: int, positions: tuple[int, ...], none: int, left: int) -> str:
    taken = "，".join(f"第 {at} 个 {count} 次" for at, count in enumerate(positions, start=1))
    return f"给选项 {shown} 次：{taken or '没人选'}，都不是 {none} 次，没点 {left} 次"


def worst(*, code: str, title: str, failed: int, shown: int, because: str) -> str:
    return f"{code}　{title}　{failed}/{shown} 次没帮上（{because}）"


def because(steps: tuple[tuple[str, int], ...]) -> str:
    return "，".join(f"{STEPS.get(step, step)} {count}" for step, count in steps)


def none_recorded() -> str:
    return "这段时间没有会话。"

"""The figures by their names, and what is said about them in reports and cards."""

from datetime import date, datetime

from cards.words import SHANGHAI

NAMES = {
    "opened": "新工单",
    "solved": "已解决",
    "backlog": "期末未结",
    "first_response": "首次响应（中位）",
    "first_response_p90": "首次响应（九成内）",
    "first_response_kept": "响应达标率",
    "resolution": "解决时长（中位）",
    "resolution_p90": "解决时长（九成内）",
    "resolution_kept": "解决达标率",
    "escalated": "升级率",
    "first_contact": "一次解决率",
    "reopened": "重开率",
    "rated": "评价率",
    "satisfied": "满意率",
    "rating": "平均评分",
    "cases": "机器人接待（次）",
    "contained": "机器人自助率",
    "verified": "确认解决率",
    "asked": "提问数",
    "unanswered": "没找到答案",
    "feedback": "收到反馈",
}
PARTS = {
    "day": "按天",
    "province": "按地区",
    "category": "按分类",
    "skill_group": "按技能组",
    "priority": "按优先级",
    "station": "按站点",
}
HEADS = ("指标", "本期", "分子/分母", "上周", "前四周", "未到期", "不计")
PART_HEADS = ("名称", "新工单", "已解决", "响应（中位）", "解决（中位）", "响应达标", "满意率")
UNKNOWN = "（未知）"
NO_DATA = "–"
NOTE = "口径见 docs/figures.md；时长按自然时间，达标按服务时段；“未到期”的不进分子也不进分母。"
BAD_WEEK = "周次写成 2026-W47 这样，并且真有这一周。"
FEW = "少于 5 单，比例仅供参考"
SECONDS_A_MINUTE, SECONDS_AN_HOUR, SECONDS_A_DAY = 60, 3600, 86400


def title(week: str, first: date, last: date) -> str:
    return f"服务台周报 {week}（{first:%m-%d} 至 {last:%m-%d}）"


def made(at: datetime) -> str:
    return f"统计于 {at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}（北京时间）"


def span(seconds: float) -> str:
    """Two units at most: nobody waits by the second."""
    if seconds < SECONDS_A_MINUTE:
        return f"{seconds:.0f}秒"
    minutes = round(seconds / SECONDS_A_MINUTE)
    if minutes < SECONDS_A_MINUTE:
        return f"{minutes}分"
    hours, rest = divmod(minutes, 60)
    if hours < 48:
        return f"{hours}小时{rest}分" if rest else f"{hours}小时"
    days, rest = divmod(hours, 24)
    return f"{days}天{rest}小时" if rest else f"{days}天"


def shown(value: float | None, unit: str) -> str:
    if value is None:
        return NO_DATA
    if unit == "seconds":
        return span(value)
    if unit == "share":
        return f"{value:.0%}"
    return f"{value:.2f}" if unit == "score" else f"{value:.0f}"


def shown_mean(value: float | None, unit: str) -> str:
    """A count's mean over four weeks has halves."""
    return f"{value:.1f}" if unit == "count" and value is not None else shown(value, unit)

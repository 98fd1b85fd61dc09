"""What the desk says about what it has learnt: to operators and to reviewers."""

from __future__ import annotations

from datetime import date, datetime

from cards.words import format_date, format_time

# --- `learn` ------------------------------------------------------------------------------------

DRY_RUN = "（只看不提：没有写入审核队列）"


def looked(*, since: date, until: date, questions: int, unanswered: int) -> str:
    return (
        f"{format_date(since)} 至 {format_date(until)}：{questions} 个问题，{unanswered} 个没有答案"
    )


def gap_line(
    *, sample: str, count: int, people: int, stations: int, first: datetime, last: datetime
) -> str:
    return (
        f"{sample}　{count} 次，{people} 人，{stations} 个站，"
        f"{format_time(first)} 到 {format_time(last)}"
    )


def wording_line(*, code: str, text: str, people: int, solved: int) -> str:
    return f"{code}　＋“{text}”　{people} 人选了它，{solved} 人说解决了"


def failing_line(*, code: str, title: str, shown: int, failed: int, at_least: float) -> str:
    return f"{code}　{title}　{failed}/{shown} 次没帮上（至少 {at_least:.0%}）"


def twins_line(*, codes: tuple[str, str], wordings: tuple[str, str]) -> str:
    return f"{codes[0]} 和 {codes[1]}　“{wordings[0]}”／“{wordings[1]}”"


GAPS = "没有答案的问题"
WORDINGS = "建议加的相似问法"
FAILING = "常常没帮上的答案"
TWINS = "可能重复的条目"
NOTHING = "没有"


def suggested(*, gaps: int, wordings: int, twins: int) -> str:
    return f"新提交审核：{gaps} 个缺口，{wordings} 条相似问法，{twins} 对重复"

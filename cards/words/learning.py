"""What the desk says about what it has learnt: to operators and to reviewers."""

from __future__ import annotations

from datetime import date, datetime

from cards.words import format_date, format_time
from cards.words.report import STEPS

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


# --- the week's card ----------------------------------------------------------------------------

CHECKUP_TITLE = "本周知识库体检"
CHECKUP_QUIET = "这一周没有人来问。"
CHECKUP_HOW = "办成：说了“解决了”，或答完没再追问；7 天内又来问同一件事，不算。"
CHECKUP_GAPS = "问的人多，还没有答案"
CHECKUP_FAILING = "常常没帮上的答案"
NOTHING_PENDING = "没有待审核的建议。"
CHECKUP_FALLBACK = "本周知识库体检出来了，但卡片没能显示。请发“审核”看待审核的建议。"


def checkup_days(first: date, last: date) -> str:
    return f"{first.month}月{first.day}日 至 {last.month}月{last.day}日"


def checkup_success(*, success: float, before: float | None, cases: int) -> str:
    told = f"**机器人自己办成 {success:.0%}**（{cases} 次会话"
    return told + (f"，前一周 {before:.0%}）" if before is not None else "）")


def checkup_unanswered(*, count: int, questions: int) -> str:
    share = count / questions if questions else 0
    return f"没有答案的问题 {share:.0%}（{count}/{questions} 个）"


def checkup_summary(*, success: float | None, pending: int) -> str:
    parts = [f"办成 {success:.0%}"] if success is not None else []
    parts += [f"待审核 {pending} 条"] if pending else []
    return "，".join([CHECKUP_TITLE, *parts])


def quoted(text: str) -> str:
    return f"“{text}”"


def gap_told(count: int, people: int, stations: int) -> str:
    return f"{count} 次 · {people} 人" + (f" · {stations} 个站" if stations else "")


def failing_told(*, code: str, failed: int, shown: int, step: str) -> str:
    return f"{code} · {shown} 次里 {failed} 次没帮上，多是“{STEPS.get(step, step)}”"


def pending(count: int, oldest: datetime) -> str:
    return f"待审核 {count} 条，最早的是 {format_time(oldest)}"

"""The weekly digests and the alarms of trends: what stations, managers and editors read."""

from datetime import date, datetime

from cards.words import SHANGHAI

UNSUBSCRIBED = "好的，以后不再发周报给你。想恢复就发“订阅周报”。"
SUBSCRIBED = "好的，以后每周发周报给你。"

# --- stations -----------------------------------------------------------------------------------

STATIONS_TITLE = "本周大家常问"
STATIONS_LEAD = "上周各站问得最多的几件事，点开就看步骤："
KNOWN_ISSUE = "已知故障，正在处理"
ASK_DESK = "遇到了直接发消息给我"
OPEN_STEPS = "怎么处理"
STATIONS_END = "不想收到？发“退订周报”。"
QUIET_WEEK = "上周没有集中的问题，大家辛苦了。"
FALLBACK = "本周服务台周报已出，请升级飞书后查看。"

# --- managers and product owners ----------------------------------------------------------------

MANAGERS_TITLE = "服务台周报"
PRODUCT_TITLE = "缺陷与需求周报"
FIGURES = {
    "opened": "新工单",
    "solved": "已解决",
    "backlog": "未结",
    "first_response": "首次响应",
    "first_response_kept": "响应达标",
    "resolution": "解决时长",
    "resolution_kept": "解决达标",
    "satisfied": "满意率",
    "cases": "机器人接待",
    "contained": "自助率",
}
BASELINE = "比前四周平均"
SAME = "持平"
CHART_WEEKS = "近八周工单"
OPENED_SERIES, SOLVED_SERIES = "新增", "解决"
CHART_REGIONS = "工单最多的地区"
HOT_STATIONS = "工单最多的站"
TOP_TOPICS = "上周热点"
SEE_CASES = "看明细"
HOW = "口径：时长取中位数；达标按服务时段；满意率只算评过的。"
EFFECT_TITLE = "上期推送有没有用"
EFFECT_NONE = "还没有上一期可以比较。"
EFFECT_ALL_TOLD = "上期各站都推送了，没有未推送的站可以对照。"
NOTHING_PRODUCT = "上周没有缺陷和需求。"
PRODUCT_HEADS = ("内容", "类型", "站")
KINDS = {"defect": "缺陷", "wish": "需求", "advice": "建议", "topic": "热点"}
CASES_TITLE = "热点明细"
CASES_LEAD = "下面是归到这个热点的工单和提问，已隐去号码："

# --- editors ------------------------------------------------------------------------------------

PREVIEW_TITLE = "周报草稿，请审核"
HELD_TITLE = "周报还没发，请决定"
STATE = {
    "planned": "还没有草稿",
    "drafted": "待审核",
    "approved": "已通过，到时间自动发",
    "held": "没按时发出，等你决定",
    "sent": "已发出",
    "skipped": "本期不发",
}
SEE_STATIONS, SEE_MANAGERS, SEE_PRODUCT = "看站点版", "看管理版", "看产品版"
APPROVE, SEND_NOW, SKIP, EDIT, RECALL, REFRESH = (
    *("通过", "立即发送", "本期不发", "改开头", "撤回", "刷新"),
)
DROP = "去掉"
DROPPED = "已去掉"
INTRO_LABEL = "开头的话（站点版）"
INTRO_HINT = "例如：本周有调价，请提前核对价签"
SAVE = "保存"
SAVED = "已保存"
APPROVED = "已通过，到时间自动发"
SENDING = "开始发送"
SKIPPED = "本期不发了"
RECALLING = "正在撤回"
NOTHING_TO_RECALL = "没有可以撤回的（只能撤回一天内发出的）"
TOO_LATE = "这期已经发出或取消了"
NOT_DRAFTED = "草稿还没生成，请稍后再试"
NOT_ALLOWED = "只有运营和管理员可以这样做"
NOT_FOR_YOU = "只有管理人员可以看明细"
NO_DIGEST = "还没有周报。"
GONE = "这期周报找不到了"
SURE_SEND, SURE_SEND_TEXT = "现在就发给所有站？", "发出后只能整批撤回，不能修改。"
SURE_SKIP, SURE_SKIP_TEXT = "这期不发了？", "之后不能再发这一期。"
SURE_RECALL, SURE_RECALL_TEXT = "撤回已发出的周报？", "所有人都会看不到这期周报。"

# --- alarms -------------------------------------------------------------------------------------

SPIKE_TITLE = "突增预警"
GROWTH_TITLE = "缓慢上升预警"
ALARM_FALLBACK = "有一个问题突然变多，请打开飞书卡片查看。"
ALARM_NOTE = "同一问题一天最多提醒一次。是否是故障由人判断。"
EVIDENCE = "大家这样说"
ALL_REGIONS = "全部地区"


def days(first: date, last: date) -> str:
    return f"{first:%m月%d日}–{last:%m月%d日}"


def topic_told(count: int, stations: int) -> str:
    return f"{stations} 个站问了 {count} 次"


def topic_change(count: int, before: float) -> str:
    if before < 1:
        return "新出现"
    return f"前四周平均每周 {before:.0f} 次"


def change(now: float | None, before: float | None, unit: str) -> str:
    """Against the four weeks before: shares in points, everything else in per cent."""
    if now is None or before is None:
        return ""
    if unit == "share":
        points = round((now - before) * 100)
        return f"{points:+d} 个百分点" if points else SAME
    if not before:
        return ""
    percent = round((now - before) / before * 100)
    return f"{percent:+d}%" if percent else SAME


def effect_line(name: str, before: int, after: int) -> str:
    return f"{name}：{before} → {after} 次{moved(before, after)}"


def moved(before: int, after: int) -> str:
    if before == after:
        return "（持平）"
    if not before:
        return "（新增）"
    percent = round((after - before) / before * 100)
    return f"（{'降' if percent < 0 else '升'} {abs(percent)}%）"


def effect_sides(told: tuple[int, int], not_told: tuple[int, int]) -> str:
    return (
        f"推送过的站 {told[0]}→{told[1]}{moved(*told)}，"
        f"没推送的站 {not_told[0]}→{not_told[1]}{moved(*not_told)}"
    )


def effect_told(week: str, told: int, not_told: int) -> str:
    return f"{week} 推送了 {told} 个站，{not_told} 个站没收到"


def planned(at: datetime) -> str:
    return f"计划 {at.astimezone(SHANGHAI):%m月%d日 %H:%M} 发送"


def progress(people: int, sent: int, reached: int, read: int) -> str:
    share = f"，已读 {read / reached:.0%}" if reached else ""
    return f"应发 {people} 人，已发 {sent} 人，送达 {reached} 人{share}"


def missing(unreachable: int, unknown: int, opted_out: int, without: int) -> str:
    parts = [
        f"{unreachable} 人发不到" if unreachable else "",
        f"{unknown} 人不确定（没有重发）" if unknown else "",
        f"{opted_out} 人退订" if opted_out else "",
        f"{without} 个站没有可发的人" if without else "",
    ]
    return "，".join(part for part in parts if part)


def decided(by: str, at: datetime) -> str:
    return f"{at.astimezone(SHANGHAI):%m月%d日 %H:%M} 已处理"


def spike_told(count: int, stations: int, expected: float, since: datetime, until: datetime) -> str:
    start, end = since.astimezone(SHANGHAI), until.astimezone(SHANGHAI)
    usual = f"{expected:.1f}" if expected >= 0.1 else "不到 0.1"
    return f"{start:%H:%M}–{end:%H:%M} 有 {stations} 个站报了 {count} 次，平时这段时间约 {usual} 次"


def growth_told(series: tuple[int, ...], stations: int) -> str:
    return f"每周次数：{' → '.join(map(str, series))}；最近一周涉及 {stations} 个站"


def regions(found: tuple[tuple[str, int], ...]) -> str:
    return "、".join(f"{name} {many}" for name, many in found[:5])


def quoted(text: str) -> str:
    return f"“{text}”"

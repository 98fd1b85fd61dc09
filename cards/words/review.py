"""Wording for those who look after the FAQ: the review queue, reminders, pictures."""

from collections.abc import Mapping
from datetime import datetime

from cards.words import format_time

# --- buttons ------------------------------------------------------------------------------------

UP_BUTTON = "上一级"
APPROVE_BUTTON = "通过并发布"
ARCHIVE_BUTTON = "同意下架"
ANYWAY_BUTTON = "仍然发布"
EDIT_BUTTON = "修改"
WRITE_BUTTON = "写一条答案"
REJECT_BUTTON = "不采纳"
BACK_BUTTON = "返回"
SAVE_BUTTON = "保存并发布"
CONFIRM_REJECT_BUTTON = "确定不采纳"
RETRY_BUTTON = "重新试算"
QUEUE_BUTTON = "看待审核"
EXTEND_BUTTON = "还有效，延半年"

# --- toasts and refusals ------------------------------------------------------------------------

SENT_TO_YOU = "已发到你和站务台的单独聊天里"
NOT_ALLOWED = "你没有审核权限。需要的话，请找知识库管理员开通"
APPROVED_TOAST = "已通过，马上生效"
REJECTED_TOAST = "已记为不采纳"
WAITING_TOAST = "正在试算影响，没有问题就自动发布"
BREAKS_TOAST = "试算发现有问题会答错，看清楚再点“仍然发布”"
STALE_TOAST = "内容刚被改过，请看过变化再决定"
UNWRITTEN_TOAST = "还没有写答案，先点“写一条答案”"
GONE_TOAST = "这条答案已经下架，这个建议不用处理了"
NO_SUCH = "没有这条建议"
NEEDS_REASON = "请选一个不采纳的原因"
TRYING_TOAST = "正在重新试算"
EXTENDED_TOAST = "已延长半年"
NOT_YOURS = "只有这条答案的负责人或审核人可以延期"
WITHDRAWN_NOTE = "答案已下架"

# --- the card -----------------------------------------------------------------------------------

KINDS: Mapping[str, str] = {
    "new": "新增答案",
    "edit": "修改答案",
    "phrasing": "新增相似问法",
    "archive": "下架答案",
    "gap": "缺一条答案",
}
STATES: Mapping[str, str] = {
    "open": "待审核",
    "approved": "已通过",
    "rejected": "未采纳",
    "withdrawn": "已撤回",
}
FIELDS: Mapping[str, str] = {
    "category": "分类",
    "question": "问题",
    "similar": "相似问法",
    "answer": "答案",
    "keywords": "关键词",
    "skill_group": "技能组",
    "safety": "安全级别",
    "valid_until": "有效期至",
}
# A sheet's columns by the field they fill, where the two differ.
COLUMNS: Mapping[str, str] = {"similar_questions": "similar"}
SAFETY: Mapping[str, str] = {"normal": "普通", "caution": "注意", "hazard": "危险"}
REASONS: tuple[str, ...] = ("内容不对", "和已有的重复", "说法太偏", "不该由机器人答", "其他")
BLANK = "（空）"
PEOPLE_ASKED = "大家是这样问的"
TO_BE_ARCHIVED = "下架以后，机器人不再用它回答。"
CHANGED_SINCE = "提出建议以后，这条答案改过，请重新看一遍："
TRYING = "正在拿真实问题试算影响，几秒后更新。"
NOT_TRIED = "影响没有算出来。可以重新试算；确定没问题也可以直接发布。"
NOTHING_TO_TRY = "没有可以试算的问题。"
REASON_PLACEHOLDER = "选一个原因"
REASON_LABEL = "补充说明（可不填）"
LONG_ANSWER = "答案超过 1000 字，手机上改不了，请在表格里改好再导入。"
LONG_SIMILAR = "相似问法太多，手机上改不了，请在表格里改好再导入。"
SIMILAR_LABEL = "相似问法（一行一个）"
ANYWAY_TITLE = "仍然发布？"
SYSTEM = "系统建议"
SOMEBODY = "审核人"
COMMAND_LINE = "管理员（命令行）"

# How a question is answered, before and after.
OUTCOMES: Mapping[str, str] = {
    "right": "直接答对",
    "offered": "列在选项里",
    "missed": "找不到",
    "wrong": "答成别的",
}

# --- the queue ----------------------------------------------------------------------------------

QUEUE_TITLE = "知识库待审核"
QUEUE_LEAD = "点一条，看内容和影响："
QUEUE_EMPTY = "都审完了，现在没有待审核的建议。"

# --- reminders and old answers ------------------------------------------------------------------

EXPIRES_TITLE = "答案快到期了"
EXPIRED_TITLE = "答案已到期"
EXPIRES_LEAD = "请看一遍内容还对不对。对就延期，不对就在表格里改好再导入。"
EXPIRED_LEAD = "到期以后机器人还会用它回答，但会注明“已过期”。请尽快看一遍。"
EXPIRED_NOTE = "已过期，内容可能有变。拿不准就点“转人工”。"


def inside(*, categories: int, entries: int) -> str:
    return f"{categories} 个小类，{entries} 个问题"


def number(proposal: int) -> str:
    return f"建议 {proposal}"


def version(count: int) -> str:
    return f"第 {count} 版" if count else "还没发布过"


def field(name: str) -> str:
    return FIELDS.get(name, name)


def before(text: str) -> str:
    return f"原来：{text}"


def after(text: str) -> str:
    return f"改成：{text}"


def added(text: str) -> str:
    return f"＋ {text}"


def taken(text: str) -> str:
    return f"－ {text}"


def more(count: int) -> str:
    return f"还有 {count} 条没有列出"


def asked_by(*, times: int, stations: int) -> str:
    asked = f"问过 {times} 次" if times else ""
    return "，".join(filter(None, (asked, f"来自 {stations} 个站" if stations else "")))


def made_by(name: str | None, at: datetime) -> str:
    return f"{f'{name} 提出' if name else SYSTEM} · {format_time(at)}"


def near(*, title: str, code: str) -> str:
    return f"可能和已有的重复：{title}（{code}）"


def twin(*, title: str, code: str) -> str:
    return f"和“{title}”（{code}）说的是同一件事，留一条就够。"


def tried(*, asked: int, fixed: int, broken: int, moved: int) -> str:
    if not asked:
        return NOTHING_TO_TRY
    effect = f"答得更好 {fixed} 个，变差 {broken} 个"
    if moved:
        effect += f"，换成别的 {moved} 个"
    return f"试算了 {asked} 个问题：{effect}。"


def broken_panel(count: int) -> str:
    return f"变差的 {count} 个"


def fixed_panel(count: int) -> str:
    return f"答得更好的 {count} 个"


def moved_panel(count: int) -> str:
    return f"换成别的 {count} 个"


def effect(*, text: str, old: str, new: str, title: str) -> str:
    told = OUTCOMES[new] + (f"“{title}”" if title and new == "wrong" else "")
    return f"“{text}”\n{OUTCOMES[old]} → {told}"


def anyway(count: int) -> str:
    return f"有 {count} 个问题会比现在答得差。" if count else "还不知道会影响哪些问题。"


def waiting(name: str) -> str:
    return f"{name} 已点通过，试算没有问题就自动发布。"


def decided(*, state: str, name: str, at: datetime) -> str:
    return f"{name} {format_time(at)} {STATES[state]}"


def too_late(*, state: str, name: str, at: datetime) -> str:
    """For whoever comes second."""
    return f"{decided(state=state, name=name, at=at)}，不用再处理了"


def reason(text: str) -> str:
    return f"原因：{text}"


def queue_count(count: int, page: int, pages: int) -> str:
    return f"共 {count} 条 · 第 {page}/{pages} 页"


def queue_row(*, kind: str, title: str) -> str:
    return f"{KINDS[kind]}：{title}"


def valid_until(day: str) -> str:
    return f"有效期至 {day}"


def illegal(*, status: str, wanted: str) -> str:
    return f"现在是“{STATUS[status]}”，不能变成“{STATUS[wanted]}”"


STATUS: Mapping[str, str] = {
    "draft": "草稿",
    "in_review": "审核中",
    "published": "已发布",
    "archived": "已下架",
}

# Plain text for the day Feishu refuses the card.
FALLBACK = "有知识库建议等你审核，但卡片没能显示。请发“审核”再看。"
REMINDER_FALLBACK = "有一条知识库答案到期了，但卡片没能显示。请联系知识库管理员。"

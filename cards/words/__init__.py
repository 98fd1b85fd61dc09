"""Every word a person reads or types: wording is changed here and nowhere else."""

from datetime import date, datetime, timedelta, timezone
from typing import Literal

# China keeps one time and no summer time, so no time zone data base is needed.
SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")

# --- what people type ---------------------------------------------------------------------------

HELP = "帮助"
PROGRESS = "进度"
HUMAN = "转人工"
CATEGORIES = "分类"
REVIEW = "审核"
FEEDBACK = "提建议"
MY_FEEDBACK = "我的反馈"
DIGEST = "周报"
NO_DIGEST = "退订周报"
DIGEST_AGAIN = "订阅周报"
MY_TICKETS = "我的工单"
URGE = "催一下"
SUPPLEMENT = "补充"
CANCEL_TICKET = "取消工单"
MY_QUEUE = "我的队列"

COMMANDS: dict[str, tuple[str, ...]] = {
    HELP: ("帮助", "help", "?", "？", "怎么用", "使用说明", "你能做什么"),
    PROGRESS: ("进度", "我的进度", "查进度", "查看进度", "处理进度"),
    HUMAN: ("转人工", "人工", "找人工", "人工服务", "人工客服", "转客服"),
    CATEGORIES: ("分类", "目录", "常见问题", "菜单", "全部分类"),
    REVIEW: ("审核", "待审核", "知识库审核"),
    FEEDBACK: ("提建议", "反馈", "建议", "我要反馈", "意见反馈", "提意见", "提需求"),
    MY_FEEDBACK: ("我的反馈", "我的建议", "查反馈", "反馈进度"),
    DIGEST: ("周报", "周报草稿"),
    NO_DIGEST: ("退订周报", "不要周报"),
    DIGEST_AGAIN: ("订阅周报", "恢复周报"),
    MY_TICKETS: ("我的工单", "工单", "查工单"),
    URGE: ("催一下", "催单", "催催"),
    SUPPLEMENT: ("补充", "补充说明"),
    CANCEL_TICKET: ("取消工单", "取消"),
    MY_QUEUE: ("我的队列", "队列", "接单", "待办"),
}

# --- buttons: five characters at most, two of them share a row of a phone ------------------------

SOLVED_BUTTON = "解决了"
NOT_SOLVED_BUTTON = "没解决"
HUMAN_BUTTON = "转人工"
NONE_BUTTON = "都不是"
CATEGORIES_BUTTON = "按分类找"
ALL_CATEGORIES_BUTTON = "全部分类"
PROGRESS_BUTTON = "我的进度"
HELP_BUTTON = "怎么用"
PREVIOUS_BUTTON = "上一页"
NEXT_BUTTON = "下一页"

# --- toasts -------------------------------------------------------------------------------------

RECORDED = "已记录，谢谢"
HANDOVER_RECORDED = "已登记转人工"
HANDOVER_AGAIN = "之前已经登记过了，不用重复登记"
STALE_CARD = "这张卡片已过期，请重新提问"
ALREADY_PRESSED = "你刚刚已经点过了"
ENTRY_GONE = "这条答案已经下架，请重新提问"
BUSY = "现在有点忙，请过几秒再点一次"
SENT_BELOW = "已发到下面"

# --- answer -------------------------------------------------------------------------------------

SOLVED_TAG = "已解决"
NOT_SOLVED_TAG = "没解决"
HUMAN_TAG = "已转人工"
DID_IT_HELP = "照着做了吗？问题解决没有？"
THANKS = "好的，已记下“解决了”。谢谢！"
SOLVED_LATER = "再出问题，直接发消息给我。"
SORRY = "抱歉，这个答案没帮上忙。"
NEXT_STEPS = "**接下来可以：**\n\n1. 换个说法再问我，带上报错代码\n2. 点“转人工”，登记给同事"
NEXT_STEPS_RELATED = NEXT_STEPS + "\n3. 看看下面的相关问题"
HUMAN_RECORDED = "已登记转人工，同事会在这个聊天里回复你。"
ANSWER_AGAIN = "再看一遍答案"
TOO_LONG = "答案较长，这里只显示了前面一部分。需要全文请发“转人工”。"


def asked(text: str) -> str:
    return f"你问的：{text}"


def source(*, category: str, code: str, updated_on: date) -> str:
    return f"来源：常见问题 · {category} · {code} · {format_date(updated_on)} 更新"


def related(count: int) -> str:
    return f"相关问题（{count} 个）"


def summary(outcome: str, title: str) -> str:
    """The line of the chat list: the outcome first."""
    return f"{outcome}：{title}"


ANSWER = "答案"

# --- choices and nothing found ------------------------------------------------------------------

WHICH_ONE = "你想问的是哪一个？"
TAP_ONE = "点一下最像的那个："
NOT_FOUND = "没找到对应的答案"
NOT_FOUND_LEAD = "知识库里没有能对上的答案，我不想乱猜。"
ASK_BETTER = (
    "**换个说法再问一次，带上这些更容易找到：**\n\n"
    "- 报错代码，比如 E3001\n"
    "- 哪台设备，比如 2 号枪、收银机\n"
    "- 什么时候开始的\n\n"
    "着急就点“转人工”。"
)
OFTEN_ASKED = "大家常问"

# --- welcome and help ---------------------------------------------------------------------------

DESK = "站务台"
WELCOME_SUBTITLE = "加油站系统问题，问我就行"
WELCOME_LEAD = (
    "**直接打字把问题发给我**，比如“日结一直转圈”“E3001 是什么”。"
    "\n\n我先找答案；找不到或没解决，可以转人工。"
)
WELCOME_SUMMARY = "有问题直接打字发给我"
HELP_TITLE = "怎么用站务台"
HELP_TEXT = (
    "**问问题**：直接打字，一次说一件事。\n\n"
    "**说清楚**：报错代码、哪台设备、什么时候开始的。\n\n"
    "**没解决**：点答案下面的“没解决”或“转人工”。\n\n"
    "**也可以直接发这几个词**：\n\n"
    "- **分类**：按类别找问题\n"
    "- **进度**：看转人工登记\n"
    "- **转人工**：找同事帮忙\n"
    "- **帮助**：看这张卡片"
)
HELP_PRIVACY = "请不要发密码、验证码和顾客的完整卡号。"


def welcome(name: str | None) -> str:
    return f"{name}，你好" if name else f"你好，我是{DESK}"


def categories_panel(count: int) -> str:
    return f"按分类找（{count} 类）"


# --- browsing -----------------------------------------------------------------------------------

CATEGORIES_TITLE = "问题分类"
CATEGORIES_LEAD = "点一个分类，看里面的问题："
NO_CATEGORIES = "知识库还是空的。有问题请直接发消息，或者转人工。"
EMPTY_CATEGORY = "这个分类里暂时没有问题。"


def categories_count(*, categories: int, entries: int) -> str:
    return f"共 {categories} 类，{entries} 个问题"


def page_of(*, total: int, page: int, pages: int) -> str:
    return f"共 {total} 个问题 · 第 {page}/{pages} 页"


# --- handover -----------------------------------------------------------------------------------

HANDOVER_STATUS = {"waiting": "等待处理", "cancelled": "已取消"}
HANDOVER_TITLE = "已登记转人工"
HANDOVER_AGAIN_TITLE = "已经登记过了"
HANDOVER_DANGER = "漏油、冒烟、起火、有人受伤：先按站里应急预案处理并打电话，不要等这里的回复。"
PROGRESS_TITLE = "我的转人工登记"
NO_HANDOVERS = "你现在没有转人工登记。"
NO_HANDOVERS_HINT = "有问题直接打字发给我；要找同事就点“转人工”。"
NOTHING_ASKED = "没有写具体问题"


def handover_number(number: str) -> str:
    return f"登记号 {number}"


def handover_status(status: str) -> str:
    return HANDOVER_STATUS.get(status, status)


def requested(moment: datetime) -> str:
    return f"{format_time(moment)} 登记"


def progress_count(count: int) -> str:
    return f"共 {count} 条"


def more_handovers(count: int) -> str:
    return f"还有 {count} 条更早的没有列出。"


# --- messages that cannot be read, and failures -------------------------------------------------

UnreadKind = Literal["image", "file", "audio", "sticker", "other"]

RECEIVED_TITLE: dict[UnreadKind, str] = {
    "image": "图片已收到",
    "file": "文件已收到",
    "audio": "语音已收到",
    "sticker": "表情已收到",
    "other": "消息已收到",
}
CANNOT_READ: dict[UnreadKind, str] = {
    "image": "我现在还看不懂图片里的内容。",
    "file": "我现在还读不了文件。",
    "audio": "我现在还听不了语音。",
    "sticker": "有什么问题要我帮忙吗？",
    "other": "这种消息我现在还读不了。",
}
SAY_IT_IN_WORDS = "请打一句话说说问题，或者点“转人工”。"
QUESTION_HINT = "2 号枪提示 E3001，刚刚开始"
FAILURE_TITLE = "系统出错了"
FAILURE_LEAD = "刚才那一步没有成功，是系统的问题，不是你的操作问题。"
FAILURE_NEXT = "请过一两分钟再试一次。还不行，把上面的编号告诉同事。"


def for_example(text: str) -> str:
    return f"比如：{text}"


def failure_number(reference: str) -> str:
    return f"已记录，编号 {reference}"


# Plain text, for the day Feishu refuses a card: a refused card shows nothing at all.
FALLBACK = "我准备好了回答，但卡片没能显示出来。请换个说法再问一次，或者直接发“转人工”。"


def failed(reference: str) -> str:
    return f"{FAILURE_LEAD}{failure_number(reference)}。{FAILURE_NEXT}"


def late(sent_at: datetime) -> str:
    return f"抱歉，你 {format_time(sent_at)} 发的消息，我现在才收到。"


# --- times --------------------------------------------------------------------------------------


def format_time(moment: datetime) -> str:
    """A moment as a station's clock shows it, such as 11月25日 18:05."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone cannot be shown")
    local = moment.astimezone(SHANGHAI)
    return f"{local.month}月{local.day}日 {local:%H:%M}"


def format_date(day: date) -> str:
    return day.isoformat()

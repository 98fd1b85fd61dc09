"""Everything that is said about tickets: to who asked, in the ticket's group, and at the desk."""

from datetime import datetime

from cards import words
from cards.words.tables import TICKET_STATES

FALLBACK = "工单有更新，但卡片没能显示出来。发“进度”可以查看。"
USER_STATES = {
    **TICKET_STATES,
    "assigned": "等同事接单",
    "waiting_user": "等你回复",
    "escalated": "专家处理中",
    "resolved": "请确认",
}

OPENED = "已转给同事"
OPENED_ALREADY = "你已经有一张处理中的工单"
NOTHING_WRITTEN = "（没写具体问题，请先问一句）"

# --- the live card ------------------------------------------------------------------------------

CLAIM, ACCEPT, DECLINE = "我来接", "接单", "退回"
RESOLVE, WAIT, RESUME, REPLY = "解决", "等对方回复", "继续处理", "回复"
NOTE = "备注"
TRANSFER, ESCALATE, DEESCALATE, JOIN = "转交", "升级", "退回一线", "我来了"
URGE, SUPPLEMENT, CANCEL = "催一下", "补充", "取消工单"
CONFIRM, REOPEN, TO_FAQ = "已解决", "还没好", "变成 FAQ"
CANCEL_TITLE, CANCEL_TEXT = "取消这张工单？", "取消后同事就不再处理了。"
PACKET = "转人工前后说过的"
PICTURES = "图片与附件"
SIMILAR = "相似的已解决工单"
SAME_STATION = "同站还开着的工单"
STATION_FACTS = "站点情况"
DANGER = words.HANDOVER_DANGER
NO_MINUTES = "等多久现在说不准，发“进度”随时可以看。"
NEXT_USER = "等的时候可以接着发报错代码、截图，会一起交给同事。"
IN_ROOM = "同事已建好服务群，请到群里继续说。"
SIDES = {"user": "用户", "bot": "机器人", "desk": "同事"}
TRIED = {
    "shown_answer": "给出答案",
    "shown_choices": "给了几个选项",
    "shown_none": "没找到答案",
    "shown_step": "带着做步骤",
    "unsolved": "没解决",
}
FACTS = {
    "kind": "类型",
    "guns": "油枪",
    "tanks": "油罐",
    "pos_count": "收银机",
    "atg_model": "液位仪",
    "has_opt": "自助终端",
    "has_cstore": "便利店",
}
MEDIA = {"image": "图片", "audio": "语音", "file": "文件"}


def state(name: str, *, user: bool) -> str:
    return (USER_STATES if user else TICKET_STATES).get(name, name)


def headline(number: str, state_name: str) -> str:
    return f"{state_name} · {number}"


def queue_line(ahead: int, minutes: int | None, opens_at: datetime | None, now_on: int) -> str:
    """An honest expectation: nothing is promised that is not known."""
    if opens_at is not None:
        return f"现在没有同事在班，{words.format_time(opens_at)} 有人上班就处理，急事先叫值班的人。"
    if not now_on:
        return "现在没有同事在班，已通知负责人。"
    place = f"前面还有 {ahead} 单" if ahead else "下一个就是你"
    return f"{place}，预计 {minutes} 分钟内有人接。" if minutes else f"{place}。{NO_MINUTES}"


def owner_line(name: str) -> str:
    return f"处理人：{name}"


def experts_line(names: list[str]) -> str:
    return "专家：" + "、".join(names)


def expert(name: str, tier: int, here: bool) -> str:
    return f"{name}（{tier} 线{'，已到' if here else '，已叫'}）"


def station_line(name: str, code: str, place: str) -> str:
    return f"{name} {code} · {place}"


def since_line(opened: datetime, due: datetime | None) -> str:
    told = f"{words.format_time(opened)} 登记"
    return f"{told} · {words.format_time(due)} 前要有结果" if due else told


def line(side: str, author: str, text: str) -> str:
    who = author or SIDES.get(side, side)
    return f"{who}：{text}"


def tried(step: str, title: str) -> str:
    return f"{TRIED.get(step, step)} {title}".strip()


def solution_line(cause: str, solution: str) -> str:
    return f"原因：{cause}\n处理：{solution}" if cause else f"处理：{solution}"


def picture_line(kind: str, text: str) -> str:
    name = MEDIA.get(kind, kind)
    return f"{name}：{text}" if text else f"{name}（没有读出文字）"


# --- toasts and notices -------------------------------------------------------------------------

DONE = {
    "claim": "接到了，正在建群",
    "accept": "已接单，正在建群",
    "resume": "已恢复处理",
    "join": "已登记到场",
    "deescalate": "已退回一线",
    "confirm": "谢谢确认",
    "urge": "已替你催了",
    "cancel": "已取消",
    "supplement": "已补充给同事",
    "reopen": "已重新打开",
    "decline": "已退回",
    "wait": "已转为等对方回复",
    "reply": "已发给用户",
    "note": "已记下，用户看不到",
    "transfer": "已转交",
    "escalate": "已升级",
    "resolve": "已提交，等用户确认",
}
SUBMITTED_TITLE = "已提交"
NO_OPEN = "你现在没有处理中的工单。要找同事就发“转人工”。"
WHICH = "要补充什么？直接发消息就行，会自动记到工单里。"
NOT_AGENT = "只有服务台的同事能用这个"
WELCOME_ROOM = "这里的消息都会记到工单里，机器人不插话。"
REFUSED = {
    "no_such_ticket": "没有这张工单",
    "others_faster": "已经有人接了",
    "not_yours": "这张工单不归你处理",
    "not_in_group": "这张工单不是你们组的",
    "not_an_agent": NOT_AGENT,
    "no_such_agent": "找不到这位同事，或者已经离职",
    "no_such_group": "没有这个组",
    "reason_missing": "请写明原因",
    "field_missing": "还有必填项没填",
    "nobody_to_call": "现在没有能叫的专家",
    "too_late": "时间太久了，请重新提交",
    "too_soon": "刚刚催过了，请稍等几分钟",
}


def refused(why: str, *, state_name: str = "", owner: str = "") -> str:
    if why == "others_faster" and owner:
        return f"{owner} 已经接了"
    if why == "wrong_state":
        return f"这张工单现在是“{state_name}”，不能这样操作"
    return REFUSED.get(why, "现在不能这样操作")


def accepted(name: str) -> str:
    return f"{name} 已接单，马上来帮你。"


def accepted_room(name: str) -> str:
    return f"{name} 已接单，正在建服务群，请留意新群。"


def now_with(name: str) -> str:
    return f"现在由 {name} 处理。"


def escalated(tier: int, reason: str) -> str:
    return f"已升级到 {tier} 线。原因：{reason}"


def expert_called(name: str) -> str:
    return f"已叫专家 {name} 进群。"


def expert_joined(name: str) -> str:
    return f"专家 {name} 已到。"


def not_added(name: str) -> str:
    return f"{name} 没能进群（可能已离职或不在可见范围）。"


NOT_ADDED_USER = "用户没能进群，请用工单卡片上的“回复”和用户沟通。"
ROOM_FAILED = "群没建成，请用工单卡片上的“回复”和用户沟通，用户的话会转给你。"
ROOM_LOST = "服务群不能用了，请在这里继续说。"
DEESCALATED = "专家支持结束，回到一线处理。"
REOPENED_ROOM = "用户说还没好，工单已重新打开。"
CLOSED_ROOM = "工单已关闭。有新问题请私聊机器人。"
CANCELLED_ROOM = "工单已取消。"
MERGED = "这件事和另一张工单是同一个问题，已合并处理。"
URGED = "用户在催，请看一下"
SUPPLEMENTED = "用户补充了新情况"
FOR_YOU = "有一张工单派给你"
IN_QUEUE = "新工单待接"
CALLED_YOU = "请你支援这张工单"
REOPENED = "工单被重新打开"
WARN = "工单快超时了"
ALARM = "工单要马上处理"
ASKED_YOU = "同事在等你回复"
PLEASE_CONFIRM = "同事说处理好了，请确认"
FOLLOW_UP = "用户对处理结果不满意，请跟进"
RELAYED = "（私聊转来）"


def perhaps_the_same(numbers: list[str]) -> str:
    return f"你们站还有类似的工单：{'、'.join(numbers)}。要是同一件事，发“取消”就行。"


def on_duty_line(names: list[str]) -> str:
    return "在班：" + ("、".join(names) or "没有人")


def question_back(question: str) -> str:
    return f"同事问：{question}" if question else "请在群里或这里回复同事。"


def reply_from(name: str, text: str) -> str:
    return f"{name}：{text}"


# --- lists --------------------------------------------------------------------------------------

QUEUE_TITLE = "我的队列"
QUEUE_EMPTY = "手上没有工单，队列里也没有。"
MINE_PART, WAITING_PART, BOARD_PART = "**我手上的**", "**等人接的**", "**都在处理的**"
ON, OFF = "上线", "下线"
QUEUE_BUTTON = "我的队列"
OPEN_IT = "打开"
OFF_DUTY, ON_DUTY = "现在是下线状态", "现在是上线状态"
HANDOFF_TITLE = "请接手上一班的工单"
HANDOFF_ACCEPT, HANDOFF_DECLINE = "都接", "接不了"
HANDOFF_DONE = {"accept": "已接手", "decline": "已通知负责人"}
HANDOFF_LATE = "交接没人接"


def handoff_lead(name: str, count: int) -> str:
    return f"{name} 下班了，还有 {count} 张没处理完："


def list_caption(number: str, state_name: str, station: str) -> str:
    return " · ".join(filter(None, (number, state_name, station)))


# --- when the bot fails -------------------------------------------------------------------------


def bot_failed(reference: str) -> str:
    return f"机器人出错，自动转人工（编号 {reference}）"


def fact(value: object) -> str:
    if isinstance(value, bool):
        return "有" if value else "无"
    return str(value)

"""Every word of feedback: the form, its receipt, what became of it, and the alerts about tables."""

import re
from datetime import date, datetime

from cards.words import format_date, format_time

# --- what people type ---------------------------------------------------------------------------

# 「建议：……」 without any card, for a network that lets little through.
TYPED = re.compile(
    r"^\s*(提?建议|反馈|问题反馈|提?需求|缺陷|bug|表扬)\s*[:：]\s*(.*)$", re.S | re.I
)
TYPED_KINDS = {
    "建议": "advice",
    "提建议": "advice",
    "反馈": "advice",
    "需求": "wish",
    "提需求": "wish",
    "问题反馈": "defect",
    "缺陷": "defect",
    "bug": "defect",
    "表扬": "praise",
}
ME_TOO_TYPED = re.compile(r"^\s*我也要\s*[FfＦｆ]?\s*0*(\d{1,9})\s*[:：，,]?\s*(.*)$", re.S)
MORE_TYPED = re.compile(r"^\s*补充\s*[FfＦｆ]?\s*0*(\d{1,9})\s*[:：，,]\s*(.*)$", re.S)

# --- names of values, as people and tables show them --------------------------------------------

KINDS = {"wish": "需求", "advice": "建议", "defect": "缺陷", "praise": "表扬"}
URGENCIES = {"low": "不急", "normal": "一般", "high": "很急"}
STATUSES = {
    "new": "待处理",
    "accepted": "已采纳",
    "planned": "已排期",
    "done": "已完成",
    "declined": "不采纳",
    "merged": "已合并",
}
OTHER_MODULE = "其他"

# --- buttons ------------------------------------------------------------------------------------

FEEDBACK_BUTTON = "提建议"
MINE_BUTTON = "我的反馈"
SUBMIT_BUTTON = "提交"
ME_TOO_BUTTON = "我也要"
NEW_BUTTON = "都不是，提交我的"
PICTURES_BUTTON = "补图片"
SATISFIED_BUTTON = "满意"
UNSATISFIED_BUTTON = "不满意"
SIGN_UP_BUTTON = "我要参加"
INVITE_BUTTON = "发报名卡片"

# --- the form -----------------------------------------------------------------------------------

FORM_TITLE = "提建议"
FORM_LEAD = "写一句话就行。会有人看，处理结果会在这里告诉你。"
FORM_RESTORED = "上次没提交的内容还在，接着写就行。"
KIND_LABEL = "是哪一种？"
MODULE_LABEL = "哪个系统、哪块功能？"
URGENCY_LABEL = "急不急？"
DESCRIPTION_LABEL = "想说什么"
DESCRIPTION_HINT = "比如：交班报表希望能按油品分开"
TOO_SHORT = "请多写几个字，不然看不明白要改什么。"
WRITE_IT_PLAINLY = "网不好时，直接发一句“建议：……”也行。"

# --- similar ones -------------------------------------------------------------------------------

SIMILAR_TITLE = "有人提过差不多的"
SIMILAR_LEAD = "和你说的是一回事，就点“我也要”：想要的人越多，排得越靠前。"

# --- receipt ------------------------------------------------------------------------------------

RECEIPT_TITLE = "建议收到了"
RECEIPT_NEXT = "有了进展会在这里告诉你，不用再问。"
RECEIPT_PICTURES = "有截图或照片：点“补图片”，再把图片发过来。"
SEND_PICTURES = "请在 10 分钟内把图片发到这里"
PICTURE_KEPT = "图片已收到"
VOTED_TITLE = "已帮你加上"
VOTED = "已加上你的一票"
VOTED_ALREADY = "你已经加过了"
OWN_ALREADY = "这条就是你提的"
GONE = "没有找到这条反馈，请看看编号对不对"
NOT_YOURS = "这不是你的草稿，请发“提建议”自己写一条"
SENT_ALREADY = "这条已经提交过了"
NOT_CONCERNED = "这条反馈不是你提的，也没有你的一票"
NOT_ALLOWED = "只有管理员可以这样做"

# --- my feedback --------------------------------------------------------------------------------

MINE_TITLE = "我的反馈"
NOTHING_MINE = "你还没有提过反馈。"
NOTHING_MINE_HINT = "想要什么、哪里不好用，点“提建议”告诉我们。"

# --- news ---------------------------------------------------------------------------------------

NEWS_TITLE = "你提的反馈有进展"
NEWS_RATE = "这样处理，你满意吗？"
NEWS_ANSWER = "还想说：直接发“补充 编号：……”。"
RATED = "已记录，谢谢"
RATED_UNSATISFIED = "已转告负责人。想说说哪里不满意，就发“补充 编号：……”"
ANSWERED = "已补充到这条反馈里，负责人会看到。"
ASKED_TO_LOOK = "请看一下"

# --- for those who work on it -------------------------------------------------------------------

OVERDUE_TITLE = "答应的日子过了"
OVERDUE_NEXT = "请改状态，或把计划日期改到做得到的一天；改了以后提的人会知道。"
UNHAPPY_TITLE = "有人对处理不满意"
MORE_SAID_TITLE = "有人补充了反馈"
SESSION_TITLE = "可以办专场答疑"
SESSION_NEXT = "点下面的按钮，提的人和投票的人会收到报名卡片。"
SESSION_INVITED = "报名卡片已发出"
SIGNUP_TITLE = "专场答疑，要参加吗？"
SIGNUP_LEAD = "想要这个的站不少，负责人打算集中讲一次。报名后会拉群通知时间。"
SIGNED_UP = "已报名"
SIGNED_UP_ALREADY = "你已经报过名了"

PROBLEM_TITLE = "反馈表同步出了问题"
PROBLEM_SAFE = "数据都在站务台里，一条没丢；修好后会自动补上。"
PROBLEM_OVER = "同步已恢复"


def received(number: str) -> str:
    return f"编号 {number}"


def receipt_text(number: str, similar: list[str]) -> str:
    """The receipt of a typed feedback: plain text, for networks that let little through."""
    text = f"建议收到了，编号 {number}。{RECEIPT_NEXT}"
    if not similar:
        return text
    return f"{text}\n有人提过差不多的：{'、'.join(similar)}。是一回事就发“我也要 {similar[0]}”。"


def voted_text(number: str, votes: int) -> str:
    return f"{VOTED}：{number}，现在 {votes} 人想要。"


def wanted_by(votes: int) -> str:
    return f"{votes + 1} 人想要"


def line(kind: str, module: str, urgency: str) -> str:
    return " · ".join((KINDS.get(kind, kind), module, URGENCIES.get(urgency, urgency)))


def status(name: str) -> str:
    return STATUSES.get(name, name)


def planned_for(day: date) -> str:
    return f"计划 {format_date(day)} 前完成"


def submitted(moment: datetime) -> str:
    return f"{format_time(moment)} 提交"


def merged_into(number: str) -> str:
    return f"和 {number} 合在一起处理"


def written(text: str) -> str:
    return f"你写的：{text}"


def count(number: int) -> str:
    return f"共 {number} 条"


def more_lines(number: int) -> str:
    return f"还有 {number} 条没有列出，发“{MINE_BUTTON}”看全部。"


def reply(text: str) -> str:
    return f"回复：{text}"


def overdue(day: date) -> str:
    return f"计划 {format_date(day)} 完成，还没有完成"


def session_wanted(stations: int) -> str:
    return f"{stations} 个站想要同一件事"


def pictures(number: int) -> str:
    return f"图片 {number} 张"


# --- what can be wrong with a table that people work in -----------------------------------------

PROBLEMS = {
    "gone": "多维表格或数据表找不到了。运行 bitable repair 重建，或用 bitable setup 关联新的",
    "barred": "机器人没有编辑权限。请重新添加文档应用；开了高级权限就给“可管理”",
    "hidden": "机器人看不到表格里的行（多半是高级权限）。请给机器人“可管理”权限",
    "full": "数据表的行数到上限了，新反馈进不去。运行 bitable repair 会另建一张接着用",
    "failed": "同步没有成功，会自动再试；一直这样就请管理员看日志",
    "busy": "多维表格一直忙或被锁定，同步暂停，会自动再试",
    "column_gone": "这一列被删除了，运行 bitable repair 会补建",
    "column_retyped": "这一列的类型被改了，先不同步它；改回来，或运行 bitable repair 另建一列",
    "option_gone": "这个选项被删除了，运行 bitable repair 会补上",
    "foreign": "这个选项不是站务台认识的，没有同步，请换成已有的选项",
    "emptied": "这一列突然全空了（多半是机器人看不到这一列），没有采用；恢复权限后自动继续",
    "deleted": "有行在表格里被删除。站务台里还在；确实要恢复就运行 bitable repair",
    "duplicate": "同一个编号有两行，只同步最早的一行，请删掉多余的",
    "refused": "这一格的内容表格不收（多半是人员已离职），其余列已同步",
    "untaken": "这一格填的内容看不懂，没有采用（合并到请填编号，如 F000012）",
}


def problem(name: str, detail: str) -> str:
    kind, _, about = name.partition(":")
    text = PROBLEMS.get(kind, kind)
    subject = " · ".join(filter(None, (about, detail)))
    return f"{subject}：{text}" if subject else text


NOT_LINKED = "还没有关联多维表格，先运行 bitable setup"
NO_BASE = "看不懂这个地址：请打开多维表格本身（/base/…），复制它的地址；知识库里的地址不行"
WILL_RESYNC = "会把两边每一行都比一遍，worker 运行时自动进行；用 bitable status 看进度"
NO_EVENTS = "没有订阅到变更事件（机器人要有管理权限），表格里的改动靠每分钟轮询发现"

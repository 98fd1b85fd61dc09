"""Wording of the conversation: steps, one clarifying question, small talk, danger, a human."""

from typing import Final

# --- steps --------------------------------------------------------------------------------------

WALK_BUTTON = "一步步来"
NEXT_STEP_BUTTON = "下一步"
PREVIOUS_STEP_BUTTON = "上一步"
STEP_FAILED_BUTTON = "这步不行"
WHOLE_ANSWER_BUTTON = "看全部"
STEP_INSTEAD = "**答案里接着说：**"
STEP_HANDOVER = "**什么时候找人：**"
STEP_FAILED_LEAD = "记下了：卡在这一步。"
LAST_STEP = "这是最后一步，做完看看好了没有。"


def step_of(*, step: int, steps: int) -> str:
    return f"第 {step}/{steps} 步"


def step_bar(*, step: int, steps: int) -> str:
    return "●" * step + "○" * (steps - step)


def step_failed_title(step: int) -> str:
    return f"第 {step} 步没做成"


# --- one clarifying question --------------------------------------------------------------------

CLARIFY_TITLE = "先问一句"
CLARIFY_DEVICE = "是哪台设备的问题？"
CLARIFY_CODE = "屏幕上显示哪个代码？"
CLARIFY_CATEGORY = "是哪方面的问题？"
CLARIFY_HINT = "点一下，或者直接打字回我。"

# --- small talk ---------------------------------------------------------------------------------

# Title and one sentence for each kind; nothing here is an answer from the FAQ.
SMALL_TALK: Final[dict[str, tuple[str, str]]] = {
    "greeting": ("你好", "有什么问题直接打字发我，比如“日结一直转圈”。"),
    "thanks": ("不客气", "再有问题，随时发消息给我。"),
    "bye": ("再见", "有问题随时回来找我。"),
    "nothing": ("好的", "有问题随时发消息给我。"),
    "who": ("我是站务台机器人", "我按常见问题找答案，答不了就帮你转人工。"),
    "insult": ("抱歉，让你着急了", "告诉我哪台设备、什么现象，我马上找；也可以直接找同事。"),
    "upset": ("抱歉，耽误你了", "告诉我哪台设备、什么现象，我马上找；也可以直接找同事。"),
    "solved": ("太好了", "已记下“解决了”。再出问题，直接发消息给我。"),
    "test": ("收到，我在", "有什么问题直接打字发我。"),
}
OUTSIDE_TITLE = "这个不归我管"
OUTSIDE: Final[dict[str, str]] = {
    "facilities": "空调、水电、房屋这类维修不归站务台，请走站里的物业或设备报修。",
    "people": "工资、请假、考勤这类事不归站务台，请问站长或人事。",
    "elsewhere": "这个和加油站系统没关系，我帮不上。",
}
OUTSIDE_INSIDE = "收银、油机、油卡、发票、网络这些系统问题，随时问我。"

# --- danger -------------------------------------------------------------------------------------

ALARM_TITLE = "先保安全，马上处理"
ALARM_LEAD = "人先到安全的地方，再看手机。"
ALARM_FIRST: Final[dict[str, tuple[str, ...]]] = {
    "fire": (
        "**停**：按急停，停止加油、卸油，切断总电源。",
        "**撤**：人往上风处撤，拦住进站的车，不要回去拿东西。",
        "**打电话**：**119**，再报站长，启动应急预案。",
    ),
    "leak": (
        "**停**：按急停，停止加油、卸油，不要再提枪。",
        "**隔开**：人和车撤开，不点火、不发动车、不在现场用手机。",
        "**打电话**：报站长和片区安全员；油多、止不住，马上打 **119**。",
    ),
    "vapour": (
        "**停**：停止加油、卸油，不开关任何电器。",
        "**撤**：人往上风处撤，不点火、不发动车、不在现场用手机。",
        "**打电话**：到安全处报站长和片区安全员；味道重，打 **119**。",
    ),
    "electric": (
        "**停**：不要碰人和设备，先断总电源。",
        "**隔开**：拦住别人，不让任何人靠近。",
        "**打电话**：有人触电打 **120**，再报站长，找电工。",
    ),
    "people": (
        "**停**：停下手里的事，先确认周围没有危险。",
        "**救人**：不要随便搬动伤者，有人晕倒先移开油气区。",
        "**打电话**：**120**（有人闹事打 **110**），再报站长。",
    ),
    "mix": (
        "**停**：马上关阀停卸，停用这个罐的全部油枪。",
        "**隔开**：挂停用牌，司机留在现场，不要继续进油、不要自己抽油。",
        "**打电话**：报站长、片区安全员和配送调度，等上级处理。",
    ),
}
ALARM_OTHER = (
    "**停**：停止加油、卸油，按急停。",
    "**撤**：人和车撤到安全的地方。",
    "**打电话**：**119** / **120**，再报站长，启动应急预案。",
)
ALARM_NOTE = "机器人代替不了电话。人安全以后，点“转人工”把情况报给同事。"
ALARM_FALLBACK = "先保安全：停止加油卸油，人撤到安全处，打 119/120，报站长，启动应急预案。"
AFTER_ALARM_TITLE = "先不要恢复"
AFTER_ALARM = (
    "没有维修或安全人员确认前，停着的设备**不要恢复**。\n\n"
    "情况有变化，马上打 **119** / **120** 并报站长。"
)

HELD_TITLE = "这件事不能自己动手"
HELD_LEAD = "和{what}有关，有危险，所以我不给操作步骤。"
HELD_FIRST = (
    "**停**：先停下来，不要自己试。",
    "**隔开**：围起来，挂停用牌，不让别人碰。",
    "**叫人**：报站长，由有资质的人来做；有险情打 **119** / **120**。",
)
HELD_TOPICS: Final[dict[str, str]] = {
    "unloading": "卸油",
    "vapour": "油气",
    "static": "静电",
    "flame": "明火",
    "wiring": "配电",
    "tank": "油罐区",
    "dismantle": "拆设备、防爆",
    "container": "散装油",
    "leak": "漏油",
    "fire": "着火冒烟",
    "electric": "触电漏电",
    "people": "人身安全",
    "mix": "混油",
}
HELD_OTHER = "安全"
CAUTION_BAND = "先看清楚：断电、上罐、卸油要站长同意，按规程来；拿不准就停下找人。"

# --- a human, offered or made ready -------------------------------------------------------------

OFFER_LEAD = "连着几次没帮上你，直接找同事更快："
PREPARED_TITLE = "帮你转人工？"
PREPARED_LEAD = "我没能解决，对不起。下面这些我会一起交给同事，你不用再说一遍："
PREPARED_ASKED = "**你问过**"
PREPARED_TRIED = "**已经试过**"
PREPARED_CONFIRM = "确认转人工"
PREPARED_ELSE = "不转的话，换个说法再问我也行。"
TRIED_NOT_FOUND = "没找到答案"


def tried_unsolved(title: str) -> str:
    return f"看了“{title}”，没解决"


def tried_answer(title: str) -> str:
    return f"看了“{title}”"


def tried_step(title: str, step: int) -> str:
    return f"“{title}”第 {step} 步没做成"


def held_lead(topics: tuple[str, ...]) -> str:
    named = [HELD_TOPICS[topic] for topic in topics if topic in HELD_TOPICS]
    return HELD_LEAD.format(what="、".join(named[:2]) or HELD_OTHER)

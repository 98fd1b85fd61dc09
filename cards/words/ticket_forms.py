"""What is asked about tickets: in the form for a human, by the desk's forms, at the end."""

# --- intake -------------------------------------------------------------------------------------

INTAKE_LEAD = "填一下，同事马上能接手。不填也行：5 分钟后自动转给同事。"
INTAKE_AGAIN = "之前登记过，还差下面这项没填。"
STATION_LABEL = "你在哪个站？（站名或站号，只问这一次）"
STATION_HINT = "青禾路站 或 S11001"
TEXT_LABEL = "什么问题？"
TEXT_HINT = "2 号枪跳枪，刚刚开始"
INTAKE_BUTTON = "转给同事"
INTAKE_PICTURES = "最近发过的截图会一起带上，也可以现在接着发。"
NO_STATION = "没找到这个站，请核对站名或站号。还不对也没关系，再提交一次就行。"
NO_TEXT = "请写一句话说说问题"

# --- forms --------------------------------------------------------------------------------------

FORM_TITLES = {
    "supplement": "补充说明",
    "reopen": "还没好",
    "decline": "退回工单",
    "wait": "等对方回复",
    "reply": "回复用户",
    "note": "内部备注",
    "transfer": "转交工单",
    "escalate": "升级给专家",
    "resolve": "填写处理结果",
}
TEXT_LABELS = {
    "supplement": "补充什么？",
    "reopen": "现在是什么情况？",
    "decline": "为什么退回？",
    "wait": "要对方回复什么？",
    "reply": "对用户说",
    "note": "只有服务台的同事看得到",
    "transfer": "留言（可不填）",
    "escalate": "为什么升级？试过什么？",
    "resolve": "怎么处理好的？",
}
OPTIONAL_TEXT = frozenset({"transfer"})
CAUSE_LABEL = "原因是什么？（可不填）"
TO_WHOM, TO_TIER, WITH_EXPERT = "转给谁", "升级到", "指定专家（可不选）"
TIERS = [("二线专家", "2"), ("三线专家", "3")]
SEND = "提交"
FORM_SENT = "表单已私发给你"


def group_option(name: str) -> str:
    return f"【组】{name}"


# --- the end ------------------------------------------------------------------------------------

RATE_TITLE = "这次服务怎么样？"
LEVELS = {"good": "满意", "fair": "一般", "bad": "不满意"}
WHY_LABEL = "哪里没做好？"
REASONS = {
    "slow": "等太久",
    "unsolved": "没真正解决",
    "attitude": "态度不好",
    "again": "老出同样问题",
}
WORDS_LABEL = "还想说什么（可不填）"
RATED = "已记下，谢谢"
RATED_BAD = "对不起没让你满意，负责人会跟进。"
FAQ_MADE = "已提交到知识库审核"
FAQ_MADE_ALREADY = "已经提交过了"


def rated(level: str) -> str:
    return f"你的评价：{LEVELS.get(level, level)}"

"""Examples of the cards of a conversation."""

from __future__ import annotations

from dataclasses import replace

from cards.answer import AnswerView, answer_card
from cards.clarify import ClarifyView, Option, clarify_card
from cards.kit import Card
from cards.not_found import NotFoundView, not_found_card
from cards.prepared import PreparedView, prepared_card, with_human_first
from cards.safety import DangerView, after_alarm_card, alarm_card, held_card
from cards.steps import StepView, step_card, step_failed_card
from cards.talk import outside_card, talk_card
from cards.words import dialogue as say

STEP = StepView(
    question=1207,
    entry=93,
    title="后台已调价，加油机上的价格没变（下发失败 E3012）？",
    step=2,
    steps=5,
    text=(
        "【价格管理】>【价格下发】看失败的枪号：\n"
        "- 枪正在加油：挂枪后会自动补发，等 1–2 分钟；\n"
        "- 枪离线：先恢复通讯；\n"
        "- “油机拒绝”：该枪有待支付交易，结掉后【重新下发】。"
    ),
    care=(),
    handover="3 次下发失败，或全部枪都失败（紧急）。",
    instead=None,
    caution=False,
)
CAREFUL = replace(
    STEP,
    title="只有一把油枪离线（E3005）怎么办？",
    step=3,
    text="站房配电箱中**该油机的通讯/电源开关**由站长断开 10 秒再合上（先确认无人加油）。",
    care=("不得自行拆油机外壳。",),
    handover="断电重启后仍离线，转前庭设备组派修。",
    caution=True,
)
DANGER = DangerView(1211, "3号加油机漏油了，地上一大片", "leak", ())
PREPARED = PreparedView(
    1213,
    ("充电桩坏了找谁修", "报错 E3012 怎么处理"),
    (
        say.TRIED_NOT_FOUND,
        say.tried_unsolved("后台已调价，加油机上的价格没变？"),
        say.tried_step("后台已调价，加油机上的价格没变？", 2),
    ),
)


def dialogue_examples(answer: AnswerView, nothing: NotFoundView, hostile: str) -> dict[str, Card]:
    return {
        "answer_walkable": answer_card(replace(answer, walkable=True)),
        "answer_caution": answer_card(replace(answer, walkable=True, caution=True)),
        "step_first": step_card(replace(STEP, step=1, text="**先停用没变价的枪**，别卖错价。")),
        "step_middle": step_card(STEP),
        "step_careful": step_card(CAREFUL),
        "step_last": step_card(replace(STEP, step=5, text="仍不行，记录枪号并停用，等工程师。")),
        "step_failed": step_failed_card(STEP),
        "step_failed_instead": step_failed_card(
            replace(STEP, instead="还没有：后台【设备监控】>【油枪状态】，点【补采】。")
        ),
        "step_failed_last": step_failed_card(replace(CAREFUL, step=5)),
        "step_hostile": step_card(replace(STEP, title=hostile, text=hostile)),
        "clarify_device": clarify_card(
            ClarifyView(
                1212,
                "没反应",
                "device",
                (
                    Option("收银机", (11, 12)),
                    Option("加油机", (13,)),
                    Option("扫码枪", (14,)),
                    Option("小票打印机", (15, 16)),
                ),
            )
        ),
        "clarify_code": clarify_card(
            ClarifyView(1212, hostile, "code", (Option("E2001", (11,)), Option("E2015", (12,))))
        ),
        **{f"talk_{kind}": talk_card(kind) for kind in say.SMALL_TALK},
        **{f"outside_{subject}": outside_card(subject) for subject in say.OUTSIDE},
        **{f"alarm_{kind}": alarm_card(replace(DANGER, alarm=kind)) for kind in say.ALARM_FIRST},
        "alarm_other": alarm_card(replace(DANGER, alarm="urea", asked=hostile)),
        "alarm_after": after_alarm_card(1211),
        "held": held_card(replace(DANGER, alarm=None, asked="罐区能抽烟吗", topics=("tank",))),
        "held_unnamed": held_card(replace(DANGER, alarm=None, asked=None)),
        "human_first": with_human_first(not_found_card(nothing), 1208),
        "human_first_step": with_human_first(step_failed_card(STEP), 1207),
        "prepared": prepared_card(PREPARED),
        "prepared_hostile": prepared_card(replace(PREPARED, asked=(hostile,), tried=())),
    }

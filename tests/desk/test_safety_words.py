"""Which words raise an alarm, which only touch a danger, and which do neither."""

from __future__ import annotations

import pytest

from bot.desk.safety import Danger, Gate, gate, judge, mentions
from bot.desk.safety_rules import shipped, with_changes
from models import Safety

ALARMS = {
    "leak": [
        "油枪漏油了",
        "3号机底下漏油，怎么办",
        "加油机漏 油",
        "漏.油",
        "漏*油啊快来",
        "漏\u200b油",
        "漏🛢油",
        "加油机漏，油",
        "漏油",
        "lou you le",
        "LOUYOU",
        "漏you了",
        "jiayouji louyou",
        "枪口楼油",
        "油机露油",
        "机器漏铀了",
        "加油機漏油",
        "油機底下滲油了",
        "油机底下。渗。油了",
        "7号枪管子爆了 一地油",
        "地上全是油",
        "有辆车撞了加油机",
        "枪被车拽走了，油枪拽断",
        "油罐冒罐了",
        "卸油口跑油",
        "没关阀漏油了",
        "都没有，漏油了",
        "漏油没有停",
        "演练的时候真的漏油了",
        "昨天修好的枪现在又漏油",
        "日结失败，另外2号枪漏油",
        "别管日结了先看漏油",
        "是不是漏油了",
        "小票机不打印 还有外面有人说油洒了一地",
    ],
    "fire": [
        "着火了",
        "着火",
        "油机着火",
        "起火！！",
        "失火了",
        "站里失 火",
        "冒烟了",
        "收银机冒烟",
        "加油机冒黑烟",
        "mao yan le",
        "qihuo",
        "冒yan",
        "着伙了 油机",
        "配电箱里有焦味",
        "插座打火花",
        "還沒著火但是冒煙了",
        "还没着火但是冒烟了",
        "有火苗窜出来",
        "爆炸了",
        "UPS烧焦了",
    ],
    "vapour": ["卸油口油气味特别大", "闻到汽油味很重", "可燃气体报警器响了", "油气泄漏"],
    "electric": ["有人触电", "碰油机手麻", "加油机漏电", "外壳带电", "chudian le"],
    "people": ["有人晕倒了", "同事受伤流血", "顾客烫伤", "有人油气中毒", "车撞到人了"],
    "mix": [
        "92卸95罐了",
        "92卸到95罐里去了怎么办啊！！！",
        "卸错罐了",
        "混油了怎么办",
        "油卸到柴油罐里了",
    ],
}

HELD = [
    "卸油怎么卸，步骤是什么",
    "打雷能不能卸油",
    "卸.油 不接静电行不行，怎么卸",
    "xieyou 要静置多久，不等行吗，步骤",
    "一个人能卸油吗",
    "静电接地线断了自己接一下行吗",
    "加油区能动火吗",
    "明 火 作业要办什么",
    "可以在罐区抽烟吗",
    "配电箱空开跳了怎么推上去",
    "合闸合不上",
    "上罐量油要注意什么",
    "人孔井盖打不开怎么撬",
    "防爆接线盒能打开吗",
    "我想自己拆开加油机看看",
    "急停短接怎么弄",
    "怎么屏蔽报警",
    "塑料桶能加汽油吗",
    "油气怎么处理",
    "如果漏油了应该怎么处理",
    "万一着火怎么办",
    "漏油应急预案在哪里看",
    "昨天漏油的枪修好了怎么恢复",
    "漏电保护跳了怎么合",
    "下井拔探棒线",
    "拔掉报警器电源行不行",
    "绕过锁机的办法",
    "油罐区怎么抽水",
]

FREE = [
    "卸油单怎么打印",
    "卸油单审核不了",
    "卸油损耗超差",
    "卸油后液位没采到",
    "油气回收报表在哪导",
    "油气回收怎么登记",
    "日结失败怎么办",
    "没有漏油，就是不出油",
    "没漏油 没着火 就是黑屏",
    "无漏油",
    "没有人受伤，系统打不开",
    "班结有遗漏 油枪都挂好了",
    "盘点漏油品了怎么补",
    "漏油票怎么补录",
    "二楼电脑打不开",
    "一楼油卡读不出来",
    "今天期货涨了吗",
    "三楼电话不通",
    "罐区监控没画面",
    "打火机扫不出条码",
    "香烟库存不对",
    "顾客等着 火大得很",
    "排队排着，火大",
    "电脑中毒了 弹广告",
    "小票打印不出来救命啊",
    "弱电柜交换机不亮",
    "油罐里还有多少油",
    "计量油品怎么看",
    "被电信的网络卡死了",
    "静态码收不到钱",
    "液位仪一直响怎么消音",
    "订单爆炸多 收银卡",
    "换机油的商品怎么建档",
    "车主轮胎漏气想要充气",
    "加油慢 流速低",
    "跳枪怎么处理",
    "烟草系统登不上",
    "配送单查不到",
    "预授权怎么撤销",
    "手工录入油品交易",
    "92枪加得老慢了，等得人冒火",
    "提示商品税收编码缺失，或发票品名不对？",
    "罐容表缺失或错误",
    "新车第一次加什油 急急急",
    "账上怎么比罐里多两百升",
]


@pytest.mark.parametrize(
    ("kind", "text"), [(kind, text) for kind, texts in ALARMS.items() for text in texts]
)
def test_what_happens_now_is_an_alarm(kind: str, text: str) -> None:
    assert judge(text, shipped()).alarm == kind


@pytest.mark.parametrize("text", HELD)
def test_what_could_burn_gets_no_steps_from_an_entry_about_something_else(text: str) -> None:
    danger = judge(text, shipped())
    assert danger.alarm is None, f"{text} is no emergency"
    assert danger.topics, text
    assert gate(danger, Safety.NORMAL, frozenset()) is Gate.HELD


@pytest.mark.parametrize("text", FREE)
def test_what_only_sounds_dangerous_is_answered_as_ever(text: str) -> None:
    assert judge(text, shipped()) == Danger()


class TestTheGate:
    def test_an_alarm_is_held_whatever_the_entry_allows(self) -> None:
        danger = judge("加油机漏油了", shipped())
        assert gate(danger, Safety.NORMAL, {"leak"}) is Gate.HELD
        assert gate(danger, Safety.CAUTION, {"leak"}) is Gate.HELD

    def test_a_hazardous_entry_is_held_whatever_was_asked(self) -> None:
        assert gate(Danger(), Safety.HAZARD, ()) is Gate.HELD

    def test_an_entry_to_be_read_with_care_warns(self) -> None:
        assert gate(Danger(), Safety.CAUTION, ()) is Gate.CAUTION

    def test_an_ordinary_entry_about_the_topic_itself_is_shown(self) -> None:
        danger = judge("配电箱的照片怎么上传，要拍空开吗", shipped())
        about = mentions("配电箱照片怎么上传？", shipped())
        assert gate(danger, Safety.NORMAL, about) is Gate.OPEN
        assert gate(danger, Safety.NORMAL, mentions("照片上传失败？", shipped())) is Gate.HELD


class TestWhatOperatorsAdd:
    def test_words_of_their_own_raise_the_alarm(self) -> None:
        rules = with_changes({"alarms": [{"name": "gas", "words": ["尿素喷了"]}]})
        assert judge("尿素喷了一地", rules).alarm == "gas"
        assert judge("加油机漏油了", rules).alarm == "leak"

    def test_a_place_where_a_word_is_harmless_can_be_named(self) -> None:
        text = "明火炬站的发票"
        assert judge(text, shipped()).topics == ("flame",)
        rules = with_changes({"topics": [{"name": "flame", "unless": ["明火炬站"]}]})
        assert judge(text, rules) == Danger()

    def test_a_narrowing_word_does_not_switch_off_what_was_shipped(self) -> None:
        rules = with_changes({"topics": [{"name": "static", "with": ["怎么"]}]})
        assert judge("静电", rules).topics == ("static",)

    def test_what_is_no_list_of_the_rules_is_refused(self) -> None:
        with pytest.raises(ValueError, match="no list"):
            with_changes({"nonsense": ["x"]})

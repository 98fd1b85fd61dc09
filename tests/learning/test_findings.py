"""Clusters, wordings, twins and private numbers, on questions made by hand."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.learning.clusters import cluster
from bot.learning.duplicates import twins
from bot.learning.facts import Recorded
from bot.learning.findings import gaps
from bot.learning.wordings import Known, wordings
from bot.matching.port import FaqText
from models import Step, Verdict
from tests.furniture import NOON
from tests.learning.conftest import Ask

CHARGERS = ("充电桩坏了找谁报修", "充电桩坏了报修电话多少", "充电桩报修找谁")
WASHERS = ("洗车机不出水怎么弄", "洗车机不出水", "洗车机水出不来")
NOTHING = (Step.SHOWN_NONE, None)
CHOICES = (Step.SHOWN_CHOICES, None)
CHOSE = ((Step.CHOSE, 7, "choice"), (Step.SHOWN_ANSWER, 7, "choice"))
KNOWN = [Known(7, ("班结失败怎么办",)), Known(8, ("小票打不出来",))]


def unsure(text: str) -> int | None:
    return None


def missed(ask: Ask) -> list[Recorded]:
    return [
        ask(text, NOTHING, who=f"ou_{number}") for number, text in enumerate((*CHARGERS, *WASHERS))
    ]


def test_questions_of_one_thing_come_together_and_others_stay_apart(ask: Ask) -> None:
    found = cluster(missed(ask))
    together = {frozenset(one.text for one in each.questions) for each in found}
    assert together == {frozenset(WASHERS), frozenset(CHARGERS)}


@given(st.randoms(use_true_random=False))
def test_the_order_of_the_questions_changes_no_cluster(shuffler: random.Random) -> None:
    asked = [
        Recorded(
            number, "oc", f"ou_{number}", text, text, Verdict.NONE, (), None, 1,
            NOON + timedelta(minutes=number), (),
        )
        for number, text in enumerate((*CHARGERS, *WASHERS))
    ]  # fmt: skip
    expected = cluster(asked)
    shuffler.shuffle(asked)
    assert cluster(asked) == expected


def test_the_oldest_questions_are_left_out_where_there_are_too_many(ask: Ask) -> None:
    found = cluster(missed(ask), most=3)
    assert {one.text for each in found for one in each.questions} == set(WASHERS)


def test_a_cluster_knows_when_it_began_and_who_asked(ask: Ask) -> None:
    asked = [ask("充电桩坏了", NOTHING, at=NOON + timedelta(days=day)) for day in (3, 1, 2)]
    (one,) = cluster(asked)
    assert (one.count, one.people) == (3, frozenset({"ou_alice"}))
    assert (one.first, one.last) == (NOON + timedelta(days=1), NOON + timedelta(days=3))
    assert len(one.wordings(5)) == 1


def test_what_the_faq_answers_by_now_is_no_gap_unless_that_answer_failed(ask: Ask) -> None:
    asked = missed(ask)[:3]
    assert len(gaps(asked, unsure)) == 1
    assert gaps(asked, lambda text: 7) == []
    answer = (Step.SHOWN_ANSWER, 7)
    complained = [ask(text, answer, (Step.UNSOLVED, 7), who=f"ou_{text}") for text in CHARGERS]
    assert len(gaps(complained, lambda text: 7)) == 1
    assert gaps(complained, lambda text: 8) == []


def test_what_had_to_be_clarified_is_no_wording_of_its_entry(ask: Ask) -> None:
    steps = ((Step.SHOWN_CLARIFY, None), (Step.CLARIFIED, 7), (Step.SHOWN_ANSWER, 7))
    asked = [ask("打不出来", *steps, (Step.SOLVED, 7))]
    assert wordings(asked, KNOWN, unsure) == []
    asked = [ask("打不出来", CHOICES, *CHOSE, (Step.SOLVED, 7))]
    assert [one.text for one in wordings(asked, KNOWN, unsure)] == ["打不出来"]


@pytest.mark.parametrize("text", ["班结失败，怎么办？", "请问班结失败怎么办啊", "嗯", "班" * 61])
def test_what_is_known_already_or_says_nothing_is_not_proposed(ask: Ask, text: str) -> None:
    asked = [ask(text, CHOICES, *CHOSE, (Step.SOLVED, 7))]
    assert wordings(asked, KNOWN, unsure) == []


def test_near_wordings_of_one_entry_count_together_and_are_proposed_once(ask: Ask) -> None:
    asked = [
        ask(text, CHOICES, *CHOSE, who=f"ou_{number}")
        for number, text in enumerate(("交班交不了咋整", "交班交不了", "交班老是交不了"))
    ]
    (wording,) = wordings(asked, KNOWN, unsure)
    assert (wording.entry, wording.people, wording.solved) == (7, 3, 0)
    assert len(wording.questions) == 3


def test_a_wording_the_faq_answers_surely_is_not_proposed(ask: Ask) -> None:
    asked = [ask("交班交不了", CHOICES, *CHOSE, (Step.SOLVED, 7))]
    assert wordings(asked, KNOWN, lambda text: 7) == []
    assert len(wordings(asked, KNOWN, lambda text: 8)) == 1


def test_an_answer_to_a_models_words_still_teaches_the_persons_own(ask: Ask) -> None:
    steps = ((Step.SHOWN_ANSWER, 7), (Step.SOLVED, 7))
    for via, taught in (("text", []), ("rewrite", ["交班交不了"])):
        asked = [ask("交班交不了", *steps, offered=(7,), via=via)]
        assert [one.text for one in wordings(asked, KNOWN, unsure)] == taught


def test_at_most_so_many_are_proposed_and_the_best_supported_first(ask: Ask) -> None:
    asked = [ask("交班交不了", CHOICES, *CHOSE, (Step.SOLVED, 7), who="ou_alice")]
    asked += [ask("收银机日结转圈", CHOICES, *CHOSE, who=who) for who in ("ou_a", "ou_b", "ou_c")]
    first, _ = wordings(asked, KNOWN, unsure)
    assert first.text == "收银机日结转圈"
    assert wordings(asked, KNOWN, unsure, limit=1) == [first]


def entry(code: str, question: str, *similar: str, answer: str = "") -> FaqText:
    return FaqText(code, "班结日结", question, similar, (), answer)


def test_entries_asked_for_in_the_same_words_are_twins() -> None:
    one = entry("A-1", "班结失败怎么办？", "班结不了", answer="1. 看提示。")
    two = entry("A-2", "交不了班？", "班结失败，怎么办", answer="1. 重启。")
    three = entry("A-3", "发票抬头写错了？", answer="1. 作废。")
    (pair,) = twins([three, two, one])
    assert pair.codes == ("A-1", "A-2")
    assert pair.wordings == ("班结失败怎么办？", "班结失败，怎么办")


def test_another_code_in_the_same_words_is_another_thing() -> None:
    one = entry("A-1", "读卡失败（E3012）怎么处理？")
    two = entry("A-2", "读卡失败（E3013）怎么处理？")
    assert twins([one, two]) == []


@pytest.mark.parametrize(
    "text",
    [
        "我手机13812345678打不通",
        "卡号 9001 2345 6789 0123 余额不对",
        "身份证11010119900307123X",
        "发票抬头１３８１２３４５６７８",
        "京A·12345开不了票",
    ],
)
def test_no_number_that_belongs_to_somebody_is_proposed(ask: Ask, text: str) -> None:
    (wording,) = wordings([ask(text, CHOICES, *CHOSE, (Step.SOLVED, 7))], KNOWN, unsure)
    assert not any(char.isdigit() for char in wording.text)
    assert len(wording.text) > 4


@pytest.mark.parametrize("text", ["报错E3012打不开", "2号枪加不了95号油", "站S11001断网了"])
def test_codes_and_amounts_stay(ask: Ask, text: str) -> None:
    (wording,) = wordings([ask(text, CHOICES, *CHOSE, (Step.SOLVED, 7))], KNOWN, unsure)
    assert wording.text == text


def test_what_is_nothing_but_a_number_is_not_proposed(ask: Ask) -> None:
    asked = [ask("13812345678", CHOICES, *CHOSE, (Step.SOLVED, 7))]
    assert wordings(asked, KNOWN, unsure) == []

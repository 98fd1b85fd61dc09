"""Danger goes first: at once, wherever it is said, and without a single step to do oneself."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bot.desk import silence
from cards import words
from cards.words import dialogue as talk
from models import FaqEntry, FaqStatus, Policy, PolicyKind, Question, Safety, Step, Verdict
from tests.desk.talking import buttons, newest, press, say, shown, steps
from tests.furniture import Desk
from tests.pushing import mention

LEAK = "3号加油机漏油了怎么办"
# A sentence of the steps of the entry on leaks, which must never be shown.
STEPS_OF_DP_15 = "用接油盘接住"


def entry(desk: Desk, code: str) -> FaqEntry:
    return desk.rows(select(FaqEntry).where(FaqEntry.code == code))[0]


def put_policy(desk: Desk, content: dict[str, object]) -> None:
    with desk.uow() as tx:
        tx.session.add(Policy(kind=PolicyKind.SAFETY, version=1, content=content, at=tx.now))


def is_red(card: dict[str, object]) -> bool:
    header = card["header"]
    return isinstance(header, dict) and header["template"] == "red"


def test_an_emergency_gets_the_red_card_and_no_steps_whatever_the_matcher_says(
    desk: Desk,
) -> None:
    say(desk, LEAK)
    card = newest(desk)
    assert is_red(card)
    assert "119" in shown(card)
    assert STEPS_OF_DP_15 not in shown(card)
    assert [label for label, _ in buttons(card)] == [words.HUMAN_BUTTON]
    (question,) = desk.rows(select(Question))
    assert question.verdict is Verdict.NONE
    assert steps(desk) == [Step.SHOWN_SAFETY]


def test_an_emergency_is_answered_even_where_a_human_has_the_word(desk: Desk) -> None:
    with desk.uow() as tx:
        silence.take_word("oc_alice", tx)
    say(desk, "着火了")
    assert is_red(newest(desk))


def test_in_a_group_it_is_answered_when_we_are_addressed(desk: Desk) -> None:
    more = {"chat": "oc_group", "group": True, "mentions": [mention("@_user_1", "ou_bot", "bot")]}
    say(desk, f"@_user_1 {LEAK}", **more)
    assert is_red(newest(desk, "oc_group"))


def test_it_interrupts_a_walk_through_an_answer(desk: Desk) -> None:
    say(desk, "报错 E3012 怎么处理")
    press(desk, talk.WALK_BUTTON)
    say(desk, "还是不行，而且油枪漏油了")
    assert is_red(newest(desk))


def test_what_is_said_next_is_not_answered_with_a_way_to_switch_on_again(desk: Desk) -> None:
    say(desk, LEAK)
    say(desk, "断电了 沙子盖住了 没着火")
    assert talk.AFTER_ALARM_TITLE in shown(newest(desk))
    say(desk, "报错 E1003 账号锁了")
    assert entry(desk, "AC-02").question in shown(newest(desk))


def test_a_hazardous_entry_shows_no_steps_even_from_the_list_of_its_category(
    desk: Desk,
) -> None:
    hazard = entry(desk, "DP-15")
    assert hazard.safety is Safety.HAZARD
    value = {"do": "faq.show", "v": 1, "entry": hazard.id, "question": 0, "via": "category"}
    desk.pusher.click(value)
    desk.drain()
    card = newest(desk)
    assert talk.HELD_TITLE in shown(card)
    assert STEPS_OF_DP_15 not in shown(card)
    assert steps(desk) == [Step.CHOSE, Step.SHOWN_SAFETY]


def test_its_steps_cannot_be_walked_by_a_button_of_another_time_either(desk: Desk) -> None:
    hazard = entry(desk, "DP-15")
    for do in ("step.show", "step.failed"):
        value = {"do": do, "v": 1, "entry": hazard.id, "question": 0, "step": 2}
        answer = desk.pusher.click(value).json
        assert answer is not None
        assert talk.HELD_TITLE in shown(answer)
        assert STEPS_OF_DP_15 not in shown(answer)


def test_an_entry_to_be_read_with_care_shows_its_steps_under_a_warning(desk: Desk) -> None:
    caution = entry(desk, "DP-02")
    say(desk, caution.question)
    assert talk.CAUTION_BAND in shown(newest(desk))
    assert "10 秒" in shown(newest(desk))
    assert talk.CAUTION_BAND in shown(press(desk, talk.WALK_BUTTON))


@pytest.mark.parametrize(
    "text", ["罐区里可以抽烟吗", "怎么把防爆接线盒拆下来", "明 火 作业怎么办手续"]
)
def test_a_dangerous_question_is_held_where_no_entry_is_about_it(desk: Desk, text: str) -> None:
    say(desk, text)
    assert talk.HELD_TITLE in shown(newest(desk))
    assert steps(desk) == [Step.SHOWN_SAFETY]


def test_an_ordinary_entry_matched_to_a_dangerous_question_is_not_shown(desk: Desk) -> None:
    """Sure of its words as the matcher may be: the danger is not what the entry is about."""
    ordinary = entry(desk, "PO-11")
    assert ordinary.safety is Safety.NORMAL
    say(desk, f"{ordinary.question}我自己拆开机壳短接行吗")
    card = newest(desk)
    assert talk.HELD_TITLE in shown(card)
    assert ordinary.answer[:20] not in shown(card)


@pytest.mark.parametrize("text", ["卸油单怎么打印？", "油气回收报表在哪里导出"])
def test_paperwork_about_fuel_is_no_danger(desk: Desk, text: str) -> None:
    say(desk, text)
    assert not is_red(newest(desk))


def test_the_operators_own_words_raise_the_alarm_without_a_restart(desk: Desk) -> None:
    say(desk, "尿素泵喷了一地，怎么处理")
    assert not is_red(newest(desk))
    put_policy(desk, {"alarms": [{"name": "urea", "words": ["尿素泵喷"]}]})
    say(desk, "尿素泵喷了一地，怎么处理")
    assert is_red(newest(desk))


def test_rules_that_cannot_be_read_do_not_switch_the_gate_off(desk: Desk) -> None:
    put_policy(desk, {"alarms": "nonsense"})
    say(desk, LEAK)
    assert is_red(newest(desk))


def test_the_class_of_an_entry_counts_the_moment_it_is_changed(desk: Desk) -> None:
    with desk.uow() as tx:
        found = tx.session.scalars(select(FaqEntry).where(FaqEntry.code == "AC-02")).one()
        assert found.status is FaqStatus.PUBLISHED
        found.safety = Safety.HAZARD
    say(desk, "E1003 账号锁定怎么办")
    assert talk.HELD_TITLE in shown(newest(desk))

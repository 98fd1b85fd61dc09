"""What counts as a case, how it ends, and what takes a success back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pytest

from bot.learning.cases import Case, Human, Outcome, Why, cases
from bot.learning.facts import Recorded
from models import Step
from tests.furniture import NOON
from tests.learning.conftest import Ask

ANSWERED = (Step.SHOWN_ANSWER, 7)
OTHER = (Step.SHOWN_ANSWER, 8)
CHOICES = (Step.SHOWN_CHOICES, None)
CHOSE = ((Step.CHOSE, 7, "choice"), (Step.SHOWN_ANSWER, 7, "choice"))
NOTHING = (Step.SHOWN_NONE, None)
SOLVED = (Step.SOLVED, 7)
UNSOLVED = (Step.UNSOLVED, 7)
HUMAN = (Step.HUMAN, None)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def same_words(one: str, other: str) -> bool:
    return one == other


def judged(asked: Sequence[Recorded], humans: Sequence[Human] = ()) -> list[Case]:
    return cases(asked, humans, same_words)


def end(asked: Sequence[Recorded], humans: Sequence[Human] = ()) -> tuple[Outcome, Why | None]:
    (case,) = judged(asked, humans)
    return case.outcome, case.why


def test_questions_less_than_half_an_hour_apart_are_one_case(ask: Ask) -> None:
    close = [ask("班结", ANSWERED, at=NOON + timedelta(minutes=29 * turn)) for turn in range(4)]
    assert [len(case.questions) for case in judged(close)] == [4]
    apart = [ask("班结", ANSWERED, at=NOON + timedelta(minutes=30 * turn)) for turn in range(3)]
    assert [len(case.questions) for case in judged(apart)] == [1, 1, 1]


def test_two_people_in_one_group_have_a_case_each(ask: Ask) -> None:
    talk = [ask("班结", ANSWERED, who=who, chat="oc_group", at=NOON) for who in ("a", "b")]
    assert [case.who for case in judged(talk)] == ["a", "b"]


def test_solved_is_verified_and_silence_after_an_answer_is_only_contained(ask: Ask) -> None:
    assert end([ask("班结", ANSWERED, SOLVED)]) == (Outcome.VERIFIED, None)
    assert end([ask("班结", ANSWERED)]) == (Outcome.CONTAINED, None)
    assert end([ask("班结", CHOICES, *CHOSE)]) == (Outcome.CONTAINED, None)


@pytest.mark.parametrize(
    ("steps", "why"),
    [
        ((NOTHING,), Why.NOT_FOUND),
        ((CHOICES,), Why.LEFT_AT_CHOICES),
        (((Step.SHOWN_CLARIFY, None),), Why.LEFT_AT_CHOICES),
        ((CHOICES, (Step.NONE_OF_THESE, None)), Why.NOT_FOUND),
        ((ANSWERED, UNSOLVED), Why.NOT_SOLVED),
        ((ANSWERED, (Step.STEP_FAILED, 7)), Why.NOT_SOLVED),
        (((Step.SHOWN_SAFETY, None),), Why.SAFETY),
        (((Step.SHOWN_NONE, None, "outside"),), Why.OUTSIDE),
        ((NOTHING, (Step.CHOSE, 7, "hot"), (Step.SHOWN_ANSWER, 7, "hot")), Why.NOT_FOUND),
    ],
)
def test_what_is_no_success_says_why(ask: Ask, steps: tuple[object, ...], why: Why) -> None:
    assert end([ask("班结", *steps)]) == (Outcome.UNKNOWN, why)


def test_a_complaint_is_mended_by_solved_and_never_by_silence(ask: Ask) -> None:
    again = ((Step.CHOSE, 8, "related"), (Step.SHOWN_ANSWER, 8, "choice"))
    assert end([ask("班结", ANSWERED, UNSOLVED, *again)]) == (Outcome.UNKNOWN, Why.NOT_SOLVED)
    assert end([ask("班结", ANSWERED, UNSOLVED), ask("日结", OTHER)])[0] is Outcome.UNKNOWN
    mended = [ask("班结", ANSWERED, UNSOLVED), ask("日结", OTHER, (Step.SOLVED, 8))]
    assert end(mended) == (Outcome.VERIFIED, None)


def test_solved_first_does_not_verify_what_was_asked_after_it(ask: Ask) -> None:
    assert end([ask("班结", ANSWERED, SOLVED), ask("日结", OTHER)]) == (Outcome.CONTAINED, None)
    assert end([ask("班结", ANSWERED, SOLVED), ask("充电桩", NOTHING)]) == (
        Outcome.UNKNOWN,
        Why.NOT_FOUND,
    )


def test_asked_again_in_other_words_and_answered_is_a_success_but_not_at_first_try(
    ask: Ask,
) -> None:
    (case,) = judged([ask("不行了", NOTHING), ask("班结不行了", ANSWERED, SOLVED)])
    assert case.outcome is Outcome.VERIFIED
    assert not case.first_try
    (case,) = judged([ask("班结不行了", CHOICES, *CHOSE, SOLVED)])
    assert case.success
    assert not case.first_try
    (case,) = judged([ask("你好", NOTHING, talk=True), ask("班结不行了", ANSWERED)])
    assert case.first_try


def test_a_human_ends_it_whatever_was_solved_before(ask: Ask) -> None:
    assert end([ask("班结", ANSWERED, SOLVED, HUMAN)]) == (Outcome.ESCALATED, None)
    asked = ask("班结", ANSWERED)
    wish = Human("ou_alice", "oc_alice", asked.id, asked.at + DAY)
    assert end([asked], [wish]) == (Outcome.ESCALATED, None)


def test_a_human_asked_for_without_a_question_concerns_the_last_half_hour_only(ask: Ask) -> None:
    asked = ask("班结", ANSWERED)
    for after, outcome in (
        (timedelta(minutes=29), Outcome.ESCALATED),
        (timedelta(minutes=31), Outcome.CONTAINED),
    ):
        wish = Human("ou_alice", "oc_alice", None, asked.at + after)
        assert end([asked], [wish])[0] is outcome


def test_what_happens_more_than_a_week_later_does_not_rewrite_last_month(ask: Ask) -> None:
    asked = ask("班结", ANSWERED, UNSOLVED, every=8 * DAY)
    late = Human("ou_alice", "oc_alice", asked.id, asked.at + 8 * DAY)
    assert end([asked], [late]) == (Outcome.CONTAINED, None)


@pytest.mark.parametrize("chat", ["oc_alice", "oc_group"])
def test_who_comes_back_within_a_week_with_the_same_entry_was_not_helped(
    ask: Ask, chat: str
) -> None:
    first = ask("班结", ANSWERED, SOLVED, at=NOON)
    again = ask("还是班结的事", ANSWERED, at=NOON + 6 * DAY, chat=chat)
    one, two = judged([first, again])
    assert (one.outcome, one.why) == (Outcome.UNKNOWN, Why.CAME_BACK)
    assert two.outcome is Outcome.CONTAINED


def test_who_comes_back_in_the_same_words_was_not_helped_even_if_nothing_is_found_now(
    ask: Ask,
) -> None:
    one, _ = judged([ask("班结", ANSWERED, at=NOON), ask("班结", NOTHING, at=NOON + DAY)])
    assert one.why is Why.CAME_BACK


def test_others_and_other_topics_and_later_weeks_take_nothing_back(ask: Ask) -> None:
    first = ask("班结", ANSWERED, SOLVED, at=NOON)
    for later in (
        ask("班结", ANSWERED, who="ou_bob", at=NOON + DAY),
        ask("发票", OTHER, at=NOON + DAY),
        ask("班结", ANSWERED, at=NOON + 8 * DAY),
        ask("你好", NOTHING, talk=True, at=NOON + DAY),
    ):
        assert judged([first, later])[0].outcome is Outcome.VERIFIED


def test_the_order_in_which_rows_are_read_changes_nothing(ask: Ask) -> None:
    asked = [ask("班结", ANSWERED, at=NOON + turn * DAY) for turn in range(5)]
    assert judged(asked) == judged(asked[::-1])

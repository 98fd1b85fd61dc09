"""What counts as a success, as a failure, and as a question without an answer."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.learning.facts import Led, blame, led_to, put_first, unanswered
from bot.learning.signals import failing
from bot.learning.wilson import lower_bound
from models import Step
from tests.learning.conftest import Ask

ANSWERED = (Step.SHOWN_ANSWER, 7)
CHOICES = (Step.SHOWN_CHOICES, None)
CHOSE = (Step.CHOSE, 7, "choice")
OPENED = (Step.SHOWN_ANSWER, 7, "choice")
NOTHING = (Step.SHOWN_NONE, None)


def test_a_choice_leads_to_its_entry_and_solved_says_so_more_loudly(ask: Ask) -> None:
    assert led_to(ask("班结不了", CHOICES, CHOSE, OPENED)) == Led(7, solved=False)
    assert led_to(ask("班结不了", CHOICES, CHOSE, OPENED, (Step.SOLVED, 7))) == Led(7, solved=True)


@pytest.mark.parametrize("after", [Step.UNSOLVED, Step.STEP_FAILED, Step.HUMAN])
def test_what_failed_later_leads_nowhere(ask: Ask, after: Step) -> None:
    assert led_to(ask("班结不了", CHOICES, CHOSE, OPENED, (after, 7))) is None


def test_the_second_choice_counts_when_the_first_did_not_help(ask: Ask) -> None:
    again = ((Step.CHOSE, 8, "choice"), (Step.SHOWN_ANSWER, 8, "choice"), (Step.SOLVED, 8))
    question = ask("班结不了", CHOICES, CHOSE, OPENED, (Step.UNSOLVED, 7), *again)
    assert led_to(question) == Led(8, solved=True)
    assert list(blame(question)) == [(7, Step.UNSOLVED)]


def test_browsing_to_a_related_entry_says_nothing_about_the_question(ask: Ask) -> None:
    question = ask("班结不了", NOTHING, (Step.CHOSE, 7, "hot"), (Step.SHOWN_ANSWER, 7, "hot"))
    assert led_to(question) is None
    assert unanswered(question)
    assert put_first(question) == set()


def test_nothing_found_is_unanswered_and_so_is_none_of_these(ask: Ask) -> None:
    assert unanswered(ask("充电桩坏了", NOTHING))
    assert unanswered(ask("充电桩坏了", CHOICES, (Step.NONE_OF_THESE, None), offered=(7, 8)))
    assert not unanswered(ask("班结不了", CHOICES, CHOSE, OPENED))
    assert not unanswered(ask("班结不了", CHOICES, offered=(7,)))


def test_small_talk_and_what_the_safety_gate_held_are_no_gaps(ask: Ask) -> None:
    assert not unanswered(ask("你好", NOTHING, talk=True))
    assert not unanswered(ask("油罐漏气自己修", NOTHING, (Step.SHOWN_SAFETY, None)))


def test_what_is_none_of_our_business_is_no_gap(ask: Ask) -> None:
    assert not unanswered(ask("股票会涨吗", (Step.SHOWN_NONE, None, "outside")))


@pytest.mark.parametrize("via", ["choice", "typed", "pressed"])
def test_a_choice_counts_however_it_was_made(ask: Ask, via: str) -> None:
    assert led_to(ask("班结不了", CHOICES, (Step.CHOSE, 7, via))) == Led(7, solved=False)


def test_none_of_these_speaks_against_what_the_choices_began_with(ask: Ask) -> None:
    question = ask("充电桩坏了", CHOICES, (Step.NONE_OF_THESE, None), offered=(8, 7))
    assert list(blame(question)) == [(8, Step.NONE_OF_THESE)]


def test_a_person_wanted_right_after_an_answer_speaks_against_it_but_not_hours_later(
    ask: Ask,
) -> None:
    soon = ask("小票不打", ANSWERED, (Step.HUMAN, None), every=timedelta(minutes=5))
    late = ask("小票不打", ANSWERED, (Step.HUMAN, None), every=timedelta(hours=5))
    assert list(blame(soon)) == [(7, Step.HUMAN)]
    assert list(blame(late)) == []


def test_one_question_blames_an_entry_once(ask: Ask) -> None:
    question = ask("小票不打", ANSWERED, (Step.UNSOLVED, 7), (Step.HUMAN, None))
    assert list(blame(question)) == [(7, Step.UNSOLVED)]


def test_a_verdict_on_an_entry_that_was_never_shown_blames_nobody(ask: Ask) -> None:
    assert list(blame(ask("小票不打", ANSWERED, (Step.UNSOLVED, 99)))) == []


def test_many_failures_of_many_rank_above_one_of_one(ask: Ask) -> None:
    questions = [ask("小票不打", ANSWERED, (Step.UNSOLVED, 7)) for _ in range(8)]
    questions += [ask("小票不打", ANSWERED) for _ in range(4)]
    questions += [ask("卡坏了", (Step.SHOWN_ANSWER, 9), (Step.UNSOLVED, 9))]
    first, second = failing(questions)
    assert (first.entry, first.failed, first.shown, first.people) == (7, 8, 12, 1)
    assert (second.entry, second.share) == (9, 1.0)
    assert first.at_least > second.at_least


def test_the_lower_bound_is_wilsons() -> None:
    # Values from the formula worked by hand: 8 of 12, 1 of 1, 0 of 5.
    assert lower_bound(8, 12) == pytest.approx(0.3906, abs=1e-4)
    assert lower_bound(1, 1) == pytest.approx(0.2065, abs=1e-4)
    assert lower_bound(0, 5) == 0.0
    assert lower_bound(0, 0) == 0.0

"""The report's figures: each of something countable, none of them flattered by what is left out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.learning.cases import Human, Outcome, cases
from bot.learning.deflection import Names, Report, Tally, report, tally
from bot.learning.facts import Pressed, Recorded
from models import Step, Verdict
from tests.furniture import NOON
from tests.learning.conftest import Ask

DAY = timedelta(days=1)
NAMES = Names(
    day=lambda at: at.date().isoformat(),
    category=lambda entry: {7: "班结日结", 8: "发票"}.get(entry or 0, ""),
    place=lambda who: ("S1", "陕西") if who == "ou_alice" else ("", ""),
)
ANSWERED = (Step.SHOWN_ANSWER, 7)


def made(
    asked: Sequence[Recorded], humans: Sequence[Human] = (), now: datetime = NOON + 30 * DAY
) -> Report:
    found = cases(asked, humans, lambda one, other: one == other)
    return report(found, humans, NAMES, since=NOON - DAY, until=NOON + 10 * DAY, now=now)


def test_greetings_alone_and_humans_without_a_question_are_counted_but_in_no_share(
    ask: Ask,
) -> None:
    asked = [
        ask("班结", ANSWERED, at=NOON),
        ask("你好", (Step.SHOWN_NONE, None), talk=True, at=NOON + DAY),
        ask("你好", (Step.SHOWN_NONE, None), talk=True, who="ou_bob", chat="oc_bob", at=NOON),
    ]
    wishes = [Human("ou_bob", "oc_bob", None, NOON), Human("ou_carol", "oc_carol", None, NOON)]
    figures = made(asked, wishes)
    assert (figures.total.n, figures.talk, figures.direct) == (1, 1, 2)
    assert figures.total.outcomes[Outcome.CONTAINED] == 1


def test_a_human_asked_for_after_a_question_is_not_counted_twice(ask: Ask) -> None:
    asked = ask("班结", ANSWERED, (Step.HUMAN, None), at=NOON)
    figures = made([asked], [Human("ou_alice", "oc_alice", asked.id, NOON + timedelta(minutes=1))])
    assert (figures.total.outcomes[Outcome.ESCALATED], figures.direct) == (1, 0)


def test_only_cases_begun_in_the_span_count_but_what_follows_it_takes_back(ask: Ask) -> None:
    inside = ask("班结", ANSWERED, at=NOON + 9 * DAY)
    outside = ask("班结", ANSWERED, at=NOON + 12 * DAY)
    figures = made([inside, outside])
    assert figures.total.n == 1
    assert figures.total.success == 0


def test_cases_that_may_still_come_back_are_said_to_be_unripe(ask: Ask) -> None:
    asked = [ask("班结", ANSWERED, at=NOON), ask("发票", (Step.SHOWN_ANSWER, 8), at=NOON + 5 * DAY)]
    assert made(asked, now=NOON + 8 * DAY).ripe == 1


def test_choices_are_counted_by_the_place_that_was_taken(ask: Ask) -> None:
    choices = (Step.SHOWN_CHOICES, None)
    took = (Step.CHOSE, 8, "choice")
    asked = [
        ask("一", choices, took, offered=(7, 8, 9)),
        ask("二", choices, (Step.CHOSE, 7, "choice"), took, offered=(7, 8, 9)),
        ask("三", choices, (Step.NONE_OF_THESE, None), offered=(7, 8, 9)),
        ask("四", choices, offered=(7, 8, 9)),
    ]
    picks = made(asked).picks
    assert (picks.shown, picks.positions, picks.none, picks.left) == (4, (1, 1), 1, 1)


def test_every_slice_holds_every_case_once(ask: Ask) -> None:
    asked = [ask("班结", ANSWERED, at=NOON + turn * DAY) for turn in range(3)]
    asked += [ask("充电桩", (Step.SHOWN_NONE, None), who="ou_bob", chat="oc_bob", at=NOON)]
    figures = made(asked)
    for part in (figures.by_day, figures.by_category, figures.by_station, figures.by_province):
        assert sum(each.n for each in part.values()) == figures.total.n == 4
    assert set(figures.by_category) == {"班结日结", ""}
    assert figures.by_province["陕西"].n == 3
    assert figures.total.unanswered_share == pytest.approx(0.25)


def test_nothing_recorded_is_no_division_by_zero() -> None:
    figures = made([])
    assert (figures.total.n, figures.total.success, figures.total.unanswered_share) == (0, 0, 0)
    assert figures.total.questions_per_case == 0


STEP = st.tuples(
    st.sampled_from(list(Step)),
    st.sampled_from([7, 8, None]),
    st.sampled_from(["", "choice", "hot"]),
    st.integers(0, 9 * 24 * 60),
)


@st.composite
def histories(draw: st.DrawFn) -> list[Recorded]:
    found = []
    for number in range(1, draw(st.integers(1, 8)) + 1):
        at = NOON + timedelta(minutes=draw(st.integers(0, 9 * 24 * 60)))
        steps = sorted(
            (
                Pressed(step, entry, via, at + timedelta(minutes=after))
                for step, entry, via, after in draw(st.lists(STEP, max_size=4))
            ),
            key=lambda pressed: pressed.at,
        )
        text = draw(st.sampled_from(["班结", "发票", "小票"]))
        who = draw(st.sampled_from(["ou_alice", "ou_bob"]))
        found.append(
            Recorded(
                number, f"oc_{who}", who, text, text, Verdict.NONE, (), None, 1, at,
                tuple(steps), draw(st.booleans()),
            )
        )  # fmt: skip
    return found


@given(histories())
@settings(max_examples=300, deadline=None)
def test_outcomes_share_out_all_meaningful_cases_and_each_failure_has_its_reason(
    asked: list[Recorded],
) -> None:
    total = made(asked).total
    if not total.n:
        return
    assert sum(total.share(outcome) for outcome in Outcome) == pytest.approx(1)
    assert sum(total.whys.values()) == total.outcomes[Outcome.UNKNOWN]
    assert (
        0 <= total.first_try <= total.outcomes[Outcome.VERIFIED] + total.outcomes[Outcome.CONTAINED]
    )


@given(histories(), st.integers(40, 6 * 24 * 60), st.sampled_from(["班结", "发票", "小票"]))
@settings(max_examples=300, deadline=None)
def test_coming_back_after_a_success_never_raises_success(
    asked: list[Recorded], after: int, text: str
) -> None:
    """Whatever the comeback itself ends in; it is put well apart from all other questions."""
    before = cases(asked, (), lambda one, other: one == other)
    glad = [case for case in before if case.success and case.meant]
    if not glad:
        return
    case = glad[0]
    at = case.questions[-1].at + timedelta(minutes=after)
    if any(abs(one.at - at) < timedelta(minutes=31) for one in asked):
        return
    same = case.meant[0].normalised
    back = Recorded(
        99, "oc_elsewhere", case.who, text, same, Verdict.ANSWER, (7,), 7, 1, at,
        (Pressed(Step.SHOWN_ANSWER, 7, "", at), Pressed(Step.SOLVED, 7, "", at)),
    )  # fmt: skip
    now = tally([one for one in cases([*asked, back], (), _equal) if one.meant])
    then = tally([one for one in before if one.meant])
    assert now.success <= then.success + 1e-9
    assert _successes(now) <= _successes(then)


def _equal(one: str, other: str) -> bool:
    return one == other


def _successes(total: Tally) -> int:
    outcomes = total.outcomes
    return outcomes[Outcome.VERIFIED] + outcomes[Outcome.CONTAINED]

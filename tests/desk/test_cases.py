"""What people press under an answer makes their wording a case of its entry, or takes it back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select

from cards import words
from models import FaqCase, FaqEntry
from tests.desk import reviewing
from tests.desk.test_conversation import clicked, press, say
from tests.furniture import Desk, SteppedClock

VAGUE = "小票打不清了"


@pytest.fixture
def desk(database_url: str, clock: SteppedClock) -> Iterator[Desk]:
    with reviewing.reviewed_desk(database_url, clock) as it:
        yield it


def cases(desk: Desk) -> list[tuple[str, str, str]]:
    codes = {entry.id: entry.code for entry in desk.rows(select(FaqEntry))}
    found = desk.rows(select(FaqCase).order_by(FaqCase.id))
    return [(case.text, codes[case.entry_id], case.via) for case in found]


def choose(desk: Desk, code: str) -> dict[str, Any]:
    """Press an entry among the choices of the newest card; the answer's card."""
    wanted = reviewing.entry(desk, code).id
    shown = reviewing.buttons(desk.cards()[-1])
    value = next(v for _, v in shown if v["do"] == "faq.show" and v["entry"] == wanted)
    card: dict[str, Any] = clicked(desk, value)["card"]["data"]
    return card


def ask(desk: Desk, text: str) -> None:
    say(desk, text)
    desk.wait(seconds=10)


def test_solved_keeps_the_wording_once(desk: Desk) -> None:
    for _ in range(2):
        ask(desk, "交不了班")
        press(desk, words.SOLVED_BUTTON)
    assert cases(desk) == [("交不了班", "A-1", "solved")]


def test_a_choice_keeps_it_and_not_solved_takes_it_back(desk: Desk) -> None:
    ask(desk, VAGUE)
    answer = choose(desk, "B-2")
    assert cases(desk) == [(VAGUE, "B-2", "choice")]
    press(desk, words.NOT_SOLVED_BUTTON, card=answer)
    assert cases(desk) == []


def test_what_solved_outranks_what_was_only_chosen(desk: Desk) -> None:
    ask(desk, VAGUE)
    answer = choose(desk, "B-2")
    press(desk, words.SOLVED_BUTTON, card=answer)
    assert cases(desk) == [(VAGUE, "B-2", "solved")]
    ask(desk, VAGUE)
    choose(desk, "B-1")
    assert cases(desk) == [(VAGUE, "B-2", "solved")]

"""Two reviewers press in the same moment: one decides, the other is told."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import select

from cards.words import review as say
from models import FaqVersion, ProposalState
from tests.desk import reviewing
from tests.desk.reviewing import BOB, CAROL, card_of, chat_of, entry, proposal, suggest, value_of
from tests.desk.test_reviews import similar
from tests.furniture import Desk, SteppedClock


@pytest.fixture
def desk(database_url: str, clock: SteppedClock) -> Iterator[Desk]:
    with reviewing.reviewed_desk(database_url, clock) as it:
        yield it


def at_once(desk: Desk, *presses: tuple[str, dict[str, object]]) -> list[str]:
    """The toasts of presses that are made by as many threads in the same moment."""
    start = Barrier(len(presses))
    chats = {who: chat_of(desk, who) for who, _ in presses}

    def press(who: str, value: dict[str, object]) -> str:
        start.wait()
        response = desk.pusher.click(value, who=who, chat=chats[who])
        assert response.json is not None
        return str(response.json["toast"]["content"])

    with ThreadPoolExecutor(len(presses)) as threads:
        made = [threads.submit(press, who, value) for who, value in presses]
        return [one.result() for one in made]


def test_two_approvals_publish_once(desk: Desk) -> None:
    suggest(desk, text="班次交接不过去")
    value = value_of(card_of(desk, BOB), say.APPROVE_BUTTON)
    toasts = at_once(desk, (BOB, value), (CAROL, value))
    assert toasts.count(say.APPROVED_TOAST) == 1
    (late,) = [toast for toast in toasts if toast != say.APPROVED_TOAST]
    assert late.endswith("已通过，不用再处理了")
    about = entry(desk)
    assert about.version == 2
    assert len(desk.rows(select(FaqVersion).where(FaqVersion.entry_id == about.id))) == 2


def test_an_approval_and_a_second_suggestion_for_the_entry_do_not_undo_each_other(
    desk: Desk,
) -> None:
    suggest(desk, text="班次交接不过去")
    first = value_of(card_of(desk, BOB), say.APPROVE_BUTTON)
    suggest(desk, text="班结的按钮是灰的")
    second = value_of(card_of(desk, CAROL), say.APPROVE_BUTTON)
    at_once(desk, (BOB, first), (CAROL, second))
    reviewing.settle(desk)
    assert proposal(desk).state is ProposalState.APPROVED
    assert sorted(similar(desk)[2:]) == ["班次交接不过去", "班结的按钮是灰的"]
    assert entry(desk).version == 3

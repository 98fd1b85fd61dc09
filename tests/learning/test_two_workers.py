"""Two workers that looked at the same questions suggest the same thing once."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from sqlalchemy import select

from bot.desk import faq, learning, nightly
from bot.desk.knowledge import Knowledge
from bot.faq_csv import FaqRow
from bot.learning.findings import Findings
from bot.matching.port import Matcher
from models import FaqProposal, Timer
from tests.furniture import Desk, SteppedClock, make_desk
from tests.learning.test_learning_desk import ask_gap


@pytest.fixture
def desk(
    database_url: str, clock: SteppedClock, sample_faq: list[FaqRow], sample_matcher: Matcher
) -> Iterator[Desk]:
    with make_desk(database_url, clock, sample_matcher) as it:
        with it.uow() as tx:
            faq.import_rows(sample_faq, tx, replace=False)
        yield it


def look(desk: Desk, matcher: Matcher) -> Findings:
    return learning.look(Knowledge(desk.uow, lambda entries: matcher))


def test_the_same_look_suggested_at_once_by_two_is_one_suggestion(
    desk: Desk, sample_matcher: Matcher
) -> None:
    ask_gap(desk)
    looks = [look(desk, sample_matcher) for _ in range(2)]
    together = threading.Barrier(2)
    made: list[int] = []

    def suggest(found: Findings) -> None:
        together.wait(timeout=10)
        with desk.uow() as tx:
            made.append(learning.suggest(found, tx).total)

    threads = [threading.Thread(target=suggest, args=(found,)) for found in looks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    assert sorted(made) == [0, 1]
    assert len(desk.rows(select(FaqProposal))) == 1


def test_two_who_knock_set_each_time_once(desk: Desk) -> None:
    together = threading.Barrier(2)

    def knock() -> None:
        together.wait(timeout=10)
        nightly.keep_set(desk.uow)

    threads = [threading.Thread(target=knock) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    assert len(desk.rows(select(Timer).where(Timer.key.in_(nightly.JOBS)))) == 2

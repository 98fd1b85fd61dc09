"""Two workers on PostgreSQL: one dies for good, one stands still and wakes up again."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.faults.crowd import Crowd, check_answers, check_written_order, settle
from tests.faults.harness import open_site, wait_until

MESSAGES = 160
PEOPLE = 40
# Silent for five seconds, noticed at the next beat, and begun again by somebody else.
TAKEN_OVER_WITHIN = 10.0
# So that a call is under way at any moment.
SLOW_MS = 300

pytestmark = [pytest.mark.slow, pytest.mark.postgres]


def test_a_worker_that_dies_and_never_comes_back_is_replaced_within_ten_seconds(
    tmp_path: Path, postgres_url: str
) -> None:
    with open_site(tmp_path, postgres_url, time_scale=60) as site:
        victim, other = site.worker("victim"), site.worker("other")
        site.open(victim, other)
        site.feishu.faults(latency_ms=SLOW_MS)
        crowd = Crowd(site, PEOPLE)
        with crowd.asking(MESSAGES, per_second=40):
            wait_until(
                lambda: len(site.books.held_by(victim.pid)) >= 5,
                within=30,
                what="the worker has several items in hand",
            )
            victim.kill()
            died = time.monotonic()
            held = site.books.held_by(victim.pid)
            assert held
            wait_until(
                lambda: not site.books.held_by(victim.pid),
                within=30,
                what="its items are taken over",
            )
            wait_until(lambda: site.books.finished(held), within=30, what="its items are done")
            took = time.monotonic() - died
        settle(site, within=60)
        check_written_order(site, crowd.chats)
        check_answers(site, crowd.chats, messages=MESSAGES)
        assert took <= TAKEN_OVER_WITHIN


def test_a_worker_that_stands_still_and_wakes_up_does_nothing_twice_or_out_of_turn(
    tmp_path: Path, postgres_url: str
) -> None:
    with open_site(tmp_path, postgres_url, time_scale=60) as site:
        sleeper, other = site.worker("sleeper"), site.worker("other")
        site.open(sleeper, other)
        site.feishu.faults(latency_ms=SLOW_MS)
        crowd = Crowd(site, PEOPLE)
        with crowd.asking(MESSAGES, per_second=40):
            wait_until(
                lambda: len(site.books.held_by(sleeper.pid)) >= 5,
                within=30,
                what="the worker has several items in hand",
            )
            sleeper.freeze()
            held = site.books.held_by(sleeper.pid)
            assert held
            wait_until(
                lambda: not site.books.held_by(sleeper.pid),
                within=40,
                what="its items are taken over",
            )
            wait_until(lambda: site.books.finished(held), within=30, what="its items are done")
            sleeper.thaw()
        wait_until(
            lambda: len(site.books.executors()) == 2,
            within=20,
            what="the sleeper is one of us again",
        )
        settle(site, within=60)
        assert sleeper.alive
        check_written_order(site, crowd.chats)
        check_answers(site, crowd.chats, messages=MESSAGES)


def test_connections_to_the_database_are_cut_again_and_again(
    tmp_path: Path, postgres_url: str
) -> None:
    """As PostgreSQL does when it is restarted."""
    with open_site(tmp_path, postgres_url, time_scale=600) as site:
        site.open(site.worker("one"), site.worker("two"))
        crowd = Crowd(site, PEOPLE)
        with crowd.asking(MESSAGES, per_second=40):
            for accepted in range(MESSAGES // 6, MESSAGES, MESSAGES // 6):
                wait_until(
                    lambda least=accepted: sum(site.books.accepted().values()) >= least,  # type: ignore[misc]
                    within=40,
                    what=f"{accepted} messages are accepted",
                )
                assert site.books.cut_connections() > 0
        settle(site, within=60)
        check_written_order(site, crowd.chats)
        check_answers(site, crowd.chats, messages=MESSAGES)

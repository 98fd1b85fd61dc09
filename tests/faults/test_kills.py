"""kill -9 at random moments: nobody waits in vain, nobody reads an answer twice."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.faults.crowd import Crowd, check_answers, check_written_order, settle
from tests.faults.harness import Process, open_site

MESSAGES = 500
PEOPLE = 40


def keep_killing(
    process: Process, ready: Callable[[], None], *, times: int, within: float, seed: int
) -> None:
    """Each time some moment after it is ready again."""
    dice, moment = random.Random(seed), threading.Event()
    for _ in range(times):
        moment.wait(dice.uniform(0.3, within))
        process.kill()
        moment.wait(dice.uniform(0.1, 0.5))
        process.start()
        ready()


@pytest.mark.slow
def test_no_message_is_lost_or_answered_twice_when_processes_are_killed(
    tmp_path: Path, desk_url: str
) -> None:
    with open_site(tmp_path, desk_url, time_scale=600) as site:
        worker = site.worker()
        site.open(worker)
        crowd = Crowd(site, PEOPLE)
        with crowd.asking(MESSAGES, per_second=25), ThreadPoolExecutor(2) as pool:
            web = pool.submit(keep_killing, site.web, site.await_web, times=4, within=5.0, seed=7)
            bot = pool.submit(
                keep_killing,
                worker,
                lambda: site.await_worker(worker),
                times=6,
                within=2.0,
                seed=8,
            )
            web.result(90)
            bot.result(90)
        settle(site, within=60)
        check_written_order(site, crowd.chats)
        check_answers(site, crowd.chats, messages=MESSAGES)

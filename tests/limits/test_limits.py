"""How often Feishu may be called, whoever calls."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path
from subprocess import PIPE

import pytest
from sqlalchemy import text

from bot.limits import Api, Budget, Call, Limits, NoLimits, open_limits
from bot.limits.shared import LONGEST_PAUSE, SharedLimits
from bot.limits.store import Store
from tests.limits.judge import BURST, Clock, most_within, sent_until, spend_burst, to

ROOT = Path(__file__).parents[2]
# Feishu's own: https://open.feishu.cn/document/ukTMukTMukTM/uUzN04SN3QjL1cDN
FEISHU_SECOND, FEISHU_MINUTE = 50, 1000
# Of the whole tenant, for pictures and for speech each.
FEISHU_RECOGNITIONS = 20


def test_a_burst_goes_at_once_and_then_one_waits(limits: SharedLimits, clock: Clock) -> None:
    spend_burst(limits)
    wait = limits.take(to(99))
    assert 0 < wait < 0.1
    clock.advance(wait)
    assert limits.take(to(99)) == 0.0


def test_no_second_and_no_minute_holds_more_than_its_budget(
    in_memory: SharedLimits, clock: Clock
) -> None:
    went = sent_until(in_memory, clock, 130, to)
    assert most_within(went, 1000) <= Budget().per_second
    assert 0.9 * Budget().per_minute <= most_within(went, 60_000) <= Budget().per_minute


def test_nor_after_pauses_of_any_length(in_memory: SharedLimits, clock: Clock) -> None:
    chance = random.Random(7)
    went: list[int] = []
    for _ in range(60):
        went += sent_until(in_memory, clock, chance.uniform(0.1, 3), to)
        clock.advance(chance.choice([0, 0.3, 1, 5]))
    assert most_within(went, 1000) <= Budget().per_second
    assert most_within(went, 60_000) <= Budget().per_minute


def test_waiting_is_even_and_never_long(in_memory: SharedLimits, clock: Clock) -> None:
    went = sent_until(in_memory, clock, 61, to)
    gaps = [later - sooner for sooner, later in pairwise(went)]
    assert max(gaps) < 100


def test_one_chat_gets_four_messages_a_second(limits: SharedLimits, clock: Clock) -> None:
    call = to(1)
    assert [limits.take(call) for _ in range(4)] == [0.0] * 4
    assert limits.take(call) == 1.0
    assert limits.take(to(2)) == 0.0
    clock.advance(0.999)
    assert limits.take(call) == 0.001
    clock.advance(0.001)
    assert limits.take(call) == 0.0


def test_one_chat_gets_no_more_in_any_second(in_memory: SharedLimits, clock: Clock) -> None:
    went = sent_until(in_memory, clock, 20, lambda n: to(1))
    assert most_within(went, 1000) == Budget().per_target
    assert len(went) == 20 * Budget().per_target


def test_a_card_is_counted_apart_from_the_messages_of_its_chat(limits: SharedLimits) -> None:
    card = Call("card", "om_1")
    assert [limits.take(card) for _ in range(4)] == [0.0] * 4
    assert limits.take(card) > 0
    assert limits.take(Call("message", "om_1")) == 0.0


def test_reactions_have_no_limit_of_their_target(limits: SharedLimits) -> None:
    assert [limits.take(Call("reaction", "om_1")) for _ in range(10)] == [0.0] * 10


def test_each_api_has_its_own_budget(limits: SharedLimits) -> None:
    spend_burst(limits)
    assert limits.take(Call("card", "om_1")) == 0.0
    assert limits.take(Call("other", "")) == 0.0


def test_what_is_refused_takes_nothing(limits: SharedLimits) -> None:
    for _ in range(4):
        limits.take(to(0))
    for _ in range(50):
        assert limits.take(to(0)) > 0.9  # its chat is full
    for n in range(1, BURST - 3):
        assert limits.take(to(n)) == 0.0  # and yet the app's burst is all there
    assert limits.take(to(99)) > 0
    for n in range(100, 104):
        assert limits.take(to(n)) > 0  # now the app's is full, and these chats are untouched


def test_a_clock_set_back_stops_nobody_for_long(limits: SharedLimits, clock: Clock) -> None:
    spend_burst(limits)
    while limits.take(to(1)) == 0.0:
        pass
    clock.advance(-86_400)
    assert 0 < limits.take(to(1)) <= LONGEST_PAUSE / 1000 + 0.1
    clock.advance(61)
    assert limits.take(to(1)) == 0.0


def test_only_those_lately_written_to_are_remembered(
    limits: SharedLimits, store: Store, clock: Clock
) -> None:
    most = 0
    for n in range(600):
        limits.take(to(n))
        clock.advance(0.1)
        if n % 50 == 49:
            most = max(most, rows(store))
    assert most < 150
    clock.advance(120)
    limits.take(to(0))
    assert rows(store) == 2


def rows(store: Store) -> int:
    table = "stationdesk_limits.bucket" if store.dialect == "postgresql" else "bucket"
    with store.alone() as inside:
        return int(inside.connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())


def test_threads_may_share_it(limits: SharedLimits) -> None:
    with ThreadPoolExecutor(8) as threads:
        waits = list(threads.map(limits.take, [to(n) for n in range(100)]))
    assert waits.count(0.0) == BURST


def test_the_databases_clock_does_too(database_url: str) -> None:
    limits = open_limits(database_url, Budget())
    assert limits.take(to(1)) == 0.0
    limits.penalise("message", 50.0)
    assert 0 < limits.take(to(2)) < 51
    limits.close()


def test_without_limits_everything_goes() -> None:
    limits: Limits = NoLimits()
    limits.penalise("message", 60)
    assert limits.take(to(1)) == 0.0


@pytest.mark.slow
def test_four_processes_together_stay_within_feishus_limits(database_url: str) -> None:
    """Time runs 25 times faster, so that 100 s of it pass in four.

    Each process may be stopped between being let go and saying when: that makes four at most.
    """
    hammer = [sys.executable, "-m", "tests.limits.hammer", database_url]
    running = [
        subprocess.Popen([*hammer, name, "4", "25"], cwd=ROOT, stdin=PIPE, stdout=PIPE, text=True)
        for name in "abcd"
    ]
    for process in running:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    begin = str(time.time())
    for process in running:
        assert process.stdin is not None
        process.stdin.write(begin + "\n")
        process.stdin.flush()
    outputs = [process.communicate()[0] for process in running]
    assert [process.returncode for process in running] == [0] * 4
    assert all(outputs)
    went = sorted(int(stamp) for output in outputs for stamp in output.split())
    assert most_within(went, 1000) <= FEISHU_SECOND
    assert most_within(went, 60_000) <= FEISHU_MINUTE
    assert len(went) >= BURST


@pytest.mark.parametrize("api", ["picture", "speech"])
def test_recognition_keeps_to_the_tenants_pace_and_takes_no_message_of_anybody(
    in_memory: SharedLimits, clock: Clock, api: Api
) -> None:
    went = sent_until(in_memory, clock, 10, lambda n: Call(api, f"read:{n}"))
    assert 10 <= most_within(went, 1000) < FEISHU_RECOGNITIONS
    assert in_memory.take(to(1)) == 0.0
    other: Api = "speech" if api == "picture" else "picture"
    assert in_memory.take(Call(other, "read:1")) == 0.0

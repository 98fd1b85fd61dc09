"""Feishu is away, loses its answers, refuses, or pushes twice and out of order."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest

from sandbox.client import Json
from tests.faults.crowd import Crowd, check_answers, check_written_order, settle
from tests.faults.harness import Site, open_site, wait_until

PEOPLE = 30
OUTAGE = 8.0
TWICE: list[dict[str, Any]] = [
    {"duplicate_pushes": 2},
    {"duplicate_pushes": 2, "duplicate_new_event_ids": True},
    {"reorder_ms": 400, "duplicate_pushes": 1, "duplicate_new_event_ids": True},
]

pytestmark = pytest.mark.slow


def first_answer(site: Site, person: str) -> Json:
    return site.feishu.wait_for_bot(person, within=20)


def acknowledged(site: Site, since: int) -> list[Json]:
    return [push for push in site.feishu.pushes()[since:] if push["attempt"] == 1]


def test_while_feishu_is_away_we_listen_and_afterwards_everything_is_answered(
    tmp_path: Path, desk_url: str
) -> None:
    with open_site(tmp_path, desk_url, time_scale=60) as site:
        worker = site.worker()
        site.open(worker)
        crowd = Crowd(site, PEOPLE)
        clicker = crowd.chats[0]
        crowd.ask(PEOPLE, per_second=60)
        card = first_answer(site, clicker.person)
        settle(site, within=30)
        pushed = len(site.feishu.pushes())
        site.feishu.faults(outage=True)
        ends = time.monotonic() + OUTAGE
        crowd.ask(90, per_second=30)
        pressed = site.feishu.click(clicker.person, card["message_id"], "解决了")
        assert pressed["ok"]
        assert all(push["ok"] for push in acknowledged(site, pushed))
        wait_until(lambda: time.monotonic() > ends, within=OUTAGE, what="the outage is over")
        assert not site.books.outbox().get("parked")
        site.feishu.faults(outage=False)
        settle(site, within=60)
        check_written_order(site, crowd.chats)
        check_answers(site, crowd.chats, messages=PEOPLE + 90)


def test_a_worker_replaced_while_feishu_is_away_forgets_nothing(
    tmp_path: Path, desk_url: str
) -> None:
    """A deployment in the middle of an outage, twice."""
    with open_site(tmp_path, desk_url, time_scale=60) as site:
        worker = site.worker()
        site.open(worker)
        crowd = Crowd(site, PEOPLE)
        site.feishu.faults(outage=True)
        crowd.ask(60, per_second=60)
        for _ in range(2):
            tried = len(site.feishu.calls())
            wait_until(
                lambda before=tried: len(site.feishu.calls()) > before + 10,  # type: ignore[misc]
                within=30,
                what="calls are tried",
            )
            assert worker.end() == 0
            assert "Traceback" not in worker.said()
            worker.start()
            site.await_worker(worker)
        site.feishu.faults(outage=False)
        settle(site, within=60)
        check_written_order(site, crowd.chats)
        check_answers(site, crowd.chats, messages=60)


def test_sends_that_are_refused_or_whose_answer_is_lost_end_in_one_answer_each(
    tmp_path: Path, sqlite_url: str
) -> None:
    with open_site(tmp_path, sqlite_url, time_scale=60) as site:
        site.open(site.worker())
        crowd = Crowd(site, PEOPLE)
        for turn, error in enumerate(("429", "500", "html", "reset", "applied_then_reset"), 1):
            answer_in_spite_of(site, crowd, error)
            check_answers(site, crowd.chats, messages=turn * PEOPLE)
        check_written_order(site, crowd.chats)


@pytest.mark.postgres
def test_on_postgresql_too_a_lost_answer_is_not_said_twice(
    tmp_path: Path, postgres_url: str
) -> None:
    with open_site(tmp_path, postgres_url, time_scale=60) as site:
        site.open(site.worker())
        crowd = Crowd(site, PEOPLE)
        for turn in (1, 2):
            answer_in_spite_of(site, crowd, "applied_then_reset")
            check_answers(site, crowd.chats, messages=turn * PEOPLE)
        check_written_order(site, crowd.chats)


def answer_in_spite_of(site: Site, crowd: Crowd, error: str) -> None:
    """One question from everybody while a third of all sends goes wrong."""
    before = failures(site)
    site.feishu.faults(send_error_rate=0.3, error=error)
    crowd.ask(PEOPLE, per_second=60)
    settle(site, within=60)
    assert failures(site) > before


def failures(site: Site) -> int:
    """Sends that did not get their answer: refused, or cut off (status 0)."""
    sends = [c for c in site.feishu.calls() if c["path"].split("?")[0].endswith("/reply")]
    return sum(call["status"] != 200 or call["code"] != 0 for call in sends)


def test_pushes_that_come_again_or_out_of_order_are_answered_once(
    tmp_path: Path, sqlite_url: str
) -> None:
    with open_site(tmp_path, sqlite_url, time_scale=60) as site:
        site.open(site.worker())
        crowd = Crowd(site, PEOPLE)
        each = 2 * PEOPLE
        for turn, faults in enumerate(TWICE, 1):
            site.feishu.clear_faults()
            site.feishu.faults(**faults)
            crowd.ask(each, per_second=60, in_order=False)
            settle(site, within=60)
            check_answers(site, crowd.chats, messages=turn * each)
            assert site.feishu.report()["retries"] >= turn * each

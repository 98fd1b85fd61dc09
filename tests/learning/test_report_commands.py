"""`learn` and `report answers`, typed: out by what is printed and what is then in the queue."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.desk import faq
from bot.faq_csv import FaqRow
from bot.matching.port import Matcher
from cards.words import SHANGHAI
from cards.words import learning as learnt
from cards.words import report as reported
from models import FaqProposal, ProposalKind
from tests.command_line import Run
from tests.desk.test_conversation import clicked, value_of
from tests.furniture import Desk, SteppedClock, make_desk
from tests.learning.test_learning_desk import VAGUE, ask, ask_gap, choose, press
from tests.test_commands import run as run
from tests.test_commands import url as url


@pytest.fixture
def spoken(
    run: Run, url: str, sample_faq: list[FaqRow], sample_matcher: Matcher
) -> tuple[Run, str, str]:
    """A desk that several people used a few hours ago; the command, its database and the day."""
    assert run("db", "upgrade")[0] == 0
    clock = SteppedClock(datetime.now(UTC) - timedelta(hours=3))
    day = clock.at.astimezone(SHANGHAI).date().isoformat()
    with make_desk(url, clock, sample_matcher) as desk:
        with desk.uow() as tx:
            faq.import_rows(sample_faq, tx, replace=False)
        speak(desk)
    return run, url, day


def speak(desk: Desk) -> None:
    ask_gap(desk)
    ask(desk, VAGUE, "ou_dan")
    _, card = choose(desk, "ou_dan")
    clicked(desk, value_of(card, "解决了"), who="ou_dan", chat="oc_dan")
    ask(desk, "报错 E3012 怎么处理", "ou_eve")
    press(desk, "转人工", "ou_eve")
    ask(desk, "你好", "ou_frank")


def queued(url: str, matcher: Matcher) -> list[ProposalKind]:
    with make_desk(url, SteppedClock(), matcher) as desk:
        return [one.kind for one in desk.rows(select(FaqProposal).order_by(FaqProposal.id))]


def test_learning_is_shown_first_and_suggested_only_when_meant(
    spoken: tuple[Run, str, str], sample_matcher: Matcher
) -> None:
    run, url, _ = spoken
    code, said = run("learn", "--dry-run", "--days", "1")
    assert code == 0
    assert learnt.DRY_RUN in said
    assert f"“{VAGUE}”" in said
    assert queued(url, sample_matcher) == []
    code, said = run("learn")
    assert code == 0
    assert learnt.suggested(gaps=1, wordings=1, twins=0) in said
    assert queued(url, sample_matcher) == [ProposalKind.GAP, ProposalKind.PHRASING]
    assert learnt.suggested(gaps=0, wordings=0, twins=0) in run("learn")[1]


def test_the_report_counts_each_conversation_once(spoken: tuple[Run, str, str]) -> None:
    run, _, day = spoken
    code, said = run("report", "answers", "--from", day, "--to", day, "--json")
    assert code == 0
    report = json.loads(said)
    total = report["total"]
    assert total["n"] == 5
    counts = {name: each["count"] for name, each in total["outcomes"].items()}
    assert counts == {"verified": 1, "contained": 0, "unknown": 3, "escalated": 1}
    assert sum(each["share"] for each in total["outcomes"].values()) == pytest.approx(1)
    assert report["excluded"]["human_without_question"] == 0
    assert report["zone"] == "Asia/Shanghai"
    assert report["ripe"] == 0
    assert report["choices"]["picked_position"] == [1]
    assert total["unanswered"] == {"count": 3, "share": 0.6}


def test_the_report_reads_as_text_and_as_a_table(spoken: tuple[Run, str, str]) -> None:
    run, _, day = spoken
    code, said = run("report", "answers", "--from", day, "--to", day)
    assert code == 0
    assert reported.share(reported.SUCCESS, 0.2, count=1, n=5) in said
    assert reported.unripe(5) in said
    table = run("report", "answers", "--from", day, "--to", day, "--csv")[1]
    rows = list(csv.DictReader(io.StringIO(table)))
    days = [row for row in rows if row["by"] == "day"]
    assert [(row["name"], row["n"], row["escalated"]) for row in days] == [(day, "5", "1")]


def test_days_the_wrong_way_round_are_refused(spoken: tuple[Run, str, str]) -> None:
    run, _, _ = spoken
    code, said = run("report", "answers", "--from", "2026-11-02", "--to", "2026-11-01")
    assert code == 1
    assert reported.BACKWARDS in said

"""The index in memory: searchable within a second of an edit, and understood when it can be."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.desk import faq
from bot.desk.knowledge import Knowledge
from bot.desk.vectors import DatabaseShelf, take_along
from bot.faq_csv import FaqRow
from bot.matching.embedded import NAME
from bot.matching.fused import Builder
from bot.matching.meaning import Semantics
from models import Embedding, Synonym
from tests.furniture import Desk
from tests.matching.pretended import Pretended

SAMPLES = Path(__file__).parents[2] / "samples"


@pytest.fixture
def model() -> Pretended:
    return Pretended()


@pytest.fixture
def known(desk: Desk, model: Pretended) -> Knowledge:
    shelf = DatabaseShelf(desk.uow)
    return Knowledge(desk.uow, Builder(lambda: Semantics(model, shelf)))


def understood(known: Knowledge) -> None:
    for _ in range(100):
        known.improve()
        if known.match("忘记密码了")[0].fit == "fused":
            return
    pytest.fail("never understood")


def test_questions_are_answered_before_the_entries_are_understood(known: Knowledge) -> None:
    known.improve()  # nothing is built yet, so there is nothing to do
    match, _ = known.match("忘记密码了")
    assert (match.fit, match.candidates[0].code) == ("lexical", "AC-01")
    understood(known)
    known.improve()
    assert known.match("忘记密码了")[0].candidates[0].code == "AC-01"


def test_an_edit_is_found_and_understood_at_once(
    desk: Desk, known: Knowledge, sample_faq: list[FaqRow]
) -> None:
    understood(known)
    row = replace(sample_faq[0], id="NEW-1", question="无人机怎么起飞", similar=("飞机上天",))
    with desk.uow() as tx:
        faq.import_rows([row], tx, replace=False)
    known.refresh()
    match, _ = known.match("无人机起飞")
    assert (match.fit, match.candidates[0].code) == ("fused", "NEW-1")


def test_a_worker_that_starts_anew_embeds_nothing(
    desk: Desk, known: Knowledge, model: Pretended
) -> None:
    understood(known)
    second = Pretended()
    again = Knowledge(desk.uow, Builder(lambda: Semantics(second, DatabaseShelf(desk.uow))))
    again.prepare("忘记密码了")
    assert again.match("忘记密码了")[0].fit == "fused"
    assert len(second.asked) == 1
    assert len(model.asked) > 900


def test_the_operators_synonyms_come_with_the_entries(desk: Desk, known: Knowledge) -> None:
    with desk.uow() as tx:
        words = ["铁柜子", "钱箱"]
        tx.session.add(Synonym(words=words, note="", updated_by="Dan", updated_at=tx.now))
        faq.bump_revision(tx)
    assert known.match("铁柜子打不开")[0].candidates[0].code == "PO-11"


def test_what_two_workers_embed_is_kept_once(desk: Desk) -> None:
    shelf = DatabaseShelf(desk.uow)
    key = "a" * 64
    shelf.keep("m", {key: b"first"})
    shelf.keep("m", {key: b"second", "b" * 64: b"other"})
    assert shelf.fetch("m", [key, "c" * 64]) == {key: b"second"}
    assert shelf.fetch("another", [key]) == {}


def test_vectors_beside_a_sheet_are_taken_along(desk: Desk, tmp_path: Path) -> None:
    take_along(tmp_path / "faq.csv", desk.uow)  # there are none
    assert desk.rows(select(Embedding)) == []
    take_along(SAMPLES / "faq.csv", desk.uow)
    silent = Pretended(size=384)
    silent.name, silent.refuses = NAME, True
    shelf = DatabaseShelf(desk.uow)
    known = Knowledge(desk.uow, Builder(lambda: Semantics(silent, shelf)))
    known.refresh()
    silent.refuses = False
    assert known.match("忘记密码了")[0].fit == "fused"

"""Fixtures. People are Alice (asks), Bob (asks too), Carol (on duty), Mallory (must not)."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.desk import faq, knowledge
from bot.faq_csv import FaqRow, parse_faq
from bot.matching.port import FaqText, Matcher
from tests import pushing
from tests.databases import NoPostgres, postgres_database, postgres_server
from tests.furniture import Desk, SteppedClock, make_desk

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    try:
        with postgres_server() as url:
            yield url
    except NoPostgres as why:
        if os.environ.get("CI"):
            raise
        pytest.skip(f"NO POSTGRESQL: {why}")


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Each test that asks for it runs on both databases."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/desk.sqlite3"
        return
    with postgres_database(request.getfixturevalue("postgres")) as url:
        yield url


@pytest.fixture
def clock() -> SteppedClock:
    return SteppedClock()


@pytest.fixture(scope="session")
def sample_faq() -> list[FaqRow]:
    return list(parse_faq((ROOT / "samples" / "faq.csv").read_bytes()).rows)


@pytest.fixture(scope="session")
def sample_matcher(sample_faq: list[FaqRow]) -> Matcher:
    """Built once: it is immutable."""
    from bot.matching.lexical import LexicalMatcher

    return LexicalMatcher(
        [FaqText(r.id, r.category, r.question, r.similar, r.keywords, r.answer) for r in sample_faq]
    )


@pytest.fixture(scope="session")
def seeded(
    tmp_path_factory: pytest.TempPathFactory,
    sample_faq: list[FaqRow],
    sample_matcher: Matcher,
) -> Path:
    """A database file with the sample FAQ in it, made once and copied for each test."""
    path = tmp_path_factory.mktemp("seeded") / "desk.sqlite3"
    with make_desk(f"sqlite:///{path}", SteppedClock(), sample_matcher) as it:
        with it.uow() as tx:
            faq.import_rows(sample_faq, tx, replace=False)
        knowledge.relate(it.uow, lambda entries: sample_matcher)
    return path


@pytest.fixture
def desk(
    tmp_path: Path, seeded: Path, clock: SteppedClock, sample_matcher: Matcher
) -> Iterator[Desk]:
    """On SQLite, with the sample FAQ."""
    path = tmp_path / "desk.sqlite3"
    shutil.copy(seeded, path)
    with make_desk(f"sqlite:///{path}", clock, sample_matcher) as it:
        yield it


@pytest.fixture
def pusher(desk: Desk) -> pushing.Pusher:
    return desk.pusher

"""A desk with 400 tickets of twelve weeks, and the same rows as plain text."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.desk import org
from bot.desk.tickets import importing
from bot.matching.port import Matcher
from bot.unit_of_work import Tx
from tests.databases import postgres_database
from tests.furniture import Desk, SteppedClock, make_desk

SAMPLES = Path(__file__).parent.parent.parent / "samples"


class Undo(Exception):
    pass


@contextmanager
def undone(desk: Desk) -> Iterator[Tx]:
    """A unit of work for trying something: nothing of it stays."""
    try:
        with desk.uow() as tx:
            yield tx
            raise Undo
    except Undo:
        pass


@pytest.fixture(scope="session")
def ticket_rows() -> list[dict[str, str]]:
    with (SAMPLES / "tickets.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.fixture(
    scope="package", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]
)
def told(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    sample_matcher: Matcher,
) -> Iterator[Desk]:
    """On both databases, with stations and the sample tickets; tests leave it as it is."""
    if request.param == "sqlite":
        path = tmp_path_factory.mktemp("told") / "desk.sqlite3"
        yield from _desk(f"sqlite:///{path}", sample_matcher)
        return
    with postgres_database(request.getfixturevalue("postgres")) as url:
        yield from _desk(url, sample_matcher)


def _desk(url: str, matcher: Matcher) -> Iterator[Desk]:
    with make_desk(url, SteppedClock(), matcher) as it:
        with it.uow() as tx:
            org.import_org((SAMPLES / "org.json").read_bytes(), tx)
            rows = importing.parse((SAMPLES / "tickets.csv").read_bytes())
            importing.take(rows, tx)
        yield it

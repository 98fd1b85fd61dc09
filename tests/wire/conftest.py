"""A desk that many pushes share, and what the desk has written into its log."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import structlog

from bot import logs
from bot.desk import faq, knowledge
from bot.faq_csv import FaqRow
from bot.matching.port import Matcher
from tests.furniture import Desk, SteppedClock, make_desk


@pytest.fixture(scope="session")
def furnished(
    tmp_path_factory: pytest.TempPathFactory, sample_faq: list[FaqRow], sample_matcher: Matcher
) -> Path:
    """A database with the sample FAQ, filled once: a copy takes a hundredth of the time."""
    file = tmp_path_factory.mktemp("furnished") / "desk.sqlite3"
    with make_desk(f"sqlite:///{file}", SteppedClock(), sample_matcher) as desk:
        with desk.uow() as tx:
            faq.import_rows(sample_faq, tx, replace=False)
        knowledge.relate(desk.uow, lambda entries: sample_matcher)
    return file


@pytest.fixture
def desk(
    tmp_path: Path, furnished: Path, clock: SteppedClock, sample_matcher: Matcher
) -> Iterator[Desk]:
    file = shutil.copy(furnished, tmp_path)
    with make_desk(f"sqlite:///{file}", clock, sample_matcher) as it:
        yield it


@pytest.fixture
def either(database_url: str, clock: SteppedClock, sample_matcher: Matcher) -> Iterator[Desk]:
    """A desk on SQLite, and another on PostgreSQL."""
    with make_desk(database_url, clock, sample_matcher) as desk:
        yield desk


@pytest.fixture(scope="module")
def shared_desk(
    tmp_path_factory: pytest.TempPathFactory, sample_matcher: Matcher
) -> Iterator[Desk]:
    """Without entries, silent, and never emptied: for tests that push by the thousand."""
    folder = tmp_path_factory.mktemp("desk")
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    with make_desk(f"sqlite:///{folder}/desk.sqlite3", SteppedClock(), sample_matcher) as desk:
        yield desk
    structlog.reset_defaults()


@pytest.fixture
def spoken(
    capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> Iterator[Callable[[], str]]:
    """All that was logged or printed so far, as the running program would; escapes undone."""
    logs.set_up("DEBUG", as_json=True)

    def collect() -> str:
        out, err = capfd.readouterr()
        return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), out + err + caplog.text)

    yield collect
    structlog.reset_defaults()


# However many times JSON was put into JSON on the way to the log.
_ESCAPE = re.compile(r"\\+u([0-9a-f]{4})")

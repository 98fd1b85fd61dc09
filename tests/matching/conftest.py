"""The sample FAQ, built once."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.matching.evaluation import read_queries
from bot.matching.lexical import LexicalMatcher
from bot.matching.port import FaqText
from bot.matching.train import read_entries

SAMPLES = Path(__file__).parents[2] / "samples"


@pytest.fixture(scope="session")
def entries() -> Sequence[FaqText]:
    return read_entries(SAMPLES / "faq.csv")


@pytest.fixture(scope="session")
def queries() -> Sequence[tuple[str, str]]:
    return read_queries(SAMPLES / "queries.tsv")


@pytest.fixture(scope="session")
def matcher(entries: Sequence[FaqText]) -> LexicalMatcher:
    return LexicalMatcher(entries)

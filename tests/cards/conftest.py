"""`--update-golden` rewrites the golden cards, to be reviewed as a diff."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden", action="store_true", help="rewrite the golden cards of tests/cards"
    )


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    # Without a default this fails where pytest met this file only after it had read its options.
    return bool(request.config.getoption("--update-golden", default=False))

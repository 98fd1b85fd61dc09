"""When the tenant token is fetched, and when it is not."""

from __future__ import annotations

import pytest

from bot.feishu.errors import FeishuError, NeverAgain, TryLater
from bot.feishu.token import PATIENCE, RENEW_BEFORE, TokenHolder

HOURS_2 = 7200.0


class Issuer:
    """Gives out tokens, or the error it was told; keeps the time too."""

    def __init__(self) -> None:
        self.now = 100.0
        self.issued = 0
        self.left = HOURS_2
        self.error: FeishuError | None = None

    def fetch(self) -> tuple[str, float]:
        self.issued += 1
        if self.error is not None:
            raise self.error
        return f"t-{self.issued}", self.left


@pytest.fixture
def issuer() -> Issuer:
    return Issuer()


@pytest.fixture
def tokens(issuer: Issuer) -> TokenHolder:
    return TokenHolder(issuer.fetch, lambda: issuer.now)


def test_a_token_serves_until_thirty_minutes_before_its_end(
    issuer: Issuer, tokens: TokenHolder
) -> None:
    assert tokens.get() == "t-1"
    issuer.now += HOURS_2 - RENEW_BEFORE - 1
    assert tokens.get() == "t-1"
    issuer.now += 1
    assert tokens.get() == "t-2"


def test_the_old_token_serves_on_while_no_new_one_can_be_had(
    issuer: Issuer, tokens: TokenHolder
) -> None:
    tokens.get()
    issuer.now += HOURS_2 - RENEW_BEFORE
    issuer.error = TryLater(0, "down")
    assert [tokens.get(), tokens.get()] == ["t-1", "t-1"]
    assert issuer.issued == 2  # one try, then patience
    issuer.now += PATIENCE
    issuer.error = None
    assert tokens.get() == "t-3"


def test_after_its_end_the_failure_is_told(issuer: Issuer, tokens: TokenHolder) -> None:
    tokens.get()
    issuer.now += HOURS_2
    issuer.error = TryLater(0, "down")
    with pytest.raises(TryLater):
        tokens.get()
    issuer.error = NeverAgain(10014, "app id not exists")
    with pytest.raises(NeverAgain):
        tokens.get()


def test_an_evicted_token_is_replaced_once_however_many_saw_it_refused(
    issuer: Issuer, tokens: TokenHolder
) -> None:
    refused = tokens.get()
    tokens.evict(refused)
    assert tokens.get() == "t-2"
    tokens.evict(refused)
    assert tokens.get() == "t-2"


def test_a_token_that_comes_late_in_its_life_is_not_fetched_at_every_call(
    issuer: Issuer, tokens: TokenHolder
) -> None:
    issuer.left = RENEW_BEFORE / 2
    assert [tokens.get(), tokens.get()] == ["t-1", "t-1"]
    issuer.now += PATIENCE
    assert tokens.get() == "t-2"

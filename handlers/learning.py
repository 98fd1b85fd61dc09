"""The nightly look at what was asked, and the weekly card for reviewers."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from bot.desk import learning, nightly
from bot.desk.knowledge import Knowledge
from bot.internal import Internal
from bot.router import Router
from bot.unit_of_work import Tx

if TYPE_CHECKING:
    from bot.learning.findings import Findings


def register(router: Router, knowledge: Knowledge) -> None:
    router.on_prepare_internal(nightly.LEARN, lambda event: learning.look(knowledge))
    router.on_internal(nightly.LEARN)(learn)


def learn(event: Internal, tx: Tx) -> None:
    """Without a look nothing is suggested; the next night looks again."""
    if tx.prepared is not None:
        learning.suggest(cast("Findings", tx.prepared), tx)

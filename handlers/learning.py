"""The nightly look at what was asked, and the weekly card for reviewers."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from bot.desk import checkup, learning, nightly
from bot.desk.knowledge import Knowledge
from bot.internal import Internal
from bot.router import Router
from bot.unit_of_work import Tx
from cards.checkup import CheckupView

if TYPE_CHECKING:
    from bot.learning.findings import Findings


def register(router: Router, knowledge: Knowledge) -> None:
    router.on_prepare_internal(nightly.LEARN, lambda event: learning.look(knowledge))
    router.on_internal(nightly.LEARN)(learn)
    router.on_prepare_internal(nightly.WEEKLY, lambda event: checkup.look(knowledge))
    router.on_internal(nightly.WEEKLY)(tell)


def learn(event: Internal, tx: Tx) -> None:
    """Without a look nothing is suggested; the next night looks again."""
    if tx.prepared is not None:
        learning.suggest(cast("Findings", tx.prepared), tx)


def tell(event: Internal, tx: Tx) -> None:
    if isinstance(tx.prepared, CheckupView):
        checkup.tell(tx.prepared, tx)

"""What the desk tells itself about tickets: a timer rang, somebody has room, a policy changed."""

from __future__ import annotations

from bot.desk.tickets import assigning, checking, clockwork, handoffs, recompute
from bot.internal import Internal
from bot.router import Router
from bot.unit_of_work import Tx


def register(router: Router) -> None:
    router.on_internal(clockwork.CHECK)(rang)
    router.on_internal(clockwork.ROOM)(has_room)
    router.on_internal(recompute.RECOMPUTE)(policy_changed)
    router.on_internal(handoffs.TICK)(shift_changed)


def rang(event: Internal, tx: Tx) -> None:
    checking.check(int(event.payload["ticket"]), tx)


def has_room(event: Internal, tx: Tx) -> None:
    assigning.fill(tx)


def policy_changed(event: Internal, tx: Tx) -> None:
    recompute.some(int(event.payload["after"]), str(event.payload["key"]), tx)


def shift_changed(event: Internal, tx: Tx) -> None:
    handoffs.tick(tx)

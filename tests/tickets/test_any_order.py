"""Whatever people press, in whatever order, at whatever time: no ticket breaks and none lies."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

import pytest
from sqlalchemy import select

from bot.desk.tickets import assigning, audit, chain, ending, escalating, ledger, working
from bot.desk.tickets.refusals import Refused
from models import Ticket, TicketPriority
from models.ticket_state import UNFINISHED
from tests.tickets.conftest import Office

PEOPLE = ("U0001", "U0004", "A105", "A106", "A129", "A103", "A201", "A202", "A301")
LIVES, PRESSES = 12, 25
Press = Callable[[Office, int, str, Random], object]


def _do(rule: Callable[..., Any], **more: Any) -> Press:
    return lambda office, number, who, dice: office.do(rule, number, who, **more)


def _other(rule: Callable[..., Any], name: str) -> Press:
    def press(office: Office, number: int, who: str, dice: Random) -> object:
        return office.do(rule, number, who, **{name: dice.randint(1, LIVES)})

    return press


def _given_to(office: Office, number: int, who: str, dice: Random) -> object:
    return office.do(assigning.transfer, number, who, agent=dice.choice(PEOPLE[2:]))


def _duty(office: Office, number: int, who: str, dice: Random) -> object:
    if who.startswith("A"):
        office.put_on_duty(who, off=dice.random() < 0.5)
    return None


def _time(office: Office, number: int, who: str, dice: Random) -> object:
    office.wait(minutes=dice.choice((1, 3, 10, 45, 300, 1500)))
    return None


PRESS: tuple[Press, ...] = (
    _do(assigning.claim),
    _do(assigning.claim),
    _do(assigning.accept),
    _do(assigning.decline, reason="忙"),
    _do(assigning.take_back),
    _given_to,
    _do(assigning.transfer, group="支付对账组"),
    _do(working.user_spoke, text="在吗"),
    _do(working.desk_spoke, text="在"),
    _do(working.note, text="记一笔"),
    _do(working.wait),
    _do(working.resume),
    _do(working.supplement, text="还有一台"),
    _do(working.urge),
    _do(working.edit, priority="P1"),
    _do(working.edit, priority="P4", fields={"x": 1}),
    _do(escalating.escalate, tier=2, reason="不会"),
    _do(escalating.escalate, tier=3, reason="不会"),
    _do(escalating.join),
    _do(escalating.deescalate),
    _do(ending.resolve, solution="好了"),
    _do(ending.confirm),
    _do(ending.cancel),
    _do(ending.reopen, reason="又坏了"),
    _other(ending.merge, "into"),
    _other(ending.link_child, "parent_id"),
    _duty,
    _time,
    _time,
)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2))
def test_any_order_of_presses_leaves_whole_chains_and_a_next_check(
    office: Office, seed: int
) -> None:
    dice = Random(seed)
    office.only_on_duty("A105", "A106")
    for n in range(LIVES):
        office.open(who=f"U{1 + n * 3:04d}", priority=dice.choice(list(TicketPriority)))
    done = refused = 0
    for turn in range(LIVES * PRESSES):
        number, who = dice.randint(1, LIVES), dice.choice(PEOPLE)
        try:
            dice.choice(PRESS)(office, number, who, dice)
            done += 1
        except Refused:
            refused += 1
        if turn % 5 == 0:
            _whole(office)
    _whole(office)
    assert done > LIVES
    assert refused > LIVES


def _whole(office: Office) -> None:
    with office.uow.reading() as tx:
        assert audit._found(tx) == []
        for ticket in tx.session.scalars(select(Ticket)):
            events = ledger.events_of(ticket.id, tx)
            chain.verify(ticket, events)
            assert (ticket.next_check_at is None) == (ticket.state not in UNFINISHED)
            assert len(events) < 400, "the chain feeds itself"

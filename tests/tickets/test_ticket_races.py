"""Several at once, on both databases: one winner, no place given twice, nothing told twice."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from bot.desk.tickets import assigning, checking, ledger
from bot.desk.tickets.refusals import Refused, Why
from models import Agent, Ticket, TicketPriority, TicketState
from tests.tickets.conftest import Office

GROUP = ("A105", "A106", "A129", "A135", "A103", "A104")


def at_once(*works: Callable[[], object]) -> list[object]:
    """Each in a thread of its own, begun together."""
    together = threading.Barrier(len(works))

    def begin(work: Callable[[], object]) -> object:
        together.wait(timeout=30)
        return work()

    with ThreadPoolExecutor(len(works)) as pool:
        return [done.result(timeout=60) for done in [pool.submit(begin, w) for w in works]]


def test_six_claim_at_once_and_one_wins(office: Office) -> None:
    office.only_on_duty()
    number = office.open()

    def claim(person: str) -> Callable[[], object]:
        def work() -> object:
            try:
                with office.uow() as tx:
                    return assigning.claim(number, office.who(person, tx), tx).ticket.assignee
            except Refused as refused:
                return refused.why

        return work

    found = at_once(*map(claim, GROUP))
    winners = [one for one in found if isinstance(one, str) and one in GROUP]
    assert len(winners) == 1
    assert [one for one in found if one not in winners] == [Why.OTHERS_FASTER] * 5
    assert office.ticket(number).assignee == winners[0]
    assert office.kinds(number).count("claimed") == 1


def test_tickets_opened_at_once_never_exceed_a_capacity(office: Office) -> None:
    office.only_on_duty("A105", "A129")
    with office.uow() as tx:
        for person in ("A105", "A129"):
            tx.session.get_one(Agent, person).capacity = 2
    people = [f"U{n:04d}" for n in range(1, 9)]

    def opening(who: str) -> Callable[[], object]:
        return lambda: office.open(who=who, priority=TicketPriority.P3)

    numbers = at_once(*map(opening, people))
    assert len(set(numbers)) == 8
    with office.uow.reading() as tx:
        counts = tx.session.execute(
            select(Ticket.assignee, func.count()).group_by(Ticket.assignee)
        ).all()
    assert {tuple(row) for row in counts} == {("A105", 2), ("A129", 2), (None, 4)}


def test_a_check_and_a_click_at_once_take_turns(office: Office) -> None:
    """The chain wants it back while its owner accepts: one of them is told to the other."""
    office.only_on_duty("A105")
    number = office.open(priority=TicketPriority.P1)
    office.clock.advance(minutes=2)

    def check() -> object:
        with office.uow() as tx:
            return checking.check(number, tx).kinds

    def accept() -> object:
        try:
            with office.uow() as tx:
                return assigning.accept(number, office.who("A105", tx), tx).kinds
        except Refused as refused:
            return refused.why

    at_once(check, accept)
    state = office.ticket(number).state
    assert state in (TicketState.IN_PROGRESS, TicketState.QUEUED)
    steps = office.steps(number)
    assert len(steps) == len(set(steps))
    with office.uow.reading() as tx:
        ledger.verify(number, tx)


@pytest.mark.parametrize("times", [2])
def test_a_timer_that_rings_in_two_workers_warns_once(office: Office, times: int) -> None:
    office.only_on_duty()
    number = office.open(priority=TicketPriority.P1)
    office.clock.advance(minutes=30)

    def check() -> object:
        with office.uow() as tx:
            return checking.check(number, tx).kinds

    at_once(*[check] * times)
    steps = office.steps(number)
    assert steps
    assert len(steps) == len(set(steps))

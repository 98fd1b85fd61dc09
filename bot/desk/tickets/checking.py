"""The ticket's timer rang: every step that is due is done, once, and the next check is set."""

from __future__ import annotations

from collections.abc import Callable

from bot.desk.tickets import assigning, clockwork, ending, escalating
from bot.desk.tickets.ledger import locked, moved, record
from bot.desk.tickets.outcome import Outcome, before, finish
from bot.desk.tickets.people import DESK
from bot.desk.tickets.recipients import recipients
from bot.desk.tickets.steps import TELLING, Deed, DueStep
from bot.unit_of_work import Tx
from models import Move, Ticket, TicketEventKind, TicketPriority, TicketState
from models.ticket_state import UNFINISHED

K = TicketEventKind
# More in one go would be a loop that feeds itself.
MOST_STEPS = 40
HIGHER = {
    TicketPriority.P4: TicketPriority.P3,
    TicketPriority.P3: TicketPriority.P2,
    TicketPriority.P2: TicketPriority.P1,
}


def check(ticket_id: int, tx: Tx) -> Outcome:
    """Raises Refused where there is no such ticket."""
    ticket = locked(ticket_id, tx, assigning=True)
    was = before(ticket)
    read = clockwork.reading(ticket, tx)
    edited = ticket.policy_version != read.ruling.version
    # Under a new policy much may be long overdue at once: of each clock the last step speaks.
    silent = _all_but_the_last(read.outlook.due) if edited else set()
    ticket.policy_version = read.ruling.version
    for _ in range(MOST_STEPS):
        if ticket.state not in UNFINISHED or not read.outlook.due:
            break
        step = read.outlook.due[0]
        _do(ticket, step, tx, silent=step.key in silent)
        read = clockwork.reading(ticket, tx)
    if ticket.seq == was.seq:
        clockwork.wind(ticket, tx)
    return finish(ticket, was, tx)


def _all_but_the_last(due: tuple[DueStep, ...]) -> set[tuple[str, int, str, int]]:
    last = {(d.step.clock, d.cycle): d.key for d in due}
    return {d.key for d in due} - set(last.values())


def _do(ticket: Ticket, due: DueStep, tx: Tx, *, silent: bool) -> None:
    """First the mark that it is done, then the deed: what the deed changes may end the clock."""
    clock, cycle, step, turn = due.key
    details = {
        "clock": clock,
        "cycle": cycle,
        "step": step,
        "turn": turn,
        "do": due.step.deed.value,
        "due_at": due.at,
        "to": [] if silent else recipients(ticket, due.step.to, tx),
    }
    if silent:
        details["silent"] = True
    record(ticket, K.STEPPED, DESK, tx, details=details)
    if not silent and due.step.deed not in TELLING:
        DEEDS[due.step.deed](ticket, tx)


def _overflow(ticket: Ticket, tx: Tx) -> None:
    if ticket.state in assigning.IN_QUEUE:
        assigning.widen(ticket, tx)


def _take_back(ticket: Ticket, tx: Tx) -> None:
    if ticket.assignee is not None:
        assigning.take_back(ticket.id, DESK, tx)


def _next_expert(ticket: Ticket, tx: Tx) -> None:
    escalating.call_next(ticket, tx)


def _raise(ticket: Ticket, tx: Tx) -> None:
    if ticket.priority in HIGHER:
        changes = {"priority": HIGHER[ticket.priority]}
        record(ticket, K.EDITED, DESK, tx, changes=changes, details={"why": "chain"})


def _resume(ticket: Ticket, tx: Tx) -> None:
    if ticket.state is TicketState.WAITING_USER:
        changes = moved(ticket, Move.RESUME, waiting_since=None)
        record(ticket, K.RESUMED, DESK, tx, changes=changes)


def _resolve(ticket: Ticket, tx: Tx) -> None:
    ending.resolve_silent(ticket, tx)


def _close(ticket: Ticket, tx: Tx) -> None:
    changes = moved(ticket, Move.CLOSE, closed_at=tx.now)
    record(ticket, K.CLOSED, DESK, tx, changes=changes, details={"reason": "no_answer"})


DEEDS: dict[Deed, Callable[[Ticket, Tx], None]] = {
    Deed.OVERFLOW: _overflow,
    Deed.TAKE_BACK: _take_back,
    Deed.NEXT_EXPERT: _next_expert,
    Deed.RAISE: _raise,
    Deed.RESUME: _resume,
    Deed.RESOLVE: _resolve,
    Deed.CLOSE: _close,
}

"""The proof that no ticket lies: each has an owner or a queue, and a next check that comes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import String, and_, cast, func, literal, or_, select
from sqlalchemy.sql.elements import ColumnElement

from bot.desk.tickets import assigning, clockwork, policies
from bot.desk.tickets.ledger import locked, record
from bot.desk.tickets.people import DESK
from bot.hours import SHANGHAI
from bot.logs import log
from bot.unit_of_work import Tx, UnitOfWork
from models import Ticket, TicketEventKind, TicketState, Timer
from models.ticket_state import OPEN, UNFINISHED

OVERDUE = timedelta(minutes=5)
AT_ONCE = 200
A_YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Audit:
    """`repaired` were mended now; `broken` had been mended before, and it did not last."""

    repaired: tuple[int, ...]
    broken: tuple[int, ...]


@dataclass(frozen=True)
class Standing:
    """For /readyz and /metrics: the second and third must be 0. `calendar_known_days` is how far
    ahead the holidays are known, at most a year."""

    tickets_open: int
    tickets_homeless: int
    tickets_unchecked: int
    calendar_known_days: int


def standing(tx: Tx) -> Standing:
    """By indexes: it does not take longer with a hundred thousand tickets that are closed."""
    count = select(func.count()).select_from(Ticket)
    opened = tx.session.scalar(count.where(Ticket.state.in_(OPEN)))
    homeless = tx.session.scalar(count.where(_homeless()))
    unchecked = tx.session.scalar(count.where(_unchecked(tx)))
    return Standing(opened or 0, homeless or 0, unchecked or 0, _known_days(tx))


def _known_days(tx: Tx) -> int:
    today = tx.now.astimezone(SHANGHAI).date()
    unknown = policies.days(tx).uncertain_from(today, ahead=A_YEAR)
    return (unknown - today).days if unknown else A_YEAR.days


def audit(uow: UnitOfWork) -> Audit:
    """Find, and mend once: what is found again after that is told to the operators."""
    with uow.reading() as tx:
        found = _found(tx)
    repaired: list[int] = []
    broken: list[int] = []
    for number in found:
        with uow() as tx:
            mended = _mend(number, tx)
        if mended is not None:
            (repaired if mended else broken).append(number)
    if repaired:
        log().warning("tickets_repaired", tickets=repaired)
    if broken:
        log().error("tickets_broken", tickets=broken)
    return Audit(tuple(repaired), tuple(broken))


def _found(tx: Tx) -> list[int]:
    wrong = or_(_homeless(), _unchecked(tx), and_(Ticket.state.in_(UNFINISHED), _no_timer(tx)))
    return list(
        tx.session.scalars(select(Ticket.id).where(wrong).order_by(Ticket.id).limit(AT_ONCE))
    )


def _mend(number: int, tx: Tx) -> bool | None:
    """None if it is well by now; False if it was mended before and fell ill again."""
    ticket = locked(number, tx, assigning=True)
    if ticket.state not in UNFINISHED or not _is_ill(number, tx):
        return None
    first = ticket.repaired_at is None or tx.now - ticket.repaired_at > timedelta(days=1)
    what = "home" if ticket.assignee is None and ticket.state in OPEN else "check"
    if first:
        record(ticket, TicketEventKind.REPAIRED, DESK, tx, details={"what": what})
        ticket.repaired_at = tx.now
    if _has_no_home(ticket):
        assigning.send_to_queue(ticket, DESK, tx)
    clockwork.set_check(ticket, tx.now, tx)
    tx.session.flush()
    return first


def _is_ill(number: int, tx: Tx) -> bool:
    wrong = or_(_homeless(), _unchecked(tx), _no_timer(tx))
    found = select(Ticket.id).where(Ticket.id == number, wrong)
    return tx.session.scalar(found) is not None


def _has_no_home(ticket: Ticket) -> bool:
    queued = ticket.state is TicketState.QUEUED and ticket.skill_group
    return ticket.state in OPEN and ticket.assignee is None and not queued


def _homeless() -> ColumnElement[bool]:
    unowned = and_(Ticket.state.in_(OPEN - {TicketState.QUEUED}), Ticket.assignee.is_(None))
    return or_(unowned, and_(Ticket.state == TicketState.QUEUED, Ticket.skill_group == ""))


def _unchecked(tx: Tx) -> ColumnElement[bool]:
    late = or_(Ticket.next_check_at.is_(None), Ticket.next_check_at < tx.now - OVERDUE)
    return and_(Ticket.state.in_(UNFINISHED), late)


def _no_timer(tx: Tx) -> ColumnElement[bool]:
    """A check that lies ahead without a timer will never come; one that is due may be in the
    inbox already, and is given its five minutes."""
    key = literal("ticket:") + cast(Ticket.id, String)
    timer = select(Timer.key).where(Timer.key == key).exists()
    return and_(Ticket.next_check_at > tx.now, ~timer)

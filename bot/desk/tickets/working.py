"""While a ticket is worked on: what is said, waited for, noted, added, urged and put right."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from bot.desk.tickets import gathering
from bot.desk.tickets.assigning import accept_silently, require_owner, require_reason
from bot.desk.tickets.ledger import URGED_AT, locked, moved, record, since
from bot.desk.tickets.outcome import Outcome, before, finish
from bot.desk.tickets.people import Actor, ActorKind, concerns
from bot.desk.tickets.refusals import Refused, Why
from bot.unit_of_work import Tx
from models import Move, Ticket, TicketEventKind, TicketPriority, TicketState
from models.ticket_state import OPEN

K = TicketEventKind
URGE_AGAIN = timedelta(minutes=5)
# A talk is one event in so many minutes: enough to know that somebody is at it.
SAID_AGAIN = timedelta(minutes=10)
EDITABLE = frozenset(
    {"category", "priority", "device", "station_code", "title", "tags", "fields", "language"}
)


def user_spoke(
    ticket_id: int, by: Actor, text: str, tx: Tx, *, message_id: str | None = None
) -> Outcome:
    """Somebody of the station said something in the room. What we waited for has come; after the
    solution it is kept and nothing else, for a 「谢谢」 reopens no ticket."""
    ticket = locked(ticket_id, tx)
    was = before(ticket)
    author = by.open_id or by.id
    new = gathering.add_line(
        ticket, tx, side="user", author=author, text=text, message_id=message_id
    )
    if new and ticket.state in OPEN:
        _heard(ticket, by, tx)
    return finish(ticket, was, tx)


def desk_spoke(
    ticket_id: int,
    by: Actor,
    text: str,
    tx: Tx,
    *,
    message_id: str | None = None,
    public: bool = True,
) -> Outcome:
    """An agent or expert said something. Not `public`: a note among the agents, no answer."""
    ticket = locked(ticket_id, tx)
    was = before(ticket)
    new = gathering.add_line(
        ticket, tx, side="desk", author=by.id, text=text, message_id=message_id, public=public
    )
    if new and public and ticket.state in OPEN:
        accept_silently(ticket, by, tx)
        _answered(ticket, by, tx)
    elif new and not public:
        record(ticket, K.NOTED, by, tx, details={"message": message_id or ""})
    return finish(ticket, was, tx)


def note(ticket_id: int, by: Actor, text: str, tx: Tx) -> Outcome:
    """For the desk's eyes only. Raises Refused."""
    if not by.of_the_desk:
        raise Refused(Why.NOT_AN_AGENT)
    require_reason(text)
    return desk_spoke(ticket_id, by, text, tx, public=False)


def wait(ticket_id: int, by: Actor, tx: Tx, *, question: str = "") -> Outcome:
    """For the person: the promises to them rest. Asking is an answer. Raises Refused."""
    ticket = locked(ticket_id, tx)
    require_worker(ticket, by)
    was = before(ticket)
    accept_silently(ticket, by, tx)
    changes = moved(ticket, Move.WAIT, waiting_since=tx.now, **_answer(ticket, tx))
    record(ticket, K.WAITED, by, tx, changes=changes, details={"question": question})
    return finish(ticket, was, tx)


def resume(ticket_id: int, by: Actor, tx: Tx) -> Outcome:
    """Raises Refused."""
    ticket = locked(ticket_id, tx)
    if not concerns(by, ticket):
        require_worker(ticket, by)
    was = before(ticket)
    record(ticket, K.RESUMED, by, tx, changes=moved(ticket, Move.RESUME, waiting_since=None))
    return finish(ticket, was, tx)


def supplement(
    ticket_id: int, by: Actor, text: str, tx: Tx, *, message_id: str | None = None
) -> Outcome:
    """More about it from the person, by card or word. Raises Refused."""
    ticket = locked(ticket_id, tx)
    if not concerns(by, ticket):
        raise Refused(Why.NOT_YOURS)
    if ticket.state not in OPEN:
        raise Refused(Why.WRONG_STATE, state=ticket.state)
    was = before(ticket)
    new = gathering.add_line(
        ticket, tx, side="user", author=by.open_id, text=text, message_id=message_id
    )
    if new:
        record(ticket, K.SUPPLEMENTED, by, tx, details={"text": text})
        _heard(ticket, by, tx)
    return finish(ticket, was, tx)


def urge(ticket_id: int, by: Actor, tx: Tx) -> Outcome:
    """催一下, at most every few minutes. Raises Refused."""
    ticket = locked(ticket_id, tx)
    if not concerns(by, ticket):
        raise Refused(Why.NOT_YOURS)
    if ticket.state not in OPEN:
        raise Refused(Why.WRONG_STATE, state=ticket.state)
    last = ticket.fields.get(URGED_AT)
    if last is not None and tx.now.timestamp() - float(last) < URGE_AGAIN.total_seconds():
        raise Refused(Why.TOO_SOON, minutes=int(URGE_AGAIN.total_seconds() // 60))
    was = before(ticket)
    changes = {
        "urges": ticket.urges + 1,
        "fields": {**ticket.fields, URGED_AT: tx.now.timestamp()},
    }
    record(ticket, K.URGED, by, tx, changes=changes)
    return finish(ticket, was, tx)


def edit(ticket_id: int, by: Actor, tx: Tx, *, why: str = "", **changes: Any) -> Outcome:
    """Put right what was guessed or mistyped. `fields` are merged, an empty one is taken away.
    Clocks are read anew under the new priority. Raises Refused."""
    ticket = locked(ticket_id, tx)
    require_worker(ticket, by)
    unknown = set(changes) - EDITABLE
    if unknown:
        raise Refused(Why.FIELD_MISSING, fields=sorted(unknown))
    if "priority" in changes:
        changes["priority"] = _priority(changes["priority"])
    if "fields" in changes:
        merged = {**ticket.fields, **changes["fields"]}
        changes["fields"] = {name: value for name, value in merged.items() if value is not None}
    real = {name: value for name, value in changes.items() if getattr(ticket, name) != value}
    was = before(ticket)
    if real:
        old = {name: getattr(ticket, name) for name in real if name != "fields"}
        record(ticket, K.EDITED, by, tx, changes=real, details={"why": why, "old": _plain(old)})
    return finish(ticket, was, tx)


def watch(ticket_id: int, by: Actor, open_id: str, tx: Tx, *, on: bool = True) -> Outcome:
    """Somebody else of the station, or a manager, who is told what the requester is told."""
    ticket = locked(ticket_id, tx)
    if not concerns(by, ticket) and not by.of_the_desk:
        raise Refused(Why.NOT_YOURS)
    was = before(ticket)
    watchers = [w for w in ticket.watchers if w != open_id] + ([open_id] if on else [])
    if watchers != ticket.watchers:
        record(ticket, K.EDITED, by, tx, changes={"watchers": watchers})
    return finish(ticket, was, tx)


def enter_room(ticket_id: int, chat_id: str, by: Actor, tx: Tx) -> Outcome:
    """The group made for the ticket; the first one counts, a repeat changes nothing."""
    ticket = locked(ticket_id, tx)
    was = before(ticket)
    if ticket.chat_id != chat_id:
        old = {"old": ticket.chat_id}
        record(ticket, K.LINKED, by, tx, changes={"chat_id": chat_id}, details=old)
    return finish(ticket, was, tx)


def attach(
    ticket_id: int, by: Actor, tx: Tx, *, message_id: str, file_key: str, kind: str, name: str = ""
) -> Outcome:
    ticket = locked(ticket_id, tx)
    was = before(ticket)
    row = gathering.add_attachment(
        ticket, tx, message_id=message_id, file_key=file_key, kind=kind, name=name
    )
    if row.added_at == tx.now:
        record(ticket, K.ATTACHED, by, tx, details={"attachment": row.id, "kind": kind})
    return finish(ticket, was, tx)


def require_worker(ticket: Ticket, by: Actor) -> None:
    """The owner, an expert who was called, or a lead; the desk's own chain may as well.
    Raises Refused."""
    if by.kind in (ActorKind.LEAD, ActorKind.DESK):
        return
    if by.of_the_desk and any(expert["person"] == by.id for expert in ticket.experts):
        return
    require_owner(ticket, by)


def _heard(ticket: Ticket, by: Actor, tx: Tx) -> None:
    changes: dict[str, Any] = {}
    if ticket.unanswered_since is None:
        changes["unanswered_since"] = tx.now
    if ticket.state is TicketState.WAITING_USER:
        changes |= moved(ticket, Move.RESUME, waiting_since=None)
    if changes:
        record(ticket, K.USER_SPOKE, by, tx, changes=changes)


def _answer(ticket: Ticket, tx: Tx) -> dict[str, Any]:
    return {
        "first_response_at": ticket.first_response_at or tx.now,
        "unanswered_since": None,
        "desk_spoke_at": tx.now,
    }


def _answered(ticket: Ticket, by: Actor, tx: Tx) -> None:
    quiet = since(ticket.desk_spoke_at, tx) >= SAID_AGAIN.total_seconds()
    first = ticket.first_response_at is None or ticket.unanswered_since is not None
    if first or quiet:
        record(ticket, K.DESK_SPOKE, by, tx, changes=_answer(ticket, tx))


def _priority(value: Any) -> TicketPriority:
    try:
        return TicketPriority(value)
    except ValueError as error:
        raise Refused(Why.NOT_A_PRIORITY, value=value) from error


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    return {name: getattr(value, "value", value) for name, value in values.items()}

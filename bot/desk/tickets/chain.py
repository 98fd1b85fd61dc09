"""The chain of a ticket's events: hashed, verified, folded into the state they lead to. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from models import Ticket, TicketEvent, TicketEventKind, TicketState
from models.ticket import BOOKKEEPING
from models.ticket_state import STEPS

COLUMNS = tuple(c.key for c in Ticket.__table__.columns if c.key not in BOOKKEEPING)
Facts = dict[str, Any]


class BrokenChain(Exception):
    """An event that does not follow from the one before; names the place."""

    def __init__(self, ticket: int, seq: int, what: str) -> None:
        super().__init__(f"T{ticket:06d} event {seq}: {what}")
        self.ticket, self.seq, self.what = ticket, seq, what


def plain(value: Any) -> Any:
    """As it is kept in an event: times as ISO in UTC, enums by value."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, StrEnum):
        return value.value
    return value


def digest(event: TicketEvent) -> str:
    """Over everything but the row's own number and the hash itself."""
    body = {
        "ticket": event.ticket_id,
        "seq": event.seq,
        "kind": event.kind.value,
        "by": [event.actor_kind, event.actor],
        "source": event.source,
        "at": plain(event.at),
        "changes": event.changes,
        "details": event.details,
        "prev": event.prev,
    }
    text = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def nothing() -> Facts:
    """A ticket before its first event."""
    facts: Facts = {}
    for column in Ticket.__table__.columns:
        if column.key in BOOKKEEPING:
            continue
        default = column.default
        value = getattr(default, "arg", None)
        facts[column.key] = plain(value(None) if callable(value) else value)
    return facts


@dataclass(frozen=True)
class Moment:
    """The facts as they were right after an event."""

    at: datetime
    kind: TicketEventKind
    details: Facts
    facts: Facts


def replay(events: Iterable[TicketEvent]) -> Iterator[Moment]:
    """Raises BrokenChain where a state follows that no move leads to."""
    facts = nothing()
    for event in events:
        before = str(facts["state"])
        after = str(event.changes.get("state", before))
        if before != after and (TicketState(before), TicketState(after)) not in STEPS:
            raise BrokenChain(event.ticket_id, event.seq, f"no move leads from {before} to {after}")
        facts = {**facts, **event.changes}
        yield Moment(event.at, event.kind, event.details, facts)


def fold(events: Iterable[TicketEvent]) -> Facts:
    """The present state, from nothing but the events."""
    facts = nothing()
    for moment in replay(events):
        facts = moment.facts
    return facts


def check_links(ticket_id: int, events: Iterable[TicketEvent]) -> tuple[int, str]:
    """The last number and hash. Raises BrokenChain at the first event that was tampered with."""
    seq, head = 0, ""
    for event in events:
        if event.seq != seq + 1:
            raise BrokenChain(ticket_id, seq + 1, "is missing")
        if event.prev != head:
            raise BrokenChain(ticket_id, event.seq, "does not follow the event before")
        if event.hash != digest(event):
            raise BrokenChain(ticket_id, event.seq, "was changed after it was written")
        seq, head = event.seq, event.hash
    return seq, head


def verify(ticket: Ticket, events: list[TicketEvent]) -> None:
    """The chain holds, nothing is cut off its end, and the row is what it leads to."""
    seq, head = check_links(ticket.id, events)
    if (seq, head) != (ticket.seq, ticket.head):
        raise BrokenChain(ticket.id, seq + 1, f"is missing: the ticket counts {ticket.seq}")
    facts = fold(events)
    for name in COLUMNS:
        if plain(getattr(ticket, name)) != facts[name]:
            raise BrokenChain(ticket.id, seq, f"the ticket's {name} is not what its events say")

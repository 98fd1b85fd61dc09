"""Tickets of another system, from a CSV file: each becomes a chain of events of its own time.

Nobody is told of them. What the file does not date (escalating, reopening) is put at the nearest
moment it does date, and says so in its event.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from bot.desk.tickets import chain, clockwork
from bot.hours import SHANGHAI
from bot.unit_of_work import Tx
from models import (
    Person,
    SkillGroup,
    Station,
    Ticket,
    TicketEvent,
    TicketEventKind,
    TicketPriority,
    TicketState,
)

K = TicketEventKind
S = TicketState
SOURCE = "import"
UNDATED = {"time": "unknown"}
NEEDED = ("ticket_id", "created_at", "category", "priority", "text")
TIMES = ("created_at", "first_response_at", "resolved_at", "closed_at")
TITLE_CHARACTERS = 60
Row = Mapping[str, str]


class TicketFileError(Exception):
    """Everything that is wrong with the file, one line each."""


@dataclass(frozen=True)
class Imported:
    new: int
    known: int


@dataclass(frozen=True)
class Names:
    """What the database knows by the names the file uses."""

    stations: frozenset[str]
    people: Mapping[str, str]
    groups: Mapping[str, str]


def parse(data: bytes) -> list[dict[str, str]]:
    """Raises TicketFileError, naming every fault with its line."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("gb18030")
    table = csv.DictReader(io.StringIO(text))
    missing = [name for name in NEEDED if name not in (table.fieldnames or ())]
    if missing:
        raise TicketFileError(f"line 1: no column {', '.join(missing)}")
    rows = [{name: (value or "").strip() for name, value in row.items() if name} for row in table]
    faults = [f"line {at}: {fault}" for at, row in enumerate(rows, 2) for fault in _faults(row)]
    seen: set[str] = set()
    for at, row in enumerate(rows, 2):
        if row["ticket_id"] in seen:
            faults.append(f"line {at}: ticket_id {row['ticket_id']} is there twice")
        seen.add(row["ticket_id"])
    if faults:
        raise TicketFileError("\n".join(faults))
    return rows


def take(rows: list[dict[str, str]], tx: Tx) -> Imported:
    """Those that were taken before are left as they are."""
    tx.alone("tickets import")
    known = set(tx.session.scalars(select(Ticket.fields["source"].as_string())))
    fresh = [row for row in rows if row["ticket_id"] not in known]
    names = _names(tx)
    for row in fresh:
        _ticket(row, names, tx)
    return Imported(len(fresh), len(rows) - len(fresh))


def _faults(row: Row) -> Iterator[str]:
    for name in ("ticket_id", "created_at"):
        if not row[name]:
            yield f"{name} is empty"
    if row["priority"] not in set(TicketPriority):
        yield f"priority must be P1 to P4, not {row['priority'] or 'empty'}"
    if row.get("rating") and row["rating"] not in set("12345"):
        yield f"rating must be 1 to 5, not {row['rating']}"
    try:
        times = [at for at in (_time(row, name) for name in TIMES) if at]
    except ValueError as wrong:
        yield str(wrong)
        return
    if times != sorted(times):
        yield "the times are not in order"
    if _time(row, "closed_at") and not _time(row, "resolved_at"):
        yield "closed, but never resolved"


def _time(row: Row, name: str) -> datetime | None:
    text = row.get(name, "")
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI) if text else None


def _names(tx: Tx) -> Names:
    people = tx.session.execute(select(Person.id, Person.open_id))
    groups = tx.session.execute(select(SkillGroup.name, SkillGroup.code))
    return Names(
        frozenset(tx.session.scalars(select(Station.code))),
        {person: open_id or "" for person, open_id in people},
        {name: code for name, code in groups},  # noqa: C416 -- a Row is no pair to mypy
    )


def _ticket(row: Row, names: Names, tx: Tx) -> None:
    ticket = Ticket()
    tx.session.add(ticket)
    tx.session.flush()
    for at, kind, who, changes, details in _story(row, names):
        _write(ticket, at, kind, who, changes, details, tx)
    ticket.told_seq = ticket.seq
    tx.session.flush()
    clockwork.wind(ticket, tx)


Told = tuple[datetime, TicketEventKind, tuple[str, str], dict[str, Any], dict[str, Any]]


def _story(row: Row, names: Names) -> Iterator[Told]:
    asked, answered = _time(row, "created_at"), _time(row, "first_response_at")
    assert asked is not None
    reporter = names.people.get(row.get("reporter_id", "")) or f"import:{row.get('reporter_id')}"
    user, agent = ("user", reporter), ("agent", row.get("agent_id", ""))
    yield asked, K.OPENED, user, _opening(row, reporter, asked, names), {}
    if answered is None:
        yield asked, K.QUEUED, ("desk", ""), {"state": S.QUEUED, "queued_at": asked}, {}
        return
    assignee = agent[1] if agent[1] in names.people else None
    yield (
        answered,
        K.ASSIGNED,
        ("desk", ""),
        {"state": S.ASSIGNED, "assignee": assignee, "assigned_at": answered},
        UNDATED,
    )
    accepted = {"state": S.IN_PROGRESS, "accepted_at": answered, "touched_at": answered}
    yield answered, K.ACCEPTED, agent, accepted, UNDATED
    spoke = {"first_response_at": answered, "desk_spoke_at": answered}
    yield answered, K.DESK_SPOKE, agent, spoke, {}
    tier = int(row.get("tier_reached") or 1)
    if tier > 1:
        changes = {"state": S.ESCALATED, "tier": tier, "escalated_at": answered}
        yield answered, K.ESCALATED, agent, changes, UNDATED
    yield from _ending(row, user, agent)


def _opening(row: Row, reporter: str, at: datetime, names: Names) -> dict[str, Any]:
    group, station = row.get("skill_group", ""), row.get("station_code", "")
    return {
        "category": row["category"][:80],
        "skill_group": names.groups.get(group, group[:32]),
        "station_code": station if station in names.stations else None,
        "priority": TicketPriority(row["priority"]),
        "title": " ".join(row["text"].split())[:TITLE_CHARACTERS],
        "description": row["text"],
        "requester": reporter,
        "opened_at": at,
        "fields": {"source": row["ticket_id"], "channel": row.get("channel", "")},
    }


def _ending(row: Row, user: tuple[str, str], agent: tuple[str, str]) -> Iterator[Told]:
    solved, closed = _time(row, "resolved_at"), _time(row, "closed_at")
    if solved is None:
        return
    resolved = {"state": S.RESOLVED, "resolved_at": solved, "solution": row.get("resolution", "")}
    yield solved, K.RESOLVED, agent, resolved, {}
    if row.get("reopened") == "是":
        again = {"state": S.ASSIGNED, "reopens": 1, "resolved_at": None}
        yield solved, K.REOPENED, user, again, UNDATED
        yield solved, K.RESOLVED, agent, resolved, UNDATED
    if closed is None:
        return
    rating = {"rating": int(row["rating"])} if row.get("rating") else {}
    kind, who = (K.CONFIRMED, user) if rating else (K.CLOSED, ("desk", ""))
    yield closed, kind, who, {"state": S.CLOSED, "closed_at": closed}, rating


def _write(
    ticket: Ticket,
    at: datetime,
    kind: TicketEventKind,
    who: tuple[str, str],
    changes: dict[str, Any],
    details: dict[str, Any],
    tx: Tx,
) -> None:
    """As the ledger writes, but of its own time and without news."""
    event = TicketEvent(
        ticket_id=ticket.id,
        seq=ticket.seq + 1,
        kind=kind,
        actor_kind=who[0],
        actor=who[1],
        source=SOURCE,
        at=at,
        changes={name: chain.plain(value) for name, value in changes.items()},
        details=details,
        prev=ticket.head,
    )
    event.hash = chain.digest(event)
    tx.session.add(event)
    for name, value in changes.items():
        setattr(ticket, name, value)
    ticket.seq, ticket.head = event.seq, event.hash

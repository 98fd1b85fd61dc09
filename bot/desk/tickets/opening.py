"""A ticket is born: from somebody's wish for a human, or from a failure of the bot."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from bot.desk.tickets import agents, assigning, gathering, policies
from bot.desk.tickets.ledger import HINT_GROUP, record
from bot.desk.tickets.outcome import Outcome, before, finish
from bot.desk.tickets.people import DESK, Actor
from bot.desk.tickets.priority import shares
from bot.desk.tickets.queue import Expectation, expectation
from bot.desk.tickets.similar import ALIKE, likeness
from bot.unit_of_work import Tx
from models import (
    FaqEntry,
    HandoverRequest,
    HandoverStatus,
    Person,
    Question,
    Station,
    Ticket,
    TicketEventKind,
    TicketPriority,
    TicketState,
)
from models.ticket_state import OPEN

TITLE = 60
STILL_THE_SAME = timedelta(days=3)
MOST_DUPLICATES = 3


@dataclass(frozen=True)
class Intake:
    """What the person told us; what is empty is guessed, or not known. `facts` are for the
    priority rules: guns_down, tills_down, payment_down, offline, business_hurt."""

    text: str = ""
    category: str = ""
    group: str = ""
    station_code: str | None = None
    device: str = ""
    language: str = "zh"
    priority: TicketPriority | None = None
    facts: dict[str, Any] = field(default_factory=dict)
    fields: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Opened:
    """`new` is false where the request had its ticket already."""

    outcome: Outcome
    new: bool
    duplicates: tuple[Ticket, ...]
    expectation: Expectation

    @property
    def ticket(self) -> Ticket:
        return self.outcome.ticket


def missing(intake: Intake, who: str, tx: Tx) -> tuple[str, ...]:
    """What has to be asked before a ticket can be opened: only what nobody knows yet."""
    wanted = []
    if not (intake.station_code or station_of(who, tx)):
        wanted.append("station_code")
    if not intake.text.strip():
        wanted.append("text")
    return tuple(wanted)


def open_from_handover(request: HandoverRequest, intake: Intake, by: Actor, tx: Tx) -> Opened:
    """One request, one ticket, however often it is asked for."""
    tx.alone("assigning")
    known = tx.session.scalar(select(Ticket).where(Ticket.handover_id == request.id))
    if known is not None:
        return Opened(Outcome(known, ()), False, (), expectation(known, tx))
    question = tx.session.get(Question, request.question_id) if request.question_id else None
    request.status = HandoverStatus.TICKETED
    return _open(
        intake,
        by,
        tx,
        question=question,
        requester=request.open_id,
        origin_chat_id=request.chat_id,
        handover_id=request.id,
    )


def open_follow_up(old: Ticket, text: str, by: Actor, tx: Tx) -> Opened:
    """Too late to reopen: a new ticket that leads back to the old one. Its figures stay."""
    intake = Intake(
        text=text or old.description,
        category=old.category,
        group=old.skill_group,
        station_code=old.station_code,
        device=old.device,
        language=old.language,
    )
    return _open(
        intake,
        by,
        tx,
        question=None,
        requester=old.requester,
        origin_chat_id=old.origin_chat_id,
        follows_id=old.id,
    )


def open_directly(intake: Intake, requester: str, chat_id: str, by: Actor, tx: Tx) -> Opened:
    """Without a request for a human: the bot has failed, a lead writes one up, a rating was bad."""
    return _open(intake, by, tx, question=None, requester=requester, origin_chat_id=chat_id)


def duplicates(station: str | None, text: str, tx: Tx, *, but: int = 0) -> tuple[Ticket, ...]:
    """Open tickets of the station, or those solved just now, that sound like this one."""
    if station is None:
        return ()
    recent = tx.session.scalars(
        select(Ticket).where(
            Ticket.station_code == station,
            Ticket.opened_at > tx.now - STILL_THE_SAME,
            Ticket.state.in_(OPEN | {TicketState.RESOLVED}),
            Ticket.id != but,
        )
    )
    close = [(likeness(text, ticket.description), ticket) for ticket in recent]
    found = sorted((pair for pair in close if pair[0] >= ALIKE), key=lambda p: (-p[0], p[1].id))
    return tuple(ticket for _, ticket in found[:MOST_DUPLICATES])


def station_of(open_id: str, tx: Tx) -> str | None:
    return tx.session.scalar(select(Person.station_code).where(Person.open_id == open_id))


def _open(
    intake: Intake,
    by: Actor,
    tx: Tx,
    *,
    question: Question | None,
    requester: str,
    origin_chat_id: str,
    **links: int,
) -> Opened:
    tx.alone("assigning")
    text = intake.text.strip() or (question.text if question else "")
    category, hint = _guess(intake, question, tx)
    station = intake.station_code or station_of(requester, tx)
    priority, rule = _priority(intake, text, category, station, tx)
    ticket = Ticket(state=TicketState.NEW)
    tx.session.add(ticket)
    tx.session.flush()
    # As the events will say it: the columns' defaults are what a chain begins with.
    was = before(ticket)
    changes: dict[str, Any] = {
        "requester": requester,
        "origin_chat_id": origin_chat_id,
        "station_code": station if station and tx.session.get(Station, station) else None,
        "category": category,
        "priority": priority,
        "device": intake.device,
        "language": intake.language,
        "title": text.replace("\n", " ")[:TITLE],
        "description": text,
        "fields": {**intake.fields, **({HINT_GROUP: hint} if hint else {})},
        "question_id": question.id if question else None,
        "opened_at": tx.now,
        **links,
    }
    details = {"rule": rule, "facts": intake.facts}
    record(ticket, TicketEventKind.OPENED, by, tx, changes=changes, details=details)
    gathering.keep_what_was_said(ticket, tx)
    assigning.place(ticket, DESK, tx)
    outcome = finish(ticket, was, tx)
    same = duplicates(ticket.station_code, text, tx, but=ticket.id)
    return Opened(outcome, True, same, expectation(ticket, tx))


def _priority(
    intake: Intake, text: str, category: str, station: str | None, tx: Tx
) -> tuple[TicketPriority, str]:
    if intake.priority is not None:
        return intake.priority, "told"
    found = tx.session.get(Station, station) if station else None
    facts = shares(intake.facts, found.facts if found else {})
    return policies.priority(tx).rules.judge(text, category, facts)


def _guess(intake: Intake, question: Question | None, tx: Tx) -> tuple[str, str]:
    """Category and group: as told, or those of the entry that the bot thought fitted best."""
    category, group = intake.category, intake.group
    best = question.candidates[0]["code"] if question and question.candidates else None
    entry = tx.session.scalar(select(FaqEntry).where(FaqEntry.code == best)) if best else None
    if entry is None and category:
        entry = tx.session.scalar(select(FaqEntry).where(FaqEntry.category == category).limit(1))
    if entry is not None and (not category or entry.category == category):
        category, group = category or entry.category, group or entry.skill_group
    return category, agents.group_named(group, tx) or "" if group else ""

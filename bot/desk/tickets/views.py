"""A ticket's rows into the frozen view its card is drawn from."""

from __future__ import annotations

from sqlalchemy import select

from bot.desk.tickets import gathering, lists
from bot.desk.tickets.queue import Expectation, expectation
from bot.unit_of_work import Tx
from cards.ticket import ExpertView, LineView, Packet, TicketView
from cards.ticket_lists import TicketRow
from cards.words import tickets as say
from models import (
    FaceKind,
    Person,
    Recognition,
    SkillGroup,
    Station,
    Ticket,
    TicketAttachment,
    TicketLine,
    TicketState,
)

WAITING = (TicketState.NEW, TicketState.QUEUED, TicketState.ASSIGNED)
NOBODY = Expectation(0, 1, None, None)


def view(ticket: Ticket, kind: FaceKind, tx: Tx) -> TicketView:
    station = tx.session.get(Station, ticket.station_code) if ticket.station_code else None
    group = tx.session.get(SkillGroup, ticket.skill_group) if ticket.skill_group else None
    waits = kind is FaceKind.USER and ticket.state in WAITING
    expected = expectation(ticket, tx) if waits else NOBODY
    return TicketView(
        id=ticket.id,
        number=ticket.number,
        state=ticket.state.value,
        priority=ticket.priority.value,
        title=ticket.title,
        description=ticket.description,
        category=ticket.category,
        group=group.name if group else "",
        station=_place(station, ticket),
        asker=name_of(ticket.requester, tx),
        owner=person_name(ticket.assignee, tx) if ticket.assignee else "",
        experts=tuple(
            ExpertView(person_name(str(e["person"]), tx), int(e["tier"]), bool(e["joined_at"]))
            for e in ticket.experts
        ),
        opened_at=ticket.opened_at or tx.now,
        due_at=ticket.due_at,
        tier=ticket.tier,
        accepted=ticket.accepted_at is not None,
        has_room=ticket.chat_id is not None,
        ahead=expected.ahead,
        minutes=expected.minutes,
        opens_at=expected.opens_at,
        on_duty=expected.on_duty,
        cause=ticket.cause if ticket.cause != "no_answer" else "",
        solution=ticket.solution,
        rated=str(ticket.fields.get("rating", "")),
        packet=packet(ticket, station, tx) if kind is FaceKind.DESK else Packet(),
    )


def packet(ticket: Ticket, station: Station | None, tx: Tx) -> Packet:
    """All that a colleague should not have to ask again."""
    said = gathering.lines_of(ticket, tx)
    same = lists.open_at(ticket.station_code, tx, but=ticket.id)
    return Packet(
        lines=tuple(LineView(one.side, _author(one, tx), one.text) for one in said),
        pictures=tuple(_picture(one, tx) for one in gathering.attachments_of(ticket, tx)),
        facts=_facts(station),
        same_station=tuple((one.number, one.title) for one in same),
        similar=tuple((one.title, one.solution) for one in lists.solved_like(ticket, tx)),
    )


def row(ticket: Ticket, tx: Tx) -> TicketRow:
    station = tx.session.get(Station, ticket.station_code) if ticket.station_code else None
    name = station.name if station else ""
    return TicketRow(ticket.id, ticket.number, ticket.state.value, ticket.title, name)


def name_of(open_id: str, tx: Tx) -> str:
    return tx.session.scalar(select(Person.name).where(Person.open_id == open_id)) or ""


def person_name(person: str, tx: Tx) -> str:
    """Leads who are no agents are known by their open_id."""
    found = tx.session.get(Person, person)
    return found.name if found else name_of(person, tx) or say.SIDES["desk"]


def _place(station: Station | None, ticket: Ticket) -> str:
    if station is None:
        return str(ticket.fields.get("station_said", ""))
    return say.station_line(station.name, station.code, f"{station.province}{station.city}")


def _author(line: TicketLine, tx: Tx) -> str:
    if not line.author:
        return ""
    return person_name(line.author, tx) if line.side == "desk" else name_of(line.author, tx)


def _picture(attachment: TicketAttachment, tx: Tx) -> tuple[str, str]:
    read = attachment.recognition_id
    found = tx.session.get(Recognition, read) if read else None
    return attachment.kind, " ".join(found.text.split()) if found else attachment.name


def _facts(station: Station | None) -> tuple[tuple[str, str], ...]:
    if station is None:
        return ()
    known = ((name, station.facts.get(name)) for name in say.FACTS)
    return tuple((name, say.fact(value)) for name, value in known if value not in (None, ""))

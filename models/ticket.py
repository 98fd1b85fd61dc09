"""Tickets: the present state in one row, everything that ever happened in a chain of events."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, by_value
from models.ticket_state import TicketState


class TicketPriority(StrEnum):
    """P1 stops the station. Stored by value, so that the letters sort."""

    P1 = "P1"
    P2 = "P2"
    P3 = "P3"
    P4 = "P4"


class Ticket(Base):
    """`seq` and `head` are those of the newest event, `told_seq` is the newest that was told of;
    `version` lets a lost race be noticed.

    People of the desk are known by `person.id`, whoever asks by open_id. `experts` are
    `{person, tier, called_at, joined_at}`. `chat_id` is the room made for the ticket,
    `origin_chat_id` where the person asked. `next_check_at` is the moment of the ticket's timer,
    `due_at` the next promise to the person that may be broken; both are computed, not events.
    `touched_at` is when somebody of the desk last did something about it; `unanswered_since` is
    the first word of the person that waits for an answer.
    """

    __tablename__ = "ticket"
    __table_args__ = (
        Index("ix_ticket_queue", "state", "skill_group", "priority", "opened_at"),
        Index("ix_ticket_assignee_state", "assignee", "state"),
        Index("ix_ticket_state_next_check_at", "state", "next_check_at"),
        Index("ix_ticket_requester_id", "requester", "id"),
        Index("ix_ticket_station_code_opened_at", "station_code", "opened_at"),
        Index("ix_ticket_skill_group_resolved_at", "skill_group", "resolved_at"),
        Index("ix_ticket_chat_id", "chat_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    version: Mapped[int] = mapped_column()
    seq: Mapped[int] = mapped_column(default=0)
    head: Mapped[str] = mapped_column(String(64), default="")
    told_seq: Mapped[int] = mapped_column(default=0)
    next_check_at: Mapped[datetime | None]
    due_at: Mapped[datetime | None]
    policy_version: Mapped[int] = mapped_column(default=0)
    repaired_at: Mapped[datetime | None]

    state: Mapped[TicketState] = mapped_column(by_value(TicketState), default=TicketState.NEW)
    tier: Mapped[int] = mapped_column(default=1)
    priority: Mapped[TicketPriority] = mapped_column(
        by_value(TicketPriority), default=TicketPriority.P3
    )
    category: Mapped[str] = mapped_column(String(80), default="")
    skill_group: Mapped[str] = mapped_column(String(32), default="")
    station_code: Mapped[str | None] = mapped_column(ForeignKey("station.code"))
    # How far it looks for an agent: its group, the group that helps out, anybody.
    reach: Mapped[int] = mapped_column(default=0)
    device: Mapped[str] = mapped_column(String(80), default="")
    language: Mapped[str] = mapped_column(String(16), default="zh")
    title: Mapped[str] = mapped_column(String(120), default="")
    description: Mapped[str] = mapped_column(Text, default="")
    tags: Mapped[list[str]] = mapped_column(default=list)
    fields: Mapped[dict[str, Any]] = mapped_column(default=dict)
    watchers: Mapped[list[str]] = mapped_column(default=list)
    experts: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    # Who has had it and gave it back: not asked again while there is anybody else.
    declined_by: Mapped[list[str]] = mapped_column(default=list)
    requester: Mapped[str] = mapped_column(String(96), default="")
    origin_chat_id: Mapped[str] = mapped_column(String(96), default="")
    chat_id: Mapped[str | None] = mapped_column(String(96))
    assignee: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    handover_id: Mapped[int | None] = mapped_column(ForeignKey("handover_request.id"), unique=True)
    question_id: Mapped[int | None] = mapped_column(ForeignKey("question.id"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("ticket.id"), index=True)
    merged_into: Mapped[int | None] = mapped_column(ForeignKey("ticket.id"), index=True)
    follows_id: Mapped[int | None] = mapped_column(ForeignKey("ticket.id"), index=True)
    cause: Mapped[str] = mapped_column(Text, default="")
    solution: Mapped[str] = mapped_column(Text, default="")

    opened_at: Mapped[datetime | None]
    queued_at: Mapped[datetime | None]
    assigned_at: Mapped[datetime | None]
    accepted_at: Mapped[datetime | None]
    first_response_at: Mapped[datetime | None]
    waiting_since: Mapped[datetime | None]
    escalated_at: Mapped[datetime | None]
    unanswered_since: Mapped[datetime | None]
    desk_spoke_at: Mapped[datetime | None]
    touched_at: Mapped[datetime | None]
    resolved_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    reopens: Mapped[int] = mapped_column(default=0)
    transfers: Mapped[int] = mapped_column(default=0)
    urges: Mapped[int] = mapped_column(default=0)

    __mapper_args__ = {"version_id_col": version}

    @property
    def number(self) -> str:
        return f"T{self.id:06d}"


# What no event tells: the row's own bookkeeping.
BOOKKEEPING = frozenset(
    {
        "id",
        "version",
        "seq",
        "head",
        "told_seq",
        "next_check_at",
        "due_at",
        "policy_version",
        "repaired_at",
    }
)


class TicketEventKind(StrEnum):
    """Past tense: what has happened. `STEPPED` is a step of the chain: somebody was warned."""

    OPENED = "opened"
    QUEUED = "queued"
    ASSIGNED = "assigned"
    ACCEPTED = "accepted"
    CLAIMED = "claimed"
    DECLINED = "declined"
    TAKEN_BACK = "taken_back"
    TRANSFERRED = "transferred"
    USER_SPOKE = "user_spoke"
    DESK_SPOKE = "desk_spoke"
    WAITED = "waited"
    RESUMED = "resumed"
    ESCALATED = "escalated"
    EXPERT_CALLED = "expert_called"
    EXPERT_JOINED = "expert_joined"
    DEESCALATED = "deescalated"
    RESOLVED = "resolved"
    CONFIRMED = "confirmed"
    CLOSED = "closed"
    CANCELLED = "cancelled"
    REOPENED = "reopened"
    MERGED = "merged"
    ABSORBED = "absorbed"
    LINKED = "linked"
    NOTED = "noted"
    SUPPLEMENTED = "supplemented"
    ATTACHED = "attached"
    URGED = "urged"
    EDITED = "edited"
    STEPPED = "stepped"
    REPAIRED = "repaired"


class TicketEvent(Base):
    """Append-only. `changes` are columns of Ticket with their new values, `details` the rest.

    `hash` is over everything but itself, `prev` is the hash of the event before.
    """

    __tablename__ = "ticket_event"
    __table_args__ = (UniqueConstraint("ticket_id", "seq"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"))
    seq: Mapped[int]
    kind: Mapped[TicketEventKind] = mapped_column(by_value(TicketEventKind))
    actor_kind: Mapped[str] = mapped_column(String(16))
    actor: Mapped[str] = mapped_column(String(96))
    source: Mapped[str] = mapped_column(String(160))
    at: Mapped[datetime] = mapped_column(index=True)
    changes: Mapped[dict[str, Any]]
    details: Mapped[dict[str, Any]]
    prev: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class TicketLine(Base):
    """One thing said: to the bot before, in the room since, or among the agents (not `public`)."""

    __tablename__ = "ticket_line"
    __table_args__ = (UniqueConstraint("ticket_id", "message_id"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"))
    # Empty where there is no message behind it; what is empty is not a repeat of what is empty.
    message_id: Mapped[str | None] = mapped_column(String(96))
    side: Mapped[str] = mapped_column(String(16))
    author: Mapped[str] = mapped_column(String(96))
    text: Mapped[str] = mapped_column(Text)
    public: Mapped[bool]
    at: Mapped[datetime]


class TicketAttachment(Base):
    """A picture, clip or log: its bytes kept, for Feishu's keys die with the message.

    `content` is empty until it was fetched; `recognition_id` leads to what was read in it.
    """

    __tablename__ = "ticket_attachment"
    __table_args__ = (UniqueConstraint("ticket_id", "file_key"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"))
    message_id: Mapped[str] = mapped_column(String(96))
    file_key: Mapped[str] = mapped_column(String(160))
    kind: Mapped[str] = mapped_column(String(16))
    name: Mapped[str] = mapped_column(String(160), default="")
    digest: Mapped[str] = mapped_column(String(64), default="")
    content: Mapped[bytes | None] = mapped_column(LargeBinary)
    recognition_id: Mapped[int | None] = mapped_column(ForeignKey("recognition.id"))
    added_at: Mapped[datetime]


class TicketClock(Base):
    """A promise and what became of it, for lists and reports; computed from the events.

    `cycle` counts the same promise: every question after the first has a next response of its
    own. `missed_at` is never taken back, whatever becomes of the policy.
    """

    __tablename__ = "ticket_clock"
    __table_args__ = (
        Index("ix_ticket_clock_name_started_at", "name", "started_at"),
        Index(
            "ix_ticket_clock_due",
            "due_at",
            sqlite_where=text("stopped_at IS NULL"),
            postgresql_where=text("stopped_at IS NULL"),
        ),
    )

    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"), primary_key=True)
    name: Mapped[str] = mapped_column(String(24), primary_key=True)
    cycle: Mapped[int] = mapped_column(primary_key=True)
    started_at: Mapped[datetime]
    stopped_at: Mapped[datetime | None]
    allowed_seconds: Mapped[float | None]
    spent_seconds: Mapped[float]
    due_at: Mapped[datetime | None]
    missed_at: Mapped[datetime | None]
    policy_version: Mapped[int]

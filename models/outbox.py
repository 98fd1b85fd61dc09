"""What we want Feishu to do, decided in one transaction and carried out in another."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, by_value


class Verb(StrEnum):
    SEND = "send"
    REPLY = "reply"
    UPDATE = "update"
    REACT = "react"
    # Have a picture or a voice clip read; nothing of it is seen in the chat.
    READ = "read"
    # Make a group for a ticket, and bring one person into it.
    ROOM = "room"
    INVITE = "invite"
    # Fetch a file of a ticket, to be stored.
    KEEP = "keep"
    # One card for up to 200 people, and its withdrawal.
    BROADCAST = "broadcast"
    RECALL = "recall"


class Priority(StrEnum):
    INTERACTIVE = "interactive"
    BULK = "bulk"


class OutboundState(StrEnum):
    QUEUED = "queued"
    SENT = "sent"
    PARKED = "parked"
    # Overtaken by a newer picture of the same message, or by a human's word: never shown.
    SUPERSEDED = "superseded"


class Outbound(Base):
    """One call. `uuid` is Feishu's idempotency key and never changes between tries.

    `target` is a chat_id or open_id for SEND, a message_id for the rest. `fallback` is plain
    text for the day Feishu refuses the card: a refused card shows the person nothing at all.
    `unsure_since` is when a call began whose outcome we never learned.
    """

    __tablename__ = "outbound"
    __table_args__ = (
        Index(
            "ix_outbound_open",
            "created_at",
            sqlite_where=text("state = 'queued'"),
            postgresql_where=text("state = 'queued'"),
        ),
        Index("ix_outbound_created_at", "created_at"),
        Index("ix_outbound_message_id", "message_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    uuid: Mapped[str] = mapped_column(String(50), unique=True)
    lane: Mapped[str] = mapped_column(String(96))
    priority: Mapped[Priority] = mapped_column(by_value(Priority))
    verb: Mapped[Verb] = mapped_column(by_value(Verb))
    target_kind: Mapped[str] = mapped_column(String(16))
    target: Mapped[str] = mapped_column(String(96), index=True)
    content: Mapped[dict[str, Any]]
    fallback: Mapped[str | None] = mapped_column(Text)
    inbound_id: Mapped[int | None] = mapped_column(ForeignKey("inbound.id"), index=True)
    created_at: Mapped[datetime]
    state: Mapped[OutboundState] = mapped_column(by_value(OutboundState))
    attempts: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    takeovers: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    tried_at: Mapped[datetime | None]
    unsure_since: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    message_id: Mapped[str | None] = mapped_column(String(96))
    error: Mapped[str | None] = mapped_column(Text)

    def begin(self, at: datetime) -> None:
        """Before each call: whoever comes after a crash then knows one may have been made."""
        self.tried_at, self.unsure_since = at, self.unsure_since or at
        self.attempts += 1

    def refused(self, reason: str) -> None:
        """Feishu answered no: this call changed nothing, whatever an earlier one did."""
        self.error = reason
        if self.unsure_since == self.tried_at:
            self.unsure_since = None

    def sent(self, message_id: str | None, at: datetime) -> None:
        self.state, self.message_id, self.sent_at, self.error = (
            OutboundState.SENT,
            message_id,
            at,
            None,
        )

    def park(self, reason: str) -> None:
        self.state, self.error = OutboundState.PARKED, reason

    def supersede(self, reason: str) -> None:
        self.state, self.error = OutboundState.SUPERSEDED, reason

    def reopen(self) -> None:
        """Try again from scratch; a new uuid is the caller's business."""
        self.state, self.error = OutboundState.QUEUED, None
        self.attempts, self.takeovers, self.tried_at, self.unsure_since = 0, 0, None, None

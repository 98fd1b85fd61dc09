"""What Feishu pushed to us, kept before we say 200."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, by_value


class InboundKind(StrEnum):
    MESSAGE = "message"
    EVENT = "event"
    CLICK = "click"
    # Of our own making: a timer that is due, the outcome of a call. Worked as any push is.
    INTERNAL = "internal"


class InboundState(StrEnum):
    RECEIVED = "received"
    DONE = "done"
    PARKED = "parked"


class Inbound(Base):
    """One row per push that counts; `key` is what makes a repeat recognisable.

    `lane` names the chat: rows of one lane are worked one after another. `answer` is what a
    card click was answered with, so that its repeat gets the same.
    """

    __tablename__ = "inbound"
    __table_args__ = (
        UniqueConstraint("app_id", "key"),
        Index(
            "ix_inbound_open",
            "received_at",
            sqlite_where=text("state = 'received'"),
            postgresql_where=text("state = 'received'"),
        ),
        Index("ix_inbound_received_at", "received_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    app_id: Mapped[str] = mapped_column(String(64))
    key: Mapped[str] = mapped_column(String(128))
    kind: Mapped[InboundKind] = mapped_column(by_value(InboundKind))
    event_type: Mapped[str] = mapped_column(String(96))
    event_id: Mapped[str] = mapped_column(String(128))
    lane: Mapped[str] = mapped_column(String(96))
    payload: Mapped[dict[str, Any]]
    sent_at: Mapped[datetime]
    received_at: Mapped[datetime]
    state: Mapped[InboundState] = mapped_column(by_value(InboundState))
    done_at: Mapped[datetime | None]
    receipt_at: Mapped[datetime | None]
    takeovers: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    answer: Mapped[dict[str, Any] | None]
    error: Mapped[str | None] = mapped_column(Text)

    def finish(self, at: datetime) -> None:
        self.state, self.done_at = InboundState.DONE, at

    def park(self, reason: str, at: datetime) -> None:
        """Out of the way, with its reason; `inbox replay` brings it back."""
        self.state, self.error, self.done_at = InboundState.PARKED, reason, at

    def reopen(self) -> None:
        self.state, self.error, self.done_at, self.takeovers = (
            InboundState.RECEIVED,
            None,
            None,
            0,
        )

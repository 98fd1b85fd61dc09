"""What was read in a picture or heard in a voice clip, kept for the question and the ticket."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, by_value


class Medium(StrEnum):
    IMAGE = "image"
    AUDIO = "audio"


class RecognitionState(StrEnum):
    WAITING = "waiting"
    READ = "read"
    EMPTY = "empty"
    FAILED = "failed"


class Failure(StrEnum):
    """Why nothing was read; each is told to the person in words of its own."""

    # The free edition, a scope that is missing, a quota used up.
    NOT_ALLOWED = "not_allowed"
    TOO_LARGE = "too_large"
    TOO_LONG = "too_long"
    TOO_MANY = "too_many"
    UNREADABLE = "unreadable"
    # A chat in restricted mode lets nobody download.
    CLOSED = "closed"
    RECALLED = "recalled"
    EXPIRED = "expired"
    BUSY = "busy"
    REFUSED = "refused"


class Recognition(Base):
    """One picture or clip of a message; `failure` is a `Failure`, or empty."""

    __tablename__ = "recognition"
    __table_args__ = (UniqueConstraint("message_id", "file_key"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    inbound_id: Mapped[int] = mapped_column(ForeignKey("inbound.id"), index=True)
    chat_id: Mapped[str] = mapped_column(String(96), index=True)
    open_id: Mapped[str] = mapped_column(String(96))
    message_id: Mapped[str] = mapped_column(String(96))
    file_key: Mapped[str] = mapped_column(String(160))
    medium: Mapped[Medium] = mapped_column(by_value(Medium))
    seconds: Mapped[float | None]
    state: Mapped[RecognitionState] = mapped_column(by_value(RecognitionState))
    text: Mapped[str] = mapped_column(Text, default="")
    failure: Mapped[str] = mapped_column(String(40), default="")
    asked_at: Mapped[datetime]
    read_at: Mapped[datetime | None]

"""The weekly digests, who got them, and the alarms that trends gave."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, by_value


class DigestState(StrEnum):
    """`HELD` waits for an editor's word: it was late, or nobody approved it."""

    PLANNED = "planned"
    DRAFTED = "drafted"
    APPROVED = "approved"
    HELD = "held"
    SENT = "sent"
    SKIPPED = "skipped"

    @property
    def over(self) -> bool:
        return self in (DigestState.SENT, DigestState.SKIPPED)


class Audience(StrEnum):
    STATIONS = "stations"
    MANAGERS = "managers"
    PRODUCT = "product"


class Digest(Base):
    """One week's, known by the ISO week it is sent in; `first` to `last` is what it tells of.

    After `late_at` it is not sent without being asked for. `unapproved` says whether it goes out
    although nobody approved it. `figures` is what the managers' charts are made of.
    """

    __tablename__ = "digest"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    week: Mapped[str] = mapped_column(String(8), unique=True)
    state: Mapped[DigestState] = mapped_column(by_value(DigestState))
    first: Mapped[date]
    last: Mapped[date]
    draft_at: Mapped[datetime]
    planned_at: Mapped[datetime]
    late_at: Mapped[datetime]
    unapproved: Mapped[str] = mapped_column(String(8))
    intro: Mapped[str] = mapped_column(Text, default="")
    figures: Mapped[dict[str, Any]] = mapped_column(default=dict)
    effect: Mapped[dict[str, Any]] = mapped_column(default=dict)
    drafted_at: Mapped[datetime | None]
    decided_by: Mapped[str] = mapped_column(String(96), default="")
    decided_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    recalled_at: Mapped[datetime | None]


class DigestTopic(Base):
    """`wordings` are normalised: by them the topic is known again next week. `cases` are keys of
    what it was made from: q12 a question, t7 a ticket."""

    __tablename__ = "digest_topic"

    digest_id: Mapped[int] = mapped_column(ForeignKey("digest.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(120))
    name: Mapped[str] = mapped_column(String(120))
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("faq_entry.id"))
    known_issue: Mapped[bool] = mapped_column(default=False)
    count: Mapped[int]
    stations: Mapped[int]
    before: Mapped[float]
    wordings: Mapped[list[str]]
    cases: Mapped[list[str]]
    dropped: Mapped[bool] = mapped_column(default=False)


class DeliveryState(StrEnum):
    """`UNKNOWN`: the call was made and its answer lost. It is not made again, for Feishu has no
    key by which it would know a repeated batch."""

    QUEUED = "queued"
    SENT = "sent"
    UNKNOWN = "unknown"
    REFUSED = "refused"
    RECALLING = "recalling"
    RECALLED = "recalled"


class DigestDelivery(Base):
    """One call to Feishu, for 200 people at most; counts are Feishu's, as last asked."""

    __tablename__ = "digest_delivery"
    __table_args__ = (
        UniqueConstraint("digest_id", "audience", "number"),
        Index("ix_digest_delivery_state_counted_at", "state", "counted_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    digest_id: Mapped[int] = mapped_column(ForeignKey("digest.id"))
    audience: Mapped[Audience] = mapped_column(by_value(Audience))
    number: Mapped[int]
    state: Mapped[DeliveryState] = mapped_column(by_value(DeliveryState))
    batch_id: Mapped[str] = mapped_column(String(96), default="")
    error: Mapped[str] = mapped_column(Text, default="")
    people: Mapped[int]
    reached: Mapped[int] = mapped_column(default=0)
    read: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None]
    counted_at: Mapped[datetime | None]


class Outcome(StrEnum):
    QUEUED = "queued"
    SENT = "sent"
    UNREACHABLE = "unreachable"
    UNKNOWN = "unknown"
    OPTED_OUT = "opted_out"
    RECALLED = "recalled"


class DigestRecipient(Base):
    """What became of one person's digest; the same person may be of two audiences."""

    __tablename__ = "digest_recipient"
    __table_args__ = (Index("ix_digest_recipient_delivery_id", "delivery_id"),)

    digest_id: Mapped[int] = mapped_column(ForeignKey("digest.id"), primary_key=True)
    audience: Mapped[Audience] = mapped_column(by_value(Audience), primary_key=True)
    open_id: Mapped[str] = mapped_column(String(96), primary_key=True)
    station_code: Mapped[str | None] = mapped_column(String(32))
    outcome: Mapped[Outcome] = mapped_column(by_value(Outcome))
    delivery_id: Mapped[int | None] = mapped_column(ForeignKey("digest_delivery.id"))


class DigestOptOut(Base):
    """Wants no digest."""

    __tablename__ = "digest_opt_out"

    open_id: Mapped[str] = mapped_column(String(96), primary_key=True)
    since: Mapped[datetime]


class TrendAlert(Base):
    """Told to the leads: at most one of a topic on a day."""

    __tablename__ = "trend_alert"
    __table_args__ = (UniqueConstraint("topic", "day"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    topic: Mapped[str] = mapped_column(String(120))
    day: Mapped[date]
    kind: Mapped[str] = mapped_column(String(16))
    name: Mapped[str] = mapped_column(String(120))
    region: Mapped[str] = mapped_column(String(40))
    evidence: Mapped[dict[str, Any]]
    at: Mapped[datetime] = mapped_column(index=True)

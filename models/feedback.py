"""What stations wish for, complain of and praise, who joined in, and what became of it."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, by_value


class FeedbackKind(StrEnum):
    WISH = "wish"
    ADVICE = "advice"
    DEFECT = "defect"
    PRAISE = "praise"


class Urgency(StrEnum):
    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"


class FeedbackStatus(StrEnum):
    NEW = "new"
    ACCEPTED = "accepted"
    PLANNED = "planned"
    DONE = "done"
    DECLINED = "declined"
    MERGED = "merged"

    @property
    def finished(self) -> bool:
        return self in (FeedbackStatus.DONE, FeedbackStatus.DECLINED, FeedbackStatus.MERGED)


class Feedback(Base):
    """`votes` counts the stations' people who joined in, without the submitter.

    `told` is what those concerned know: status, reply and date as last told to them. `draft_id`
    makes the second press of a form's button recognisable.
    """

    __tablename__ = "feedback"
    __table_args__ = (Index("ix_feedback_status_created_at", "status", "created_at"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    kind: Mapped[FeedbackKind] = mapped_column(by_value(FeedbackKind))
    module: Mapped[str] = mapped_column(String(40))
    description: Mapped[str] = mapped_column(Text)
    normalised: Mapped[str] = mapped_column(Text)
    urgency: Mapped[Urgency] = mapped_column(by_value(Urgency))
    station_code: Mapped[str | None] = mapped_column(ForeignKey("station.code"), index=True)
    submitter: Mapped[str] = mapped_column(String(96), index=True)
    chat_id: Mapped[str] = mapped_column(String(96))
    question_id: Mapped[int | None] = mapped_column(ForeignKey("question.id"))
    source: Mapped[str] = mapped_column(String(16))
    draft_id: Mapped[int | None] = mapped_column(unique=True)
    status: Mapped[FeedbackStatus] = mapped_column(by_value(FeedbackStatus))
    owner: Mapped[str | None] = mapped_column(String(96))
    plan_date: Mapped[date | None]
    public_reply: Mapped[str] = mapped_column(Text, default="")
    merged_into: Mapped[int | None] = mapped_column(ForeignKey("feedback.id"))
    votes: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    told: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    @property
    def number(self) -> str:
        return f"F{self.id:06d}"


class FeedbackVote(Base):
    """我也要: somebody else with the same wish; once a person."""

    __tablename__ = "feedback_vote"

    feedback_id: Mapped[int] = mapped_column(ForeignKey("feedback.id"), primary_key=True)
    open_id: Mapped[str] = mapped_column(String(96), primary_key=True)
    station_code: Mapped[str | None] = mapped_column(ForeignKey("station.code"))
    comment: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime]


class FeedbackEvent(Base):
    """Append-only. `via` is the door: card, text, bitable, timer; `before` and `after` are values
    of Feedback by name."""

    __tablename__ = "feedback_event"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    feedback_id: Mapped[int] = mapped_column(ForeignKey("feedback.id"), index=True)
    what: Mapped[str] = mapped_column(String(24))
    by: Mapped[str] = mapped_column(String(96))
    via: Mapped[str] = mapped_column(String(16))
    before: Mapped[dict[str, Any]]
    after: Mapped[dict[str, Any]]
    at: Mapped[datetime] = mapped_column(index=True)


class FeedbackDraft(Base):
    """What somebody has filled in and not sent; `feedback_id` is what it became at last.

    `pictures_until` is how long a picture sent to the chat still belongs to that feedback.
    """

    __tablename__ = "feedback_draft"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    open_id: Mapped[str] = mapped_column(String(96), index=True)
    chat_id: Mapped[str] = mapped_column(String(96))
    question_id: Mapped[int | None] = mapped_column(ForeignKey("question.id"))
    kind: Mapped[str] = mapped_column(String(24), default="")
    module: Mapped[str] = mapped_column(String(40), default="")
    description: Mapped[str] = mapped_column(Text, default="")
    urgency: Mapped[str] = mapped_column(String(24), default="")
    feedback_id: Mapped[int | None] = mapped_column(ForeignKey("feedback.id"))
    pictures_until: Mapped[datetime | None]
    opened_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class FeedbackPicture(Base):
    """`content` is fetched soon after it was sent, for a message may be recalled later.

    `tokens` are its names in the bases it was uploaded to, by app_token. `lost` says why there
    will be no content.
    """

    __tablename__ = "feedback_picture"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    feedback_id: Mapped[int] = mapped_column(ForeignKey("feedback.id"), index=True)
    message_id: Mapped[str] = mapped_column(String(96))
    file_key: Mapped[str] = mapped_column(String(160))
    name: Mapped[str] = mapped_column(String(200))
    content: Mapped[bytes | None] = mapped_column(LargeBinary)
    lost: Mapped[str] = mapped_column(String(200), default="")
    tokens: Mapped[dict[str, Any]]
    added_at: Mapped[datetime]


class FeedbackAnswer(Base):
    """What somebody thinks of what became of it: satisfied, not, or in their own words."""

    __tablename__ = "feedback_answer"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    feedback_id: Mapped[int] = mapped_column(ForeignKey("feedback.id"), index=True)
    open_id: Mapped[str] = mapped_column(String(96))
    satisfied: Mapped[bool | None]
    text: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime]


class FeedbackNews(Base):
    """Somebody is to be told of a change; gone once it is said. Several are said together."""

    __tablename__ = "feedback_news"

    open_id: Mapped[str] = mapped_column(String(96), primary_key=True)
    feedback_id: Mapped[int] = mapped_column(ForeignKey("feedback.id"), primary_key=True)
    since: Mapped[datetime]


class FeedbackSession(Base):
    """专场答疑 about a feedback many stations share; `chat_id` is its group once there is one."""

    __tablename__ = "feedback_session"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    feedback_id: Mapped[int] = mapped_column(ForeignKey("feedback.id"), unique=True)
    invited_by: Mapped[str | None] = mapped_column(String(96))
    invited_at: Mapped[datetime | None]
    chat_id: Mapped[str | None] = mapped_column(String(96))
    summary: Mapped[str] = mapped_column(Text, default="")
    proposed_at: Mapped[datetime]


class FeedbackSignup(Base):
    __tablename__ = "feedback_signup"

    session_id: Mapped[int] = mapped_column(ForeignKey("feedback_session.id"), primary_key=True)
    open_id: Mapped[str] = mapped_column(String(96), primary_key=True)
    at: Mapped[datetime]

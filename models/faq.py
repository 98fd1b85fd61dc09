"""The FAQ: entries and the ways people ask for them."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, LargeBinary, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, IllegalMove, by_value


class FaqStatus(StrEnum):
    """An entry nobody has read yet is a draft; changes to a published one are proposals."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    PUBLISHED = "published"
    ARCHIVED = "archived"


# Where each status may go. Nothing is published unread, and nothing is ever deleted.
MOVES: dict[FaqStatus, frozenset[FaqStatus]] = {
    FaqStatus.DRAFT: frozenset({FaqStatus.IN_REVIEW, FaqStatus.ARCHIVED}),
    FaqStatus.IN_REVIEW: frozenset({FaqStatus.PUBLISHED, FaqStatus.DRAFT, FaqStatus.ARCHIVED}),
    FaqStatus.PUBLISHED: frozenset({FaqStatus.PUBLISHED, FaqStatus.ARCHIVED}),
    FaqStatus.ARCHIVED: frozenset({FaqStatus.PUBLISHED}),
}


class Safety(StrEnum):
    """What an answer may ask of the person: anything, with care, or nothing but to stop and call.

    HAZARD is for what can burn, explode or poison; such entries show no steps to do oneself.
    """

    NORMAL = "normal"
    CAUTION = "caution"
    HAZARD = "hazard"


class FaqEntry(Base):
    """`related` are codes of neighbouring entries, computed when the FAQ changes.

    `category` is a path with `/` between its levels. `version` is the number of the newest
    FaqVersion; 0 before the first publication. `origin` says where an imported entry comes from,
    so that a second import finds it again: `csv`, `helpdesk:<id>`, `bitable:<record>`.
    """

    __tablename__ = "faq_entry"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    category: Mapped[str] = mapped_column(String(40), index=True)
    question: Mapped[str] = mapped_column(String(200))
    answer: Mapped[str] = mapped_column(Text)
    keywords: Mapped[list[str]]
    skill_group: Mapped[str] = mapped_column(String(40))
    status: Mapped[FaqStatus] = mapped_column(by_value(FaqStatus))
    related: Mapped[list[str]]
    version: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    safety: Mapped[Safety] = mapped_column(
        by_value(Safety), default=Safety.NORMAL, server_default=Safety.NORMAL.value
    )
    owner: Mapped[str | None] = mapped_column(String(96))
    valid_until: Mapped[datetime | None] = mapped_column(index=True)
    reminded_at: Mapped[datetime | None]
    origin: Mapped[str] = mapped_column(String(120), default="", server_default="", index=True)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    phrasings: Mapped[list[FaqPhrasing]] = relationship(
        back_populates="entry", cascade="all, delete-orphan", order_by="FaqPhrasing.position"
    )

    def move(self, to: FaqStatus, at: datetime) -> None:
        """Raises IllegalMove."""
        if to not in MOVES[self.status]:
            raise IllegalMove(self.code, self.status, to)
        self.status, self.updated_at = to, at


class FaqPhrasing(Base):
    """A similar question (相似问法): another wording that leads to the same entry."""

    __tablename__ = "faq_phrasing"
    __table_args__ = (UniqueConstraint("entry_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("faq_entry.id", ondelete="CASCADE"))
    position: Mapped[int]
    text: Mapped[str] = mapped_column(String(200))
    entry: Mapped[FaqEntry] = relationship(back_populates="phrasings")


class FaqRevision(Base):
    """One row; its number rises with every change, so that each process knows its index is old."""

    __tablename__ = "faq_revision"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int]
    changed_at: Mapped[datetime]


class FaqVersion(Base):
    """What an entry said when it was published; append-only. `content` as in FaqProposal."""

    __tablename__ = "faq_version"
    __table_args__ = (UniqueConstraint("entry_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("faq_entry.id", ondelete="CASCADE"))
    number: Mapped[int]
    content: Mapped[dict[str, Any]]
    author: Mapped[str] = mapped_column(String(96), default="")
    note: Mapped[str] = mapped_column(String(200), default="")
    at: Mapped[datetime]


class FaqCase(Base):
    """A real question that led to an entry: publishing asks it again and shows what changes."""

    __tablename__ = "faq_case"
    __table_args__ = (UniqueConstraint("entry_id", "normalised"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("faq_entry.id", ondelete="CASCADE"))
    question_id: Mapped[int | None] = mapped_column(ForeignKey("question.id"))
    text: Mapped[str] = mapped_column(Text)
    normalised: Mapped[str] = mapped_column(String(400))
    via: Mapped[str] = mapped_column(String(24))
    added_at: Mapped[datetime]


class FaqAttachment(Base):
    """A picture of an answer; uploaded to Feishu once, `image_key` then serves every card."""

    __tablename__ = "faq_attachment"
    __table_args__ = (UniqueConstraint("entry_id", "digest"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("faq_entry.id", ondelete="CASCADE"))
    position: Mapped[int]
    name: Mapped[str] = mapped_column(String(120))
    digest: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes] = mapped_column(LargeBinary)
    image_key: Mapped[str | None] = mapped_column(String(120))
    uploaded_at: Mapped[datetime | None]


class Synonym(Base):
    """Words of the stations that mean one thing, beside those the product ships with."""

    __tablename__ = "synonym"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    words: Mapped[list[str]]
    note: Mapped[str] = mapped_column(String(200), default="")
    updated_by: Mapped[str] = mapped_column(String(96), default="")
    updated_at: Mapped[datetime]

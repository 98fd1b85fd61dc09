"""The FAQ: entries and the ways people ask for them."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, by_value


class FaqStatus(StrEnum):
    PUBLISHED = "published"
    ARCHIVED = "archived"


class FaqEntry(Base):
    """`related` are codes of neighbouring entries, computed when the FAQ changes."""

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
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    phrasings: Mapped[list[FaqPhrasing]] = relationship(
        back_populates="entry", cascade="all, delete-orphan", order_by="FaqPhrasing.position"
    )


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

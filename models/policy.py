"""Rules as data: every version is kept, the newest of its kind counts."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, by_value


class PolicyKind(StrEnum):
    PRIORITY = "priority"
    ROUTING = "routing"
    SLA = "sla"
    # What is added to the shipped words of danger (bot/desk/safety.json).
    SAFETY = "safety"


class Policy(Base):
    """Append-only. Without a row the rules that the product ships with count, as version 0."""

    __tablename__ = "policy"
    __table_args__ = (UniqueConstraint("kind", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    kind: Mapped[PolicyKind] = mapped_column(by_value(PolicyKind))
    version: Mapped[int]
    content: Mapped[dict[str, Any]]
    author: Mapped[str] = mapped_column(String(96), default="")
    note: Mapped[str] = mapped_column(String(200), default="")
    at: Mapped[datetime]

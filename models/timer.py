"""What is to happen at a time: a row, so that restarts and a second process are harmless."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class Timer(Base):
    """Due, it becomes an event of our own in the inbox and the row is gone.

    `key` is one of a kind: setting it again moves the time. `lane` is the chat it concerns.
    """

    __tablename__ = "timer"

    key: Mapped[str] = mapped_column(String(120), primary_key=True)
    event_type: Mapped[str] = mapped_column(String(96))
    lane: Mapped[str] = mapped_column(String(96))
    payload: Mapped[dict[str, Any]]
    due_at: Mapped[datetime] = mapped_column(index=True)
    set_at: Mapped[datetime]

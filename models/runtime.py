"""What the processes tell each other: who is alive, and who the bot is."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class Executor(Base):
    """A worker process; its row is stamped every second with the database's clock."""

    __tablename__ = "executor"

    id: Mapped[str] = mapped_column(String(96), primary_key=True)
    seen_at: Mapped[datetime]


class Identity(Base):
    """The bot's own open_id, asked of Feishu once: needed to know which mention is ours."""

    __tablename__ = "identity"

    app_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    open_id: Mapped[str] = mapped_column(String(96))
    name: Mapped[str] = mapped_column(String(80))

"""Where a ticket is shown: each card of it that is kept up to date."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, by_value


class FaceKind(StrEnum):
    """Who looks at it: who asked, everybody in the ticket's group, or the desk alone."""

    USER = "user"
    ROOM = "room"
    DESK = "desk"


class TicketFace(Base):
    """One card; `outbound_id` is the sending of it, which knows the message. No foreign key: what
    was sent is forgotten some day, and a face without its message is replaced. `seq` is the
    ticket's newest event when the card was drawn last."""

    __tablename__ = "ticket_face"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"), index=True)
    kind: Mapped[FaceKind] = mapped_column(by_value(FaceKind))
    target: Mapped[str] = mapped_column(String(96))
    outbound_id: Mapped[int] = mapped_column(index=True)
    seq: Mapped[int]
    made_at: Mapped[datetime]

"""Changes to the FAQ that wait for a reviewer."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, IllegalMove, by_value


class ProposalKind(StrEnum):
    """NEW: publish a draft entry. EDIT: other content. PHRASING: one more similar question."""

    NEW = "new"
    EDIT = "edit"
    PHRASING = "phrasing"
    ARCHIVE = "archive"
    # Many people ask this and no entry answers: somebody has to write one.
    GAP = "gap"


class ProposalState(StrEnum):
    OPEN = "open"
    APPROVED = "approved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class FaqProposal(Base):
    """`content` is what would be published: category, question, similar, answer, keywords,
    skill_group, safety, valid_until; a PHRASING has only `text`, a GAP its sample wordings.

    `base_version` is the entry's version it was written against. `fingerprint` is the same for
    the same suggestion, which is made once while it is open. `evidence` says why: counts,
    stations, ids of questions. A decision moves OPEN once; who comes second is told so.
    """

    __tablename__ = "faq_proposal"
    __table_args__ = (
        Index(
            "uq_faq_proposal_open",
            "fingerprint",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
        Index("ix_faq_proposal_state_created_at", "state", "created_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    kind: Mapped[ProposalKind] = mapped_column(by_value(ProposalKind))
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("faq_entry.id"), index=True)
    base_version: Mapped[int] = mapped_column(default=0)
    content: Mapped[dict[str, Any]]
    evidence: Mapped[dict[str, Any]]
    fingerprint: Mapped[str] = mapped_column(String(64))
    origin: Mapped[str] = mapped_column(String(24))
    state: Mapped[ProposalState] = mapped_column(by_value(ProposalState))
    created_by: Mapped[str] = mapped_column(String(96), default="")
    created_at: Mapped[datetime]
    decided_by: Mapped[str | None] = mapped_column(String(96))
    decided_at: Mapped[datetime | None]
    decision_note: Mapped[str] = mapped_column(Text, default="")

    def decide(self, state: ProposalState, by: str, at: datetime, note: str = "") -> None:
        """Once. Raises IllegalMove for whoever comes second."""
        if self.state is not ProposalState.OPEN:
            raise IllegalMove(f"proposal {self.id}", self.state, state)
        self.state, self.decided_by, self.decided_at = state, by, at
        self.decision_note = note

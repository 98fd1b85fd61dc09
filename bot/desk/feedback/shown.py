"""Rows into the frozen views that cards are drawn from."""

from __future__ import annotations

from bot.desk.feedback import drafts
from bot.unit_of_work import Tx
from cards.feedback import FeedbackView, FormView
from models import Feedback, FeedbackDraft


def view(feedback: Feedback, tx: Tx) -> FeedbackView:
    into = tx.session.get(Feedback, feedback.merged_into) if feedback.merged_into else None
    return FeedbackView(
        id=feedback.id,
        number=feedback.number,
        kind=feedback.kind.value,
        module=feedback.module,
        urgency=feedback.urgency.value,
        description=feedback.description,
        status=feedback.status.value,
        votes=feedback.votes,
        created_at=feedback.created_at,
        plan_date=feedback.plan_date,
        public_reply=feedback.public_reply,
        merged_into=into.number if into else None,
    )


def form(draft: FeedbackDraft, tx: Tx, *, fault: str | None = None) -> FormView:
    return FormView(
        draft=draft.id,
        attempt=int(tx.now.timestamp()),
        kind=draft.kind or "advice",
        module=draft.module,
        urgency=draft.urgency or "normal",
        description=draft.description,
        modules=drafts.modules(tx),
        restored=bool(draft.description),
        fault=fault,
    )

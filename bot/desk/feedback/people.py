"""Whom a feedback concerns: who gave it, who joined in, who answers for it."""

from __future__ import annotations

from sqlalchemy import func, select

from bot.desk import roles
from bot.unit_of_work import Tx
from models import Feedback, FeedbackVote, Person, Role


def station_of(open_id: str, tx: Tx) -> str | None:
    return tx.session.scalar(select(Person.station_code).where(Person.open_id == open_id))


def concerned(feedback: Feedback, tx: Tx) -> list[str]:
    """The submitter first, then those who joined in."""
    voters = tx.session.scalars(
        select(FeedbackVote.open_id)
        .where(FeedbackVote.feedback_id == feedback.id)
        .order_by(FeedbackVote.at, FeedbackVote.open_id)
    )
    return list(dict.fromkeys([feedback.submitter, *voters] if feedback.submitter else voters))


def in_charge(feedback: Feedback | None, tx: Tx) -> list[str]:
    """The owner; while there is none, all operators."""
    if feedback is not None and feedback.owner:
        return [feedback.owner]
    return roles.holders(Role.OPERATOR, tx)


def stations_wanting(feedback: Feedback, tx: Tx) -> int:
    """How many stations want it; a person without a station counts as one of their own."""
    voters = tx.session.scalar(
        select(
            func.count(
                func.distinct(func.coalesce(FeedbackVote.station_code, FeedbackVote.open_id))
            )
        ).where(
            FeedbackVote.feedback_id == feedback.id,
            func.coalesce(FeedbackVote.station_code, FeedbackVote.open_id)
            != (feedback.station_code or feedback.submitter),
        )
    )
    return (voters or 0) + 1

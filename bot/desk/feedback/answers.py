"""What people say to what became of their feedback: content, not content, or more words."""

from __future__ import annotations

from sqlalchemy import select

from bot.bitable import marks
from bot.desk.feedback import news, people
from bot.desk.feedback.record import TABLE
from bot.desk.feedback.shown import view
from bot.unit_of_work import Tx
from cards.feedback_news import said_card
from cards.words import feedback as say
from models import Feedback, FeedbackAnswer


def rate(feedback: Feedback, who: str, satisfied: bool, tx: Tx) -> bool | None:
    """The last word counts; who is not content becomes the owner's affair.

    False: as before. None: it is none of this person's feedback.
    """
    if who not in people.concerned(feedback, tx):
        return None
    tx.alone("rate", feedback.id, who)
    known = tx.session.scalar(
        select(FeedbackAnswer).where(
            FeedbackAnswer.feedback_id == feedback.id,
            FeedbackAnswer.open_id == who,
            FeedbackAnswer.satisfied.is_not(None),
        )
    )
    if known is not None and known.satisfied is satisfied:
        return False
    if known is None:
        known = FeedbackAnswer(feedback_id=feedback.id, open_id=who, at=tx.now)
        tx.session.add(known)
    known.satisfied, known.at = satisfied, tx.now
    news.note(feedback, "rated", who, "card", {}, {"satisfied": satisfied}, tx)
    tx.session.flush()
    marks.touch(TABLE, feedback.id, tx)
    if not satisfied:
        _tell_owner(feedback, "", tx, unhappy=True)
    return True


def add(feedback: Feedback, who: str, text: str, tx: Tx) -> bool:
    """More words to a feedback, by somebody it concerns; False for all others."""
    if who not in people.concerned(feedback, tx):
        return False
    tx.session.add(
        FeedbackAnswer(feedback_id=feedback.id, open_id=who, satisfied=None, text=text, at=tx.now)
    )
    news.note(feedback, "answered", who, "text", {}, {}, tx)
    tx.session.flush()
    marks.touch(TABLE, feedback.id, tx)
    _tell_owner(feedback, text, tx, unhappy=False)
    return True


def summary(feedback_id: int, tx: Tx) -> str:
    """How content people are and what they added, for the table."""
    rows = tx.session.scalars(
        select(FeedbackAnswer)
        .where(FeedbackAnswer.feedback_id == feedback_id)
        .order_by(FeedbackAnswer.id)
    ).all()
    content = sum(1 for row in rows if row.satisfied)
    unhappy = sum(1 for row in rows if row.satisfied is False)
    rated = [f"{say.SATISFIED_BUTTON} {content} · {say.UNSATISFIED_BUTTON} {unhappy}"]
    texts = [row.text for row in rows if row.text]
    return "\n".join((rated if content or unhappy else []) + texts)


def _tell_owner(feedback: Feedback, text: str, tx: Tx, *, unhappy: bool) -> None:
    card = said_card(view(feedback, tx), text, unhappy=unhappy)
    title = say.UNHAPPY_TITLE if unhappy else say.MORE_SAID_TITLE
    for who in people.in_charge(feedback, tx):
        news.mail(who, card, title, tx)

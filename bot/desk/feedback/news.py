"""What became of a feedback, told once to everybody it concerns, several things together."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import delete, func, select

from bot import timers
from bot.desk.feedback import people
from bot.desk.feedback.shown import view
from bot.feishu.port import Address, Card
from bot.internal import Internal
from bot.unit_of_work import Tx
from cards import words
from cards.feedback_news import news_card, overdue_card
from cards.words import feedback as say
from models import Feedback, FeedbackEvent, FeedbackNews, Timer

NEWS, OVERDUE = "feedback.news", "feedback.overdue"
# Somebody who works through a list in the table changes several things of one person.
TOGETHER = timedelta(minutes=3)
# Thousands may want the same; somebody's click waits for each transaction.
AT_ONCE = 50
BREATH = timedelta(seconds=1)
# On the morning after the promised day, and on no full hour.
ALARM_AT = time(9, 7)


def known(feedback: Feedback) -> dict[str, Any]:
    """What is worth telling, as it is now."""
    return {
        "status": feedback.status.value,
        "reply": feedback.public_reply,
        "date": feedback.plan_date.isoformat() if feedback.plan_date else "",
    }


def announce(feedback: Feedback, tx: Tx) -> None:
    """Have everybody told of what changed; nobody, if it is again as they know it."""
    of_this = FeedbackNews.feedback_id == feedback.id
    if known(feedback) == feedback.told:
        tx.session.execute(delete(FeedbackNews).where(of_this))
        return
    waiting = set(tx.session.scalars(select(FeedbackNews.open_id).where(of_this)))
    tx.session.add_all(
        FeedbackNews(open_id=who, feedback_id=feedback.id, since=tx.now)
        for who in people.concerned(feedback, tx)
        if who not in waiting
    )
    tx.session.flush()
    # Locked, or it might fire in the moment between, and not see what is not committed yet.
    if tx.session.get(Timer, NEWS, with_for_update=True) is None:
        timers.set_timer(NEWS, tx.now + TOGETHER, Internal(NEWS, NEWS, {}), tx)


def tell_due(tx: Tx) -> int:
    """Tell some of those who have waited long enough, and see to the others; how many."""
    first = func.min(FeedbackNews.since)
    due = tx.session.scalars(
        select(FeedbackNews.open_id)
        .group_by(FeedbackNews.open_id)
        .having(first <= tx.now - TOGETHER)
        .order_by(first, FeedbackNews.open_id)
        .limit(AT_ONCE)
    ).all()
    for who in due:
        _tell(who, tx)
    tx.session.flush()
    oldest = tx.session.scalar(select(first))
    if oldest is not None:
        at = max(oldest + TOGETHER, tx.now + BREATH)
        timers.set_timer(NEWS, at, Internal(NEWS, NEWS, {}), tx)
    return len(due)


def _tell(who: str, tx: Tx) -> None:
    """All that is new to this person, in one card."""
    rows = tx.session.scalars(
        select(FeedbackNews).where(FeedbackNews.open_id == who).order_by(FeedbackNews.feedback_id)
    ).all()
    changed = [tx.session.get_one(Feedback, row.feedback_id) for row in rows]
    for row, feedback in zip(rows, changed, strict=True):
        tx.session.delete(row)
        feedback.told = known(feedback)
        note(feedback, "told", who, "timer", {}, feedback.told, tx)
    mail(who, news_card(tuple(view(one, tx) for one in changed)), say.NEWS_TITLE, tx)


def promise(feedback: Feedback, tx: Tx) -> None:
    """Set or take back the alarm for the promised day."""
    key = f"{OVERDUE}:{feedback.id}"
    if feedback.plan_date is None or feedback.status.finished:
        timers.cancel(key, tx)
        return
    morning = datetime.combine(feedback.plan_date, ALARM_AT, words.SHANGHAI) + timedelta(days=1)
    event = Internal(
        OVERDUE,
        f"feedback:{feedback.id}",
        {"feedback": feedback.id, "date": feedback.plan_date.isoformat()},
    )
    timers.set_timer(key, max(morning, tx.now), event, tx)


def alarm(feedback_id: int, day: str, tx: Tx) -> bool:
    """Tell the owner that a promised day went by; False where it no longer holds."""
    feedback = tx.session.get(Feedback, feedback_id)
    if feedback is None or feedback.status.finished or feedback.plan_date is None:
        return False
    if feedback.plan_date.isoformat() != day:
        return False
    note(feedback, "overdue", "", "timer", {}, {"date": day}, tx)
    for who in people.in_charge(feedback, tx):
        mail(who, overdue_card(view(feedback, tx)), say.OVERDUE_TITLE, tx)
    return True


def mail(who: str, card: Card, fallback: str, tx: Tx) -> None:
    """To one person, out of the way of answers that somebody waits for."""
    tx.send(Address("open_id", who), card, fallback=fallback, lane=f"news:{who}"[:96], bulk=True)


def note(
    feedback: Feedback,
    what: str,
    by: str,
    via: str,
    before: dict[str, Any],
    after: dict[str, Any],
    tx: Tx,
) -> None:
    tx.session.add(
        FeedbackEvent(
            feedback_id=feedback.id,
            what=what,
            by=by,
            via=via,
            before=before,
            after=after,
            at=tx.now,
        )
    )

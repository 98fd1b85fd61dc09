"""Taking feedback down, joining it, changing it: whichever door it comes through."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from sqlalchemy import func, or_, select

from bot.bitable import marks
from bot.desk.feedback import news, people, sessions, similar
from bot.desk.feedback.drafts import Filled
from bot.unit_of_work import Tx
from models import (
    Feedback,
    FeedbackDraft,
    FeedbackPicture,
    FeedbackStatus,
    FeedbackVote,
)

TABLE = "feedback"
# What people in the table may change; all else is taken down once.
CHANGEABLE = (
    "kind",
    "module",
    "urgency",
    "status",
    "owner",
    "plan_date",
    "public_reply",
    "merged_into",
)
MOST_PICTURES = 9
Joined = Literal["joined", "already", "own"]


def submit(draft: FeedbackDraft, filled: Filled, tx: Tx) -> tuple[Feedback, bool]:
    """A draft becomes a feedback once, however often its button is pressed."""
    if draft.feedback_id is not None:
        return tx.session.get_one(Feedback, draft.feedback_id), False
    feedback = create(
        filled,
        draft.open_id,
        draft.chat_id,
        "card",
        tx,
        draft=draft.id,
        question=draft.question_id,
    )
    draft.feedback_id, draft.updated_at = feedback.id, tx.now
    return feedback, True


def create(
    filled: Filled,
    who: str,
    chat_id: str,
    source: str,
    tx: Tx,
    *,
    draft: int | None = None,
    question: int | None = None,
) -> Feedback:
    feedback = Feedback(
        kind=filled.kind,
        module=filled.module,
        description=filled.description,
        normalised=similar.normalise(filled.description),
        urgency=filled.urgency,
        station_code=people.station_of(who, tx),
        submitter=who,
        chat_id=chat_id,
        question_id=question,
        source=source,
        draft_id=draft,
        status=FeedbackStatus.NEW,
        owner=None,
        plan_date=None,
        public_reply="",
        merged_into=None,
        votes=0,
        told={},
        created_at=tx.now,
        updated_at=tx.now,
    )
    feedback.told = news.known(feedback)
    tx.session.add(feedback)
    tx.session.flush()
    news.note(feedback, "created", who, source, {}, {"module": filled.module}, tx)
    marks.touch(TABLE, feedback.id, tx)
    return feedback


def find(feedback_id: int, tx: Tx) -> Feedback | None:
    return tx.session.get(Feedback, feedback_id)


def join(
    feedback_id: int, who: str, comment: str, tx: Tx, *, via: str = "card"
) -> tuple[Feedback, Joined] | None:
    """我也要, once a person; what was merged is joined where it went to. None: no such thing."""
    feedback = target_of(feedback_id, tx)
    if feedback is None:
        return None
    tx.alone("feedback", feedback.id)
    if feedback.submitter == who:
        return feedback, "own"
    if tx.session.get(FeedbackVote, (feedback.id, who)) is not None:
        return feedback, "already"
    _vote(feedback, who, people.station_of(who, tx), comment, tx)
    news.note(feedback, "joined", who, via, {}, {"votes": feedback.votes}, tx)
    marks.touch(TABLE, feedback.id, tx)
    sessions.propose(feedback, tx)
    return feedback, "joined"


def _vote(feedback: Feedback, who: str, station: str | None, comment: str, tx: Tx) -> None:
    tx.session.add(
        FeedbackVote(
            feedback_id=feedback.id, open_id=who, station_code=station, comment=comment, at=tx.now
        )
    )
    tx.session.flush()
    feedback.votes = count_votes(feedback.id, tx)


def count_votes(feedback_id: int, tx: Tx) -> int:
    votes = select(func.count()).where(FeedbackVote.feedback_id == feedback_id)
    return tx.session.scalar(votes) or 0


def target_of(feedback_id: int, tx: Tx) -> Feedback | None:
    """Where a feedback went to, through all mergings."""
    feedback = tx.session.get(Feedback, feedback_id)
    while feedback is not None and feedback.merged_into is not None:
        feedback = tx.session.get(Feedback, feedback.merged_into)
    return feedback


def change(feedback: Feedback, changes: dict[str, Any], by: str, via: str, tx: Tx) -> bool:
    """Take over new values of CHANGEABLE; tells those concerned. False if nothing is new."""
    before = {name: getattr(feedback, name) for name in changes}
    fresh = {name: value for name, value in changes.items() if value != before[name]}
    if not fresh:
        return False
    for name, value in fresh.items():
        setattr(feedback, name, value)
    feedback.updated_at = tx.now
    if fresh.get("merged_into"):
        _merge(feedback, tx)
    news.note(
        feedback,
        "changed",
        by,
        via,
        {name: _plain(before[name]) for name in fresh},
        {name: _plain(value) for name, value in fresh.items()},
        tx,
    )
    tx.session.flush()
    news.promise(feedback, tx)
    news.announce(feedback, tx)
    marks.touch(TABLE, feedback.id, tx)
    return True


def may_merge(feedback: Feedback, into: int, tx: Tx) -> bool:
    """Into something else that exists, and that did not itself go into this one."""
    target = target_of(into, tx)
    return target is not None and target.id != feedback.id


def _merge(feedback: Feedback, tx: Tx) -> None:
    """Everybody who wanted this now wants the other."""
    feedback.status = FeedbackStatus.MERGED
    target = target_of(feedback.id, tx)
    if target is None or target.id == feedback.id:
        return
    rows = tx.session.scalars(select(FeedbackVote).where(FeedbackVote.feedback_id == feedback.id))
    stations = {row.open_id: row.station_code for row in rows}
    for who in people.concerned(feedback, tx):
        station = stations.get(who) or (
            feedback.station_code if who == feedback.submitter else None
        )
        known = tx.session.get(FeedbackVote, (target.id, who)) is not None
        if who != target.submitter and not known:
            _vote(target, who, station, "", tx)
    marks.touch(TABLE, target.id, tx)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def add_pictures(feedback_id: int, message_id: str, keys: list[tuple[str, str]], tx: Tx) -> int:
    """Pictures of a message, by key and name; how many are new."""
    have = select(func.count()).where(FeedbackPicture.feedback_id == feedback_id)
    room = MOST_PICTURES - (tx.session.scalar(have) or 0)
    for key, name in keys[: max(0, room)]:
        tx.session.add(
            FeedbackPicture(
                feedback_id=feedback_id,
                message_id=message_id,
                file_key=key,
                name=name,
                content=None,
                tokens={},
                added_at=tx.now,
            )
        )
    tx.session.flush()
    marks.touch(TABLE, feedback_id, tx)
    marks.knock(TABLE, "pictures", tx)
    return min(len(keys), max(0, room))


def of_person(who: str, tx: Tx, *, limit: int) -> tuple[list[Feedback], int]:
    """Given or joined by somebody, the newest first, and how many there are in all."""
    joined = select(FeedbackVote.feedback_id).where(FeedbackVote.open_id == who)
    theirs = or_(Feedback.submitter == who, Feedback.id.in_(joined))
    total = tx.session.scalar(select(func.count(Feedback.id)).where(theirs)) or 0
    newest = select(Feedback).where(theirs).order_by(Feedback.id.desc()).limit(limit)
    return list(tx.session.scalars(newest)), total

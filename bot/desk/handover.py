"""Asking for a human. A request is recorded once; tickets will be born from these rows."""

from __future__ import annotations

from sqlalchemy import select

from bot.unit_of_work import Tx
from models import HandoverRequest, HandoverStatus, Question, Ticket
from models.ticket_state import OPEN


def ask_for_human(
    chat_id: str, who: str, question: Question | None, tx: Tx
) -> tuple[HandoverRequest, bool]:
    """The person's waiting request in this chat, and whether it is new."""
    tx.alone("handover", chat_id, who)
    before = waiting(chat_id, who, tx)
    if before is not None:
        return before, False
    request = HandoverRequest(
        chat_id=chat_id,
        open_id=who,
        question_id=question.id if question else None,
        status=HandoverStatus.WAITING,
        requested_at=tx.now,
    )
    tx.session.add(request)
    tx.session.flush()
    return request, True


def waiting(chat_id: str, who: str, tx: Tx) -> HandoverRequest | None:
    return tx.session.scalar(
        select(HandoverRequest)
        .where(
            HandoverRequest.open_id == who,
            HandoverRequest.chat_id == chat_id,
            HandoverRequest.status == HandoverStatus.WAITING,
        )
        .order_by(HandoverRequest.id.desc())
        .limit(1)
    )


def in_hand(chat_id: str, who: str, tx: Tx) -> bool:
    """Whether this person waits for a human already, or has one."""
    opened = select(Ticket.id).where(Ticket.requester == who, Ticket.state.in_(OPEN)).limit(1)
    return waiting(chat_id, who, tx) is not None or tx.session.scalar(opened) is not None


def last_question(chat_id: str, who: str, tx: Tx) -> Question | None:
    """What this person asked last in this chat: likely what they want a human for."""
    return tx.session.scalar(
        select(Question)
        .where(Question.chat_id == chat_id, Question.open_id == who)
        .order_by(Question.id.desc())
        .limit(1)
    )


def words_of(request: HandoverRequest, tx: Tx) -> str | None:
    question = tx.session.get(Question, request.question_id) if request.question_id else None
    return question.text if question else None

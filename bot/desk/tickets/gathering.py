"""What was said and shown before there was a ticket, and what belongs to it since."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from sqlalchemy import select

from bot.unit_of_work import Tx
from models import (
    FaqEntry,
    Question,
    QuestionStep,
    Recognition,
    Step,
    Ticket,
    TicketAttachment,
    TicketLine,
)

BOT_STAGE = timedelta(hours=24)
TRIED = (Step.SHOWN_ANSWER, Step.SHOWN_CHOICES, Step.SHOWN_NONE, Step.SHOWN_STEP, Step.UNSOLVED)


def keep_what_was_said(ticket: Ticket, tx: Tx) -> None:
    """The person's questions of the last day, what the bot showed, their pictures and clips."""
    since = tx.now - BOT_STAGE
    here = (
        Question.chat_id == ticket.origin_chat_id,
        Question.open_id == ticket.requester,
        Question.asked_at > since,
    )
    for question in tx.session.scalars(select(Question).where(*here).order_by(Question.id)):
        add_line(
            ticket,
            tx,
            side="user",
            author=ticket.requester,
            text=question.text,
            message_id=question.message_id,
            at_question=question,
        )
        _what_the_bot_tried(ticket, question, tx)
    seen = select(Recognition).where(
        Recognition.chat_id == ticket.origin_chat_id,
        Recognition.open_id == ticket.requester,
        Recognition.asked_at > since,
    )
    for recognition in tx.session.scalars(seen.order_by(Recognition.id)):
        add_attachment(
            ticket,
            tx,
            message_id=recognition.message_id,
            file_key=recognition.file_key,
            kind=recognition.medium.value,
            recognition_id=recognition.id,
        )
    tx.session.flush()


def add_line(
    ticket: Ticket,
    tx: Tx,
    *,
    side: str,
    author: str,
    text: str,
    message_id: str | None = None,
    public: bool = True,
    at_question: Question | None = None,
) -> bool:
    """False where this message is kept already."""
    if message_id is not None:
        known = select(TicketLine.id).where(
            TicketLine.ticket_id == ticket.id, TicketLine.message_id == message_id
        )
        if tx.session.scalar(known) is not None:
            return False
    tx.session.add(
        TicketLine(
            ticket_id=ticket.id,
            message_id=message_id,
            side=side,
            author=author,
            text=text,
            public=public,
            at=at_question.asked_at if at_question else tx.now,
        )
    )
    tx.session.flush()
    return True


def add_attachment(
    ticket: Ticket,
    tx: Tx,
    *,
    message_id: str,
    file_key: str,
    kind: str,
    name: str = "",
    recognition_id: int | None = None,
) -> TicketAttachment:
    """Once a file; its bytes come later, by `store`."""
    known = tx.session.scalar(
        select(TicketAttachment).where(
            TicketAttachment.ticket_id == ticket.id, TicketAttachment.file_key == file_key
        )
    )
    if known is not None:
        return known
    row = TicketAttachment(
        ticket_id=ticket.id,
        message_id=message_id,
        file_key=file_key,
        kind=kind,
        name=name,
        recognition_id=recognition_id,
        added_at=tx.now,
    )
    tx.session.add(row)
    tx.session.flush()
    return row


def store(attachment_id: int, content: bytes, tx: Tx) -> None:
    """Feishu's key dies with the message: these bytes are what remains."""
    row = tx.session.get_one(TicketAttachment, attachment_id)
    row.content, row.digest = content, hashlib.sha256(content).hexdigest()
    tx.session.flush()


def lines_of(ticket: Ticket, tx: Tx, *, public_only: bool = False) -> list[TicketLine]:
    wanted = select(TicketLine).where(TicketLine.ticket_id == ticket.id)
    if public_only:
        wanted = wanted.where(TicketLine.public.is_(True))
    return list(tx.session.scalars(wanted.order_by(TicketLine.at, TicketLine.id)))


def attachments_of(ticket: Ticket, tx: Tx) -> list[TicketAttachment]:
    return list(
        tx.session.scalars(
            select(TicketAttachment)
            .where(TicketAttachment.ticket_id == ticket.id)
            .order_by(TicketAttachment.id)
        )
    )


def _what_the_bot_tried(ticket: Ticket, question: Question, tx: Tx) -> None:
    rows = tx.session.execute(
        select(QuestionStep, FaqEntry.question)
        .outerjoin(FaqEntry, FaqEntry.id == QuestionStep.entry_id)
        .where(QuestionStep.question_id == question.id, QuestionStep.step.in_(TRIED))
        .order_by(QuestionStep.id)
    )
    for step, entry in rows:
        tx.session.add(
            TicketLine(
                ticket_id=ticket.id,
                side="user" if step.step is Step.UNSOLVED else "bot",
                author="",
                text=f"{step.step.value} {entry or ''}".strip(),
                public=True,
                at=step.at,
            )
        )

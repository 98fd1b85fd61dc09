"""Chats with people, what they asked, what they were shown and what they pressed."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, by_value


class Conversation(Base):
    """One chat the bot has been spoken to in; `greeted_at` keeps the welcome from nagging.

    While `human_since` is set a human has the word and the bot is silent.
    """

    __tablename__ = "conversation"

    chat_id: Mapped[str] = mapped_column(String(96), primary_key=True)
    open_id: Mapped[str | None] = mapped_column(String(96), index=True)
    group: Mapped[bool]
    greeted_at: Mapped[datetime | None]
    last_message_at: Mapped[datetime | None]
    human_since: Mapped[datetime | None]


class Dialogue(Base):
    """Where one person is in a chat: what was last shown, at which step, how often it failed.

    In a group several people talk with us at once, so it is kept for each. `question_id` and
    `entry_id` are what 「还是不行」 refers to; `step` is the step shown, from 1, when an answer is
    walked step by step. `clarifying` is the question that waits for its one clarification.
    `failures` counts in a row: not found, none of these, not solved.
    """

    __tablename__ = "dialogue"

    chat_id: Mapped[str] = mapped_column(String(96), primary_key=True)
    open_id: Mapped[str] = mapped_column(String(96), primary_key=True)
    question_id: Mapped[int | None] = mapped_column(ForeignKey("question.id"))
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("faq_entry.id"))
    step: Mapped[int] = mapped_column(default=0)
    clarifying: Mapped[int | None] = mapped_column(ForeignKey("question.id"))
    failures: Mapped[int] = mapped_column(default=0)
    heard_at: Mapped[datetime]
    facts: Mapped[dict[str, Any]]


class Utterance(Base):
    """One message of a burst that waits to be joined; `question_id` says what it became part of."""

    __tablename__ = "utterance"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    inbound_id: Mapped[int] = mapped_column(ForeignKey("inbound.id"), unique=True)
    chat_id: Mapped[str] = mapped_column(String(96), index=True)
    open_id: Mapped[str] = mapped_column(String(96))
    message_id: Mapped[str] = mapped_column(String(96))
    text: Mapped[str] = mapped_column(Text)
    said_at: Mapped[datetime]
    question_id: Mapped[int | None] = mapped_column(ForeignKey("question.id"), index=True)


class Verdict(StrEnum):
    ANSWER = "answer"
    CHOICES = "choices"
    NONE = "none"


class Question(Base):
    """One thing somebody asked; `candidates` are `{code, confidence, score}`, best first."""

    __tablename__ = "question"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    inbound_id: Mapped[int] = mapped_column(ForeignKey("inbound.id"), unique=True)
    chat_id: Mapped[str] = mapped_column(String(96), index=True)
    message_id: Mapped[str] = mapped_column(String(96))
    open_id: Mapped[str] = mapped_column(String(96), index=True)
    text: Mapped[str] = mapped_column(Text)
    normalised: Mapped[str] = mapped_column(Text)
    verdict: Mapped[Verdict] = mapped_column(by_value(Verdict))
    candidates: Mapped[list[dict[str, Any]]]
    faq_revision: Mapped[int]
    # How it came: typed, image, voice, rewritten by a model, a choice among joined messages.
    via: Mapped[str] = mapped_column(String(16), default="text", server_default="text")
    asked_at: Mapped[datetime] = mapped_column(index=True)


class Step(StrEnum):
    """What happened to a question, in the order it happened."""

    SHOWN_ANSWER = "shown_answer"
    SHOWN_CHOICES = "shown_choices"
    SHOWN_NONE = "shown_none"
    SHOWN_CLARIFY = "shown_clarify"
    SHOWN_SAFETY = "shown_safety"
    SHOWN_STEP = "shown_step"
    CLARIFIED = "clarified"
    STEP_FAILED = "step_failed"
    CHOSE = "chose"
    NONE_OF_THESE = "none_of_these"
    SOLVED = "solved"
    UNSOLVED = "unsolved"
    HUMAN = "human"


class QuestionStep(Base):
    """Append-only. `question_id` is empty where somebody browsed without asking."""

    __tablename__ = "question_step"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    question_id: Mapped[int | None] = mapped_column(ForeignKey("question.id"), index=True)
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("faq_entry.id"), index=True)
    step: Mapped[Step] = mapped_column(by_value(Step))
    via: Mapped[str] = mapped_column(String(16), default="")
    open_id: Mapped[str] = mapped_column(String(96))
    at: Mapped[datetime] = mapped_column(index=True)


class HandoverStatus(StrEnum):
    WAITING = "waiting"
    TICKETED = "ticketed"
    CANCELLED = "cancelled"


class HandoverRequest(Base):
    """Somebody asked for a human; tickets are born from these rows."""

    __tablename__ = "handover_request"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    chat_id: Mapped[str] = mapped_column(String(96), index=True)
    open_id: Mapped[str] = mapped_column(String(96), index=True)
    question_id: Mapped[int | None] = mapped_column(ForeignKey("question.id"))
    status: Mapped[HandoverStatus] = mapped_column(by_value(HandoverStatus))
    requested_at: Mapped[datetime]

    @property
    def number(self) -> str:
        return f"R{self.id:06d}"

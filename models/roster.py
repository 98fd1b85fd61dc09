"""Who works at the desk, what they know, and when they are there."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Date, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, by_value


class SkillGroup(Base):
    """`fallback` is the group that helps out; `chat_id` the agents' own chat."""

    __tablename__ = "skill_group"

    code: Mapped[str] = mapped_column(String(32), primary_key=True)
    name: Mapped[str] = mapped_column(String(40), unique=True)
    scope: Mapped[str] = mapped_column(String(200), default="")
    fallback: Mapped[str | None] = mapped_column(String(32))
    chat_id: Mapped[str | None] = mapped_column(String(96))


class Duty(StrEnum):
    """By the roster, or what the agent said since."""

    ROSTER = "roster"
    ON = "on"
    OFF = "off"


class Agent(Base):
    """A person of the desk. `tier` 1 serves, 2 and 3 are experts; no regions means every region.

    Who leaves is no longer `active`; their row and their tickets stay.
    """

    __tablename__ = "agent"

    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), primary_key=True)
    tier: Mapped[int] = mapped_column(index=True)
    capacity: Mapped[int]
    specialty: Mapped[str] = mapped_column(String(120), default="")
    regions: Mapped[list[str]] = mapped_column(default=list)
    languages: Mapped[list[str]] = mapped_column(default=lambda: ["zh"])
    active: Mapped[bool] = mapped_column(default=True)
    duty: Mapped[Duty] = mapped_column(by_value(Duty), default=Duty.ROSTER)
    duty_since: Mapped[datetime | None]
    duty_until: Mapped[datetime | None]
    last_assigned_at: Mapped[datetime | None]


class AgentSkill(Base):
    """`level` 1 is the agent's own group, 2 one they help in."""

    __tablename__ = "agent_skill"

    person_id: Mapped[str] = mapped_column(ForeignKey("agent.person_id"), primary_key=True)
    group_code: Mapped[str] = mapped_column(
        ForeignKey("skill_group.code"), primary_key=True, index=True
    )
    level: Mapped[int] = mapped_column(default=1)


class Lead(Base):
    """Whom the chain calls over silent agents. `scope`: `group:G01`, `region:河北省`, `desk`."""

    __tablename__ = "lead"

    scope: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), primary_key=True)
    position: Mapped[int] = mapped_column(default=0)


class Shift(Base):
    """One weekly range of one person. Several a day are several rows; past 1440 is the next day.

    Without a `weekday` (0 is Monday) it is every working day of the calendar: not on holidays,
    but on the days worked instead (调休). With one it is that day, holiday or not, unless
    `holidays` is false. `cycle_weeks` above 1 is an on-call rota: the person's turn is when the
    ISO week's number, modulo the cycle, is `cycle_at`.
    """

    __tablename__ = "shift"
    __table_args__ = (UniqueConstraint("person_id", "weekday", "start_minute", "cycle_at"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("agent.person_id"), index=True)
    label: Mapped[str] = mapped_column(String(24), default="")
    weekday: Mapped[int | None]
    start_minute: Mapped[int]
    end_minute: Mapped[int]
    holidays: Mapped[bool] = mapped_column(default=True)
    cycle_weeks: Mapped[int] = mapped_column(default=1)
    cycle_at: Mapped[int] = mapped_column(default=0)
    valid_from: Mapped[date | None] = mapped_column(Date)
    valid_until: Mapped[date | None] = mapped_column(Date)


class ExceptionKind(StrEnum):
    LEAVE = "leave"
    EXTRA = "extra"


class RosterException(Base):
    """Leave or extra duty. A swap is a leave and an extra for each of two, with one `swap`."""

    __tablename__ = "roster_exception"
    __table_args__ = (Index("ix_roster_exception_person_id_ends_at", "person_id", "ends_at"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("agent.person_id"))
    kind: Mapped[ExceptionKind] = mapped_column(by_value(ExceptionKind))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    swap: Mapped[str | None] = mapped_column(String(32), index=True)
    reason: Mapped[str] = mapped_column(String(120), default="")
    created_by: Mapped[str] = mapped_column(String(96), default="")
    created_at: Mapped[datetime]
    cancelled_at: Mapped[datetime | None]


class CalendarDay(Base):
    """A day that the operator knows better than the library: worked, or not."""

    __tablename__ = "calendar_day"

    day: Mapped[date] = mapped_column(Date, primary_key=True)
    working: Mapped[bool]
    note: Mapped[str] = mapped_column(String(80), default="")


class HandoffState(StrEnum):
    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class ShiftHandoff(Base):
    """The open tickets of one who goes, offered to one who comes; nothing moves unaccepted."""

    __tablename__ = "shift_handoff"
    __table_args__ = (UniqueConstraint("giver", "shift_ended_at", "taker"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    giver: Mapped[str] = mapped_column(ForeignKey("agent.person_id"))
    taker: Mapped[str] = mapped_column(ForeignKey("agent.person_id"), index=True)
    tickets: Mapped[list[str]]
    state: Mapped[HandoffState] = mapped_column(by_value(HandoffState))
    shift_ended_at: Mapped[datetime]
    offered_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]

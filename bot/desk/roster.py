"""The roster as it stands in the database: who is on duty, until when, and who comes next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import datetime, timedelta

from sqlalchemy import select

from bot.desk.roster_rules import Change, Presence, ShiftRule, presences
from bot.desk.tickets.policies import days
from bot.unit_of_work import Tx
from models import Agent, AgentSkill, Duty, ExceptionKind, RosterException, Shift

A_MOMENT = timedelta(microseconds=1)
A_DAY = timedelta(days=1)
FOREVER = timedelta(days=36500)
RULE_COLUMNS = tuple(field.name for field in fields(ShiftRule))


def on_duty(people: Iterable[str], at: datetime, tx: Tx) -> dict[str, Presence]:
    """Who of them is there at that moment, and for how long."""
    wanted = list(people)
    said = {
        agent.person_id: agent
        for agent in tx.session.scalars(
            select(Agent).where(Agent.person_id.in_(wanted), Agent.active.is_(True))
        )
    }
    planned = plan(list(said), at, at + A_MOMENT, tx)
    found = {}
    for person, agent in said.items():
        there = next((p for p in planned[person] if p.covers(at)), None)
        present = _as_said(agent, there, at)
        if present is not None:
            found[person] = present
    return found


def plan(
    people: Sequence[str], start: datetime, end: datetime, tx: Tx
) -> dict[str, list[Presence]]:
    """By the roster alone, with leave and swaps, without what anybody said since."""
    rules = _rules(people, tx)
    changes = _changes(people, start - 2 * A_DAY, end + A_DAY, tx)
    calendar = days(tx)
    return {
        person: presences(rules.get(person, []), changes.get(person, []), calendar, start, end)
        for person in people
    }


def members(group: str, tx: Tx, *, tier: int = 1) -> list[str]:
    """Active agents of a group, its own people first."""
    return list(
        tx.session.scalars(
            select(AgentSkill.person_id)
            .join(Agent, Agent.person_id == AgentSkill.person_id)
            .where(AgentSkill.group_code == group, Agent.active.is_(True), Agent.tier == tier)
            .order_by(AgentSkill.level, AgentSkill.person_id)
        )
    )


def on_duty_in(group: str, at: datetime, tx: Tx, *, tier: int = 1) -> dict[str, Presence]:
    return on_duty(members(group, tx, tier=tier), at, tx)


def opens_at(group: str, tx: Tx, *, within: timedelta = timedelta(days=10)) -> datetime | None:
    """When somebody of the group is there next: now, or at the beginning of a shift."""
    people = members(group, tx)
    if on_duty(people, tx.now, tx):
        return tx.now
    planned = plan(people, tx.now, tx.now + within, tx)
    starts = [p.starts_at for spans in planned.values() for p in spans if p.starts_at > tx.now]
    return min(starts, default=None)


def say_duty(person: str, duty: Duty, tx: Tx, *, until: datetime | None = None) -> Agent:
    """On or off by the agent's own word. Without an end it lasts until the roster changes next:
    nobody can forget to go off duty."""
    agent = tx.session.get_one(Agent, person, with_for_update=True)
    agent.duty, agent.duty_since = duty, tx.now
    agent.duty_until = None if duty is Duty.ROSTER else until or _next_change(person, tx)
    tx.session.flush()
    return agent


def _next_change(person: str, tx: Tx) -> datetime:
    spans = plan([person], tx.now, tx.now + 14 * A_DAY, tx)[person]
    edges = (edge for span in spans for edge in (span.starts_at, span.ends_at))
    return min((edge for edge in edges if edge > tx.now), default=tx.now + A_DAY)


def _as_said(agent: Agent, there: Presence | None, at: datetime) -> Presence | None:
    until = agent.duty_until or at + FOREVER
    if agent.duty is Duty.ROSTER or at >= until:
        return there
    if agent.duty is Duty.OFF:
        return None
    return there or Presence(agent.duty_since or at, until, "said")


def _rules(people: Sequence[str], tx: Tx) -> dict[str, list[ShiftRule]]:
    found: dict[str, list[ShiftRule]] = {}
    columns = [getattr(Shift, name) for name in RULE_COLUMNS]
    for person, *rule in tx.session.execute(
        select(Shift.person_id, *columns).where(Shift.person_id.in_(people))
    ):
        found.setdefault(person, []).append(ShiftRule(*rule))
    return found


def _changes(
    people: Sequence[str], start: datetime, end: datetime, tx: Tx
) -> dict[str, list[Change]]:
    """In the order they were decided."""
    found: dict[str, list[Change]] = {}
    rows = tx.session.scalars(
        select(RosterException)
        .where(
            RosterException.person_id.in_(people),
            RosterException.ends_at > start,
            RosterException.starts_at < end,
            RosterException.cancelled_at.is_(None),
        )
        .order_by(RosterException.id)
    )
    for row in rows:
        span = Presence(row.starts_at, row.ends_at, row.kind.value)
        change = Change(row.kind is ExceptionKind.LEAVE, span)
        found.setdefault(row.person_id, []).append(change)
    return found

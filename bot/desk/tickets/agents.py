"""The agents as routing sees them: skills, duty, load. One look at the database, then pure."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import func, select

from bot.desk import roster
from bot.desk.tickets.routing import AgentView
from bot.unit_of_work import Tx
from models import Agent, AgentSkill, Person, SkillGroup, Ticket
from models.ticket_state import BUSY


def groups(tx: Tx) -> dict[str, str | None]:
    """Every skill group and the one that helps it out."""
    return {group.code: group.fallback for group in tx.session.scalars(select(SkillGroup))}


def group_named(name_or_code: str, tx: Tx) -> str | None:
    """FAQ entries name their group, rosters give its code."""
    return tx.session.scalar(
        select(SkillGroup.code).where(
            (SkillGroup.code == name_or_code) | (SkillGroup.name == name_or_code)
        )
    )


def views(tx: Tx, *, tier: int = 1, within: Collection[str] | None = None) -> list[AgentView]:
    """Active agents of a tier, of these groups where some are named."""
    wanted = select(Agent).where(Agent.tier == tier, Agent.active.is_(True))
    if within is not None:
        inside = select(AgentSkill.person_id).where(AgentSkill.group_code.in_(within))
        wanted = wanted.where(Agent.person_id.in_(inside))
    agents = list(tx.session.scalars(wanted.order_by(Agent.person_id)))
    people = [agent.person_id for agent in agents]
    there, loads = roster.on_duty(people, tx.now, tx), load_of(people, tx)
    skills, linked = _skills(people, tx), _linked(people, tx)
    return [
        AgentView(
            id=agent.person_id,
            skills=skills.get(agent.person_id, {}),
            capacity=agent.capacity,
            load=loads.get(agent.person_id, 0),
            on_duty=agent.person_id in there,
            reachable=agent.person_id in linked,
            regions=frozenset(agent.regions),
            languages=frozenset(agent.languages),
            last_assigned_at=agent.last_assigned_at,
            came_at=there[agent.person_id].starts_at if agent.person_id in there else None,
        )
        for agent in agents
    ]


def load_of(people: Collection[str], tx: Tx) -> dict[str, int]:
    """How many tickets keep each of them busy; those that wait for the person do not."""
    rows = tx.session.execute(
        select(Ticket.assignee, func.count())
        .where(Ticket.assignee.in_(people), Ticket.state.in_(BUSY))
        .group_by(Ticket.assignee)
    )
    return {str(person): count for person, count in rows}


def knows(person: str, group: str, tx: Tx) -> bool:
    return tx.session.get(AgentSkill, (person, group)) is not None


def _skills(people: Collection[str], tx: Tx) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for skill in tx.session.scalars(select(AgentSkill).where(AgentSkill.person_id.in_(people))):
        found.setdefault(skill.person_id, {})[skill.group_code] = skill.level
    return found


def _linked(people: Collection[str], tx: Tx) -> set[str]:
    return set(
        tx.session.scalars(
            select(Person.id).where(Person.id.in_(people), Person.open_id.is_not(None))
        )
    )

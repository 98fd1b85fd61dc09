"""Who acts: asked of the database by open_id, never believed of a card."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select

from bot.unit_of_work import Tx
from models import Agent, Grant, Lead, Person, Role, Ticket

RULES_THEM_ALL = (Role.ADMIN, Role.MANAGER, Role.OPERATOR)


class ActorKind(StrEnum):
    USER = "user"
    AGENT = "agent"
    LEAD = "lead"
    DESK = "desk"


@dataclass(frozen=True)
class Actor:
    """`id` is a person's id for agents and leads, an open_id for who asks, empty for the desk."""

    kind: ActorKind
    id: str
    open_id: str = ""
    tier: int = 0

    @property
    def of_the_desk(self) -> bool:
        return self.kind in (ActorKind.AGENT, ActorKind.LEAD)


DESK = Actor(ActorKind.DESK, "")


def actor(open_id: str, tx: Tx) -> Actor:
    """Whoever is neither an active agent nor a lead is a user."""
    person = tx.session.scalar(select(Person.id).where(Person.open_id == open_id))
    agent = tx.session.get(Agent, person) if person else None
    tier = agent.tier if agent is not None and agent.active else 0
    if _leads(open_id, person, tx):
        return Actor(ActorKind.LEAD, person or open_id, open_id, tier)
    if tier:
        return Actor(ActorKind.AGENT, person or "", open_id, tier)
    return Actor(ActorKind.USER, open_id, open_id)


def open_id_of(person: str | None, tx: Tx) -> str | None:
    """None while the person is not linked with an account: they can't be reached."""
    return tx.session.scalar(select(Person.open_id).where(Person.id == person)) if person else None


def concerns(who: Actor, ticket: Ticket) -> bool:
    """Asked for it, or watches it."""
    return bool(who.open_id) and who.open_id in (ticket.requester, *ticket.watchers)


def _leads(open_id: str, person: str | None, tx: Tx) -> bool:
    granted = select(Grant.role).where(Grant.open_id == open_id, Grant.role.in_(RULES_THEM_ALL))
    if tx.session.scalar(granted.limit(1)) is not None:
        return True
    leads = select(Lead.scope).where(Lead.person_id == person).limit(1)
    return person is not None and tx.session.scalar(leads) is not None

"""Experts: the right ones by specialty, region and duty are called, come, and go again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from bot.desk import roster
from bot.desk.roster_rules import ON_CALL
from bot.desk.tickets.assigning import accept_silently, facts_of, require_reason
from bot.desk.tickets.ledger import locked, moved, record
from bot.desk.tickets.outcome import Outcome, before, finish
from bot.desk.tickets.people import DESK, Actor
from bot.desk.tickets.refusals import Refused, Why
from bot.desk.tickets.similar import likeness
from bot.desk.tickets.working import require_worker
from bot.unit_of_work import Tx
from models import Agent, AgentSkill, Move, Ticket, TicketEventKind

K = TicketEventKind
TOP_TIER = 3
CALLED_AT_ONCE = 1


@dataclass(frozen=True)
class Candidate:
    """`on_duty` is the shift's label, empty for who is not there; `fits` is how much of the
    ticket their specialty names."""

    person: str
    specialty: str
    on_duty: str
    regional: bool
    fits: float
    on_shift: bool

    @property
    def rank(self) -> tuple[Any, ...]:
        """There before on call, on call before at home; then who knows this region, this thing."""
        there = 0 if self.on_shift else 1 if self.on_duty else 2
        return (there, not self.regional, -self.fits, self.person)


def candidates(ticket: Ticket, tier: int, tx: Tx) -> list[Candidate]:
    """Experts of the tier who know the ticket's group, best first; of any group if none does."""
    facts = facts_of(ticket, tx)
    found = _experts(tier, ticket.skill_group, tx) or _experts(tier, None, tx)
    there = roster.on_duty([agent.person_id for agent in found], tx.now, tx)
    listed = []
    for agent in found:
        if agent.regions and facts.region and facts.region not in agent.regions:
            continue
        present = there.get(agent.person_id)
        on_call = present is not None and present.label == ON_CALL
        listed.append(
            Candidate(
                person=agent.person_id,
                specialty=agent.specialty,
                on_duty=(present.label or "on") if present else "",
                regional=bool(agent.regions),
                fits=likeness(agent.specialty, f"{ticket.category}{ticket.description}"),
                on_shift=present is not None and not on_call,
            )
        )
    return sorted(listed, key=lambda one: one.rank)


def escalate(
    ticket_id: int,
    by: Actor,
    tier: int,
    reason: str,
    tx: Tx,
    *,
    experts: Sequence[str] = (),
) -> Outcome:
    """Up to a tier, with a reason. Without names the best candidate is called; if there is none
    the ticket goes up all the same, and the chain calls the lead. Raises Refused."""
    ticket = locked(ticket_id, tx)
    require_worker(ticket, by)
    require_reason(reason)
    if not ticket.tier <= tier <= TOP_TIER or tier < 2:
        raise Refused(Why.WRONG_STATE, state=ticket.state, tier=ticket.tier)
    for person in experts:
        _require_expert(person, tx)
    was = before(ticket)
    accept_silently(ticket, by, tx)
    again = ticket.tier == tier and ticket.escalated_at is not None
    changes = moved(ticket, Move.ESCALATE, tier=tier, waiting_since=None, escalated_at=tx.now)
    details = {"tier": tier, "reason": reason, "again": again}
    record(ticket, K.ESCALATED, by, tx, changes=changes, details=details)
    best = [candidate.person for candidate in candidates(ticket, tier, tx)][:CALLED_AT_ONCE]
    for person in experts or best:
        call_expert(ticket, person, tier, by, tx)
    return finish(ticket, was, tx)


def call_expert(ticket: Ticket, person: str, tier: int, by: Actor, tx: Tx) -> bool:
    """False where they were called before."""
    if any(e["person"] == person and e["tier"] == tier for e in ticket.experts):
        return False
    called = {
        "person": person,
        "tier": tier,
        "called_at": tx.now.isoformat(),
        "joined_at": None,
    }
    record(
        ticket,
        K.EXPERT_CALLED,
        by,
        tx,
        changes={"experts": [*ticket.experts, called]},
        details={"person": person, "tier": tier},
    )
    return True


def call_next(ticket: Ticket, tx: Tx) -> str | None:
    """The next candidate who was not called yet; None if everybody was."""
    called = {expert["person"] for expert in ticket.experts}
    for candidate in candidates(ticket, ticket.tier, tx):
        if candidate.person not in called:
            call_expert(ticket, candidate.person, ticket.tier, DESK, tx)
            return candidate.person
    return None


def invite(ticket_id: int, by: Actor, person: str, tx: Tx) -> Outcome:
    """One more expert into a room that is there already. Raises Refused."""
    ticket = locked(ticket_id, tx)
    require_worker(ticket, by)
    agent = _require_expert(person, tx)
    if ticket.tier < 2:
        raise Refused(Why.WRONG_STATE, state=ticket.state, tier=ticket.tier)
    was = before(ticket)
    call_expert(ticket, person, agent.tier, by, tx)
    return finish(ticket, was, tx)


def join(ticket_id: int, by: Actor, tx: Tx) -> Outcome:
    """我来了. An expert who comes without having been called is welcome; twice is once.
    Raises Refused."""
    ticket = locked(ticket_id, tx)
    if not by.of_the_desk or by.tier < 2:
        raise Refused(Why.NOT_AN_AGENT)
    if ticket.tier < 2:
        raise Refused(Why.WRONG_STATE, state=ticket.state, tier=ticket.tier)
    was = before(ticket)
    mine = [e for e in ticket.experts if e["person"] == by.id]
    if not any(e["joined_at"] for e in mine):
        now = tx.now.isoformat()
        new = {"person": by.id, "tier": by.tier, "called_at": now, "joined_at": now}
        experts = [e | {"joined_at": now} if e["person"] == by.id else e for e in ticket.experts]
        changes = {"experts": experts if mine else [*ticket.experts, new]}
        record(ticket, K.EXPERT_JOINED, by, tx, changes=changes, details={"person": by.id})
    return finish(ticket, was, tx)


def deescalate(ticket_id: int, by: Actor, tx: Tx, *, note: str = "") -> Outcome:
    """Back to the first tier: its owner can do the rest. Raises Refused."""
    ticket = locked(ticket_id, tx)
    require_worker(ticket, by)
    if ticket.tier < 2:
        raise Refused(Why.WRONG_STATE, state=ticket.state, tier=ticket.tier)
    was = before(ticket)
    changes = moved(ticket, Move.DEESCALATE, tier=1, escalated_at=None)
    record(ticket, K.DEESCALATED, by, tx, changes=changes, details={"note": note})
    return finish(ticket, was, tx)


def _experts(tier: int, group: str | None, tx: Tx) -> list[Agent]:
    wanted = select(Agent).where(Agent.tier == tier, Agent.active.is_(True))
    if group is not None:
        knowing = select(AgentSkill.person_id).where(AgentSkill.group_code == group)
        wanted = wanted.where(Agent.person_id.in_(knowing))
    return list(tx.session.scalars(wanted.order_by(Agent.person_id)))


def _require_expert(person: str, tx: Tx) -> Agent:
    agent = tx.session.get(Agent, person)
    if agent is None or not agent.active or agent.tier < 2:
        raise Refused(Why.NO_SUCH_AGENT, person=person)
    return agent

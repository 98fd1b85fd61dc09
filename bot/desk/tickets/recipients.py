"""Whom a step reaches: found when it fires, for the roster may have changed meanwhile."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from bot.desk import roster
from bot.desk.tickets import agents, policies, routing
from bot.desk.tickets.assigning import facts_of
from bot.desk.tickets.people import open_id_of
from bot.desk.tickets.steps import Whom
from bot.unit_of_work import Tx
from models import Grant, Lead, Role, SkillGroup, Ticket

DESK_SCOPE = "desk"
Recipient = dict[str, Any]


def recipients(ticket: Ticket, whom: Iterable[Whom], tx: Tx) -> list[Recipient]:
    """`{role, person, open_id}` or `{role, chat_id}`, each once. Where somebody is missing the
    lead stands in, and where there is no lead an administrator."""
    found: list[Recipient] = []
    for role in whom:
        reached = _of(role, ticket, tx)
        if not reached and role not in (Whom.REQUESTER, Whom.GROUP):
            reached = [_person(role, p, tx) for p in leads(ticket, tx)] or _admins(role, tx)
        found += [r for r in reached if not any(_same(r, other) for other in found)]
    return found


def leads(ticket: Ticket, tx: Tx) -> list[str]:
    """Of the group, or of the desk."""
    return _led(f"group:{ticket.skill_group}", tx) or _led(DESK_SCOPE, tx)


def next_on_shift(ticket: Ticket, tx: Tx) -> str | None:
    """Who is there beside the owner, or who comes next."""
    facts = facts_of(ticket, tx)
    pool = [view for view in agents.views(tx) if view.id != ticket.assignee]
    rules, known = policies.routing(tx).rules, agents.groups(tx)
    chosen = routing.route(facts, pool, rules, known).agent
    if chosen is not None:
        return chosen
    people = roster.members(ticket.skill_group, tx)
    coming = roster.plan(people, tx.now, tx.now + 2 * roster.A_DAY, tx)
    starts = [(spans[0].starts_at, who) for who, spans in coming.items() if spans]
    return min(starts)[1] if starts else None


def _of(role: Whom, ticket: Ticket, tx: Tx) -> list[Recipient]:
    if role is Whom.OWNER:
        people = [ticket.assignee] if ticket.assignee else []
    elif role is Whom.EXPERTS:
        people = [str(e["person"]) for e in ticket.experts if e["tier"] == ticket.tier]
    elif role is Whom.NEXT_ON_SHIFT:
        people = list(filter(None, [next_on_shift(ticket, tx)]))
    elif role is Whom.LEAD:
        people = leads(ticket, tx)
    elif role is Whom.REGION:
        people = _led(f"region:{facts_of(ticket, tx).region}", tx) or _led(DESK_SCOPE, tx)
    elif role is Whom.REQUESTER:
        return [{"role": role.value, "person": None, "open_id": ticket.requester}]
    else:
        group = tx.session.get(SkillGroup, ticket.skill_group)
        chat = group.chat_id if group else None
        return [{"role": role.value, "chat_id": chat}] if chat else []
    return [_person(role, person, tx) for person in people]


def _led(scope: str, tx: Tx) -> list[str]:
    wanted = select(Lead.person_id).where(Lead.scope == scope)
    return list(tx.session.scalars(wanted.order_by(Lead.position, Lead.person_id)))


def _admins(role: Whom, tx: Tx) -> list[Recipient]:
    granted = select(Grant.open_id).where(Grant.role.in_((Role.ADMIN, Role.MANAGER)))
    return [
        {"role": role.value, "person": None, "open_id": open_id}
        for open_id in tx.session.scalars(granted.order_by(Grant.open_id))
    ]


def _person(role: Whom, person: str, tx: Tx) -> Recipient:
    return {"role": role.value, "person": person, "open_id": open_id_of(person, tx)}


def _same(one: Recipient, other: Recipient) -> bool:
    keys = ("person", "open_id", "chat_id")
    return all(one.get(key) == other.get(key) for key in keys)

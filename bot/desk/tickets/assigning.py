"""Who has the ticket: routed, claimed, accepted, declined, taken back, handed on."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from bot.desk.tickets import agents, policies, routing
from bot.desk.tickets.ledger import HINT_GROUP, locked, moved, record
from bot.desk.tickets.outcome import Outcome, before, finish
from bot.desk.tickets.people import DESK, Actor, ActorKind
from bot.desk.tickets.refusals import Refused, Why
from bot.desk.tickets.routing import AgentView, Decision, TicketFacts
from bot.unit_of_work import Tx
from models import Agent, Move, Station, Ticket, TicketEventKind, TicketState
from models.ticket_state import OPEN

K = TicketEventKind
IN_QUEUE = (TicketState.NEW, TicketState.QUEUED)
MOST_AT_ONCE = 20
LOOKED_AT = 200


def place(ticket: Ticket, by: Actor, tx: Tx) -> Decision:
    """To the best agent there is, or into its group's queue. The caller holds `assigning`."""
    known, rules, facts = agents.groups(tx), policies.routing(tx).rules, facts_of(ticket, tx)
    group, _ = routing.group_for(facts, rules, known)
    # Only those who are asked at all: the roster of everybody takes its time.
    pool = agents.views(tx, within=routing.named(group, ticket.reach, known))
    decision = routing.route(facts, pool, rules, known)
    _carry_out(ticket, decision, by, tx)
    return decision


def fill(tx: Tx) -> list[Outcome]:
    """Give what waits to whoever has room: by priority, then by age."""
    tx.alone("assigning")
    rules, known, pool = policies.routing(tx).rules, agents.groups(tx), agents.views(tx)
    done: list[Outcome] = []
    waiting = tx.session.scalars(
        select(Ticket.id)
        .where(Ticket.state == TicketState.QUEUED)
        .order_by(Ticket.priority, Ticket.opened_at, Ticket.id)
        .limit(LOOKED_AT)
    ).all()
    for ticket_id in waiting:
        if len(done) == MOST_AT_ONCE or not any(a.on_duty and a.load < a.capacity for a in pool):
            break
        ticket = locked(ticket_id, tx)
        decision = routing.route(facts_of(ticket, tx), pool, rules, known)
        if decision.agent is not None:
            was = before(ticket)
            _carry_out(ticket, decision, DESK, tx)
            pool = [_busier(view, decision.agent, tx) for view in pool]
            done.append(finish(ticket, was, tx))
    return done


def claim(ticket_id: int, by: Actor, tx: Tx) -> Outcome:
    """Take it from the queue, or accept what was offered. Exactly one is first; the others are
    refused with the name of who was. Raises Refused."""
    ticket = locked(ticket_id, tx, assigning=True)
    if not by.of_the_desk or not by.tier:
        raise Refused(Why.NOT_AN_AGENT)
    if ticket.assignee == by.id:
        return _accepted(ticket, by, tx)
    if ticket.state not in IN_QUEUE:
        taken = ticket.assignee is not None and ticket.state in OPEN
        why = Why.OTHERS_FASTER if taken else Why.WRONG_STATE
        raise Refused(why, state=ticket.state, owner=ticket.assignee)
    if by.kind is not ActorKind.LEAD and not _may_take(ticket, by, tx):
        raise Refused(Why.NOT_IN_GROUP, group=ticket.skill_group)
    was = before(ticket)
    changes = moved(ticket, Move.ASSIGN, assignee=by.id, assigned_at=tx.now, accepted_at=None)
    record(ticket, K.CLAIMED, by, tx, changes=changes)
    _assigned_now(by.id, tx)
    accept_silently(ticket, by, tx)
    return finish(ticket, was, tx)


def accept(ticket_id: int, by: Actor, tx: Tx) -> Outcome:
    """What was assigned is theirs from now on; pressing twice changes nothing. Raises Refused."""
    ticket = locked(ticket_id, tx)
    require_owner(ticket, by)
    return _accepted(ticket, by, tx)


def decline(ticket_id: int, by: Actor, reason: str, tx: Tx) -> Outcome:
    """Back to whoever else can; a reason is due. Raises Refused."""
    ticket = locked(ticket_id, tx, assigning=True)
    require_owner(ticket, by)
    require_reason(reason)
    return _give_back(ticket, K.DECLINED, by, {"reason": reason}, tx)


def take_back(ticket_id: int, by: Actor, tx: Tx, *, reason: str = "silent") -> Outcome:
    """From an owner who does not move: by the desk itself, or by a lead. Raises Refused."""
    ticket = locked(ticket_id, tx, assigning=True)
    if by.kind not in (ActorKind.DESK, ActorKind.LEAD):
        raise Refused(Why.NOT_YOURS)
    if ticket.assignee is None:
        raise Refused(Why.WRONG_STATE, state=ticket.state, owner=None)
    return _give_back(ticket, K.TAKEN_BACK, by, {"reason": reason, "from": ticket.assignee}, tx)


def transfer(
    ticket_id: int,
    by: Actor,
    tx: Tx,
    *,
    agent: str | None = None,
    group: str | None = None,
    note: str = "",
) -> Outcome:
    """To a colleague, who still has to accept, or to another group's best agent or queue. Owners
    hand on their own, leads any ticket. Raises Refused."""
    ticket = locked(ticket_id, tx, assigning=True)
    if by.kind is not ActorKind.LEAD:
        require_owner(ticket, by)
    was = before(ticket)
    details = {"from": ticket.assignee, "agent": agent, "group": group, "note": note}
    if agent is not None:
        if agent == ticket.assignee:
            raise Refused(Why.OTHERS_FASTER, owner=agent)
        chosen = tx.session.get(Agent, agent)
        if chosen is None or not chosen.active:
            raise Refused(Why.NO_SUCH_AGENT, person=agent)
        assign(ticket, agent, K.TRANSFERRED, by, tx, details, transfers=ticket.transfers + 1)
        return finish(ticket, was, tx)
    code = agents.group_named(group or "", tx)
    if code is None:
        raise Refused(Why.NO_SUCH_GROUP, group=group)
    after = {"skill_group": code, "reach": 0, "declined_by": [], "transfers": ticket.transfers + 1}
    record(ticket, K.TRANSFERRED, by, tx, changes=_queued(ticket, tx, **after), details=details)
    place(ticket, by, tx)
    return finish(ticket, was, tx)


def widen(ticket: Ticket, tx: Tx) -> Decision:
    """Nobody came: ask the group that helps out, then everybody. The caller holds `assigning`."""
    reach = min(ticket.reach + 1, routing.ANYBODY)
    record(ticket, K.EDITED, DESK, tx, changes={"reach": reach}, details={"overflow": reach})
    return place(ticket, DESK, tx)


def send_to_queue(ticket: Ticket, by: Actor, tx: Tx) -> None:
    """Whatever became of its owner: it waits in its group, or in the one for everything."""
    group, _ = routing.group_for(
        facts_of(ticket, tx), policies.routing(tx).rules, agents.groups(tx)
    )
    record(ticket, K.QUEUED, by, tx, changes=_queued(ticket, tx, skill_group=group))


def assign(
    ticket: Ticket,
    agent: str,
    kind: TicketEventKind,
    by: Actor,
    tx: Tx,
    details: dict[str, Any],
    **more: Any,
) -> None:
    changes = moved(
        ticket, Move.ASSIGN, assignee=agent, assigned_at=tx.now, accepted_at=None, **more
    )
    record(ticket, kind, by, tx, changes=changes, details=details)
    _assigned_now(agent, tx)


def require_owner(ticket: Ticket, by: Actor) -> None:
    """Raises Refused."""
    if ticket.assignee != by.id or not by.of_the_desk:
        raise Refused(Why.NOT_YOURS, owner=ticket.assignee)


def require_reason(reason: str) -> None:
    """Raises Refused."""
    if not reason.strip():
        raise Refused(Why.REASON_MISSING)


def facts_of(ticket: Ticket, tx: Tx) -> TicketFacts:
    station = tx.session.get(Station, ticket.station_code) if ticket.station_code else None
    return TicketFacts(
        category=ticket.category,
        hint=str(ticket.fields.get(HINT_GROUP, "")),
        group=ticket.skill_group,
        region=station.province if station else "",
        language=ticket.language,
        priority=ticket.priority.value,
        reach=ticket.reach,
        declined_by=frozenset(ticket.declined_by),
        given_back_at=ticket.queued_at,
        helped_before=_helped_before(ticket, tx),
    )


def _helped_before(ticket: Ticket, tx: Tx) -> str | None:
    sticky = policies.routing(tx).rules.sticky_days
    if not sticky:
        return None
    last = (
        select(Ticket)
        .where(Ticket.requester == ticket.requester, Ticket.id < ticket.id)
        .order_by(Ticket.id.desc())
        .limit(1)
    )
    found = tx.session.scalar(last)
    if found is None or found.opened_at is None:
        return None
    return found.assignee if (tx.now - found.opened_at).days < sticky else None


def _carry_out(ticket: Ticket, decision: Decision, by: Actor, tx: Tx) -> None:
    details = {
        "group_because": decision.group_because.value,
        "because": decision.because.value,
        "passed": [[person, why.value] for person, why in decision.passed],
    }
    if decision.agent is not None:
        assign(ticket, decision.agent, K.ASSIGNED, by, tx, details, skill_group=decision.group)
    elif ticket.state is not TicketState.QUEUED or ticket.skill_group != decision.group:
        changes = _queued(ticket, tx, skill_group=decision.group)
        record(ticket, K.QUEUED, by, tx, changes=changes, details=details)


def _queued(ticket: Ticket, tx: Tx, **more: Any) -> dict[str, Any]:
    return moved(
        ticket,
        Move.QUEUE,
        assignee=None,
        assigned_at=None,
        accepted_at=None,
        waiting_since=None,
        queued_at=tx.now,
        **more,
    )


def _give_back(
    ticket: Ticket, kind: TicketEventKind, by: Actor, details: dict[str, Any], tx: Tx
) -> Outcome:
    was = before(ticket)
    declined = list(dict.fromkeys([*ticket.declined_by, ticket.assignee]))
    changes = _queued(ticket, tx, declined_by=declined)
    record(ticket, kind, by, tx, changes=changes, details=details)
    place(ticket, DESK, tx)
    return finish(ticket, was, tx)


def _accepted(ticket: Ticket, by: Actor, tx: Tx) -> Outcome:
    if ticket.state not in OPEN:
        raise Refused(Why.WRONG_STATE, state=ticket.state)
    was = before(ticket)
    accept_silently(ticket, by, tx)
    return finish(ticket, was, tx)


def accept_silently(ticket: Ticket, by: Actor, tx: Tx) -> None:
    """Whoever acts on their ticket has accepted it, whether or not they pressed the button."""
    if ticket.accepted_at is None and ticket.assignee == by.id:
        changes = moved(ticket, Move.ACCEPT, accepted_at=tx.now)
        record(ticket, K.ACCEPTED, by, tx, changes=changes)


def _may_take(ticket: Ticket, by: Actor, tx: Tx) -> bool:
    if ticket.reach >= routing.ANYBODY or agents.knows(by.id, ticket.skill_group, tx):
        return True
    helping = agents.groups(tx).get(ticket.skill_group) if ticket.reach else None
    return helping is not None and agents.knows(by.id, helping, tx)


def _assigned_now(person: str, tx: Tx) -> None:
    agent = tx.session.get(Agent, person)
    if agent is not None:
        agent.last_assigned_at = tx.now


def _busier(view: AgentView, chosen: str, tx: Tx) -> AgentView:
    if view.id != chosen:
        return view
    return AgentView(**{**view.__dict__, "load": view.load + 1, "last_assigned_at": tx.now})

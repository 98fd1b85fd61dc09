"""The forms of tickets: what may be chosen in them, and what becomes of them when they are sent."""

from __future__ import annotations

from bot.desk import roster
from bot.desk.tickets import agents, assigning, ending, escalating, telling, views, working
from bot.desk.tickets.ledger import locked
from bot.desk.tickets.people import Actor
from bot.desk.tickets.refusals import Refused, Why
from bot.unit_of_work import Tx
from cards.ticket_actions import Paper
from cards.ticket_forms import CAUSE, TEXT, TIER, WHOM, PaperView
from cards.words import ticket_forms as asks
from cards.words import tickets as say
from models import Agent, SkillGroup, Ticket

MOST_COLLEAGUES = 25
LONGEST = 2000
AGENT, GROUP = "agent:", "group:"
FOR_THE_DESK = frozenset({"decline", "wait", "reply", "transfer", "escalate", "resolve"})


def paper(ticket_id: int, kind: Paper, by: Actor, tx: Tx) -> PaperView:
    """Raises Refused."""
    ticket = locked(ticket_id, tx)
    if kind in FOR_THE_DESK:
        working.require_worker(ticket, by)
    if kind == "note" and not by.of_the_desk:
        raise Refused(Why.NOT_AN_AGENT)
    return PaperView(
        ticket=ticket.id,
        number=ticket.number,
        title=ticket.title,
        paper=kind,
        stamp=int(tx.now.timestamp()),
        whom=_whom(ticket, kind, tx),
    )


def hand_in(ticket_id: int, kind: Paper, form: dict[str, object], by: Actor, tx: Tx) -> Ticket:
    """Raises Refused."""
    text, whom = _text(form.get(TEXT)), _text(form.get(WHOM))
    if kind not in asks.OPTIONAL_TEXT:
        assigning.require_reason(text)
    if kind == "supplement":
        return working.supplement(ticket_id, by, text, tx).ticket
    if kind == "reopen":
        return ending.reopen(ticket_id, by, text, tx).ticket
    if kind == "decline":
        return assigning.decline(ticket_id, by, text, tx).ticket
    if kind == "wait":
        return working.wait(ticket_id, by, tx, question=text).ticket
    if kind == "reply":
        return _reply(ticket_id, by, text, tx)
    if kind == "note":
        return working.note(ticket_id, by, text, tx).ticket
    if kind == "transfer":
        return _transfer(ticket_id, by, whom, text, tx)
    if kind == "escalate":
        tier = 3 if form.get(TIER) == "3" else 2
        chosen = _expert(whom, tx)
        named = [whom] if chosen is not None else []
        tier = max(tier, chosen.tier) if chosen is not None else tier
        return escalating.escalate(ticket_id, by, tier, text, tx, experts=named).ticket
    cause = _text(form.get(CAUSE))
    return ending.resolve(ticket_id, by, tx, solution=text, cause=cause).ticket


def _expert(person: str, tx: Tx) -> Agent | None:
    return tx.session.get(Agent, person) if person else None


def _reply(ticket_id: int, by: Actor, text: str, tx: Tx) -> Ticket:
    """Where there is no group the desk carries the words."""
    ticket = locked(ticket_id, tx)
    working.require_worker(ticket, by)
    working.desk_spoke(ticket_id, by, text, tx)
    telling.to_user(ticket, say.reply_from(views.person_name(by.id, tx), text), tx)
    return ticket


def _transfer(ticket_id: int, by: Actor, whom: str, note: str, tx: Tx) -> Ticket:
    if whom.startswith(AGENT):
        to = whom.removeprefix(AGENT)
        return assigning.transfer(ticket_id, by, tx, agent=to, note=note).ticket
    if whom.startswith(GROUP):
        to = whom.removeprefix(GROUP)
        return assigning.transfer(ticket_id, by, tx, group=to, note=note).ticket
    raise Refused(Why.FIELD_MISSING, fields=[WHOM])


def _whom(ticket: Ticket, kind: Paper, tx: Tx) -> tuple[tuple[str, str], ...]:
    if kind == "transfer":
        return (*_colleagues(ticket, tx), *_groups(ticket, tx))
    if kind == "escalate":
        return tuple(_experts(ticket, tx))
    return ()


def _colleagues(ticket: Ticket, tx: Tx) -> list[tuple[str, str]]:
    there = [view for view in agents.views(tx) if view.on_duty and view.id != ticket.assignee]
    own = sorted(
        there, key=lambda view: (ticket.skill_group not in view.skills, view.load, view.id)
    )
    return [
        (f"{views.person_name(v.id, tx)} {v.load}/{v.capacity}", f"{AGENT}{v.id}")
        for v in own[:MOST_COLLEAGUES]
    ]


def _groups(ticket: Ticket, tx: Tx) -> list[tuple[str, str]]:
    found = []
    for code in agents.groups(tx):
        group = tx.session.get(SkillGroup, code)
        if group is not None and code != ticket.skill_group:
            found.append((asks.group_option(group.name), f"{GROUP}{code}"))
    return found


def _experts(ticket: Ticket, tx: Tx) -> list[tuple[str, str]]:
    best = [c for tier in (2, 3) for c in escalating.candidates(ticket, tier, tx)[:10]]
    there = roster.on_duty([c.person for c in best], tx.now, tx)
    found = []
    for one in best:
        duty = there[one.person].label if one.person in there else say.OFF
        label = " ".join(filter(None, (views.person_name(one.person, tx), one.specialty, duty)))
        found.append((label, one.person))
    return found


def _text(value: object) -> str:
    text = value.strip() if isinstance(value, str) else ""
    return text.encode("utf-8", "replace").decode().replace("\0", "")[:LONGEST]

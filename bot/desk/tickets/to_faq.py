"""The way out of a ticket into the knowledge base: a draft for the reviewers, without names."""

from __future__ import annotations

from bot.desk import content as contents
from bot.desk import reviews
from bot.desk.tickets.ledger import locked
from bot.desk.tickets.people import Actor
from bot.desk.tickets.refusals import Refused, Why
from bot.llm.masking import masked
from bot.unit_of_work import Tx
from models import FaqProposal, ProposalKind, SkillGroup


def draft(ticket_id: int, by: Actor, tx: Tx) -> FaqProposal | None:
    """In the words of who asked and of who solved it; None where it was drafted before.
    Raises Refused."""
    ticket = locked(ticket_id, tx)
    if not by.of_the_desk:
        raise Refused(Why.NOT_AN_AGENT)
    if not ticket.solution:
        raise Refused(Why.WRONG_STATE, state=ticket.state)
    group = tx.session.get(SkillGroup, ticket.skill_group)
    content = {
        **contents.BLANK,
        "category": ticket.category,
        "question": masked(ticket.title),
        "answer": masked("\n\n".join(filter(None, (ticket.cause, ticket.solution)))),
        "skill_group": group.name if group else "",
    }
    evidence = {"ticket": ticket.number, "samples": [masked(ticket.description)[:200]]}
    return reviews.propose(
        ProposalKind.NEW, None, content, evidence, "ticket", by.open_id or by.id, tx
    )

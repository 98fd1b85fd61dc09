"""One's own tickets, and an agent's queue, as their cards show them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from bot.desk import roster
from bot.desk.tickets import agents, lists, views
from bot.desk.tickets.people import Actor, ActorKind
from bot.unit_of_work import Tx
from cards.handover import HandoverLine
from cards.ticket_lists import QueueView, TicketRow
from cards.words import tickets as say
from models import (
    HandoverRequest,
    HandoverStatus,
    Question,
    Ticket,
    TicketState,
)

MOST = 20
MOST_WAITING = 10


def progress(who: str, tx: Tx) -> tuple[HandoverLine, ...]:
    """What became of one's wishes for a human, the newest first."""
    tickets = lists.of_requester(who, tx, limit=MOST)
    waiting = tx.session.execute(
        select(HandoverRequest, Question.text)
        .outerjoin(Question, Question.id == HandoverRequest.question_id)
        .where(HandoverRequest.open_id == who, HandoverRequest.status != HandoverStatus.TICKETED)
        .order_by(HandoverRequest.id.desc())
        .limit(MOST)
    )
    lines = [
        HandoverLine(
            one.number,
            one.title,
            one.opened_at or tx.now,
            say.state(one.state.value, user=True),
            one.id,
        )
        for one in tickets
    ]
    lines += [
        HandoverLine(one.number, text, one.requested_at, one.status.value) for one, text in waiting
    ]
    return tuple(sorted(lines, key=lambda line: line.requested_at, reverse=True))


def queue(by: Actor, tx: Tx) -> QueueView:
    """What is theirs, and what they may take; a lead sees all, and who is there."""
    mine, there = _rows(_mine(by, tx), tx), bool(roster.on_duty([by.id], tx.now, tx))
    if by.kind is not ActorKind.LEAD:
        waiting = lists.waiting_for(by.id, tx, limit=MOST_WAITING)
        return QueueView(mine, _rows(waiting, tx), there)
    everything = lists.board((), tx)
    queued = [one for one in everything if one.state is TicketState.QUEUED]
    others = [one for one in everything if one not in queued and one.assignee != by.id]
    shift = sorted(view.id for view in agents.views(tx) if view.on_duty)
    names = tuple(views.person_name(person, tx) for person in shift)
    return QueueView(mine, _rows(queued, tx), there, _rows(others, tx), names)


def _rows(tickets: Sequence[Ticket], tx: Tx) -> tuple[TicketRow, ...]:
    return tuple(views.row(one, tx) for one in tickets[:MOST_WAITING])


def _mine(by: Actor, tx: Tx) -> list[Ticket]:
    return [*lists.of_agent(by.id, tx), *lists.of_expert(by.id, tx)]

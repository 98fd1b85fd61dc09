"""One's own tickets, and an agent's queue, as their cards show them."""

from __future__ import annotations

from sqlalchemy import select

from bot.desk import roster
from bot.desk.tickets import lists, views
from bot.desk.tickets.people import Actor, ActorKind
from bot.unit_of_work import Tx
from cards.handover import HandoverLine
from cards.ticket_lists import QueueView
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
    """What is theirs, and what they may take; a lead sees all that waits."""
    if by.kind is ActorKind.LEAD:
        waiting = [one for one in lists.board((), tx) if one.state is TicketState.QUEUED]
    else:
        waiting = lists.waiting_for(by.id, tx, limit=MOST_WAITING)
    return QueueView(
        mine=tuple(views.row(one, tx) for one in _mine(by, tx)),
        waiting=tuple(views.row(one, tx) for one in waiting[:MOST_WAITING]),
        on_duty=bool(roster.on_duty([by.id], tx.now, tx)),
    )


def _mine(by: Actor, tx: Tx) -> list[Ticket]:
    return [*lists.of_agent(by.id, tx), *lists.of_expert(by.id, tx)]

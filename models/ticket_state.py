"""A ticket's states and its legal moves: one table, no rows, no people."""

from __future__ import annotations

from enum import StrEnum

from models.base import IllegalMove


class TicketState(StrEnum):
    """`MERGED` ended in another ticket: neither solved nor cancelled, and counted as neither."""

    NEW = "new"
    QUEUED = "queued"
    ASSIGNED = "assigned"
    IN_PROGRESS = "in_progress"
    WAITING_USER = "waiting_user"
    ESCALATED = "escalated"
    RESOLVED = "resolved"
    CLOSED = "closed"
    CANCELLED = "cancelled"
    MERGED = "merged"


S = TicketState
OPEN = frozenset({S.NEW, S.QUEUED, S.ASSIGNED, S.IN_PROGRESS, S.WAITING_USER, S.ESCALATED})
# What must still be looked at: a resolved ticket waits for the person's word, or for its time.
UNFINISHED = OPEN | {S.RESOLVED}
# What takes an agent's capacity; one that waits for the person takes none.
BUSY = frozenset({S.ASSIGNED, S.IN_PROGRESS, S.ESCALATED})


class Move(StrEnum):
    QUEUE = "queue"
    ASSIGN = "assign"
    ACCEPT = "accept"
    WAIT = "wait"
    RESUME = "resume"
    ESCALATE = "escalate"
    DEESCALATE = "deescalate"
    RESOLVE = "resolve"
    CLOSE = "close"
    CANCEL = "cancel"
    REOPEN = "reopen"
    MERGE = "merge"


_OWNED = frozenset({S.ASSIGNED, S.IN_PROGRESS, S.WAITING_USER, S.ESCALATED})
# From where a move may be made, and where it may lead; with several ends the ticket's owner and
# tier decide which (see `target`).
MOVES: dict[Move, tuple[frozenset[TicketState], frozenset[TicketState]]] = {
    Move.QUEUE: (_OWNED | {S.NEW, S.QUEUED}, frozenset({S.QUEUED})),
    # Another owner does not end an escalation, nor the wait for the person.
    Move.ASSIGN: (
        _OWNED | {S.NEW, S.QUEUED},
        frozenset({S.ASSIGNED, S.ESCALATED, S.WAITING_USER}),
    ),
    Move.ACCEPT: (
        frozenset({S.ASSIGNED, S.ESCALATED, S.WAITING_USER}),
        frozenset({S.IN_PROGRESS, S.ESCALATED, S.WAITING_USER}),
    ),
    Move.WAIT: (_OWNED - {S.WAITING_USER}, frozenset({S.WAITING_USER})),
    Move.RESUME: (
        frozenset({S.WAITING_USER}),
        frozenset({S.QUEUED, S.ASSIGNED, S.IN_PROGRESS, S.ESCALATED}),
    ),
    Move.ESCALATE: (_OWNED, frozenset({S.ESCALATED})),
    Move.DEESCALATE: (
        frozenset({S.ESCALATED, S.WAITING_USER}),
        frozenset({S.ASSIGNED, S.IN_PROGRESS, S.ESCALATED, S.WAITING_USER}),
    ),
    Move.RESOLVE: (OPEN, frozenset({S.RESOLVED})),
    Move.CLOSE: (frozenset({S.RESOLVED}), frozenset({S.CLOSED})),
    Move.CANCEL: (OPEN, frozenset({S.CANCELLED})),
    Move.REOPEN: (frozenset({S.RESOLVED, S.CLOSED}), frozenset({S.QUEUED, S.ASSIGNED})),
    Move.MERGE: (OPEN, frozenset({S.MERGED})),
}
STEPS = frozenset(
    (before, after) for starts, ends in MOVES.values() for before in starts for after in ends
)


def target(
    state: TicketState, move: Move, *, tier: int, owned: bool, accepted: bool
) -> TicketState:
    """Where the move leads, given the tier and the owner as they will be. Raises IllegalMove."""
    starts, ends = MOVES[move]
    if state not in starts:
        raise IllegalMove("a ticket", state, move)
    if len(ends) == 1:
        return next(iter(ends))
    if move in (Move.ASSIGN, Move.ACCEPT, Move.DEESCALATE) and state is S.WAITING_USER:
        return S.WAITING_USER
    if move is Move.REOPEN:
        return S.ASSIGNED if owned else S.QUEUED
    if tier > 1 and owned:
        return S.ESCALATED
    if not owned:
        return S.QUEUED
    return S.IN_PROGRESS if accepted else S.ASSIGNED

"""Events of our own: a timer that is due, the outcome of a call. They take the way of any push."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from bot.engine.port import Work, WorkItem
from bot.unit_of_work import Tx
from models import Inbound, InboundKind, InboundState

# Keys are unique for an app; ours are of no app of Feishu's.
APP = "stationdesk"


@dataclass(frozen=True)
class Internal:
    """`name` says what happened, `payload` carries ids; `lane` is the chat it concerns."""

    name: str
    lane: str
    payload: dict[str, Any]


def post(event: Internal, key: str, tx: Tx) -> bool:
    """Into the inbox, to be worked after what its chat has waiting; False if `key` was there.

    A `message_id` in the payload is who gets the apology, should the rules fail.
    """
    tx.alone("internal", key)
    known = select(Inbound.id).where(Inbound.app_id == APP, Inbound.key == key)
    if tx.session.scalar(known) is not None:
        return False
    row = Inbound(
        app_id=APP,
        key=key,
        kind=InboundKind.INTERNAL,
        event_type=event.name,
        event_id=key,
        lane=event.lane,
        payload=event.payload,
        sent_at=tx.now,
        received_at=tx.now,
        state=InboundState.RECEIVED,
    )
    tx.session.add(row)
    tx.session.flush()
    tx.enqueue(WorkItem(Work.INBOUND, row.id, event.lane))
    return True


def read(row: Inbound) -> Internal:
    return Internal(row.event_type, row.lane, row.payload)

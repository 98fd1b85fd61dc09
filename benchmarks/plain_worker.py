"""A home-made queue for comparison: lease the oldest open row, work it, and again."""

from __future__ import annotations

import os
import signal
import sys
from datetime import timedelta

from sqlalchemy import select, update

import handlers
from app import load_settings
from bot import database, logs
from bot.assembly import build_matcher, parts
from bot.desk.knowledge import Knowledge
from bot.logs import log
from bot.rules import Rules
from bot.unit_of_work import UnitOfWork
from models import Inbound, InboundState

LEASE = timedelta(seconds=30)


def lease_oldest(uow: UnitOfWork) -> int | None:
    """The lease is written, as it would have to be; only its column is borrowed."""
    with uow() as tx:
        oldest = select(Inbound.id).where(Inbound.state == InboundState.RECEIVED)
        row = tx.session.scalar(oldest.order_by(Inbound.id).limit(1))
        if row is not None:
            tx.session.execute(
                update(Inbound).where(Inbound.id == row).values(receipt_at=tx.now + LEASE)
            )
        return row


def main() -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    settings = load_settings(os.environ)
    logs.set_up(settings.log_level, as_json=settings.log_json)
    it = parts(settings, durable=False, patience=database.WORKER_PATIENCE)
    rules = Rules(it.uow, handlers.build(Knowledge(it.uow, build_matcher)), lambda seconds: False)
    log().info("worker_ready")
    while (row := lease_oldest(it.uow)) is not None:
        rules.work(row)
    signal.pause()


if __name__ == "__main__":
    main()

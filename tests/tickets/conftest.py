"""A desk of tickets without Feishu: rows, timers, and the sample's people."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from bot import timers
from bot.database import open_engine
from bot.desk import org
from bot.engine.inline import InlineEngine
from bot.engine.port import Work
from bot.internal import Internal
from bot.router import Router
from bot.rules import Rules
from bot.unit_of_work import UnitOfWork
from models import Base, Inbound, InboundState
from tests.furniture import SteppedClock

SAMPLES = Path(__file__).parent.parent.parent / "samples"


@dataclass
class Office:
    uow: UnitOfWork
    engine: Engine
    clock: SteppedClock
    inline: InlineEngine
    router: Router
    heard: list[Internal] = field(default_factory=list)

    def wait(self, **span: float) -> None:
        """Time goes by, timers fire, and what they cause is done; nothing may be parked."""
        self.clock.advance(**span)
        self.settle()

    def settle(self) -> None:
        while timers.fire_due(self.uow) + self.inline.drain():
            pass
        with Session(self.engine) as session:
            parked = select(Inbound.error).where(Inbound.state == InboundState.PARKED)
            assert session.scalars(parked).all() == []


@pytest.fixture
def office(database_url: str, clock: SteppedClock) -> Iterator[Office]:
    engine = open_engine(database_url, durable=False, patience=2.0)
    Base.metadata.create_all(engine)
    inline = InlineEngine()
    uow = UnitOfWork(engine, clock, inline)
    router = Router(lambda message, tx: True)
    rules = Rules(uow, router, lambda seconds: False)
    inline.start({Work.INBOUND: rules.work, Work.OUTBOUND: lambda number: None})
    with uow() as tx:
        org.import_org((SAMPLES / "org.json").read_bytes(), tx)
    yield Office(uow, engine, clock, inline, router)
    engine.dispose()

"""A desk of tickets without Feishu: rows, timers, and the sample's people."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from bot import timers
from bot.database import open_engine
from bot.desk import org, roster
from bot.desk.tickets import handoffs, ledger, opening, people
from bot.desk.tickets.opening import Intake
from bot.desk.tickets.people import DESK, Actor
from bot.engine.inline import InlineEngine
from bot.engine.port import Work
from bot.internal import Internal
from bot.router import Router
from bot.rules import Rules
from bot.unit_of_work import Tx, UnitOfWork
from handlers import ticket_clock
from models import (
    Agent,
    Base,
    Duty,
    HandoverRequest,
    HandoverStatus,
    Inbound,
    InboundState,
    Person,
    Ticket,
    TicketEvent,
    TicketEventKind,
)
from tests.furniture import Desk, SteppedClock
from tests.tickets.doors import Doors

R = TypeVar("R")
SAMPLES = Path(__file__).parent.parent.parent / "samples"


@dataclass
class Office:
    uow: UnitOfWork
    engine: Engine
    clock: SteppedClock
    inline: InlineEngine
    router: Router
    heard: list[Internal] = field(default_factory=list)

    def staff(self) -> None:
        Base.metadata.create_all(self.engine)
        with self.uow() as tx:
            org.import_org((SAMPLES / "org.json").read_bytes(), tx)

    def open(self, text: str = "92号枪跳枪", *, who: str = "U0001", **more: Any) -> int:
        """Somebody of a station asks for a human; the ticket's number."""
        with self.uow() as tx:
            open_id = self.open_id(who, tx)
            request = HandoverRequest(
                chat_id=f"oc_{who}",
                open_id=open_id,
                status=HandoverStatus.WAITING,
                requested_at=tx.now,
            )
            tx.session.add(request)
            tx.session.flush()
            intake = Intake(text=text, **{"group": "前庭设备组", **more})
            return opening.open_from_handover(request, intake, DESK, tx).ticket.id

    def open_id(self, person: str, tx: Tx) -> str:
        return str(tx.session.get_one(Person, person).open_id)

    def who(self, person: str, tx: Tx) -> Actor:
        return people.actor(self.open_id(person, tx), tx)

    def do(self, rule: Callable[..., R], ticket: int, by: str, *args: Any, **more: Any) -> R:
        """A rule in a unit of work of its own, by somebody; what it caused is done as well."""
        with self.uow() as tx:
            outcome = rule(ticket, self.who(by, tx), *args, tx=tx, **more)
        self.settle()
        return outcome

    def ticket(self, number: int) -> Ticket:
        with Session(self.engine) as session:
            return session.get_one(Ticket, number)

    def events(self, number: int) -> list[TicketEvent]:
        with self.uow.reading() as tx:
            return ledger.events_of(number, tx)

    def kinds(self, number: int) -> list[str]:
        return [event.kind.value for event in self.events(number)]

    def steps(self, number: int) -> list[tuple[str, str]]:
        """What the chain did, as (clock, step)."""
        return [
            (event.details["clock"], event.details["step"])
            for event in self.events(number)
            if event.kind is TicketEventKind.STEPPED
        ]

    def put_on_duty(self, *persons: str, off: bool = False) -> None:
        with self.uow() as tx:
            until = tx.now + timedelta(days=30)
            for person in persons:
                roster.say_duty(person, Duty.OFF if off else Duty.ON, tx, until=until)

    def only_on_duty(self, *persons: str) -> None:
        with Session(self.engine) as session:
            everybody = session.scalars(select(Agent.person_id)).all()
        self.put_on_duty(*(p for p in everybody if p not in persons), off=True)
        self.put_on_duty(*persons)

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


@pytest.fixture(scope="session")
def staffed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with the sample's people in it, made once and copied for each test."""
    path = tmp_path_factory.mktemp("staffed") / "desk.sqlite3"
    with furnished(f"sqlite:///{path}", SteppedClock()) as it:
        it.staff()
    return path


@pytest.fixture
def office(database_url: str, clock: SteppedClock, staffed: Path) -> Iterator[Office]:
    if database_url.startswith("sqlite"):
        shutil.copy(staffed, database_url.removeprefix("sqlite:///"))
    with furnished(database_url, clock) as it:
        if not database_url.startswith("sqlite"):
            it.staff()
        yield it


@contextmanager
def furnished(url: str, clock: SteppedClock) -> Iterator[Office]:
    engine = open_engine(url, durable=False, patience=10.0)
    inline = InlineEngine()
    uow = UnitOfWork(engine, clock, inline)
    router = Router(lambda message, tx: True)
    rules = Rules(uow, router, lambda seconds: False)
    inline.start({Work.INBOUND: rules.work, Work.OUTBOUND: lambda number: None})
    it = Office(uow, engine, clock, inline, router)
    ticket_clock.register(router)
    for name in (ledger.NEWS, handoffs.OFFERED, handoffs.LATE):
        router.on_internal(name)(lambda event, tx: it.heard.append(event))
    try:
        yield it
    finally:
        engine.dispose()


@pytest.fixture
def doors(desk: Desk) -> Doors:
    """The whole desk, with the sample's FAQ and people, at noon of a working day."""
    with desk.uow() as tx:
        org.import_org((SAMPLES / "org.json").read_bytes(), tx)
    return Doors(desk)

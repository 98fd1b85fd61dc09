"""A desk in one thread, its clock, and Feishu on both sides of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, TypeVar

from sqlalchemy import Engine, Select
from sqlalchemy.orm import Session

import handlers
from bot import health, timers
from bot.bitable.work import BitableWork
from bot.database import open_engine
from bot.delivery import Delivery
from bot.desk.knowledge import Build, Knowledge
from bot.engine.inline import InlineEngine
from bot.engine.port import Work
from bot.feishu.bitable_memory import MemoryBitable
from bot.feishu.envelope import Keys
from bot.feishu.memory import MemoryFeishu
from bot.feishu.memory_world import Said
from bot.feishu.port import CardMessage, ChatId, MessageId, OpenId, Text
from bot.limits import NoLimits
from bot.llm.assistant import Assistant
from bot.matching.port import Matcher
from bot.reception import Reception
from bot.rules import Rules
from bot.unit_of_work import UnitOfWork
from bot.writer import Writer
from models import Base
from tests import pushing
from web.app import create_app

NOON = datetime(2026, 11, 25, 4, 0, tzinfo=UTC)
T = TypeVar("T")


class SteppedClock:
    """Stands still until it is told to move."""

    def __init__(self, at: datetime = NOON) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at

    def advance(self, **span: float) -> None:
        self.at += timedelta(**span)


@dataclass
class Desk:
    """A whole desk without a process: push, drain, look."""

    uow: UnitOfWork
    engine: Engine
    inline: InlineEngine
    feishu: MemoryFeishu
    clock: SteppedClock
    pusher: pushing.Pusher
    writer: Writer
    pauses: list[float]
    known: Knowledge
    bitable: MemoryBitable

    def drain(self, only: Work | None = None) -> int:
        return self.inline.drain(only=only)

    def wait(self, **span: float) -> int:
        """Time goes by, timers fire, and what they cause is done."""
        self.clock.advance(**span)
        timers.fire_due(self.uow)
        return self.drain()

    def rows(self, statement: Select[T]) -> list[T]:
        with Session(self.engine) as session:
            return list(session.scalars(statement))

    def cards(self, chat: str = "oc_alice") -> list[dict[str, Any]]:
        """What the bot has shown in a chat, oldest first, as it looks now."""
        said = self.feishu.messages.values()
        here = [m.content for m in said if m.chat_id == chat and m.sender is None]
        return [content.card for content in here if isinstance(content, CardMessage)]


@contextmanager
def make_desk(
    url: str,
    clock: SteppedClock,
    matcher: Matcher,
    build: Build | None = None,
    assistant: Assistant | None = None,
) -> Iterator[Desk]:
    """With one matcher whatever the FAQ says, or with `build` as a worker would."""
    engine = open_engine(url, durable=False, patience=2.0)
    Base.metadata.create_all(engine)
    inline, feishu = InlineEngine(), MemoryFeishu()
    bitable = MemoryBitable()
    uow = UnitOfWork(engine, clock, inline)
    known = Knowledge(uow, build or (lambda entries: matcher))
    router = handlers.build(known, assistant)
    writer = Writer(uow)
    keys = Keys(pushing.APP_ID, pushing.ENCRYPT_KEY, pushing.TOKEN, timedelta(hours=8))
    reception = Reception(keys=keys, writer=writer, uow=uow, work=inline, router=router)
    pauses: list[float] = []

    def pause(seconds: float) -> bool:
        pauses.append(seconds)
        clock.advance(seconds=seconds)
        return False

    inline.start(
        {
            Work.INBOUND: Rules(uow, router, pause).work,
            Work.OUTBOUND: Delivery(uow, feishu, NoLimits(), pause).work,
            Work.BITABLE: BitableWork(uow, feishu, bitable, pause).work,
        }
    )

    def examine() -> health.Health:
        with uow.reading() as tx:
            return health.examine(tx)

    http = create_app(reception, examine).test_client()
    desk = Desk(
        uow,
        engine,
        inline,
        feishu,
        clock,
        pushing.Pusher(http, clock, partial(_appears, feishu)),
        writer,
        pauses,
        known,
        bitable,
    )
    try:
        yield desk
    finally:
        writer.stop()
        engine.dispose()


def _appears(feishu: MemoryFeishu, message: dict[str, Any]) -> None:
    """What is pushed to the bot stands in the chat as well, or it could not be replied to."""
    said = Said(
        MessageId(message["message_id"]), ChatId(message["chat_id"]), OpenId("ou_x"), Text("")
    )
    feishu.messages.setdefault(said.message_id, said)

"""The real engine in this process, with Feishu in memory: for refusals of one's choice."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import uuid4

from bot.clock import WallClock
from bot.database import open_engine
from bot.delivery import Delivery
from bot.engine.dbos_engine import DbosQueue, DbosWorker
from bot.engine.port import Work
from bot.feishu.memory import MemoryFeishu
from bot.feishu.memory_world import Said
from bot.feishu.port import ChatId, MessageId, OpenId, Text
from bot.limits import NoLimits
from bot.router import Router
from bot.rules import Rules
from bot.ticker import Stop
from bot.unit_of_work import UnitOfWork


@dataclass
class Live:
    uow: UnitOfWork
    feishu: MemoryFeishu
    worker: DbosWorker
    stop: Stop

    def reply(self, chat: str) -> MessageId:
        """Somebody has written in this chat, and this is what the rules want to say to it."""
        asked = MessageId(f"om_{uuid4().hex}")
        said = Said(asked, ChatId(chat), OpenId("ou_alice"), Text("?"))
        self.feishu.messages[asked] = said
        with self.uow() as tx:
            tx.reply(asked, {"said": "!"}, lane=chat, fallback="!")
        return asked

    def answered(self) -> list[MessageId | None]:
        """Whom the bot has replied to, in the order of its replies."""
        return [one.parent for one in list(self.feishu.messages.values()) if one.sender is None]


@contextmanager
def live_desk(url: str) -> Iterator[Live]:
    engine = open_engine(url, durable=False, patience=5.0)
    queue = DbosQueue(url)
    uow = UnitOfWork(engine, WallClock(), queue)
    feishu, stop, worker = MemoryFeishu(), Stop(), DbosWorker(url)
    router = Router(lambda message, tx: True)
    worker.start(
        {
            Work.INBOUND: Rules(uow, router, stop.pause).work,
            Work.OUTBOUND: Delivery(uow, feishu, NoLimits(), stop.pause).work,
        }
    )
    try:
        yield Live(uow, feishu, worker, stop)
    finally:
        stop.now()
        worker.stop()
        queue.close()
        engine.dispose()

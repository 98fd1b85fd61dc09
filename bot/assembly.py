"""The parts that every process of ours is put together from."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Engine

from bot import database, health, schema
from bot.clock import WallClock
from bot.engine.dbos_engine import DbosQueue
from bot.feishu.envelope import Keys
from bot.matching.port import FaqText, Matcher
from bot.reception import Reception
from bot.router import Router
from bot.unit_of_work import UnitOfWork
from bot.writer import Writer
from config import Settings


@dataclass(frozen=True)
class Parts:
    settings: Settings
    engine: Engine
    queue: DbosQueue
    uow: UnitOfWork


def parts(settings: Settings, *, durable: bool, patience: float) -> Parts:
    engine = database.open_engine(settings.database_url, durable=durable, patience=patience)
    queue = DbosQueue(settings.database_url, engine)
    return Parts(settings, engine, queue, UnitOfWork(engine, WallClock(), queue))


def web_parts(settings: Settings) -> Parts:
    return parts(settings, durable=True, patience=database.WEB_PATIENCE)


@contextmanager
def open_desk(settings: Settings) -> Iterator[UnitOfWork]:
    """For a command: the database alone, checked to be of the code's revision."""
    it = parts(settings, durable=True, patience=database.WORKER_PATIENCE)
    schema.check(it.engine)
    try:
        yield it.uow
    finally:
        it.queue.close()
        it.engine.dispose()


def reception(it: Parts, router: Router) -> Reception:
    settings = it.settings
    keys = Keys(
        settings.app_id, settings.encrypt_key, settings.verification_token, settings.push_max_age
    )
    schema.check(it.engine)
    desk = Reception(keys=keys, writer=Writer(it.uow), uow=it.uow, work=it.queue, router=router)
    desk.warm_up()
    return desk


def examine(uow: UnitOfWork) -> health.Health:
    with uow.reading() as tx:
        return health.examine(tx)


def build_matcher(entries: list[FaqText]) -> Matcher:
    # Imported when first needed: the web process does without numpy and the pinyin tables.
    from bot.matching.lexical import LexicalMatcher

    return LexicalMatcher(entries)

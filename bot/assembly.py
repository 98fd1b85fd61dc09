"""The parts that every process of ours is put together from."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Engine

from bot import database, health, schema
from bot.clock import WallClock
from bot.desk.knowledge import Build
from bot.engine.dbos_engine import DbosQueue
from bot.feishu.envelope import Keys
from bot.llm.assistant import Assistant
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


def semantic_builder(settings: Settings, uow: UnitOfWork) -> Build:
    """Matchers with as much understanding as the settings and this machine allow."""
    from bot.desk.vectors import DatabaseShelf
    from bot.matching.fused import Builder
    from bot.matching.open import open_semantics

    return Builder(
        lambda: open_semantics(
            settings.semantic,
            url=settings.embeddings_url,
            model=settings.embeddings_model,
            key=settings.embeddings_api_key,
            shelf=DatabaseShelf(uow),
        )
    )


def build_assistant(settings: Settings) -> Assistant | None:
    """None unless an operator has named a language model: nothing is asked of anybody then."""
    if not settings.llm_url:
        return None
    from bot.llm.endpoint import ChatEndpoint

    use = settings.llm_use
    return Assistant(
        ChatEndpoint(settings.llm_url, settings.llm_model, settings.llm_api_key),
        rewrites=use in ("rewrite", "both"),
        drafts=use in ("draft", "both"),
        within=settings.llm_timeout.total_seconds(),
    )


def build_matcher(entries: list[FaqText]) -> Matcher:
    """By characters alone: quick to make, for what is asked once and of no person."""
    # Imported when first needed: the web process does without numpy and the pinyin tables.
    from bot.matching.lexical import LexicalMatcher

    return LexicalMatcher(entries)

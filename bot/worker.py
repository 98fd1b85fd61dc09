"""The worker process: rules, delivery, and timers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from filelock import FileLock, Timeout
from prometheus_client import start_http_server
from sqlalchemy.engine import make_url

from bot import broadcasts, database, retention, schema, timers
from bot.assembly import Parts, build_assistant, parts, semantic_builder
from bot.bitable.marks import knock_all
from bot.bitable.work import BitableWork
from bot.delivery import Delivery
from bot.desk import alarms, attachments, digest_plan, nightly, reminders
from bot.desk.knowledge import Knowledge, relate_new
from bot.desk.tickets import watchman
from bot.engine.dbos_engine import DbosWorker
from bot.engine.port import Work
from bot.engine.reaper import BEAT, Reaper
from bot.feishu.bitable import LarkBitable
from bot.feishu.errors import FeishuError
from bot.feishu.lark import LarkFeishu
from bot.feishu.port import Feishu
from bot.limits import Budget, open_limits
from bot.llm.assistant import Assistant
from bot.logs import log
from bot.receipts import acknowledge_slow
from bot.router import Router
from bot.rules import Rules
from bot.takeovers import counter
from bot.ticker import Stop, Ticker
from config import NotReady, Settings
from models import Identity

RECEIPTS_EVERY = timedelta(seconds=0.5)
TIMERS_EVERY = timedelta(seconds=0.5)
FAQ_EVERY = timedelta(seconds=0.4)  # with the build, an edit is searchable within a second
MEANING_EVERY = timedelta(seconds=1)
IDENTITY_EVERY = timedelta(seconds=30)
TICKETS_EVERY = timedelta(minutes=1)
FORGET_EVERY = timedelta(minutes=1)
BITABLE_EVERY = timedelta(minutes=1)
PICTURES_EVERY = timedelta(seconds=5)
REMIND_EVERY = timedelta(minutes=1)


class AnotherWorker(NotReady):
    """SQLite has one worker process: two would fight for its one lock and gain nothing."""


def run_worker(
    settings: Settings, build_router: Callable[[Knowledge, Assistant | None], Router]
) -> None:
    """Until a signal comes. Raises AnotherWorker."""
    lock = _only_worker(settings.database_url)
    it = parts(settings, durable=False, patience=database.WORKER_PATIENCE)
    schema.check(it.engine)
    stop = Stop()
    stop.on_signals()
    feishu = LarkFeishu(settings.app_id, settings.app_secret, settings.feishu_domain)
    # Before any item is begun: a worker killed while it loads would look like the item's fault.
    feishu.warm_up()
    knowledge = Knowledge(it.uow, semantic_builder(settings, it.uow))
    router = build_router(knowledge, build_assistant(settings))
    worker = DbosWorker(settings.database_url)
    reaper = Reaper(it.engine, it.queue.client, worker.executor_id, counter(it.uow))
    if lock is not None:
        reaper.bury_all_others()
    reaper.beat()
    knowledge.refresh()
    limits = open_limits(settings.database_url, Budget())
    ticker = _ticker(it, reaper, knowledge, feishu)
    worker.start(
        {
            Work.INBOUND: Rules(it.uow, router, stop.pause).work,
            Work.OUTBOUND: Delivery(it.uow, feishu, limits, stop.pause).work,
            Work.BITABLE: BitableWork(it.uow, feishu, _bitable(settings), stop.pause).work,
        }
    )
    ticker.start()
    if settings.worker_metrics_port:
        start_http_server(settings.worker_metrics_port, addr=settings.host)
    log().info("worker_ready", executor=worker.executor_id)
    stop.wait()
    log().info("worker_stopping")
    ticker.stop()
    worker.stop()
    reaper.leave()
    if lock is not None:
        lock.release()


def _bitable(settings: Settings) -> LarkBitable:
    return LarkBitable(settings.app_id, settings.app_secret, settings.feishu_domain)


def _ticker(it: Parts, reaper: Reaper, knowledge: Knowledge, feishu: Feishu) -> Ticker:
    ticker = Ticker()
    ticker.every(BEAT, "beat", reaper.beat)
    ticker.every(RECEIPTS_EVERY, "receipts", lambda: acknowledge_slow(it.uow))
    ticker.every(TIMERS_EVERY, "timers", lambda: timers.fire_due(it.uow))
    ticker.every(FAQ_EVERY, "faq", knowledge.refresh)
    ticker.every(FORGET_EVERY, "nightly", lambda: nightly.keep_set(it.uow))
    ticker.every(MEANING_EVERY, "meaning", knowledge.improve)
    ticker.every(IDENTITY_EVERY, "identity", lambda: learn_identity(it, feishu))
    ticker.every(
        FORGET_EVERY, "forget_work", lambda: retention.forget_work(it.queue.client, it.uow)
    )
    ticker.every(PICTURES_EVERY, "pictures", lambda: attachments.upload_waiting(it.uow, feishu))
    ticker.every(REMIND_EVERY, "related", lambda: relate_new(knowledge))
    ticker.every(REMIND_EVERY, "reminders", lambda: reminders.remind(it.uow))
    ticker.every(BITABLE_EVERY, "bitable", lambda: knock_all(it.uow))
    ticker.every(TICKETS_EVERY, "tickets", lambda: watchman.look_round(it.uow))
    plan = digest_plan.schedule_of(it.settings)
    ticker.every(REMIND_EVERY, "digest", lambda: digest_plan.keep_planned(it.uow, plan))
    ticker.every(REMIND_EVERY, "trends", lambda: alarms.keep_set(it.uow))
    ticker.every(REMIND_EVERY, "read", lambda: broadcasts.recount(it.uow, feishu))
    keep = it.settings.keep_inbox
    ticker.every(FORGET_EVERY, "forget_pushes", lambda: retention.forget_pushes(it.uow, keep))
    return ticker


def learn_identity(it: Parts, feishu: Feishu) -> None:
    """Asked once and kept: it is needed to know which mention in a group is ours."""
    app_id = it.settings.app_id
    with it.uow.reading() as tx:
        if tx.session.get(Identity, app_id) is not None:
            return
    try:
        bot = feishu.bot()
    except FeishuError as error:
        log().warning("identity_unknown", code=error.code, log_id=error.log_id)
        return
    with it.uow() as tx:
        tx.session.merge(Identity(app_id=app_id, open_id=bot.open_id, name=bot.name))


def _only_worker(url: str) -> FileLock | None:
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return None
    lock = FileLock(f"{parsed.database}.worker.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout as taken:
        raise AnotherWorker(
            f"another worker already works on {parsed.database}; "
            "for several workers use PostgreSQL (DATABASE_URL=postgresql+psycopg://...)"
        ) from taken
    return lock

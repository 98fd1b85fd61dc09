"""One inbox row, worked once: the rules' rows and the mark that they ran are one commit."""

from __future__ import annotations

import threading

import structlog

from bot import internal, metrics
from bot.desk.tickets import rescue
from bot.engine.patience import PASSING, Pause, backoff, patiently
from bot.engine.port import Stopping
from bot.feishu import events
from bot.internal import Internal
from bot.logs import log
from bot.router import Router
from bot.takeovers import REASON, may_begin
from bot.unit_of_work import Tx, UnitOfWork
from cards import words
from cards.notice import failure_card
from models import Inbound, InboundKind, InboundState

MOST_TRIES = 8


class _TakenOver(Exception):
    """The row was in hand when a worker died; it may be what killed it."""


class Rules:
    """`pause` waits that many seconds and tells whether the process is being stopped meanwhile."""

    def __init__(self, uow: UnitOfWork, router: Router, pause: Pause) -> None:
        self._uow = uow
        self._router = router
        self._pause = pause
        self._suspects = threading.Lock()

    def work(self, inbound_id: int) -> None:
        try:
            self._try(inbound_id, begun=False)
        except _TakenOver:
            # One at a time, so that only the culprit is in the act when a worker dies of it.
            with self._suspects:
                if patiently(lambda: self._begin(inbound_id), self._pause):
                    self._try(inbound_id, begun=True)
                else:
                    self._put_aside(inbound_id, REASON)

    def _try(self, inbound_id: int, *, begun: bool) -> None:
        for tries in range(1, MOST_TRIES + 1):
            try:
                self._once(inbound_id, begun)
                return
            except _TakenOver:
                raise
            except PASSING as error:
                # The database is locked or restarting: the same rules will pass soon.
                log().warning(
                    "rules_retry", inbound=inbound_id, tries=tries, error=type(error).__name__
                )
                failure: Exception = error
            except Exception as error:
                failure = error
                break
            if self._pause(backoff(tries)):
                raise Stopping from failure
            # A database that is away altogether says nothing against these rules.
            patiently(lambda: self._look(inbound_id), self._pause)
        self._put_aside(inbound_id, type(failure).__name__, failure)

    def _once(self, inbound_id: int, begun: bool) -> None:
        prepared = self._prepare(inbound_id)
        with self._uow() as tx:
            row = tx.session.get(Inbound, inbound_id, with_for_update=True)
            if row is None or row.state is not InboundState.RECEIVED:
                return  # done before: we are here because a worker died after its commit
            if row.takeovers and not begun:
                raise _TakenOver
            with structlog.contextvars.bound_contextvars(trace=row.key):
                tx.origin, tx.prepared = row, prepared
                wanted = self._router.dispatch(_incoming(row), tx)
                row.finish(tx.now)
                log().info("worked", lane=row.lane, wanted=wanted)
        metrics.WORKED.labels("done" if wanted else "ignored").inc()

    def _prepare(self, inbound_id: int) -> object:
        """Outside of any unit of work: it may take its time, and may fail."""
        if not self._router.prepares:
            return None
        with self._uow.reading() as tx:
            row = tx.session.get(Inbound, inbound_id)
            if row is None or row.state is not InboundState.RECEIVED:
                return None
            # Whatever may have killed a worker is done as the suspect's turn only.
            if row.takeovers:
                return None
            incoming = _incoming(row)
        try:
            return self._router.prepare(incoming)
        except Exception:
            log().exception("prepare_failed", inbound=inbound_id)
            return None

    def _begin(self, inbound_id: int) -> bool:
        with self._uow() as tx:
            row = tx.session.get(Inbound, inbound_id, with_for_update=True)
            return row is None or row.state is not InboundState.RECEIVED or may_begin(row)

    def _look(self, inbound_id: int) -> None:
        with self._uow.reading() as tx:
            tx.session.get(Inbound, inbound_id)

    def _put_aside(self, inbound_id: int, reason: str, failure: Exception | None = None) -> None:
        """Parked with its reason, and the person is told a number they can quote."""
        reference = f"E{inbound_id:06d}"

        def park() -> None:
            with self._uow() as tx:
                row = tx.session.get_one(Inbound, inbound_id, with_for_update=True)
                if row.state is not InboundState.RECEIVED:
                    return
                with structlog.contextvars.bound_contextvars(trace=row.key):
                    log().error("parked", reference=reference, exc_info=failure)
                tx.origin = row
                row.park(f"{reference} {reason}", tx.now)
                _apologise(row, reference, tx)
                _ask_for_human(row, reference, tx)
            metrics.WORKED.labels("parked").inc()

        patiently(park, self._pause)


def _incoming(row: Inbound) -> events.Incoming | Internal:
    if row.kind is InboundKind.INTERNAL:
        return internal.read(row)
    return events.parse(row.event_type, row.payload)


def _apologise(row: Inbound, reference: str, tx: Tx) -> None:
    message_id = _waits_for_answer(row)
    if message_id:
        tx.reply(
            message_id, failure_card(reference), lane=row.lane, fallback=words.failed(reference)
        )


def _ask_for_human(row: Inbound, reference: str, tx: Tx) -> None:
    """Nobody is left with an apology alone; an event of its own, for these rules may fail, too."""
    if row.kind is not InboundKind.MESSAGE:
        return
    message = events.parse(row.event_type, row.payload)
    if isinstance(message, events.Message) and message.from_person:
        facts = {"open_id": message.sender, "chat": message.chat_id, "text": message.text}
        event = Internal(rescue.FAILED, row.lane, {**facts, "reference": reference})
        internal.post(event, f"rescue:{row.id}", tx)


def _waits_for_answer(row: Inbound) -> str | None:
    if row.kind is InboundKind.INTERNAL:
        return row.payload.get("message_id")
    if row.kind is InboundKind.MESSAGE:
        message = events.parse(row.event_type, row.payload)
        return message.message_id if isinstance(message, events.Message) else None
    return None

"""The front desk: a push is on disk before Feishu hears 200; a click is answered at once."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from concurrent.futures import TimeoutError as WriterBusy
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, insert, inspect, select
from sqlalchemy.dialects import postgresql, sqlite

from bot import metrics
from bot.engine.port import Work, WorkItem, WorkQueue
from bot.engine.prepared import Statements
from bot.feishu import events
from bot.feishu.envelope import Challenge, Event, Keys, Refused, open_envelope
from bot.logs import log
from bot.router import Answer, Router
from bot.unit_of_work import UnitOfWork
from bot.writer import Writer
from cards import words
from models import Inbound, InboundKind, InboundState

_inbound = inspect(Inbound).local_table
# Built once: building a statement costs more than the row it writes.
KEEP = {
    name: dialect.insert(_inbound)
    .on_conflict_do_nothing(index_elements=["app_id", "key"])
    .returning(_inbound.c.id)
    for name, dialect in (("sqlite", sqlite), ("postgresql", postgresql))
}
# Feishu waits 3 s for all of it; an answer that can't be had by then is better a clear "busy".
PATIENCE = 2.4


@dataclass(frozen=True)
class Reply:
    """`body` is None for an answer without one."""

    status: int
    body: dict[str, Any] | None = None


class Reception:
    def __init__(
        self, *, keys: Keys, writer: Writer, uow: UnitOfWork, work: WorkQueue, router: Router
    ) -> None:
        self._keys = keys
        self._writer = writer
        self._uow = uow
        self._work = work
        self._router = router
        self._statements = Statements()

    def receive(self, raw: bytes, headers: Mapping[str, str]) -> Reply:
        try:
            push = open_envelope(raw, headers, self._keys, self._uow.now())
        except Refused as refused:
            metrics.REFUSED.labels(str(refused)).inc()
            log().warning("push_refused", reason=str(refused), size=len(raw))
            return Reply(403)
        if isinstance(push, Challenge):
            log().info("url_verified")
            return Reply(200, {"challenge": push.text})
        if push.type == events.CLICK:
            return self._click(push)
        if push.type not in events.WORKED:
            # Said 200 on purpose: Feishu would push it four times more otherwise.
            metrics.IGNORED.labels(push.type).inc()
            log().info("event_ignored", event_type=push.type, claim="add it to events.WORKED")
            return Reply(200, {})
        return self._keep(push)

    def warm_up(self) -> None:
        """The first insert compiles statements and opens the connection; not while Feishu waits."""

        def rehearse(connection: Connection) -> None:
            with connection.begin_nested() as rehearsal:
                row = self._row(Event("warm-up", "warm-up", self._uow.now(), {}))
                self._insert(connection, {**row, "state": InboundState.RECEIVED})
                rehearsal.rollback()

        self._writer.submit(rehearse).result(timeout=30)

    def _keep(self, push: Event) -> Reply:
        row = self._row(push)
        try:
            fresh = self._writer.submit(lambda c: self._insert(c, row) is not None).result(PATIENCE)
        except Exception as error:
            # Not kept, so not acknowledged: Feishu comes back in 15 s.
            metrics.PUSHES.labels("failed").inc()
            log().error("push_not_kept", key=row["key"], error=type(error).__name__)
            return Reply(500)
        metrics.PUSHES.labels("kept" if fresh else "repeated").inc()
        log().info("push_kept" if fresh else "push_repeated", key=row["key"], lane=row["lane"])
        return Reply(200, {})

    def _row(self, push: Event) -> dict[str, Any]:
        """An authentic event of a broken shape is kept too, parked with its reason."""
        inner = push.body.get("event")
        event = inner if isinstance(inner, dict) else {}
        row: dict[str, Any] = {
            "app_id": self._keys.app_id,
            "key": f"event:{push.id}",
            "kind": InboundKind.EVENT,
            "event_type": push.type,
            "event_id": push.id,
            "lane": f"event:{push.id}"[:96],
            "payload": event,
            "sent_at": push.created_at,
            "received_at": self._uow.now(),
            "state": InboundState.RECEIVED,
        }
        try:
            row["lane"] = events.lane_of(push.type, event)
            incoming = events.parse(push.type, event)
        except events.Malformed as fault:
            metrics.PUSHES.labels("malformed").inc()
            return {**row, "state": InboundState.PARKED, "error": f"malformed: {fault}"}
        if isinstance(incoming, events.Message):
            # The same message may come under another event_id: its own id is the key.
            row |= {"kind": InboundKind.MESSAGE, "key": f"message:{incoming.message_id}"}
            row["sent_at"] = incoming.sent_at
        return row

    def _insert(self, connection: Connection, row: dict[str, Any]) -> int | None:
        """The new row's id, with its work enqueued in the same transaction; None for a repeat."""
        keep = KEEP[connection.dialect.name]
        if isinstance(keep, sqlite.Insert):
            new: int | None = self._statements.execute(connection, keep, row).scalar()
        else:
            new = connection.execute(keep, row).scalar()
        if new is not None and row["state"] is InboundState.RECEIVED:
            self._work.enqueue(connection, WorkItem(Work.INBOUND, new, row["lane"]))
        return new

    def _click(self, push: Event) -> Reply:
        start = time.perf_counter()
        try:
            answer = self._answer(push)
        finally:
            metrics.CLICK_SECONDS.observe(time.perf_counter() - start)
        return Reply(200, answer)

    def _answer(self, push: Event) -> dict[str, Any]:
        try:
            click = events.parse_click(push.body)
        except events.Malformed as fault:
            return self._broken_click(push, str(fault))
        try:
            return self._at_once(lambda c: self._once(c, push, click))
        except WriterBusy:
            log().error("click_busy", event_id=push.id)
            return Answer(words.BUSY, kind="warning").as_json()
        except Exception:
            return self._bug(push, click)

    def _at_once(self, do: Callable[[Connection], dict[str, Any]]) -> dict[str, Any]:
        """SQLite has one writer for all.

        On PostgreSQL clicks of several chats in one transaction would hold what others wait for,
        and each such knot costs the second that passes before the server looks for it.
        """
        if self._uow.one_writer:
            return self._writer.submit(do).result(PATIENCE)
        return self._uow.hurried(do, PATIENCE)

    def _broken_click(self, push: Event, field: str) -> dict[str, Any]:
        """Kept as any broken push is, parked with its reason; the answer doesn't wait for that."""
        metrics.PUSHES.labels("malformed").inc()
        log().error("click_malformed", event_id=push.id, field=field)
        inner = push.body.get("event")
        answer = Answer(words.STALE_CARD, kind="warning").as_json()
        row = {
            **self._key_of(push),
            "lane": f"event:{push.id}"[:96],
            "payload": inner if isinstance(inner, dict) else {},
            "state": InboundState.PARKED,
            "error": f"malformed: {field}",
            "answer": answer,
        }
        self._writer.submit(lambda c: self._insert(c, row))
        return answer

    def _once(self, connection: Connection, push: Event, click: events.Click) -> dict[str, Any]:
        """A click that comes again gets the answer it got, and changes nothing."""
        row = self._click_row(push, click)
        with self._uow.join(connection) as tx:
            new = self._insert(tx.session.connection(), {**row, "state": InboundState.DONE})
            if new is None:
                stored = tx.session.scalar(
                    select(Inbound.answer).where(
                        Inbound.app_id == row["app_id"], Inbound.key == row["key"]
                    )
                )
                metrics.PUSHES.labels("repeated").inc()
                return stored or {}
            tx.origin = tx.session.get_one(Inbound, new)
            answer = self._router.click(click, tx).as_json()
            tx.origin.answer, tx.origin.done_at = answer, tx.now
            metrics.PUSHES.labels("clicked").inc()
            log().info("click_answered", key=row["key"], lane=click.chat_id)
            return answer

    def _click_row(self, push: Event, click: events.Click) -> dict[str, Any]:
        return {
            **self._key_of(push),
            "lane": click.chat_id,
            "payload": push.body.get("event") or {},
        }

    def _key_of(self, push: Event) -> dict[str, Any]:
        return {
            "app_id": self._keys.app_id,
            "key": f"event:{push.id}",
            "kind": InboundKind.CLICK,
            "event_type": push.type,
            "event_id": push.id,
            "sent_at": push.created_at,
            "received_at": self._uow.now(),
        }

    def _bug(self, push: Event, click: events.Click) -> dict[str, Any]:
        """Undone, logged once with an id, kept for `inbox list`; the person gets the id."""
        reference = push.id[:8]
        log().exception("click_failed", event_id=push.id, reference=reference)
        metrics.PUSHES.labels("failed").inc()
        answer = Answer(words.failed(reference), kind="error").as_json()
        row = self._click_row(push, click) | {
            "state": InboundState.PARKED,
            "error": f"bug {reference}",
            "answer": answer,
        }
        self._writer.submit(lambda c: c.execute(insert(Inbound).values(row)).rowcount)
        return answer


def body_of(reply: Reply) -> bytes:
    return b"" if reply.body is None else json.dumps(reply.body, ensure_ascii=False).encode()

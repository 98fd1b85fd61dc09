"""The only file that commits or rolls back: rules get a Tx and leave the rest to its owner."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import TypeVar
from uuid import uuid4

from sqlalchemy import Connection, Engine, func, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.database import READ_ONLY
from bot.engine.port import Work, WorkItem, WorkQueue
from bot.feishu.port import Address, Card
from models import Inbound, Outbound, OutboundState, Priority, Verb

T = TypeVar("T")
# https://www.postgresql.org/docs/15/errcodes-appendix.html
TOO_LONG = "57014"
DEADLOCK = "40P01"


class Tx:
    """One unit of work: the rows, the moment, and the calls it will cause.

    `origin` is the pushed event being worked on; what is posted remembers it, so that one id
    leads from the push to the delivery. `prepared` is what was found out before it was opened.
    """

    def __init__(
        self, session: Session, now: datetime, work: WorkQueue, origin: Inbound | None = None
    ) -> None:
        self.session = session
        self.now = now
        self.origin = origin
        self.prepared: object = None
        self._work = work

    def send(
        self,
        to: Address,
        card: Card,
        *,
        fallback: str,
        lane: str | None = None,
        unless_human_in: str | None = None,
        bulk: bool = False,
    ) -> Outbound:
        """Ask for a new message; it leaves only if this unit of work commits.

        `bulk` is for news that nobody waits for: it lets all answers go first. `unless_human_in`
        names a chat: should a human have the word there when it would leave, it is dropped
        (bot.desk.silence).
        """
        content = _unless({"card": card}, unless_human_in)
        return self._post(
            Verb.SEND,
            to.kind,
            to.id,
            content,
            lane=lane or to.id,
            fallback=fallback,
            priority=Priority.BULK if bulk else Priority.INTERACTIVE,
        )

    def reply(
        self,
        message_id: str,
        card: Card,
        *,
        lane: str,
        fallback: str,
        unless_human_in: str | None = None,
    ) -> Outbound:
        content = _unless({"card": card}, unless_human_in)
        return self._post(
            Verb.REPLY, "message_id", message_id, content, lane=lane, fallback=fallback
        )

    def update(self, message_id: str, card: Card, *, lane: str) -> Outbound:
        return self._post(Verb.UPDATE, "message_id", message_id, {"card": card}, lane=lane)

    def react(self, message_id: str, emoji: str, *, lane: str) -> Outbound:
        return self._post(Verb.REACT, "message_id", message_id, {"emoji": emoji}, lane=lane)

    def read(self, message_id: str, what: Card, *, lane: str) -> Outbound:
        """Have something of a message recognised; in a lane of its own, for it takes its time."""
        return self._post(Verb.READ, "message_id", message_id, what, lane=f"read:{lane}"[:96])

    def open_room(self, uuid: str, what: Card, *, lane: str) -> Outbound:
        """Have a group made; the same `uuid` is the same group, so ask for one only once."""
        return self._post(Verb.ROOM, "chat_id", "", what, lane=lane, uuid=uuid)

    def keep(self, message_id: str, what: Card, *, uuid: str) -> Outbound:
        """Have a file of a message fetched and stored; in a lane of its own, for it may be big."""
        return self._post(Verb.KEEP, "message_id", message_id, what, lane=uuid, uuid=uuid)

    def invite(self, chat_id: str, who: Card, *, lane: str) -> Outbound:
        """Have one person brought into a group, before what is sent there next."""
        return self._post(Verb.INVITE, "chat_id", chat_id, who, lane=lane)

    def broadcast(self, delivery: int, card: Card, open_ids: Sequence[str], *, lane: str) -> None:
        """One card for up to 200 people, behind everything that somebody waits for."""
        what = {"card": card, "open_ids": list(open_ids)}
        self._post(
            Verb.BROADCAST, "delivery", str(delivery), what, lane=lane, priority=Priority.BULK
        )

    def recall_broadcast(self, delivery: int, batch_id: str, *, lane: str) -> None:
        """Before what else waits in bulk: it is a mistake that people are reading."""
        self._post(Verb.RECALL, "delivery", str(delivery), {"batch_id": batch_id}, lane=lane)

    def say(
        self, kind: str, target: str, text: str, *, lane: str, unless_human_in: str | None = None
    ) -> Outbound:
        """Plain text, for when a card could not be shown."""
        verb = Verb.REPLY if kind == "message_id" else Verb.SEND
        return self._post(verb, kind, target, _unless({"text": text}, unless_human_in), lane=lane)

    def enqueue(self, item: WorkItem) -> None:
        self._work.enqueue(self.session.connection(), item)

    def alone(self, *names: object) -> None:
        """Whoever else asks for the same names waits until we commit: for look, then insert.

        SQLite has one writer, so there it is so anyway.
        """
        if self.session.get_bind().dialect.name == "postgresql":
            key = func.hashtextextended(":".join(map(str, names)), 0)
            self.session.execute(select(func.pg_advisory_xact_lock(key)))

    def _post(
        self,
        verb: Verb,
        kind: str,
        target: str,
        content: Card,
        *,
        lane: str,
        fallback: str | None = None,
        priority: Priority = Priority.INTERACTIVE,
        uuid: str | None = None,
    ) -> Outbound:
        row = Outbound(
            uuid=uuid or uuid4().hex,
            lane=lane,
            priority=priority,
            verb=verb,
            target_kind=kind,
            target=target,
            content=content,
            fallback=fallback,
            inbound_id=self.origin.id if self.origin else None,
            created_at=self.now,
            state=OutboundState.QUEUED,
        )
        self.session.add(row)
        self.session.flush()
        self.enqueue(WorkItem(Work.OUTBOUND, row.id, lane, bulk=priority is Priority.BULK))
        return row


def _unless(content: Card, human_in: str | None) -> Card:
    return content | ({"unless_human_in": human_in} if human_in else {})


class UnitOfWork:
    """Call it to open a Tx; leaving the block commits, an exception rolls back."""

    def __init__(self, engine: Engine, clock: Clock, work: WorkQueue) -> None:
        self._engine = engine
        self._clock = clock
        self._work = work

    @contextmanager
    def __call__(self) -> Iterator[Tx]:
        with Session(self._engine, expire_on_commit=False) as session, session.begin():
            yield Tx(session, self._clock.now(), self._work)

    @contextmanager
    def reading(self) -> Iterator[Tx]:
        """A snapshot that blocks no writer; changing something in it is a mistake."""
        with self._engine.connect().execution_options(**READ_ONLY) as connection:
            with Session(connection) as session:
                yield Tx(session, self._clock.now(), self._work)

    @contextmanager
    def batch(self) -> Iterator[Connection]:
        """One commit for many joined units of work."""
        with self._engine.begin() as connection:
            yield connection

    @property
    def one_writer(self) -> bool:
        return self._engine.dialect.name == "sqlite"

    def hurried(self, do: Callable[[Connection], T], seconds: float) -> T:
        """In one transaction of its own, on PostgreSQL.

        Raises TimeoutError when a statement takes longer: as a rule one that waits for a lock.
        """
        span = int(seconds * 1000)
        for last in (False, True):
            try:
                with self._engine.begin() as connection:
                    connection.exec_driver_sql(f"SET LOCAL statement_timeout = {span}")
                    return do(connection)
            except OperationalError as error:
                state = getattr(error.orig, "sqlstate", None)
                if state == TOO_LONG:
                    raise TimeoutError from error
                if state != DEADLOCK or last:
                    raise
        raise AssertionError("unreachable")

    @contextmanager
    def join(self, connection: Connection) -> Iterator[Tx]:
        """A unit of work inside a batch: undone alone, committed with its batch."""
        with Session(
            connection, join_transaction_mode="create_savepoint", expire_on_commit=False
        ) as session:
            with session.begin():
                yield Tx(session, self._clock.now(), self._work)

    def now(self) -> datetime:
        return self._clock.now()

"""One run over one table: the hold on its base, the columns as they are, and paced calls."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar
from uuid import uuid4

from sqlalchemy import select

from bot.bitable import problems, schema
from bot.bitable.columns import BUSINESS_KEY, Spec
from bot.bitable.marks import BEHIND
from bot.bitable.schema import Schema
from bot.bitable.subject import Subject
from bot.engine.patience import Pause
from bot.engine.port import Stopping
from bot.feishu.bitable_port import Bitable
from bot.feishu.errors import TryLater
from bot.unit_of_work import Tx, UnitOfWork
from models import BitableProblem, BitableRow, BitableTable

T = TypeVar("T")
# Longer than the longest call; who is frozen for longer has lost it.
HOLD = timedelta(minutes=2)
# Official advice: one write at a time for a base, half a second to a second apart.
APART = 0.5
CONFLICTS = 4


class Held(TryLater):
    """Somebody else is at work on this base."""

    def __init__(self) -> None:
        super().__init__(0, "another process is at work on this base")


@dataclass(frozen=True)
class Link:
    """What the run needs of BitableTable, without a session."""

    key: str
    app_token: str
    table_id: str
    fields: dict[str, str]


class Run:
    def __init__(
        self, uow: UnitOfWork, bitable: Bitable, subject: Subject, link: Link, pause: Pause
    ) -> None:
        self.uow = uow
        self.bitable = bitable
        self.subject = subject
        self.link = link
        self.holder = uuid4().hex
        self.schema = Schema({}, ())
        self.specs: tuple[Spec, ...] = ()
        # Columns that were empty everywhere, see emptied.py.
        self.doubted: set[str] = set()
        self._pause = pause

    @property
    def place(self) -> tuple[str, str]:
        return self.link.app_token, self.link.table_id

    @property
    def key_name(self) -> str:
        """The name of the column with the number; a SchemaMoved waits to happen without it."""
        return self.schema.name(BUSINESS_KEY)

    @property
    def broken(self) -> set[str]:
        return {spec.key for spec in self.specs} - set(self.schema.usable)

    def look_at_columns(self) -> None:
        """Read the columns; what is wrong with them is a problem, what is mended is over."""
        columns = self.bitable.columns(*self.place)
        with self.uow() as tx:
            self.specs = self.subject.specs(tx)
            self.schema = schema.examine(self.specs, self.link.fields, columns)
            self._note_faults(tx)

    def _note_faults(self, tx: Tx) -> None:
        known = set(
            tx.session.scalars(
                select(BitableProblem.name).where(BitableProblem.key == self.link.key)
            )
        )
        before = {name for name in known if name.partition(":")[0] in schema.KINDS}
        if before - set(self.schema.faults):
            problems.over(self.link.key, *schema.KINDS, tx=tx)
            # What could not be written meanwhile is looked at again.
            for row in tx.session.scalars(
                select(BitableRow).where(BitableRow.key == self.link.key)
            ):
                row.done = BEHIND
        for name in self.schema.faults:
            problems.note(self.link.key, name, "", tx)

    def write(self, call: Callable[[], T]) -> T:
        """Make one change, wait for the base if others are at it, and leave room afterwards."""
        for tries in range(CONFLICTS):
            self.keep()
            try:
                done = call()
            except TryLater as error:
                if error.outcome_unknown or tries == CONFLICTS - 1:
                    raise
                self.rest(max(error.wait or 0.0, APART * (1 + tries) * random.uniform(1.0, 2.0)))
                continue
            self.rest(APART)
            return done
        raise AssertionError("unreachable")

    def rest(self, seconds: float) -> None:
        if self._pause(seconds):
            raise Stopping

    def keep(self) -> None:
        """Hold on to the base; raises Held if it was lost."""
        with self.uow() as tx:
            table = tx.session.get_one(BitableTable, self.link.key, with_for_update=True)
            if table.holder != self.holder:
                raise Held
            table.held_until = tx.now + HOLD


@contextmanager
def open_run(
    uow: UnitOfWork, bitable: Bitable, subject: Subject, pause: Pause
) -> Iterator[Run | None]:
    """Take hold of the base; None where no table is linked. Raises Held."""
    run: Run | None = None
    with uow() as tx:
        table = tx.session.get(BitableTable, subject.key)
        if table is not None and table.table_id:
            tx.alone("bitable-hold", table.app_token)
            tx.session.refresh(table, with_for_update=True)
            if _is_held(table.app_token, tx):
                raise Held
            run = Run(uow, bitable, subject, _link(table), pause)
            table.holder, table.held_until = run.holder, tx.now + HOLD
    try:
        yield run
    finally:
        if run is not None:
            _release(run)


def _is_held(app_token: str, tx: Tx) -> bool:
    """Whether somebody is at work on any table of this base: a base takes one writer."""
    held = select(BitableTable.key).where(
        BitableTable.app_token == app_token,
        BitableTable.holder.is_not(None),
        BitableTable.held_until > tx.now,
    )
    return tx.session.scalar(held.limit(1)) is not None


def _link(table: BitableTable) -> Link:
    return Link(table.key, table.app_token, table.table_id, dict(table.fields))


def _release(run: Run) -> None:
    with run.uow() as tx:
        table = tx.session.get(BitableTable, run.link.key, with_for_update=True)
        if table is not None and table.holder == run.holder:
            table.holder = table.held_until = None

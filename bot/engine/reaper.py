"""Work of dead processes, given to the living: what open-source DBOS leaves to us.

Each worker stamps its row every second with the database's clock. A row not stamped for five
beats is removed; whatever is running for an executor without a row is resumed on its own queue.
Two reapers may resume the same item: its owner token keeps DBOS's record single, the inbox mark
and the uuid keep ours.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta

from dbos import DBOSClient, WorkflowStatus
from sqlalchemy import Engine, delete, insert, select, update

from bot import metrics
from bot.database import database_now
from bot.engine.frozen import release_when_frozen
from bot.engine.port import Work
from bot.logs import log
from models import Executor

BEAT = timedelta(seconds=1)
DEAD_AFTER = timedelta(seconds=5)

Note = Callable[[Work, int], bool]


class Reaper:
    """`note(work, row)` marks a row as taken over; False where it is still in somebody's hands."""

    def __init__(self, engine: Engine, client: DBOSClient, executor_id: str, note: Note) -> None:
        # The living can only work on what the frozen let go.
        self._engine = release_when_frozen(engine)
        self._client = client
        self._id = executor_id
        self._note = note

    def beat(self) -> int:
        """Say that we live, and take over from the dead; how many items were taken over."""
        self._stamp()
        # In this order: who starts after the list was made has nothing in it.
        running = self._running()
        living = self._living()
        return self._take_over(w for w in running if w.executor_id not in living)

    def bury_all_others(self) -> None:
        """For SQLite, whose one worker holds a lock: whoever else has a row is dead."""
        with self._engine.begin() as connection:
            connection.execute(delete(Executor).where(Executor.id != self._id))

    def leave(self) -> None:
        """Give back what we could not finish: that is no death, so nothing is noted."""
        self._resume(self._by_queue(w for w in self._running() if w.executor_id == self._id))
        with self._engine.begin() as connection:
            connection.execute(delete(Executor).where(Executor.id == self._id))

    def _stamp(self) -> None:
        with self._engine.begin() as connection:
            now = database_now(connection)
            stamped = connection.execute(
                update(Executor).where(Executor.id == self._id).values(seen_at=now)
            )
            if not stamped.rowcount:
                connection.execute(insert(Executor).values(id=self._id, seen_at=now))

    def _living(self) -> set[str]:
        with self._engine.begin() as connection:
            now = connection.execute(
                select(Executor.seen_at).where(Executor.id == self._id)
            ).scalar_one()
            dead = connection.execute(
                delete(Executor).where(Executor.seen_at < now - DEAD_AFTER).returning(Executor.id)
            ).scalars()
            for executor in dead:
                log().warning("executor_dead", executor=executor)
            return set(connection.execute(select(Executor.id)).scalars())

    def _running(self) -> list[WorkflowStatus]:
        return self._client.list_workflows(
            status="PENDING", load_input=False, load_output=False, queues_only=True
        )

    def _take_over(self, orphans: Iterable[WorkflowStatus]) -> int:
        by_queue = self._by_queue(w for w in orphans if self._note(*_row_of(w)))
        self._resume(by_queue)
        for queue, ids in by_queue.items():
            metrics.TAKEOVERS.inc(len(ids))
            log().warning("taken_over", queue=queue, items=len(ids))
        return sum(map(len, by_queue.values()))

    def _by_queue(self, workflows: Iterable[WorkflowStatus]) -> Mapping[str, list[str]]:
        by_queue: dict[str, list[str]] = defaultdict(list)
        for workflow in workflows:
            by_queue[workflow.queue_name or ""].append(workflow.workflow_id)
        return by_queue

    def _resume(self, by_queue: Mapping[str, list[str]]) -> None:
        for queue, ids in by_queue.items():
            # The default would be an internal queue without lanes, and the order would be lost.
            self._client.resume_workflows(ids, queue_name=queue)


def _row_of(workflow: WorkflowStatus) -> tuple[Work, int]:
    row, work, *_ = workflow.workflow_id.split("-")
    return Work(work), int(row)

"""The whole of one run, and what its failures mean: nothing is lost by any of them."""

from __future__ import annotations

from collections.abc import Mapping

from bot.bitable import marks, pictures, problems
from bot.bitable.feedback import FeedbackTable
from bot.bitable.pull import pull
from bot.bitable.push import push
from bot.bitable.run import Run, open_run
from bot.bitable.subject import Subject
from bot.bitable.tickets import TicketTable
from bot.engine.patience import Pause
from bot.feishu.bitable_port import Barred, Bitable, Gone, SchemaMoved
from bot.feishu.errors import NeverAgain, TryLater
from bot.logs import log
from bot.unit_of_work import UnitOfWork
from models import BitableTable

SUBJECTS: Mapping[str, Subject] = {
    FeedbackTable.key: FeedbackTable(),
    TicketTable.key: TicketTable(),
}


# Problems that a run without any ends.
PASSING = ("barred", "gone", "busy", "failed")


def synchronise(uow: UnitOfWork, bitable: Bitable, key: str, pause: Pause) -> bool:
    """Both sides of one table brought together; False where none is linked or a person is needed.

    Raises TryLater.
    """
    with open_run(uow, bitable, SUBJECTS[key], pause) as run:
        if run is None:
            return False
        try:
            _both_ways(run)
        except (Barred, Gone) as error:
            name = "barred" if isinstance(error, Barred) else "gone"
            log().error("bitable_stopped", key=key, code=error.code, log_id=error.log_id)
            with uow() as tx:
                problems.note(key, name, "", tx)
            return False
        except NeverAgain as error:
            # A scope, the app, the month's quota: Feishu's own words say what to do.
            log().error("bitable_stopped", key=key, code=error.code, log_id=error.log_id)
            with uow() as tx:
                problems.note(key, "failed", f"{error.code} {error.message}", tx)
            return False
        else:
            with uow() as tx:
                problems.over(key, *PASSING, tx=tx)
            return True
        finally:
            with uow() as tx:
                problems.tell(key, tx)


def _both_ways(run: Run) -> None:
    run.look_at_columns()
    try:
        _act(run)
    except SchemaMoved as error:
        # Renamed or retyped in the moment between: look once more.
        log().warning("bitable_schema_moved", key=run.link.key, code=error.code)
        run.look_at_columns()
        try:
            _act(run)
        except SchemaMoved as again:
            raise TryLater(again.code, again.message, again.log_id) from again


def _act(run: Run) -> None:
    pull(run)
    pictures.upload(run)
    with run.uow() as tx:
        table = tx.session.get_one(BitableTable, run.link.key)
        marks.add(table, run.subject.catch_up(tx), tx)
    push(run)


def note(uow: UnitOfWork, key: str, name: str, detail: str = "") -> None:
    """Outside of a run: somebody should know, the next poll tries anew."""
    with uow() as tx:
        problems.note(key, name, detail, tx)
        problems.tell(key, tx)

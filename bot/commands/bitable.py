"""`bitable setup|status|resync|repair`: the table that people work in."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import func, select

from bot.assembly import open_desk
from bot.bitable import problems, setup
from bot.bitable.making import Done
from bot.bitable.sync import SUBJECTS
from bot.commands import Say
from bot.feishu.bitable import LarkBitable
from bot.feishu.bitable_port import Bitable
from bot.feishu.errors import FeishuError, TryLater
from bot.unit_of_work import Tx, UnitOfWork
from cards.words import feedback as words
from config import Settings
from models import BitableCall, BitableCallState, BitableMark, BitableRow, BitableTable

T = TypeVar("T")
TRIES = 30
BETWEEN = 2.0


def gateway(settings: Settings) -> Bitable:
    return LarkBitable(settings.app_id, settings.app_secret, settings.feishu_domain)


def set_up(settings: Settings, say: Say, what: str, *, base: str, table: str) -> int:
    """Adopt or create; running it again changes nothing that is in order."""
    token = token_of(base)
    if base and token is None:
        say(words.NO_BASE)
        return 1
    bitable = gateway(settings)

    def link(uow: UnitOfWork) -> Done:
        subject = SUBJECTS[what]
        return setup.set_up(uow, bitable, subject, pause, base=token or "", table=table)

    def act(uow: UnitOfWork) -> int:
        done = _wait(lambda: link(uow), say)
        _tell(done, say)
        return 0

    return _run(settings, say, act)


def repair(settings: Settings, say: Say, what: str) -> int:
    bitable = gateway(settings)

    def act(uow: UnitOfWork) -> int:
        done, said = _wait(lambda: setup.mend(uow, bitable, SUBJECTS[what], pause), say)
        for line in said:
            say(line)
        _tell(done, say)
        return 0

    return _run(settings, say, act, what)


def resync(settings: Settings, say: Say, what: str) -> int:
    def act(uow: UnitOfWork) -> int:
        with uow() as tx:
            setup.look_anew(SUBJECTS[what], tx)
        say(words.WILL_RESYNC)
        return 0

    return _run(settings, say, act, what)


def status(settings: Settings, say: Say, what: str) -> int:
    """0 when both sides are the same and nothing is wrong."""
    with open_desk(settings) as uow, uow.reading() as tx:
        table = tx.session.get(BitableTable, what)
        if table is None:
            say(words.NOT_LINKED)
            return 1
        say(f"{table.name}\t{table.url}\t{table.app_token}/{table.table_id}")
        say(f"events\t{'yes' if table.subscribed else 'no: the poll finds changes'}")
        say(f"last full scan\t{table.scanned_at or '-'}")
        for state, number in _counts(what, tx):
            say(f"rows {state}\t{number}")
        behind, marked, begun = _waiting(what, tx)
        say(f"to be written\t{behind}\nto be read\t{marked}\nunanswered calls\t{begun}")
        wrong = problems.of(what, tx)
        for one in wrong:
            say(f"{one.since:%F %T}Z\t{words.problem(one.name, one.detail)}")
        return 1 if wrong or begun else 0


def token_of(text: str) -> str | None:
    """From a base's token or its address; a wiki's address names no base."""
    if "/wiki/" in text:
        return None
    token = text.split("?")[0].rstrip("/").rpartition("/")[2]
    return token if token.isalnum() else None


def pause(seconds: float) -> bool:
    time.sleep(seconds)
    return False


def _run(settings: Settings, say: Say, act: Callable[[UnitOfWork], int], linked: str = "") -> int:
    with open_desk(settings) as uow:
        if linked:
            with uow.reading() as tx:
                if tx.session.get(BitableTable, linked) is None:
                    say(words.NOT_LINKED)
                    return 1
        try:
            return act(uow)
        except FeishuError as error:
            say(f"Feishu: {error}")
            return 1


def _wait(act: Callable[[], T], say: Say) -> T:
    """The worker may be at the base just now, or the base be busy; what was done is found again."""
    for tries in range(TRIES):
        try:
            return act()
        except TryLater as error:
            if tries == TRIES - 1:
                raise
            say(f"… {error.message}")
            pause(error.wait or BETWEEN)
    raise AssertionError("unreachable")


def _tell(done: Done, say: Say) -> None:
    say(f"{done.table}\t{done.url}")
    for name, made in (
        ("columns", done.columns),
        ("options", done.options),
        ("views", done.views),
    ):
        say(f"{name} made\t{'、'.join(made) or '-'}")
    say(f"rows to be made\t{done.rows}")
    say("events\tyes" if done.events else f"events\t{words.NO_EVENTS}")


def _counts(key: str, tx: Tx) -> list[tuple[str, int]]:
    rows = tx.session.execute(
        select(BitableRow.state, func.count())
        .where(BitableRow.key == key)
        .group_by(BitableRow.state)
        .order_by(BitableRow.state)
    )
    return [(state.value, number) for state, number in rows]


def _waiting(key: str, tx: Tx) -> tuple[int, int, int]:
    behind = select(func.count()).where(BitableRow.key == key, BitableRow.wanted != BitableRow.done)
    marked = select(func.count()).where(BitableMark.key == key)
    begun = select(func.count()).where(
        BitableCall.key == key, BitableCall.state == BitableCallState.BEGUN
    )
    one, two, three = (tx.session.scalar(query) or 0 for query in (behind, marked, begun))
    return one, two, three

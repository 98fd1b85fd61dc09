"""What stands before every call about a base: its token, the bot's right, the one writer."""

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from typing import Any

from sandbox.api.answers import Json, Refused, ok
from sandbox.api.bitable.codes import BITABLE, CONFLICT, NEWER, READS_TOO, TIMED_OUT
from sandbox.api.call import Call
from sandbox.state.bitable import ids
from sandbox.state.bitable.model import Base, Field, Record, Table, View

Work = Callable[[Call, Base], Json]
Statuses = Mapping[int, int]
NO_STATUSES: Statuses = {}
TRUE, FALSE = ("true", "1"), ("", "false", "0")


def reads(
    work: Work, *, newer: bool = False, statuses: Statuses = NO_STATUSES
) -> Callable[[Call], Json]:
    def handle(call: Call) -> Json:
        with wire(newer=newer, statuses=statuses):
            code = _strike(call)
            if code in READS_TOO:
                raise _injected(call, code)
            return ok(work(call, base_of(call)))

    return handle


def writes(
    work: Work, *, newer: bool = False, statuses: Statuses = NO_STATUSES
) -> Callable[[Call], Awaitable[Json]]:
    async def handle(call: Call) -> Json:
        with wire(newer=newer, statuses=statuses):
            code = _strike(call)
            base = base_of(call)
            check_may_write(call, base)
            if code and code != TIMED_OUT:
                raise _injected(call, code)
            async with _only_writer(call, base):
                data = work(call, base)
            if code == TIMED_OUT:  # the change has happened all the same
                raise _injected(call, code)
            return ok(data)

    return handle


@contextmanager
def wire(*, newer: bool = False, statuses: Statuses = NO_STATUSES) -> Iterator[None]:
    """Gives a refusal the HTTP status of this endpoint, and `data` as Bitable does."""
    try:
        yield
    except Refused as refused:
        refused.data = {}
        if newer and refused.code in BITABLE:
            refused.status = NEWER[refused.code]
        refused.status = statuses.get(refused.code, refused.status)
        raise


def _strike(call: Call) -> int:
    faults = call.box.faults
    if faults.bitable_error_rate and random.random() < faults.bitable_error_rate:
        return faults.bitable_error
    return 0


def _injected(call: Call, code: int) -> Refused:
    call.world.journal.strike("bitable_error")
    return Refused(code)


def base_of(call: Call) -> Base:
    base = base_named(call, call.path("app_token"))
    if base.copying_until_ms > call.world.clock.ms():
        raise Refused(1254036)
    return base


def base_named(call: Call, app_token: str) -> Base:
    if not ids.looks_like_token(app_token):
        raise Refused(1254003)
    bases = call.world.office.bases
    base = bases.get(app_token)
    if base is None:
        # A deleted base, or the token of another kind of document.
        other = bases.is_gone(app_token) or app_token.startswith("wik")
        raise Refused(91402 if other else 1254040)
    if perm_of(call, base) == "none":
        raise Refused(91403)
    return base


def perm_of(call: Call, base: Base) -> str:
    """What the caller may do: the app, or the person whose token it is."""
    if call.login is None:
        return base.bot_perm
    who = call.login.open_id
    return "full_access" if who == base.owner else base.members.get(who, "none")


def check_may_write(call: Call, base: Base) -> None:
    perm = perm_of(call, base)
    if base.advanced and perm != "full_access":
        raise Refused(1254302)
    if perm == "view":
        raise Refused(91403)


def check_may_manage(call: Call, base: Base) -> None:
    if perm_of(call, base) != "full_access":
        raise Refused(1254304)


def sees_rows(call: Call, base: Base) -> bool:
    """Advanced permissions hide all rows from who does not manage the base."""
    return not base.advanced or perm_of(call, base) == "full_access"


@asynccontextmanager
async def _only_writer(call: Call, base: Base) -> AsyncIterator[None]:
    """A base takes one writer at a time; without the consistency check a write takes no time."""
    if base.locked or base.writing:
        call.world.journal.count("throttled")
        raise Refused(CONFLICT)
    base.writing = True
    try:
        if not flag_of(call, "ignore_consistency_check"):
            await asyncio.sleep(call.box.faults.bitable_write_ms / 1000)
        yield
    finally:
        base.writing = False


def flag_of(call: Call, name: str) -> bool:
    """A boolean of the query; the SDK writes it as `True`."""
    text = call.query(name).lower()
    if text not in TRUE + FALSE:
        raise Refused(1254001, ext=f"{name} must be a boolean")
    return text in TRUE


def table_of(call: Call, base: Base) -> Table:
    return table_named(call, base, call.path("table_id"))


def table_named(call: Call, base: Base, table_id: str) -> Table:
    if not ids.looks_like("table", table_id):
        raise Refused(1254004)
    table = base.tables.get(table_id)
    if table is None or table.visible_ms > call.world.clock.ms():
        raise Refused(1254041)
    return table


def record_of(table: Table, record_id: str) -> Record:
    if not ids.looks_like("record", record_id):
        raise Refused(1254006)
    record = table.records.get(record_id)
    if record is None:
        raise Refused(1254043)
    return record


def field_of(call: Call, table: Table) -> Field:
    field_id = call.path("field_id")
    if not ids.looks_like("field", field_id):
        raise Refused(1254009)
    column = table.field(field_id)
    if column is None or column.visible_ms > call.world.clock.ms():
        raise Refused(1254044)
    return column


def view_named(table: Table, view_id: str) -> View:
    if not ids.looks_like("view", view_id):
        raise Refused(1254005)
    view = table.view(view_id)
    if view is None:
        raise Refused(1254042)
    return view


def column_named(call: Call, table: Table, name: Any) -> Field:
    column = table.field_named(name) if isinstance(name, str) else None
    if column is None or column.visible_ms > call.world.clock.ms():
        raise Refused(1254045, ext=f"column {name!r}")
    return column


def operator_of(call: Call) -> str:
    """Who changes something: the app, or the person whose token it is."""
    return call.login.open_id if call.login else call.world.bot.open_id

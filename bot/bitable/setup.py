"""Making a table ours: adopt what is there, create what is not, touch nothing else.

A column is adopted by its name and type, once; from then on we know it by its id.
"""

from __future__ import annotations

from sqlalchemy import delete, select, update

from bot.bitable import making, marks, problems
from bot.bitable.making import Done
from bot.bitable.run import open_run
from bot.bitable.subject import Subject
from bot.desk import roles
from bot.engine.patience import Pause
from bot.feishu.bitable_port import Bitable
from bot.feishu.errors import NeverAgain
from bot.unit_of_work import Tx, UnitOfWork
from models import BitableMark, BitableRow, BitableRowState, BitableTable, Role


def set_up(
    uow: UnitOfWork,
    bitable: Bitable,
    subject: Subject,
    pause: Pause,
    *,
    base: str = "",
    table: str = "",
    fresh_table: bool = False,
) -> Done:
    """Link, or complete what is linked. Raises what the gateway raises, and Held."""
    app_token, url, unused = _base(uow, bitable, subject, base)
    if unused:
        # Before anything else can fail: a second try must find this base, not make another.
        _remember(uow, subject, app_token, "", url)
    table_id = _table(uow, bitable, subject, app_token, table, fresh_table)
    if unused and unused != table_id:
        bitable.delete_table(app_token, unused)
    _remember(uow, subject, app_token, table_id, url)
    return complete(uow, bitable, subject, pause)


def complete(uow: UnitOfWork, bitable: Bitable, subject: Subject, pause: Pause) -> Done:
    """Columns, options, views and events of the linked table, as far as they are missing."""
    done = Done()
    with open_run(uow, bitable, subject, pause) as run:
        if run is None:
            return done
        with uow.reading() as tx:
            run.specs = subject.specs(tx)
        columns = bitable.columns(*run.place)
        fields = making.columns(run, columns, done)
        columns = bitable.columns(*run.place)
        making.options(run, fields, columns, done)
        making.views(run, fields, bitable.columns(*run.place), done)
        done.events = making.events(run)
        with uow() as tx:
            row = tx.session.get_one(BitableTable, subject.key)
            _forget_what_was(run.link.fields, fields, subject, tx)
            row.fields, row.subscribed = fields, done.events
            done.table, done.url = row.name, row.url
            done.rows = marks.expect(row, subject.ids(tx), tx)
            marks.knock(subject.key, "setup", tx)
    return done


def _forget_what_was(
    before: dict[str, str], fields: dict[str, str], subject: Subject, tx: Tx
) -> None:
    """A column made anew is empty because it is new, not because somebody emptied its cells."""
    anew = {key for key in before if before[key] != fields[key]}
    if not anew:
        return
    for row in tx.session.scalars(select(BitableRow).where(BitableRow.key == subject.key)):
        row.synced = {key: pair for key, pair in row.synced.items() if key not in anew}
        row.done = marks.BEHIND


def look_anew(subject: Subject, tx: Tx) -> None:
    """Have every row compared, from both sides."""
    table = tx.session.get_one(BitableTable, subject.key)
    table.scanned_at = None
    tx.session.execute(
        update(BitableRow).where(BitableRow.key == subject.key).values(done=marks.BEHIND)
    )
    marks.expect(table, subject.ids(tx), tx)
    marks.knock(subject.key, "resync", tx)


def mend(
    uow: UnitOfWork, bitable: Bitable, subject: Subject, pause: Pause
) -> tuple[Done, list[str]]:
    """Put right what people broke, as they asked for it by running this; and what was done."""
    with uow.reading() as tx:
        link = tx.session.get_one(BitableTable, subject.key)
        app_token, table_id = link.app_token, link.table_id
        full = any(one.name == "full" for one in problems.of(subject.key, tx))
    said: list[str] = []
    there = {one.table_id for one in bitable.tables(app_token)}
    if table_id not in there or full:
        said.append("new table" if full else "table was gone: made anew")
        done = set_up(uow, bitable, subject, pause, base=app_token, fresh_table=True)
    else:
        done = complete(uow, bitable, subject, pause)
    with uow() as tx:
        said += _bring_back(subject, tx)
        problems.clear(subject.key, tx)
        look_anew(subject, tx)
    return done, said


def _bring_back(subject: Subject, tx: Tx) -> list[str]:
    """Deleted rows are made again, refused cells are tried again."""
    back = tx.session.scalars(
        select(BitableRow).where(
            BitableRow.key == subject.key, BitableRow.state == BitableRowState.MISSING
        )
    ).all()
    table = tx.session.get_one(BitableTable, subject.key)
    for row in back:
        row.state, row.record_id, row.synced = BitableRowState.NEW, None, {}
        row.table_id = table.table_id
    tx.session.execute(update(BitableRow).where(BitableRow.key == subject.key).values(refused=""))
    tx.session.flush()
    return [f"{len(back)} deleted row(s) will be made again"] if back else []


def _base(uow: UnitOfWork, bitable: Bitable, subject: Subject, base: str) -> tuple[str, str, str]:
    """The base's token and address, and the empty table of one just made."""
    with uow.reading() as tx:
        link = tx.session.get(BitableTable, subject.key)
        # Both tables in one base, unless told otherwise.
        any_base = tx.session.scalar(select(BitableTable.app_token).limit(1))
        known = base or (link.app_token if link else any_base or "")
        leaders = roles.holders(Role.OPERATOR, tx)
    if known:
        found = bitable.base(known)
        return known, found.url, ""
    made = bitable.create_base(subject.base_name)
    for who in leaders:
        # It belongs to the app, and nobody sees it before it is shared.
        bitable.share(made.app_token, who, "full_access")
    return made.app_token, made.url, made.default_table


def _table(
    uow: UnitOfWork,
    bitable: Bitable,
    subject: Subject,
    app_token: str,
    table: str,
    fresh_table: bool,
) -> str:
    tables = {one.table_id: one.name for one in bitable.tables(app_token)}
    with uow.reading() as tx:
        specs = subject.specs(tx)
        link = tx.session.get(BitableTable, subject.key)
        linked = link.table_id if link and link.app_token == app_token else ""
    if table:
        if table not in tables:
            raise NeverAgain(1254041, f"no table {table} in this base")
        return table
    if not fresh_table:
        if linked in tables:
            return linked
        for table_id, name in tables.items():
            if name == subject.table_name:
                return table_id
    name = making.free(subject.table_name, set(tables.values()))
    return bitable.create_table(app_token, name, [spec.column() for spec in specs])


def _remember(uow: UnitOfWork, subject: Subject, app_token: str, table_id: str, url: str) -> None:
    """Another table than before: all rows are to be found or made there."""
    with uow() as tx:
        tx.alone("bitable-hold", subject.key)
        row = tx.session.get(BitableTable, subject.key, with_for_update=True)
        if row is None:
            row = BitableTable(
                key=subject.key,
                app_token=app_token,
                table_id="",
                name=subject.table_name,
                fields={},
                views={},
                linked_at=tx.now,
            )
            tx.session.add(row)
        moved = row.table_id != table_id
        row.app_token, row.url = app_token, url or row.url
        if moved and row.table_id:
            _move(subject, table_id, tx)
        row.table_id = table_id
        if moved:
            row.fields, row.views = {}, {}
            row.revision, row.scanned_at, row.watermark = -1, None, None


def _move(subject: Subject, table_id: str, tx: Tx) -> None:
    """What is finished stays where it is; what is in hand goes along."""
    finished = subject.finished(tx)
    for row in tx.session.scalars(select(BitableRow).where(BitableRow.key == subject.key)):
        if row.item_id in finished and row.state is BitableRowState.LIVE:
            row.state = BitableRowState.ARCHIVED
        else:
            row.state, row.record_id, row.table_id = BitableRowState.NEW, None, table_id
            row.synced = {}
    tx.session.execute(delete(BitableMark).where(BitableMark.key == subject.key))

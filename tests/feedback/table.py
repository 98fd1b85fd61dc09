"""The feedback table in the sandbox: our side, and somebody of operations who works in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from bot.bitable import marks, setup
from bot.bitable.sync import SUBJECTS
from bot.bitable.work import BitableWork
from bot.engine.port import Work
from bot.feishu.bitable import LarkBitable
from models import BitableProblem, BitableRow, BitableTable, Feedback, Grant, Role
from sandbox.bases_client import BasesClient, TableClient
from sandbox.testing import Running
from tests.feedback.acts import say_and_drain
from tests.furniture import Desk

DAN = "ou_dan"


@dataclass
class Table:
    """`seen` is what people see of it; `desk` is our side."""

    desk: Desk
    running: Running
    lark: LarkBitable
    people: BasesClient
    operator: str

    @property
    def link(self) -> BitableTable:
        (row,) = self.desk.rows(select(BitableTable).where(BitableTable.key == "feedback"))
        return row

    @property
    def seen(self) -> TableClient:
        return self.people.table(self.link.app_token, self.link.table_id)

    def run(self) -> None:
        """One knock, as the poll makes it, and what it causes."""
        marks.knock_all(self.desk.uow)
        self.desk.drain()

    def rows(self) -> list[dict[str, Any]]:
        return self.seen.rows()

    def row(self, number: str) -> dict[str, Any]:
        return next(one for one in self.rows() if one.get("编号") == number)

    def record(self, number: str) -> str:
        items = self.seen.grid()["items"]
        return str(next(one for one in items if one["cells"].get("编号") == number)["record_id"])

    def edit(self, number: str, **cells: Any) -> None:
        self.seen.edit(self.record(number), cells)

    def give(self, text: str, who: str = "") -> str:
        """Somebody real gives feedback in a plain sentence; its number."""
        person = who or self.operator
        say_and_drain(self.desk, f"建议：{text}", sender=person, chat=f"oc_{person}"[:40])
        return self.feedback()[-1].number

    def feedback(self) -> list[Feedback]:
        return self.desk.rows(select(Feedback).order_by(Feedback.id))

    def problems(self) -> list[str]:
        found = self.desk.rows(select(BitableProblem).order_by(BitableProblem.name))
        return [one.name for one in found]

    def links(self) -> list[BitableRow]:
        return self.desk.rows(select(BitableRow).order_by(BitableRow.item_id))

    def mend(self) -> list[str]:
        _, said = setup.mend(self.desk.uow, self.lark, SUBJECTS["feedback"], lambda seconds: False)
        self.run()
        return said


def linked_table(desk: Desk, running: Running) -> Table:
    settings = running.settings
    lark = LarkBitable(settings.app_id, settings.app_secret, running.base)
    operator = str(running.client.person(kind="agent")["open_id"])
    # Only people of the sandbox can be given rights there, so Dan comes afterwards.
    with desk.uow() as tx:
        tx.session.add(Grant(open_id=operator, role=Role.OPERATOR, granted_at=tx.now))

    def pause(seconds: float) -> bool:
        desk.pauses.append(seconds)
        desk.clock.advance(seconds=seconds)
        return False

    work = BitableWork(desk.uow, desk.feishu, lark, pause)
    desk.inline.start({**desk.inline._do, Work.BITABLE: work.work})
    setup.set_up(desk.uow, lark, SUBJECTS["feedback"], lambda seconds: False)
    with desk.uow() as tx:
        tx.session.add(Grant(open_id=DAN, role=Role.OPERATOR, granted_at=tx.now))
    table = Table(desk, running, lark, BasesClient(running.client, operator), operator)
    table.run()
    return table

"""The knock as work of the engine: taken over from the dead, put aside when it kills."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bot.bitable import marks
from bot.bitable.work import BitableWork
from bot.engine.port import Work
from bot.feishu.bitable_memory import MemoryBitable
from bot.feishu.errors import TryLater
from bot.takeovers import counter
from models import BitableTask
from tests.feedback.acts import REPORT
from tests.feedback.table import Table
from tests.furniture import Desk


def test_a_knock_whose_worker_died_is_answered_by_another(
    table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    def die(key: str) -> None:
        raise Killed

    desk = table.desk
    desk.pusher.say(f"建议：{REPORT}", sender=table.operator)
    desk.drain(only=Work.INBOUND)
    task = desk.rows(select(BitableTask).order_by(BitableTask.id))[-1]
    work = BitableWork(desk.uow, desk.feishu, table.lark, lambda _: False)
    monkeypatch.setattr(work, "_once", die)
    with pytest.raises(Killed):
        work.work(task.id)
    assert table.rows() == []
    assert counter(desk.uow)(Work.BITABLE, task.id)
    BitableWork(desk.uow, desk.feishu, table.lark, lambda _: False).work(task.id)
    assert [one["编号"] for one in table.rows()] == ["F000001"]


def test_a_knock_is_answered_once(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    with desk.uow() as tx:
        marks.knock("feedback", "test", tx)
    work = BitableWork(desk.uow, desk.feishu, MemoryBitable(), lambda _: False)
    monkeypatch.setattr(work, "_once", asked.append)
    (task,) = desk.rows(select(BitableTask))
    work.work(task.id)
    work.work(task.id)
    assert asked == ["feedback"]


def test_a_knock_that_kills_its_workers_is_left_alone(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    with desk.uow() as tx:
        marks.knock("feedback", "test", tx)
    (task,) = desk.rows(select(BitableTask))
    work = BitableWork(desk.uow, desk.feishu, MemoryBitable(), lambda _: False)
    monkeypatch.setattr(work, "_once", asked.append)
    for _ in range(6):
        counter(desk.uow)(Work.BITABLE, task.id)
        work.work(task.id)
    assert len(asked) == 3


def test_a_base_that_always_asks_to_wait_is_waited_for_longer_and_longer(
    table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*given: object, **more: object) -> None:
        raise TryLater(1254290, "TooManyRequest", wait=7.0)

    monkeypatch.setattr(table.lark, "columns", refuse)
    table.desk.pauses.clear()
    table.run()
    assert len(table.desk.pauses) == 8
    assert all(pause >= 7.0 for pause in table.desk.pauses)
    assert table.desk.pauses[-1] > 20
    assert table.problems() == ["busy"]

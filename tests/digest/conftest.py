"""450 stations with a manager each, an editor, a manager, a product owner, and a week's tickets."""

from __future__ import annotations

import csv
import io
from datetime import time, timedelta

import pytest

from bot.desk import roles
from bot.desk.tickets import importing
from bot.digest.schedule import Moment, Schedule
from models import Person, PersonKind, Role, Station
from tests.furniture import Desk

STATIONS = 450
SCHEDULE = Schedule(
    send=Moment(2, time(10, 5)),
    draft=Moment(1, time(15, 10)),
    grace=timedelta(hours=3),
    unapproved="hold",
    quiet=(time(21), time(8)),
    roles=("站长",),
)
# What was told in the week of 23 November: how often, at how many stations.
TOLD = (
    ("日结一直转圈，进度条卡住不动", 9),
    ("小票打印机走纸但是空白", 6),
    ("液位仪全部离线，网关灯不闪", 5),
    ("充电桩扫不出码", 4),
    ("发票开不出来，提示额度不足", 3),
    ("加油卡圈存失败", 2),
)


@pytest.fixture
def settled(desk: Desk) -> Desk:
    settle(desk)
    return desk


def settle(desk: Desk) -> None:
    with desk.uow() as tx:
        for number in range(STATIONS):
            code = f"S{number:05d}"
            tx.session.add(
                Station(code=code, name=f"站{number}", province="冀", city="市", facts={})
            )
        tx.session.flush()
        for number in range(STATIONS):
            tx.session.add(
                Person(
                    id=f"U{number:05d}",
                    open_id=f"ou_{number:05d}",
                    name="站长",
                    kind=PersonKind.STAFF,
                    role="站长",
                    station_code=f"S{number:05d}",
                    facts={},
                )
            )
        tx.session.flush()
        for who, role in (
            ("ou_editor", Role.OPERATOR),
            ("ou_manager", Role.MANAGER),
            ("ou_owner", Role.PRODUCT),
        ):
            roles.grant(who, role, "test", tx)
    tell(desk, "2026-11-24", TOLD)


def tell(desk: Desk, day: str, told: tuple[tuple[str, int], ...]) -> None:
    """Tickets of other days, as another system would have them."""
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(
        ("ticket_id", "created_at", "category", "priority", "text", "station_code", "reporter_id")
    )
    for text, many in told:
        for number in range(many):
            name, station = f"{day}-{text[:4]}-{number}", f"S{number:05d}"
            at = f"{day} 09:{number:02d}:00"
            table.writerow((name, at, "其他", "P3", text, station, f"U{number:05d}"))
    with desk.uow() as tx:
        importing.take(importing.parse(out.getvalue().encode()), tx)

"""`python -m benchmarks.digest [--stations 22000]`: a digest for all, beside people who ask.

The sandbox keeps Feishu's limits. Reached is whom the sandbox itself counts; an answer's wait is
from the push to the moment Feishu had the reply.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import threading
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, text

from benchmarks import place, processes
from benchmarks.place import Desk, Place
from benchmarks.processes import ROOT, python
from benchmarks.table import Line, render
from bot import timers
from bot.database import open_engine
from bot.desk.digest_plan import DUE, LANE
from bot.engine.inline import InlineEngine
from bot.feishu.lark import LarkFeishu
from bot.internal import Internal
from bot.unit_of_work import UnitOfWork
from models import Digest, DigestState, DigestTopic
from sandbox.client import SandboxClient
from tests.furniture import SteppedClock
from tests.pushing import APP_ID

ASK_EVERY = 0.5
WITHIN = timedelta(minutes=10)
PATIENCE = 1200.0
P95 = 1.0


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.digest", description=__doc__)
    parser.add_argument("--stations", type=int, default=22_000)
    options = parser.parse_args()
    (ROOT / "var").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=ROOT / "var", prefix="digest-") as folder:
        at = Place(Path(folder), Path(folder))
        print(render(measure(at, options.stations)))


def measure(at: Place, stations: int) -> list[Line]:
    org = at.folder / "org.json"
    org.write_text(json.dumps(_org(stations), ensure_ascii=False), encoding="utf-8")
    with place.desk(at) as desk:
        processes.run(python("app.py", "org", "import", str(org)), desk.env)
        with desk.feishu("--org", str(org)) as feishu, desk.web(), desk.worker():
            engine = open_engine(desk.database, durable=False, patience=30)
            quiet = _asking(feishu, engine, 20 * ASK_EVERY, lambda: False)
            began = time.monotonic()
            _send(engine)
            over = threading.Event()
            watch = threading.Thread(target=_watch, args=(engine, stations, over))
            watch.start()
            beside = _asking(feishu, engine, PATIENCE, over.is_set)
            watch.join()
            took = timedelta(seconds=time.monotonic() - began)
            reached, throttled = _reached(desk, engine), feishu.report()["throttled"]
            engine.dispose()
    return [
        Line(
            f"digest to {stations:,} stations, all reached",
            f"{took.total_seconds():.0f} s, {reached:,} reached",
            "< 10 min",
            took < WITHIN and reached == stations,
        ),
        Line("calls refused by Feishu's limits meanwhile", str(throttled), "0", throttled == 0),
        _waits("answers before", quiet, None),
        _waits("answers beside it", beside, P95),
    ]


def _waits(name: str, waits: list[float], most: float | None) -> Line:
    if not waits:
        return Line(f"{name}: none", "–")
    ordered = sorted(waits)
    p95 = ordered[min(int(len(ordered) * 0.95), len(ordered) - 1)]
    told = f"{ordered[len(ordered) // 2]:.2f} / {p95:.2f} s ({len(ordered)} answers)"
    target = f"p95 < {most:.0f} s" if most else ""
    return Line(f"{name}, p50 / p95", told, target, p95 < most if most else None)


def _org(stations: int) -> dict[str, Any]:
    """The sample's people, who will ask, without its managers; and one manager a station."""
    found: dict[str, Any] = json.loads((ROOT / "samples" / "org.json").read_text(encoding="utf-8"))
    for one in found["staff"]:
        one["role"] = "加油员"
    for number in range(stations):
        code = f"B{number:05d}"
        found["stations"].append(
            {"code": code, "name": f"{number}站", "province": "河北省", "city": "雁原市"}
        )
        found["staff"].append(
            {
                "id": f"UB{number:05d}",
                "name": "站长",
                "role": "站长",
                "station_code": code,
                "feishu_open_id": f"ou_{number:032x}",
            }
        )
    return found


def _send(engine: Engine) -> None:
    now = datetime.now(UTC)
    uow = UnitOfWork(engine, SteppedClock(now), InlineEngine())
    with uow() as tx:
        digest = Digest(
            week="2026-W01",
            state=DigestState.APPROVED,
            first=date(2025, 12, 22),
            last=date(2025, 12, 28),
            draft_at=now,
            planned_at=now,
            late_at=now + timedelta(hours=1),
            unapproved="hold",
            intro="",
            figures={"roles": ["站长"], "quiet": ["00:00", "00:00"]},
            effect={},
            drafted_at=now,
        )
        tx.session.add(digest)
        tx.session.flush()
        for position in range(1, 6):
            tx.session.add(
                DigestTopic(
                    digest_id=digest.id,
                    position=position,
                    key=f"said:{position}",
                    name="日结一直转圈，进度条卡住不动",
                    entry_id=position,
                    count=9,
                    stations=9,
                    before=1.0,
                    wordings=[],
                    cases=[],
                )
            )
        due = Internal(DUE, LANE, {"digest": digest.id})
        timers.set_timer(f"{DUE}:{digest.week}", now, due, tx)


def _watch(engine: Engine, stations: int, over: threading.Event) -> None:
    """Until everybody was told, whatever became of it."""
    told = text("SELECT count(*) FROM digest_recipient WHERE outcome <> 'queued'")
    ends = time.monotonic() + PATIENCE
    while time.monotonic() < ends:
        with engine.connect() as connection:
            if (connection.scalar(told) or 0) >= stations:
                break
        time.sleep(0.5)
    over.set()


def _asking(feishu: SandboxClient, engine: Engine, seconds: float, over: Any) -> list[float]:
    people = [one["open_id"] for one in feishu.people()[:150]]
    with engine.connect() as connection:
        last = connection.scalar(text("SELECT coalesce(max(id), 0) FROM inbound"))
    ends, number = time.monotonic() + seconds, 0
    while time.monotonic() < ends and not over():
        feishu.say(people[number % len(people)], "日结失败怎么办")
        number += 1
        time.sleep(ASK_EVERY)
    time.sleep(3)
    # As texts SQLite's moments differ by nothing but their digits.
    rows = text(
        "SELECT (julianday(o.sent_at) - julianday(i.received_at)) * 86400 FROM outbound o "
        "JOIN inbound i ON i.id = o.inbound_id "
        "WHERE o.verb = 'reply' AND o.sent_at IS NOT NULL AND i.id > :last"
    )
    with engine.connect() as connection:
        return [float(wait) for (wait,) in connection.execute(rows, {"last": last})]


def _reached(desk: Desk, engine: Engine) -> int:
    far = LarkFeishu(APP_ID, place.SECRET, desk.env["FEISHU_DOMAIN"])
    with engine.connect() as connection:
        batches = connection.scalars(
            text("SELECT batch_id FROM digest_delivery WHERE audience = 'stations'")
        ).all()
    return sum(far.batch_progress(batch).reached for batch in batches if batch)


if __name__ == "__main__":
    main()

"""What a durable engine costs: the same rules on the same rows, against a loop over the inbox."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

from sqlalchemy import create_engine, text

from benchmarks import load, machine, place, pushes
from benchmarks.latency import moment
from benchmarks.place import Desk, Place
from benchmarks.processes import Running, wait_until
from benchmarks.table import Line, Spread, ratio

Start = Callable[[Desk], AbstractContextManager[Running]]


def measure(at: Place) -> list[Line]:
    count, rounds = (600, 2) if at.quick else (2000, 3)
    engine, loop, fsyncs = [], [], []
    for number in range(rounds):
        fsyncs.append(machine.fsyncs_per_second(at.folder))
        engine.append(_rate(at.at(f"engine{number}"), count, lambda desk: desk.worker()))
        loop.append(_rate(at.at(f"loop{number}"), count, _plain))
    ours, theirs = Spread(tuple(engine)), Spread(tuple(loop))
    share = ratio(ours, theirs)
    return [
        Line(
            f"work items/s ÷ plain loop over the inbox table, same rules, {at.backend}",
            f"{share.text('.2f')} ×; {ours.text()} against {theirs.text()}"
            f" ({Spread(tuple(fsyncs)).text()} fsync/s)",
            "≥ 0.15 ×",
            share.median >= 0.15,
        )
    ]


def _plain(desk: Desk) -> AbstractContextManager[Running]:
    return desk.worker("benchmarks.plain_worker")


def _rate(at: Place, count: int, start: Start) -> float:
    """Rows are kept first and worked afterwards, so that only the work is timed."""
    with place.desk(at) as desk, desk.feishu():
        with desk.web():
            outcome = load.closed_loop(desk.port, pushes.chatter(count), 60)
        if outcome.accepted != count:
            raise RuntimeError(f"only {outcome.accepted} of {count} were kept")
        with start(desk):
            return _done_per_second(desk, count)


def _done_per_second(desk: Desk, count: int) -> float:
    """By the rows' own times, without the first tenth, in which a worker gets going."""
    engine = create_engine(desk.database)

    def done() -> list[object]:
        query = text("SELECT done_at FROM inbound WHERE done_at IS NOT NULL ORDER BY done_at")
        with engine.connect() as connection:
            return list(connection.execute(query).scalars())

    def all_done() -> bool:
        with engine.connect() as connection:
            waiting = text("SELECT count(*) FROM inbound WHERE done_at IS NULL")
            return not connection.execute(waiting).scalar_one()

    wait_until(all_done, "all rows worked", within=180)
    times = [moment(value) for value in done()][count // 10 :]
    engine.dispose()
    return (len(times) - 1) / (times[-1] - times[0]).total_seconds()

"""Acknowledgements: kept on disk, recognised if repeated, queued for work, and only then 200."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass, field

from benchmarks import load, machine, place, pushes
from benchmarks.place import Place
from benchmarks.processes import Running
from benchmarks.table import Line, Spread, ratio

# More than any server here answers in a second; requests are made before the clock starts.
MOST_PER_SECOND = 6000
WARM_UP = 300
SLOW_DISK = 500.0
GUNICORN = ("-k", "sync", "-w", "2")


@dataclass
class Rounds:
    """One server's rounds."""

    port: int
    server: Running
    rates: list[float] = field(default_factory=list)
    cpu_us: list[float] = field(default_factory=list)
    p99: list[float] = field(default_factory=list)

    def measure(self, requests: Iterable[bytes], seconds: float) -> None:
        before = self.server.cpu_seconds()
        outcome = load.closed_loop(self.port, requests, seconds)
        cpu = self.server.cpu_seconds() - before
        if outcome.accepted < 0.99 * sum(outcome.statuses.values()):
            raise RuntimeError(f"not all were accepted: {dict(outcome.statuses)}")
        self.rates.append(outcome.rate)
        self.cpu_us.append(cpu / outcome.accepted * 1e6)
        self.p99.append(outcome.wait_ms(0.99))

    @property
    def rate(self) -> Spread:
        return Spread(tuple(self.rates))

    @property
    def cpu(self) -> Spread:
        return Spread(tuple(self.cpu_us))


def measure(at: Place) -> list[Line]:
    """On PostgreSQL against the sample alone; what concerns the web server is told by SQLite."""
    return _against_sample(at, *_duel(at)) if at.server else _on_sqlite(at)


def _duel(at: Place) -> tuple[Rounds, Rounds]:
    with ExitStack() as stack:
        ours, storing = _ours(at, stack), _sample(at.at("storing"), stack, *GUNICORN, stores=True)
        for _ in range(at.rounds):
            for rounds in (ours, storing):
                rounds.measure(_requests(at), at.seconds)
    return ours, storing


def _on_sqlite(at: Place) -> list[Line]:
    """Turn by turn, one server at a time under load, the others idle."""
    fsyncs, ceiling = [], []
    with ExitStack() as stack:
        ours, storing = _ours(at, stack), _sample(at.at("storing"), stack, *GUNICORN, stores=True)
        printed = _sample(at.at("printed"), stack, stores=False)
        bare = stack.enter_context(place.hello(at))
        for _ in range(at.rounds):
            fsyncs.append(machine.fsyncs_per_second(at.folder))
            for rounds in (ours, storing):
                rounds.measure(_requests(at), at.seconds)
            printed.measure(_requests(at), at.seconds / 2)
            ceiling.append(load.flood(bare, pushes.plain(), at.seconds / 2))
    return [
        *_against_sample(at, ours, storing),
        _against_disk(ours, Spread(tuple(fsyncs))),
        _against_printed(ours, printed),
        _share_of_ceiling(ours, Spread(tuple(ceiling))),
        *_fallback(at, ours),
    ]


def _ours(at: Place, stack: ExitStack) -> Rounds:
    desk = stack.enter_context(place.desk(at))
    return _warm(Rounds(desk.port, stack.enter_context(desk.web())))


def _sample(at: Place, stack: ExitStack, *options: str, stores: bool) -> Rounds:
    server, port = stack.enter_context(place.sample(at, *options, stores=stores))
    return _warm(Rounds(port, server))


def _warm(rounds: Rounds) -> Rounds:
    load.closed_loop(rounds.port, pushes.questions(WARM_UP), 5.0)
    return rounds


def _requests(at: Place) -> list[bytes]:
    return pushes.questions(int(MOST_PER_SECOND * at.seconds))


def _against_sample(at: Place, ours: Rounds, sample: Rounds) -> list[Line]:
    faster, cpu = ratio(ours.rate, sample.rate), ratio(ours.cpu, sample.cpu)
    return [
        Line(
            f"durable acknowledgements/s ÷ SDK sample that stores, gunicorn sync ×2, {at.backend}",
            f"{faster.text('.2f')} ×; {ours.rate.text()} against {sample.rate.text()}",
            "≥ 1.5 ×",
            faster.median >= 1.5,
        ),
        Line(
            f"CPU per acknowledgement ÷ the same sample, {at.backend}",
            f"{cpu.text('.2f')} ×; {ours.cpu.text()} µs against {sample.cpu.text()} µs",
            "≤ 0.5 ×",
            cpu.median <= 0.5,
        ),
    ]


def _against_disk(ours: Rounds, disk: Spread) -> Line:
    times = ratio(ours.rate, disk)
    slow = disk.median < SLOW_DISK
    return Line(
        "acknowledgements ÷ fsync rate of the disk",
        f"{times.text('.2f')} × at {disk.text()} fsync/s" + ("" if slow else " (a fast disk)"),
        f"≥ 3 × below {SLOW_DISK:.0f}/s",
        times.median >= 3 if slow else None,
    )


def _against_printed(ours: Rounds, sample: Rounds) -> Line:
    times = ratio(ours.rate, sample.rate)
    return Line(
        "acknowledgements/s ÷ SDK sample as printed (`app.run`), which stores nothing",
        f"{times.text('.2f')} ×; against {sample.rate.text()}",
        "≥ 1.5 ×",
        times.median >= 1.5,
    )


def _share_of_ceiling(ours: Rounds, ceiling: Spread) -> Line:
    share = ratio(ours.rate, ceiling)
    return Line(
        "share of the bare server's ceiling (granian, empty application, pipelined)",
        f"{share.median:.1%} of {ceiling.text()}",
        "≥ 1.5 %",
        share.median >= 0.015,
    )


def _fallback(at: Place, ours: Rounds) -> list[Line]:
    with place.desk(at.at("gunicorn")) as desk, desk.gunicorn() as server:
        rounds = _warm(Rounds(desk.port, server))
        for _ in range(2):
            rounds.measure(_requests(at), at.seconds)
    return [
        Line(
            "the same on gunicorn (gthread 1×16), the fallback server",
            f"{rounds.rate.text()}/s, {rounds.cpu.text()} µs, p99 {max(rounds.p99):.0f} ms"
            f" (granian: p99 {max(ours.p99):.0f} ms)",
        )
    ]

"""`python -m benchmarks`: every figure in one table. It measures and judges; it never fails."""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from pathlib import Path

from benchmarks import acks, budget, clicks, footprint, latency, machine, slow_handler, work
from benchmarks.place import Place
from benchmarks.processes import ROOT
from benchmarks.table import Line, render
from tests.databases import NoPostgres, postgres_server

Benchmark = Callable[[Place], list[Line]]
BENCHMARKS: dict[str, Benchmark] = {
    "acks": acks.measure,
    "latency": latency.acknowledging,
    "start": latency.starting,
    "work": work.measure,
    "memory": footprint.memory,
    "cold": footprint.cold_start,
    "slow": slow_handler.measure,
    "clicks": clicks.measure,
    "budget": budget.measure,
}
# The others are about processes, not about the database.
ON_POSTGRESQL = ("acks", "latency", "clicks")


def main() -> None:
    options = _options()
    # On the disk that a desk would use, not in a /tmp that may be memory.
    (ROOT / "var").mkdir(exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="benchmarks-", dir=ROOT / "var"))
    try:
        with ExitStack() as stack:
            lines = _all(_places(options, folder, stack), options.only)
    finally:
        if options.keep:
            print(f"logs and databases: {folder}", file=sys.stderr)
        else:
            shutil.rmtree(folder, ignore_errors=True)
    where = _where(options.quick)
    print(f"\n{where}\n\n{render(lines)}")
    if options.json:
        found = {"machine": where, "lines": [line.as_json() for line in lines]}
        options.json.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--only", action="append", choices=BENCHMARKS, help="one benchmark")
    parser.add_argument("--quick", action="store_true", help="shorter and fewer rounds")
    parser.add_argument("--json", type=Path, help="write the figures there, too")
    parser.add_argument("--keep", action="store_true", help="keep logs and databases")
    parser.add_argument("--backend", choices=("sqlite", "postgresql", "all"), default="all")
    return parser.parse_args()


def _places(options: argparse.Namespace, folder: Path, stack: ExitStack) -> list[Place]:
    places = []
    if options.backend != "postgresql":
        places.append(Place(folder, folder, options.quick))
    if options.backend != "sqlite":
        try:
            server = stack.enter_context(postgres_server())
            places.append(Place(folder, folder, options.quick, server))
        except NoPostgres as why:
            print(f"without PostgreSQL: {why}", file=sys.stderr)
    return places


def _all(places: Iterable[Place], only: list[str] | None) -> list[Line]:
    lines = []
    for at in places:
        possible = ON_POSTGRESQL if at.server else tuple(BENCHMARKS)
        for name in (one for one in possible if only is None or one in only):
            lines += _measure(name, at)
    return lines


def _measure(name: str, at: Place) -> list[Line]:
    """A benchmark that breaks must not take the figures of the others with it."""
    print(f"… {name}, {at.backend}", file=sys.stderr)
    try:
        lines = BENCHMARKS[name](at.at(name))
    except Exception as error:
        traceback.print_exc()
        return [Line(name, f"broke: {type(error).__name__}: {error}"[:120], reached=False)]
    for line in lines:
        print(f"  {line.figure}: {line.measured} [{line.verdict}]", file=sys.stderr)
    return lines


def _where(quick: bool) -> str:
    return (
        f"{os.cpu_count()} cores, Linux {platform.release()}, Python {platform.python_version()}, "
        f"load average {machine.load_average():.1f}{', quick' if quick else ''}"
    )


if __name__ == "__main__":
    main()

"""What the machine itself can do, and what a process takes of it; read from /proc."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")
BLOCK = b"\0" * 4096


def fsyncs_per_second(folder: Path, seconds: float = 0.7) -> float:
    """4 kB appended and synced, one after another: the fastest that single commits could go."""
    path = folder / "fsync"
    file = os.open(path, os.O_CREAT | os.O_WRONLY)
    try:
        done, start = 0, time.perf_counter()
        while (taken := time.perf_counter() - start) < seconds:
            os.write(file, BLOCK)
            os.fdatasync(file)
            done += 1
        return done / taken
    finally:
        os.close(file)
        path.unlink()


def family(pid: int) -> list[int]:
    """The process and all that it started, the process first."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and (fields := _stat(int(entry.name))):
            children.setdefault(int(fields[1]), []).append(int(entry.name))
    found = [pid]
    for parent in found:
        found.extend(children.get(parent, ()))
    return found


def cpu_seconds(pids: Iterable[int]) -> float:
    """User and system time together."""
    stats = filter(None, map(_stat, pids))
    return sum(int(fields[11]) + int(fields[12]) for fields in stats) / TICK


def pss_mb(pid: int) -> float:
    """Memory with shared pages divided among those who share them."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    return 0.0


def load_average() -> float:
    return os.getloadavg()[0]


def _stat(pid: int) -> list[str]:
    """The fields of /proc/PID/stat from the state on; empty where the process is gone."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return []
    return text.rpartition(")")[2].split()

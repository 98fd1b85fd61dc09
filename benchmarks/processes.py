"""Servers and workers as processes of their own, started and ended with a block."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks import machine

ROOT = Path(__file__).parent.parent
START_WITHIN = 30.0


@dataclass(frozen=True)
class Running:
    process: subprocess.Popen[bytes]
    log: Path

    @property
    def pids(self) -> list[int]:
        return machine.family(self.process.pid)

    def cpu_seconds(self) -> float:
        return machine.cpu_seconds(self.pids)


@contextmanager
def running(
    name: str, command: Sequence[str], folder: Path, env: Mapping[str, str]
) -> Iterator[Running]:
    """With the given variables alone, so that nobody's settings leak into the figures."""
    log = folder / f"{name}.log"
    with log.open("ab") as output:
        process = subprocess.Popen(
            command, cwd=ROOT, env=_plain_env() | dict(env), stdout=output, stderr=output
        )
    try:
        yield Running(process, log)
    finally:
        _end(process)


def python(*arguments: str) -> list[str]:
    return [sys.executable, *arguments]


def run(command: Sequence[str], env: Mapping[str, str]) -> None:
    done = subprocess.run(
        command, cwd=ROOT, env=_plain_env() | dict(env), capture_output=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)}: {done.stderr.decode()[-2000:]}")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until(look: Callable[[], bool], what: str, within: float = START_WITHIN) -> None:
    ends = time.monotonic() + within
    while not look():
        if time.monotonic() > ends:
            raise TimeoutError(f"not within {within:.0f} s: {what}")
        time.sleep(0.005)


def answers(port: int, path: str = "/healthz") -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _plain_env() -> dict[str, str]:
    return {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ} | {
        "PYTHONUNBUFFERED": "1",
        # A developer's own .env would otherwise be read.
        "STATIONDESK_ENV_FILE": os.devnull,
    }


def _end(process: subprocess.Popen[bytes]) -> None:
    family = machine.family(process.pid)
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        for pid in family:
            os.kill(pid, 9)
        process.wait()

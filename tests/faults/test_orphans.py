"""Whoever watches over our processes may be killed hard; they must not go on without it."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import psutil
import pytest

from tests.faults.harness import Process as Run
from tests.faults.harness import answers, environment, free_port, wait_until

pytestmark = pytest.mark.slow


def family(pid: int) -> list[psutil.Process]:
    return psutil.Process(pid).children(recursive=True)


def lives(process: psutil.Process) -> bool:
    try:
        return process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


@pytest.mark.parametrize("command", ["serve", "all"])
def test_the_children_end_with_their_parent(tmp_path: Path, command: str) -> None:
    port = free_port()
    env = environment(f"sqlite:///{tmp_path}/desk.sqlite3", PORT=str(port))
    upgrade = Run("upgrade", [sys.executable, "app.py", "db", "upgrade"], env, tmp_path / "u.log")
    upgrade.start()
    wait_until(lambda: not upgrade.alive, within=60, what="the database is made")
    run = Run(command, [sys.executable, "app.py", command], env, tmp_path / "run.log")
    run.start()
    try:
        address = f"http://127.0.0.1:{port}/healthz"
        wait_until(lambda: answers(address), within=60, what="the web server answers")
        children = family(run.pid)
        assert children
        os.kill(run.pid, signal.SIGKILL)
        wait_until(
            lambda: (
                not any(child.is_running() and child.status() != "zombie" for child in children)
            ),
            within=30,
            what="the children have ended",
        )
    finally:
        run.kill()

"""Several processes under one terminal: started together, kept alive, stopped together."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.logs import log
from bot.orphans import end_with_parent

STOP_WITHIN = 10.0
# A process that dies at once would otherwise be restarted in a busy loop.
RESTART_AFTER = 1.0


@dataclass
class Child:
    name: str
    command: Sequence[str]
    env: Mapping[str, str]
    process: subprocess.Popen[bytes] | None = field(default=None)

    def start(self) -> None:
        self.process = subprocess.Popen(
            self.command, env=dict(self.env), preexec_fn=end_with_parent
        )
        log().info("process_started", name=self.name, pid=self.process.pid)


def python(*arguments: str) -> list[str]:
    return [sys.executable, *arguments]


def keep_alive(children: Sequence[Child], stop: threading.Event) -> None:
    """Until `stop`: a child that ends is started again; then all are asked to end, and awaited."""
    for child in children:
        if child.process is None:
            child.start()
    while not stop.wait(0.5):
        for child in children:
            if child.process is not None and child.process.poll() is not None:
                log().error("process_died", name=child.name, code=child.process.returncode)
                if stop.wait(RESTART_AFTER):
                    break
                child.start()
    _end(children)


def stop_on_signals() -> threading.Event:
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    return stop


def _end(children: Sequence[Child]) -> None:
    running = [c.process for c in children if c.process and c.process.poll() is None]
    for process in running:
        process.terminate()
    deadline = time.monotonic() + STOP_WITHIN
    for process in running:
        try:
            process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

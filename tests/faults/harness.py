"""Real processes on free ports: a local Feishu, the web server, workers. All dead at the end."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from sandbox.client import SandboxClient
from tests.faults.books import Books

ROOT = Path(__file__).parent.parent.parent
FEISHU = {
    "FEISHU_APP_ID": "cli_sandbox",
    "FEISHU_APP_SECRET": "sandbox-secret",
    "FEISHU_ENCRYPT_KEY": "sandbox-encrypt-key",
    "FEISHU_VERIFICATION_TOKEN": "sandbox-verification-token",
}
START_WITHIN = 40.0
LOOK_EVERY = 0.05
T = TypeVar("T")


def wait_until(look: Callable[[], T], *, within: float, what: str) -> T:
    """Ask until the answer is true, or fail when the time is over."""
    ends = time.monotonic() + within
    while not (found := look()):
        if time.monotonic() > ends:
            raise AssertionError(f"not within {within:.0f} s: {what}")
        time.sleep(LOOK_EVERY)
    return found


class Process:
    """One process with its children, and its log; it may be started, killed and started again."""

    def __init__(self, name: str, command: list[str], env: Mapping[str, str], log: Path) -> None:
        self.name = name
        self.log = log
        self._command = command
        self._env = dict(env)
        self._running: subprocess.Popen[bytes] | None = None
        self._read_from = 0

    def start(self) -> None:
        self._read_from = self.log.stat().st_size if self.log.exists() else 0
        with self.log.open("ab") as out:
            self._running = subprocess.Popen(
                self._command,
                env=self._env,
                cwd=ROOT,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    @property
    def pid(self) -> int:
        assert self._running is not None
        return self._running.pid

    @property
    def alive(self) -> bool:
        return self._running is not None and self._running.poll() is None

    def said(self) -> str:
        """What it wrote since it was last started."""
        with self.log.open("rb") as lines:
            lines.seek(self._read_from)
            return lines.read().decode("utf-8", "replace")

    def kill(self) -> None:
        """kill -9 for it and its children."""
        self._signal(signal.SIGKILL)
        if self._running is not None:
            self._running.wait(10)

    def freeze(self) -> None:
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self._signal(signal.SIGCONT)

    def end(self, within: float = 30.0) -> int:
        """SIGTERM, as a deployment does; its exit code."""
        assert self._running is not None
        self._running.terminate()
        return self._running.wait(within)

    def _signal(self, number: signal.Signals) -> None:
        if self._running is None:
            return
        try:
            os.killpg(self._running.pid, number)
        except ProcessLookupError:
            return


def environment(database_url: str, **more: str) -> dict[str, str]:
    mine = {k: v for k, v in os.environ.items() if not k.startswith("FEISHU_")}
    # Embedding a sample FAQ in each worker would cost more than all that is tested here.
    fixed = {"DATABASE_URL": database_url, "STATIONDESK_ENV_FILE": os.devnull, "SEMANTIC": "off"}
    return {**mine, **FEISHU, **fixed, **more}


@dataclass
class Site:
    """A desk and its Feishu, each in processes of their own."""

    folder: Path
    database_url: str
    time_scale: float
    processes: list[Process] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.web_port, sandbox_port = free_port(), free_port()
        self.feishu_url = f"http://127.0.0.1:{sandbox_port}"
        self.feishu = SandboxClient(self.feishu_url)
        self.books = Books(self.database_url)
        self.env = environment(
            self.database_url, FEISHU_DOMAIN=self.feishu_url, PORT=str(self.web_port)
        )
        bot = f"http://127.0.0.1:{self.web_port}/webhook/feishu"
        scale = str(self.time_scale)
        self.sandbox = self._process(
            "sandbox",
            ["-m", "sandbox", "--port", str(sandbox_port), "--bot-url", bot, "--time-scale", scale],
        )
        self.web = self._process("web", ["app.py", "serve"])

    def worker(self, name: str = "worker") -> Process:
        return self._process(name, ["app.py", "worker"])

    def open(self, *workers: Process) -> None:
        """Start everything, and wait until it is ready."""
        for process in (self.sandbox, self.web, *workers):
            process.start()
        wait_until(
            lambda: answers(self.feishu_url), within=START_WITHIN, what="the sandbox answers"
        )
        self.await_web()
        for worker in workers:
            self.await_worker(worker)

    def await_web(self) -> None:
        address = f"http://127.0.0.1:{self.web_port}/healthz"
        wait_until(lambda: answers(address), within=START_WITHIN, what="the web server answers")

    def await_worker(self, worker: Process) -> None:
        wait_until(
            lambda: "worker_ready" in worker.said() or not worker.alive,
            within=START_WITHIN,
            what=f"{worker.name} is ready",
        )
        assert worker.alive, f"{worker.name} ended by itself"

    def _process(self, name: str, arguments: list[str]) -> Process:
        process = Process(name, [sys.executable, *arguments], self.env, self.folder / f"{name}.log")
        self.processes.append(process)
        return process


@contextmanager
def open_site(folder: Path, database_url: str, *, time_scale: float = 1.0) -> Iterator[Site]:
    """Nothing of it survives the block; when the block fails, the logs' ends are printed."""
    site = Site(folder, database_url, time_scale)
    try:
        yield site
    except BaseException:
        for process in site.processes:
            print(f"\n--- {process.name} ({process.log})\n{_end_of(process.log)}")
        raise
    finally:
        for process in site.processes:
            process.kill()
        site.books.close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def run_app(database_url: str, *arguments: str) -> None:
    """One command of ours, to its end."""
    subprocess.run(
        [sys.executable, "app.py", *arguments],
        env=environment(database_url),
        cwd=ROOT,
        check=True,
        timeout=60,
        capture_output=True,
    )


def _end_of(log: Path, lines: int = 60) -> str:
    if not log.exists():
        return "(never started)"
    interesting = [
        line
        for line in log.read_text("utf-8", "replace").splitlines()
        if not any(word in line for word in ("push_kept", "worked ", "sent  ", "event_ignored"))
    ]
    return "\n".join(interesting[-lines:])

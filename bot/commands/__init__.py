"""What an operator types: each command says what it did, and returns the process's exit code."""

from __future__ import annotations

from collections.abc import Callable

Say = Callable[[str], None]

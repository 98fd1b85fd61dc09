"""The command line, in by `app.main`, out by what it prints."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import app
from tests.test_settings import GOOD

Run = Callable[..., tuple[int, str]]


def runner(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], url: str) -> Run:
    """For one database; a call gives a command's exit code and all that it printed."""
    for name, value in {**GOOD, "DATABASE_URL": url, "LOG_LEVEL": "ERROR"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("STATIONDESK_ENV_FILE", "/nonexistent")

    def command(*arguments: object) -> tuple[int, str]:
        code = app.main([str(argument) for argument in arguments])
        printed = capsys.readouterr()
        return code, printed.out + printed.err

    return command

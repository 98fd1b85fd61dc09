"""Rooms import downwards only; commits, clocks and the environment have one owner each."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MAY_IMPORT = {
    "config": set(),
    "models": set(),
    "cards": {"models"},
    "bot": {"models", "cards", "config"},
    "handlers": {"models", "cards", "bot"},
    "web": {"models", "cards", "bot", "config"},
    "sandbox": set(),
    "migrations": {"models"},
}
ROOMS = set(MAY_IMPORT) | {"app", "tests", "benchmarks"}


def files(room: str) -> list[Path]:
    found = sorted((ROOT / room).rglob("*.py"))
    assert found, f"{room} is empty"
    return found


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def calls(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield node.func.attr


def product() -> Iterator[Path]:
    for room in ("config", "models", "cards", "bot", "handlers", "web"):
        yield from files(room)


@pytest.mark.parametrize("room", sorted(MAY_IMPORT))
def test_rooms_import_downwards_only(room: str) -> None:
    for path in files(room):
        tops = {name.partition(".")[0] for name in imports(path)}
        trespass = (tops & ROOMS) - MAY_IMPORT[room] - {room}
        assert not trespass, f"{path.relative_to(ROOT)} imports {trespass}"


def test_only_the_unit_of_work_commits_or_rolls_back() -> None:
    # `reception.warm_up` rolls back a rehearsal's savepoint; the engine's adapter sets up its own
    # connections. Neither decides anything about our rows.
    allowed = {"bot/unit_of_work.py", "bot/reception.py", "bot/engine/frozen.py"}
    owners = {
        str(path.relative_to(ROOT))
        for path in product()
        if {"commit", "rollback"} & set(calls(path))
    }
    assert owners <= allowed


def test_only_the_clock_looks_at_the_wall() -> None:
    for path in product():
        if path.name != "clock.py":
            assert "utcnow" not in path.read_text(), path
            assert "datetime.now(" not in path.read_text(), path


def test_only_app_and_the_process_commands_read_the_environment() -> None:
    for path in product():
        text = path.read_text()
        assert "os.environ" not in text or path.parent.name == "commands", path


def test_the_sdk_is_named_in_the_gateway_only() -> None:
    for path in product():
        if any(name.startswith("lark_oapi") for name in imports(path)):
            assert path.parent == ROOT / "bot" / "feishu", path


def test_handlers_translate_and_never_query() -> None:
    for path in files("handlers"):
        assert not any(name.startswith("sqlalchemy") for name in imports(path)), path
        assert ".session" not in path.read_text(), path


def test_cards_are_pure() -> None:
    forbidden = {"sqlalchemy", "bot", "requests", "flask", "time", "random", "os"}
    for path in files("cards"):
        assert not {name.partition(".")[0] for name in imports(path)} & forbidden, path


def test_rules_know_neither_http_nor_the_gateway() -> None:
    for path in files("bot/desk"):
        names = set(imports(path))
        assert not any(n.startswith(("flask", "requests", "bot.feishu.lark")) for n in names), path


@pytest.mark.parametrize("room", ["config", "models", "cards", "bot", "handlers", "web", "sandbox"])
def test_files_and_functions_stay_small(room: str) -> None:
    for path in files(room):
        source = path.read_text()
        assert source.count("\n") <= 300, f"{path.relative_to(ROOT)} is too long"
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                assert length <= 60, f"{path.relative_to(ROOT)}: {node.name} has {length} lines"

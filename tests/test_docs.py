"""What exists is in the handbook: a test fails when it is not."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.commands.arguments import parser
from cards import words
from cards.actions import ACTIONS

ROOT = Path(__file__).parent.parent
LEVELS = {"debug", "info", "warning", "error", "exception"}


def handbook(name: str) -> str:
    return (ROOT / "docs" / name).read_text()


def log_events() -> Iterator[str]:
    """The first argument of every `log().info(...)` in the product."""
    for path in (ROOT / "bot").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                made = node.func.value
                named = isinstance(made, ast.Call) and getattr(made.func, "id", "") == "log"
                if named and node.func.attr in LEVELS:
                    yield from strings(node.args[0])


def strings(node: ast.AST) -> Iterator[str]:
    for part in ast.walk(node):
        if isinstance(part, ast.Constant) and isinstance(part.value, str):
            yield part.value


def test_every_log_event_is_explained() -> None:
    events = set(log_events())
    assert len(events) > 20
    text = handbook("operations.md")
    assert {event for event in events if f"`{event}`" not in text} == set()


def test_every_metric_is_named() -> None:
    source = (ROOT / "bot" / "metrics.py").read_text()
    names = set(re.findall(r'"(stationdesk_\w+)"', source))
    text = handbook("operations.md")
    assert {name for name in names if name not in text} == set()


@pytest.mark.parametrize("word", sorted(words.COMMANDS))
def test_every_word_and_its_synonyms_are_listed(word: str) -> None:
    text = handbook("conversation.md")
    assert all(way in text for way in (word, *words.COMMANDS[word]))


@pytest.mark.parametrize("action", sorted(ACTIONS))
def test_every_button_is_listed(action: str) -> None:
    assert f"`{action}`" in handbook("conversation.md")


def test_every_menu_key_is_listed() -> None:
    keys = {
        key
        for path in (ROOT / "handlers").glob("*.py")
        for key in re.findall(r'on_menu\("(\w+)"\)', path.read_text())
    }
    assert keys
    assert all(f"`{key}`" in handbook("conversation.md") for key in keys)


def test_every_command_is_listed() -> None:
    commands = next(
        action for action in parser()._actions if getattr(action, "choices", None)
    ).choices
    assert commands
    text = handbook("operations.md")
    assert {name for name in commands if f"{name}" not in text} == set()


@pytest.mark.parametrize("path", sorted(ROOT.glob("*.md")) + sorted((ROOT / "docs").glob("*.md")))
def test_links_inside_the_project_lead_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)", path.read_text()):
        if not target.startswith(("http://", "https://", "#")):
            assert (path.parent / target).exists(), target

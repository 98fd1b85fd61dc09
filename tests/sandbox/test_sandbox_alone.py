"""The sandbox shares nothing with the bot it tests."""

import ast
import re
from pathlib import Path

import sandbox
from sandbox.control.routes import TABLE
from sandbox.faults import Faults

ROOT = Path(sandbox.__file__).parent
DOCS = (ROOT.parent / "docs" / "sandbox.md").read_text("utf-8")
OURS = {"bot", "cards", "config", "handlers", "models", "app", "lark_oapi"}


def test_the_sandbox_imports_nothing_of_the_bot() -> None:
    for path in ROOT.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [one.name for one in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            assert not {name.split(".")[0] for name in names} & OURS, path


def test_rooms_import_downwards_only() -> None:
    above = {
        "state": {"api", "acts", "push", "cards", "control"},
        "push": {"api", "acts", "cards", "control"},
        "cards": {"api", "acts", "push", "control", "state"},
        "acts": {"api", "control"},
        "api": {"control"},
    }
    for room, forbidden in above.items():
        for path in (ROOT / room).rglob("*.py"):
            found = set(re.findall(r"from sandbox\.(\w+)", path.read_text("utf-8")))
            assert not found & forbidden, path


def test_every_control_call_and_fault_is_documented() -> None:
    missing = [path for _, path, _ in TABLE if f"/__sandbox{path}" not in DOCS]
    missing += [name for name in Faults().view() if f"{name}" not in DOCS]
    # The journals and the reactions share a row.
    assert [one for one in missing if one not in ("/pushes", "/calls")] == []


def test_files_stay_short() -> None:
    long = [path for path in ROOT.rglob("*.py") if len(path.read_text("utf-8").split("\n")) > 301]
    assert long == []

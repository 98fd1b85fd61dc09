"""What an operator sees of tickets on the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

import app
from tests.test_settings import GOOD
from tests.tickets.conftest import SAMPLES

Run = Callable[..., tuple[int, str]]
TICKET = (
    "INSERT INTO ticket (id, version, seq, head, told_seq, policy_version, state, tier, priority,"
    " category, skill_group, reach, device, language, title, description, tags, fields, watchers,"
    " experts, declined_by, requester, origin_chat_id, cause, solution, reopens, transfers, urges)"
    " VALUES (1, 1, 0, '', 0, 0, 'new', 1, 'P3', '', '', 0, '', 'zh', '', '', '[]', '{}', '[]',"
    " '[]', '[]', '', '', '', '', 0, 0, 0)"
)


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    url = f"sqlite:///{tmp_path}/desk.sqlite3"
    for name, value in {**GOOD, "DATABASE_URL": url, "LOG_LEVEL": "ERROR"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("STATIONDESK_ENV_FILE", "/nonexistent")

    def command(*arguments: str) -> tuple[int, str]:
        code = app.main(list(arguments))
        printed = capsys.readouterr()
        return code, printed.out + printed.err

    command("db", "upgrade")
    command("org", "import", str(SAMPLES / "org.json"))
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text(TICKET))
    engine.dispose()
    return command


def test_tickets_are_listed_shown_and_verified(run: Run) -> None:
    assert "T000001\tP3\tnew" in run("tickets", "list")[1]
    code, said = run("tickets", "show", "T000001")
    assert (code, "tier 1" in said) == (0, True)
    assert run("tickets", "show", "9")[0] == 1
    code, said = run("tickets", "verify")
    assert code == 0
    assert "1 tickets, 0 broken, digest" in said


def test_a_changed_ticket_is_named_and_ends_with_1(run: Run, tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path}/desk.sqlite3")
    with engine.begin() as connection:
        connection.execute(text("UPDATE ticket SET priority = 'P1'"))
    engine.dispose()
    code, said = run("tickets", "verify")
    assert code == 1
    assert "T000001" in said
    assert "priority" in said


def test_rules_are_printed_and_given_back_as_a_new_version(run: Run, tmp_path: Path) -> None:
    _, said = run("tickets", "rules", "routing")
    path = tmp_path / "routing.json"
    path.write_text(json.dumps({**json.loads(said), "sticky_days": 7}))
    assert run("tickets", "rules", "routing", str(path)) == (
        0,
        "Version 1 of routing counts from now on, for open tickets as well.\n",
    )
    assert json.loads(run("tickets", "rules", "routing")[1])["sticky_days"] == 7
    path.write_text('{"rules": [], "colour": 1}')
    code, said = run("tickets", "rules", "routing", str(path))
    assert code == 1
    assert "colour" in said
    assert "default_group" in said


def test_a_day_may_be_told(run: Run) -> None:
    code, said = run("tickets", "day", "2027-02-20", "working", "--note", "春节调休")
    assert (code, "worked" in said) == (0, True)

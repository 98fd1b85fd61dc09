"""Operators widen the safety rules without a deploy, and cannot break them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.command_line import Run, runner


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    url = f"sqlite:///{tmp_path}/desk.sqlite3"
    command = runner(monkeypatch, capsys, url)
    assert command("db", "upgrade")[0] == 0
    return command


def written(tmp_path: Path, content: object) -> Path:
    path = tmp_path / "safety.json"
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return path


def test_a_word_of_this_desk_s_own_sets_off_the_gate(run: Run, tmp_path: Path) -> None:
    text = "尿素罐翻了"
    assert "topics: -" in run("faq", "safety", "try", text)[1]
    more = {"topics": [{"name": "尿素", "words": ["尿素罐"]}]}
    code, said = run("faq", "safety", "set", written(tmp_path, more))
    assert (code, "Version 1" in said) == (0, True)
    assert "topics: 尿素" in run("faq", "safety", "try", text)[1]
    assert json.loads(run("faq", "safety", "show")[1]) == more


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ([], "an object is wanted"),
        ({"topics": {}}, "topics: a list is wanted"),
        ({"topics": [{"words": ["x"]}]}, "topics[0]: an object with a name"),
        ({"topics": [{"name": "a", "words": [""]}]}, "topics[0].words"),
        ({"alarms": [{"name": "a", "unless": ["("]}]}, "alarms[0].unless: '(' is no pattern"),
        ({"alarms": [{"name": "a", "word": ["x"]}]}, "word is not known"),
        ({"about": "x"}, "about: a list"),
        ({"wind": ["x"]}, "wind is no list of the safety rules"),
    ],
)
def test_rules_that_cannot_be_read_are_refused_by_name(
    run: Run, tmp_path: Path, content: object, told: str
) -> None:
    code, said = run("faq", "safety", "set", written(tmp_path, content))
    assert code == 1
    assert told in said
    assert "Nothing was changed" in said
    assert json.loads(run("faq", "safety", "show")[1]) == {}

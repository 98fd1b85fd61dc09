"""The load generator: when people ask, and what it finds out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sandbox.scenario.__main__ import main
from sandbox.scenario.arrivals import ARRIVALS, times
from sandbox.scenario.figures import percentiles
from tests.sandbox.talkative import talking


@pytest.mark.parametrize("kind", ARRIVALS)
def test_people_arrive_in_time_and_about_as_many_as_wanted(kind: str) -> None:
    found = times(kind, rate=20, duration=60, seed=7)
    assert found == sorted(found)
    assert found == times(kind, rate=20, duration=60, seed=7)
    assert found[0] >= 0
    assert found[-1] <= 60
    assert len(found) == pytest.approx(1200, rel=0.15)


def test_a_burst_comes_in_heaps_and_a_shift_in_the_middle() -> None:
    heap = times("burst", rate=20, duration=60, seed=1)
    assert all(at % 12 <= 2 for at in heap if at < 48)
    change = times("shift", rate=20, duration=60, seed=1)
    assert sum(20 < at < 40 for at in change) > len(change) / 2


def test_no_more_than_a_machine_can_hold() -> None:
    with pytest.raises(ValueError, match="lower"):
        times("poisson", rate=1e5, duration=1e5, seed=1)
    with pytest.raises(ValueError, match="above 0"):
        times("poisson", rate=0, duration=1, seed=1)


def test_percentiles_are_measured_values() -> None:
    assert percentiles([]) == {"count": 0}
    found = percentiles([float(n) for n in range(1, 101)])
    assert found == {"count": 100, "p50": 50.0, "p90": 90.0, "p99": 99.0, "max": 100.0}
    assert percentiles([3.0])["p50"] == 3.0


def load(base: str, folder: Path, *more: str) -> tuple[int, dict[str, object]]:
    questions, figures = folder / "q.tsv", folder / "f.json"
    questions.write_text("打印机卡纸\tID-1\n油枪不出油\n", "utf-8")
    wish = ["--questions", str(questions), "--json", str(figures), "--base", base]
    code = main(["load", *wish, "--stations", "5", *more])
    return code, json.loads(figures.read_text("utf-8")) if figures.exists() else {}


def test_latencies_and_clicks_are_counted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with talking() as (running, _):
        wish = ("--rate", "20", "--duration", "2", "--clicks", "0.5")
        code, found = load(running.base, tmp_path, *wish)
    assert code == 0
    asked = found["asked"]
    assert isinstance(asked, int)
    assert asked > 20
    for name in ("acknowledged_ms", "answered_ms"):
        counted = found[name]
        assert isinstance(counted, dict)
        assert counted["count"] == asked
        assert 0 <= counted["p50"] <= counted["p99"] <= counted["max"]
    assert isinstance(found["clicks_ms"], dict)
    assert found["clicks_ms"]["count"] > 3
    counts = found["counts"]
    assert isinstance(counts, dict)
    assert {counts[one] for one in ("never answered", "lost", "duplicates", "late_answers")} == {0}
    out = capsys.readouterr().out
    assert "p99" in out
    assert "never answered" in out


def test_lost_questions_are_told(tmp_path: Path) -> None:
    with talking() as (running, bot):
        bot.silent = True
        wish = ("--rate", "20", "--duration", "0.5", "--settle", "0.2", "--arrival", "burst")
        _, found = load(running.base, tmp_path, *wish)
    assert isinstance(found["counts"], dict)
    assert found["counts"]["never answered"] == found["asked"]


def test_more_stations_than_there_are_cannot_be_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with talking() as (running, _):
        code, _ = load(running.base, tmp_path, "--stations", "61")
    assert code == 2
    assert "the sandbox has 60 stations" in capsys.readouterr().err

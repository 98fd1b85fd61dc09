"""The shipped scenarios, played to the real desk."""

from __future__ import annotations

from pathlib import Path

import pytest

import sandbox.scenario
from sandbox.scenario.__main__ import main
from tests.faults.harness import open_site, run_app

EXAMPLES = Path(sandbox.scenario.__file__).parent / "examples"


@pytest.mark.slow
def test_the_desk_plays_along(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    url = f"sqlite:///{tmp_path}/desk.sqlite3"
    run_app(url, "db", "upgrade")
    run_app(url, "faq", "import", "samples/faq.csv")
    files = [str(path) for path in sorted(EXAMPLES.iterdir()) if path.suffix in (".py", ".txt")]
    assert len(files) == 3
    with open_site(tmp_path, url) as site:
        site.open(site.worker())
        code = main(["run", *files, "--base", site.feishu_url, "--within", "20"])
    assert code == 0, capsys.readouterr().err

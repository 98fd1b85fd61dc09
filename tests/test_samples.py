"""The sample organisation is the one that lives in the local Feishu."""

from __future__ import annotations

import json
from pathlib import Path

from sandbox.testing import running_sandbox

ROOT = Path(__file__).parent.parent
PEOPLE = ("staff", "agents_tier1", "agents_tier2", "agents_tier3")


def test_everybody_in_the_sample_has_the_open_id_the_sandbox_gives_them() -> None:
    org = json.loads((ROOT / "samples" / "org.json").read_text())
    ours = {p["name"]: p["feishu_open_id"] for kind in PEOPLE for p in org[kind]}
    with running_sandbox() as running:
        theirs = {p["name"]: p["open_id"] for p in running.client.people()}
    assert ours == theirs

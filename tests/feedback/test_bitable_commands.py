"""`bitable setup|status|resync|repair`, as typed, against the sandbox."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.commands import arguments, bitable, database, dispatch
from config import Settings
from sandbox.bases_client import BasesClient
from sandbox.testing import Running


@pytest.fixture
def settings(sandbox: Running, tmp_path: Path) -> Settings:
    sandbox.client.reset()
    sandbox.client.clear_faults()
    sandbox.client.faults(limits=False, bitable_write_ms=1)
    it = sandbox.settings
    settings = Settings.from_env(
        {
            "FEISHU_APP_ID": it.app_id,
            "FEISHU_APP_SECRET": it.app_secret,
            "FEISHU_ENCRYPT_KEY": it.encrypt_key,
            "FEISHU_VERIFICATION_TOKEN": it.verification_token,
            "FEISHU_DOMAIN": sandbox.base,
            "DATABASE_URL": f"sqlite:///{tmp_path}/desk.sqlite3",
        }
    )
    database.upgrade(settings, lambda line: None)
    return settings


def run(settings: Settings, *typed: str) -> tuple[int, str]:
    said: list[str] = []
    options = arguments.parser().parse_args(["bitable", *typed])
    return dispatch.run(options, settings, {}, said.append), "\n".join(said)


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bitable, "pause", lambda seconds: False)


def test_before_setup_everything_says_so(settings: Settings) -> None:
    for command in ("status", "resync", "repair"):
        code, said = run(settings, command)
        assert code == 1
        assert "bitable setup" in said


def test_setup_links_and_status_is_content(settings: Settings) -> None:
    code, said = run(settings, "setup")
    assert code == 0
    assert "提交反馈" in said
    assert "events\tyes" in said
    code, said = run(settings, "status")
    assert code == 0
    assert "加管问题反馈表" in said


def test_a_base_of_their_own_is_adopted_by_its_address(
    settings: Settings, sandbox: Running
) -> None:
    alice = sandbox.client.person(kind="agent")["open_id"]
    base = BasesClient(sandbox.client, alice).make("运营台账", bot="edit")
    code, said = run(settings, "setup", "--base", f"https://x.feishu.cn/base/{base['app_token']}")
    assert code == 0
    assert "events\t没有订阅到" in said  # who may only edit is not told of changes
    tables = BasesClient(sandbox.client, alice).one(base["app_token"])["tables"]
    assert [one["name"] for one in tables] == ["数据表", "加管问题反馈表"]  # theirs stays


def test_a_base_without_a_right_is_named_and_nothing_is_linked(
    settings: Settings, sandbox: Running
) -> None:
    alice = sandbox.client.person(kind="agent")["open_id"]
    base = BasesClient(sandbox.client, alice).make("别人的", bot="none")
    code, said = run(settings, "setup", "--base", base["app_token"])
    assert code == 1
    assert "91403" in said
    assert run(settings, "status")[0] == 1


def test_a_wikis_address_is_explained(settings: Settings) -> None:
    code, said = run(settings, "setup", "--base", "https://x.feishu.cn/wiki/wikcnAAAA")
    assert code == 1
    assert "/base/" in said


def test_a_deleted_table_is_repaired(settings: Settings, sandbox: Running) -> None:
    run(settings, "setup")
    alice = sandbox.client.person(kind="agent")["open_id"]
    people = BasesClient(sandbox.client, alice)
    (base,) = people.all()
    people.make_table(base["app_token"], "别的表", [{"field_name": "甲", "type": 1}])
    people.table(base["app_token"], base["tables"][0]["table_id"]).delete()
    code, _ = run(settings, "repair")
    assert code == 0
    names = [one["name"] for one in people.one(base["app_token"])["tables"]]
    assert names == ["别的表", "加管问题反馈表"]


def test_tickets_have_a_table_in_the_same_base(settings: Settings, sandbox: Running) -> None:
    run(settings, "setup")
    assert run(settings, "setup", "tickets")[0] == 0
    alice = sandbox.client.person(kind="agent")["open_id"]
    (base,) = BasesClient(sandbox.client, alice).all()
    assert [one["name"] for one in base["tables"]] == ["加管问题反馈表", "工单一览（只看）"]
    assert run(settings, "status", "tickets")[0] == 0

"""Bases through the token of a person."""

from typing import Any

import pytest

from sandbox.bases_client import BasesClient
from sandbox.client import SandboxClient
from sandbox.stub_bot import Api, StubBot
from tests.sandbox.bases.basework import Base, column

BACK = "http://127.0.0.1:7000/back"
SCOPES = "bitable:app docs:event:subscribe"


@pytest.fixture
def hers(api: Api, client: SandboxClient, alice: str) -> Api:
    """Alice's own token."""
    client.allow_redirect(BACK)
    code = client.code_for(alice, BACK, scope=SCOPES)
    body: dict[str, Any] = {
        "grant_type": "authorization_code",
        "client_id": "cli_sandbox",
        "client_secret": "sandbox-secret",
        "code": code,
        "redirect_uri": BACK,
    }
    mine = Api(api.base)
    mine.token = api.call("POST", "/authen/v2/oauth/token", body).body["access_token"]
    return mine


def test_a_person_s_base_is_hers_until_she_shares_it(
    hers: Api, api: Api, client: SandboxClient, alice: str
) -> None:
    base = Base(hers, [column("标题", 1)])
    made = base.new({"标题": "甲"})
    row = base.search({"automatic_fields": True}).data["items"][0]
    assert (row["record_id"], row["created_by"]["id"]) == (made, alice)
    base.api = api
    assert base.search().code == 91403
    member = {"member_type": "openid", "member_id": client.app()["open_id"], "perm": "edit"}
    path = f"/drive/v1/permissions/{base.app_token}/members"
    assert hers.call("POST", path, member, query={"type": "bitable"}).code == 0
    assert base.add({"标题": "乙"}).code == 0
    owner = {"member_type": "openid", "member_id": client.person(kind="agent")["open_id"]}
    moved = {"type": "bitable", "old_owner_perm": "view"}
    assert hers.call("POST", f"{path}/transfer_owner", owner, query=moved).code == 0
    base.api = hers
    assert base.search().code == 0
    assert base.add({"标题": "丙"}).code == 91403


def test_the_bot_s_base_is_closed_to_people(
    base: Base, hers: Api, api: Api, people: BasesClient, alice: str
) -> None:
    base.api = hers
    assert base.search().code == 91403
    member = {"member_type": "openid", "member_id": alice, "perm": "edit"}
    path = f"/drive/v1/permissions/{base.app_token}/members"
    assert api.call("POST", path, member, query={"type": "bitable"}).code == 0
    assert base.add({"标题": "甲"}).code == 0
    people.change(base.app_token, advanced=True)
    assert base.search().data["total"] == 0
    assert base.add({"标题": "乙"}).code == 1254302


def test_a_person_s_change_names_her(
    hers: Api, bot: StubBot, client: SandboxClient, alice: str
) -> None:
    base = Base(hers, [column("标题", 1)])
    base_people = BasesClient(client, alice)
    base_people.change(base.app_token, bot="edit")
    path = f"/drive/v1/files/{base.app_token}/subscribe"
    assert hers.call("POST", path, query={"file_type": "bitable"}).code == 0
    base.new({"标题": "甲"})
    event_type = "drive.file.bitable_record_changed_v1"
    heard = client.wait_for(lambda: bot.of(event_type))[0]
    assert heard.event["operator_id"]["open_id"] == alice

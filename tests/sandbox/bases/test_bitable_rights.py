"""Rates, rights, and what a withdrawn or shared base answers."""

from typing import Any

import pytest

from sandbox.bases_client import BasesClient
from sandbox.client import SandboxClient
from sandbox.stub_bot import Api
from tests.sandbox.bases.basework import Base, column

Json = dict[str, Any]


@pytest.mark.parametrize(
    ("method", "path", "most"),
    [
        ("POST", "/bitable/v1/apps", 20),
        ("GET", "{base}", 20),
        ("PUT", "{base}", 10),
        ("GET", "{base}/tables", 20),
        ("POST", "{base}/tables", 10),
        ("GET", "{table}/fields", 20),
        ("POST", "{table}/fields", 10),
        ("GET", "{table}/views", 20),
        ("POST", "{table}/views", 10),
        ("POST", "{table}/records", 50),
        ("POST", "{table}/records/search", 20),
        ("POST", "{table}/records/batch_get", 20),
        ("GET", "/drive/v1/files/{token}/get_subscribe?file_type=bitable", 10),
        ("POST", "/drive/v1/files/{token}/subscribe?file_type=bitable", 50),
        ("GET", "/drive/v1/medias/x/download", 5),
        ("POST", "/optical_char_recognition/v1/image/basic_recognize", 20),
        ("POST", "/speech_to_text/v1/speech/file_recognize", 20),
    ],
)
def test_each_call_has_its_own_rate(
    api: Api, base: Base, client: SandboxClient, method: str, path: str, most: int
) -> None:
    full = path.format(base=base.path, table=base.table, token=base.app_token)
    client.faults(limits=True)
    client.stop_clock()
    codes = [api.call(method, full, {}).code for _ in range(most + 1)]
    assert 99991400 not in codes[:-1]
    assert codes[-1] == 99991400
    last = api.call(method, full, {})
    assert (last.status, last.headers["x-ogw-ratelimit-limit"]) == (429, str(most))


@pytest.fixture
def shared(api: Api, people: BasesClient) -> Base:
    """Alice's base; the bot may edit it."""
    made = people.make("站点台账")
    table = people.make_table(made["app_token"], "台账", [column("标题", 1), column("数量", 2)])
    table.add({"标题": "一站", "数量": 3})
    base = Base.__new__(Base)
    base.api, base.app_token, base.table_id = api, made["app_token"], table.table_id
    base.path = f"/bitable/v1/apps/{base.app_token}"
    base.table = f"{base.path}/tables/{base.table_id}"
    return base


def test_a_collaborator_reads_and_writes(shared: Base) -> None:
    assert shared.found("数量", "is", "3") == ["一站"]
    assert shared.add({"标题": "二站"}).code == 0


def test_a_reader_does_not_write(shared: Base, people: BasesClient) -> None:
    people.change(shared.app_token, bot="view")
    assert len(shared.rows()) == 1
    refused = shared.add({"标题": "二站"})
    assert (refused.status, refused.code) == (403, 91403)


def test_a_withdrawn_right_closes_the_base(shared: Base, people: BasesClient) -> None:
    people.change(shared.app_token, bot="none")
    answers = [shared.search(), shared.add({"标题": "二站"}), shared.call("GET", "/fields")]
    assert {(one.status, one.code) for one in answers} == {(403, 91403)}
    people.change(shared.app_token, bot="edit")
    assert shared.add({"标题": "二站"}).code == 0


def test_advanced_permissions_show_an_empty_table(shared: Base, people: BasesClient) -> None:
    record = shared.search().data["items"][0]["record_id"]
    people.change(shared.app_token, advanced=True)
    found = shared.search()
    assert (found.status, found.code, found.data["total"]) == (200, 0, 0)
    assert shared.call("GET", "/records").data["total"] == 0
    got = shared.call("POST", "/records/batch_get", {"record_ids": [record]}).data
    assert (got["records"], got["forbidden_record_ids"]) == ([], [record])
    one = shared.call("GET", f"/records/{record}")
    assert (one.status, one.code) == (403, 1254302)
    refused = shared.add({"标题": "二站"})
    assert (refused.status, refused.code) == (403, 1254302)
    people.change(shared.app_token, bot="full_access")
    assert len(shared.rows()) == 1


def test_only_a_manager_switches_advanced_permissions(shared: Base, api: Api) -> None:
    refused = api.call("PUT", shared.path, {"is_advanced": True})
    assert (refused.status, refused.code) == (403, 1254304)


def test_a_locked_or_copying_base_refuses(shared: Base, people: BasesClient) -> None:
    people.change(shared.app_token, locked=True)
    assert shared.add({"标题": "二站"}).code == 1254291
    assert len(shared.rows()) == 1
    people.change(shared.app_token, locked=False, copying=True)
    busy = shared.search()
    assert (busy.status, busy.code) == (400, 1254036)
    people.change(shared.app_token, copying=False)
    assert shared.add({"标题": "二站"}).code == 0


def test_a_deleted_base_or_table_is_gone(shared: Base, people: BasesClient) -> None:
    people.table(shared.app_token, shared.table_id).delete()
    assert shared.search().code == 1254041
    people.delete(shared.app_token)
    gone = shared.search()
    assert (gone.status, gone.code) == (404, 91402)


def test_a_missing_scope_is_named(base: Base, client: SandboxClient) -> None:
    client.faults(missing_scopes=["bitable:app"])
    answer = base.search()
    assert (answer.status, answer.code) == (400, 99991672)


def test_collaborators_are_added_and_ownership_moves(
    base: Base, api: Api, people: BasesClient, alice: str
) -> None:
    path = f"/drive/v1/permissions/{base.app_token}/members"
    member = {"member_type": "openid", "member_id": alice, "perm": "edit", "type": "user"}
    kind = {"type": "bitable"}
    assert api.call("POST", path, member, query=kind).data["member"] == member
    assert people.one(base.app_token)["members"] == {alice: "edit"}
    bad = api.call("POST", path, member | {"perm": "all"}, query=kind)
    assert (bad.status, bad.code) == (400, 1063001)
    nobody = api.call("POST", path, member | {"member_id": "ou_x"}, query=kind)
    assert (nobody.status, nobody.code) == (400, 1063003)
    owner = {"member_type": "openid", "member_id": alice}
    moved = kind | {"old_owner_perm": "edit"}
    assert api.call("POST", f"{path}/transfer_owner", owner, query=moved).code == 0
    shown = people.one(base.app_token)
    assert (shown["owner"], shown["bot"]) == (alice, "edit")
    again = api.call("POST", f"{path}/transfer_owner", owner, query=moved)
    assert (again.status, again.code) == (403, 1063004)

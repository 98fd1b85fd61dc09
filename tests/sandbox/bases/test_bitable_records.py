"""Rows over HTTP: shapes of values, refusals, batches, repeats, one writer at a time."""

from typing import Any

import pytest

from sandbox.client import SandboxClient
from sandbox.state.bitable import kinds
from sandbox.stub_bot import Api
from tests.sandbox.bases.basework import Base, column

Json = dict[str, Any]
MIDNIGHT = 1_767_225_600_000


def upload(api: Api, app_token: str, data: bytes = b"abc", name: str = "pump.png") -> str:
    fields = {
        "file_name": name,
        "parent_type": "bitable_image",
        "parent_node": app_token,
        "size": str(len(data)),
    }
    answer = api.upload("/drive/v1/medias/upload_all", fields, "file", data)
    assert answer.code == 0, answer.body
    return str(answer.data["file_token"])


def test_a_created_row_echoes_what_was_written(base: Base, alice: str) -> None:
    fields = {"标题": "油枪", "状态": "待处理", "处理人": [{"id": alice}], "日期": MIDNIGHT}
    record = base.add(fields).data["record"]
    assert record == {"fields": fields, "id": record["record_id"], "record_id": record["id"]}
    assert record["id"].startswith("rec")


def test_each_type_is_read_in_its_own_shape(
    base: Base, api: Api, client: SandboxClient, alice: str
) -> None:
    token = upload(api, base.app_token)
    person = next(one for one in client.people() if one["open_id"] == alice)
    chat = client.make_group(alice, "站点群", [])
    base.new(
        {
            "标题": "油枪不出油",
            "数量": 2.5,
            "状态": "待处理",
            "标签": ["油枪", "新标签"],
            "日期": MIDNIGHT,
            "加急": True,
            "处理人": [{"id": alice}],
            "电话": "+8613900000000",
            "链接": {"text": "详情", "link": "https://example.com"},
            "照片": [{"file_token": token}],
            "位置": "116.397755,39.903179",
            "群": [{"id": chat}],
        }
    )
    row = base.rows()[0]
    assert row["标题"] == [{"text": "油枪不出油", "type": "text"}]
    assert (row["数量"], row["状态"], row["日期"], row["加急"]) == (2.5, "待处理", MIDNIGHT, True)
    assert row["标签"] == ["油枪", "新标签"]
    assert row["处理人"][0]["id"] == alice
    assert row["处理人"][0]["name"] == person["name"]
    assert row["电话"] == "+8613900000000"
    assert row["链接"] == {"text": "详情", "link": "https://example.com"}
    photo = row["照片"][0]
    assert (photo["file_token"], photo["name"], photo["size"]) == (token, "pump.png", 3)
    assert photo["type"] == "image/png"
    assert row["位置"]["location"] == "116.397755,39.903179"
    assert row["群"][0]["name"] == "站点群"


def test_empty_cells_are_absent_and_false_is_empty(base: Base) -> None:
    base.new({"标题": "甲", "加急": False, "数量": None, "标签": []})
    assert base.rows() == [{"标题": [{"type": "text", "text": "甲"}]}]


def test_the_older_get_and_list_have_older_shapes(base: Base) -> None:
    record = base.new({"标题": "甲", "数量": 3})
    shown = base.call("GET", f"/records/{record}").data["record"]
    assert shown["fields"] == {"标题": "甲", "数量": 3}
    assert shown["id"] == record
    listed = base.call("GET", "/records", text_field_as_array="true", automatic_fields="True").data
    assert listed["items"][0]["fields"]["标题"] == [{"type": "text", "text": "甲"}]
    assert listed["items"][0]["created_by"]["name"] == "加管服务台"


def test_the_older_list_filters_and_sorts_by_texts(base: Base) -> None:
    for title, count in (("甲", 1), ("乙", 5), ("丙", 9)):
        base.new({"标题": title, "数量": count, "状态": "待处理"})
    both = 'AND(CurrentValue.[数量]>1,CurrentValue.[状态]="待处理")'
    answer = base.call("GET", "/records", filter=both, sort='["数量 DESC"]', field_names='["标题"]')
    assert [one["fields"] for one in answer.data["items"]] == [{"标题": "丙"}, {"标题": "乙"}]
    either = 'OR(CurrentValue.[标题].contains("甲"),CurrentValue.[数量]=9)'
    assert base.call("GET", "/records", filter=either).data["total"] == 2
    assert base.call("GET", "/records", filter="1+1").code == 1254018
    assert base.call("GET", "/records", sort="x").code == 1254016
    assert base.call("GET", "/records", field_names="x").code == 1254024


def test_an_update_changes_named_columns_and_null_clears(base: Base) -> None:
    record = base.new({"标题": "甲", "数量": 3, "加急": True})
    changed = base.call("PUT", f"/records/{record}", {"fields": {"数量": None, "标题": "乙"}})
    assert changed.data["record"]["fields"] == {"数量": None, "标题": "乙"}
    assert base.rows() == [{"标题": [{"type": "text", "text": "乙"}], "加急": True}]


def test_automatic_fields_tell_who_and_when(base: Base, client: SandboxClient) -> None:
    record = base.new({"标题": "甲"})
    client.advance(60)
    base.call("PUT", f"/records/{record}", {"fields": {"标题": "乙"}})
    one = base.search({"automatic_fields": True}).data["items"][0]
    assert one["last_modified_time"] - one["created_time"] >= 60_000
    assert one["created_by"]["id"] == client.app()["open_id"]


def test_unknown_options_are_made_once_for_each_time_they_stand(base: Base) -> None:
    base.call("POST", "/records/batch_create", {"records": [{"fields": {"状态": "挂起"}}] * 2})
    names = [one["name"] for one in base.fields()["状态"]["property"]["options"]]
    assert names == ["待处理", "已完成", "挂起", "挂起"]
    base.new({"状态": "挂起"})
    assert len(base.fields()["状态"]["property"]["options"]) == 4


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"标题": 5}, 1254060),
        ({"标题": [{"text": "x", "type": "text"}]}, 1254060),
        ({"标题": "x" * 100_001}, 1254130),
        ({"数量": "5"}, 1254061),
        ({"数量": True}, 1254061),
        ({"状态": ["待处理"]}, 1254062),
        ({"标签": "油枪"}, 1254063),
        ({"标签": [str(n) for n in range(1001)]}, 1254063),
        ({"日期": "2026-01-01"}, 1254064),
        ({"加急": "true"}, 1254065),
        ({"处理人": "ou_x"}, 1254066),
        ({"处理人": [{"id": "ou_of_another_app"}]}, 1254066),
        ({"链接": "https://example.com"}, 1254068),
        ({"照片": ["box"]}, 1254069),
        ({"照片": [{"file_token": "unknown"}]}, 1254069),
        ({"照片": [{"file_token": "x"}] * 101}, 1254106),
        ({"电话": "139-0000"}, 1254072),
        ({"电话": "1" * 65}, 1254072),
        ({"位置": "Beijing"}, 1254010),
        ({"群": [{"id": "oc_unknown"}]}, 1254010),
        ({"没有": "x"}, 1254045),
    ],
)
def test_bad_values_are_refused_with_http_200(base: Base, fields: Json, code: int) -> None:
    answer = base.add(fields)
    assert (answer.status, answer.code) == (200, code)
    assert base.rows() == []


def test_a_person_may_hold_nothing_but_an_id(base: Base, alice: str) -> None:
    assert base.add({"处理人": [{"id": alice, "name": "x"}]}).code == 1254066


def test_ids_of_people_follow_the_wanted_type(base: Base, client: SandboxClient) -> None:
    person = client.person(role="站长")
    fields = {"处理人": [{"id": person["union_id"]}]}
    assert base.add(fields).code == 1254066
    assert base.add(fields, user_id_type="union_id").code == 0
    row = base.search({}, user_id_type="user_id").data["items"][0]["fields"]
    assert row["处理人"][0]["id"] == person["user_id"]
    assert base.search({}, user_id_type="x").code == 1254001


def test_links_and_read_only_columns_are_checked(base: Base) -> None:
    link = {"table_id": base.table_id}
    for given in (
        column("上级", kinds.LINK, property=link),
        column("互链", kinds.DUPLEX, property=link),
        column("创建时间", kinds.CREATED_TIME),
    ):
        assert base.call("POST", "/fields", given).code == 0
    assert base.add({"上级": ["recunknown12"]}).code == 1254067
    assert base.add({"互链": ["recunknown12"]}).code == 1254074
    answer = base.add({"创建时间": MIDNIGHT})
    assert (answer.status, answer.code) == (400, 1254015)
    first = base.new({"标题": "甲"})
    base.new({"标题": "乙", "上级": [first]})
    rows = base.rows()
    assert rows[0]["上级"] == {}
    assert rows[1]["上级"] == {"link_record_ids": [first]}


def test_a_file_of_another_base_is_refused(base: Base, api: Api) -> None:
    other = api.call("POST", "/bitable/v1/apps", {"name": "别处"}).data["app"]["app_token"]
    token = upload(api, other)
    assert base.add({"照片": [{"file_token": token}]}).code == 1254303


def test_batches_succeed_or_fail_whole(base: Base) -> None:
    rows = [{"fields": {"标题": "甲", "状态": "新状态"}}, {"fields": {"数量": "x"}}]
    assert base.call("POST", "/records/batch_create", {"records": rows}).code == 1254061
    assert base.rows() == []
    assert len(base.fields()["状态"]["property"]["options"]) == 2
    rows = [{"fields": {"标题": f"行{n}"}} for n in range(1000)]
    made = base.call("POST", "/records/batch_create", {"records": rows})
    ids = [one["record_id"] for one in made.data["records"]]
    assert [one["fields"]["标题"] for one in made.data["records"][:2]] == ["行0", "行1"]
    changes = [{"record_id": one, "fields": {"数量": 1}} for one in ids[:2]]
    assert base.call("POST", "/records/batch_update", {"records": changes}).code == 0
    changes.append({"record_id": "recunknown12", "fields": {"数量": 2}})
    changes[0]["fields"] = {"数量": 2}
    assert base.call("POST", "/records/batch_update", {"records": changes}).code == 1254043
    assert base.found("数量", "is", "2") == []
    gone = base.call("POST", "/records/batch_delete", {"records": ids[:500]}).data["records"]
    assert gone[0] == {"deleted": True, "record_id": ids[0]}
    assert base.search().data["total"] == 500


@pytest.mark.parametrize(
    ("path", "body", "code"),
    [
        ("batch_create", {"records": [{"fields": {}}] * 1001}, 1254104),
        ("batch_update", {"records": [{"record_id": "rec", "fields": {}}] * 1001}, 1254104),
        ("batch_delete", {"records": ["rec"] * 501}, 1254104),
        ("batch_create", {"records": []}, 1254001),
        ("batch_create", {"records": [5]}, 1254001),
        ("batch_create", {}, 1254001),
        ("batch_delete", {"records": ["recunknown12"]}, 1254043),
    ],
)
def test_batches_have_limits(base: Base, path: str, body: Json, code: int) -> None:
    answer = base.call("POST", f"/records/{path}", body)
    assert (answer.status, answer.code) == (200, code)


def test_batch_get_is_a_newer_endpoint(base: Base) -> None:
    record = base.new({"标题": "甲"})
    asked = {"record_ids": [record, "recgone12345"], "with_shared_url": True}
    found = base.call("POST", "/records/batch_get", asked).data
    assert found["absent_record_ids"] == ["recgone12345"]
    assert found["forbidden_record_ids"] == []
    assert found["records"][0]["shared_url"].startswith("https://")
    too_many = base.call("POST", "/records/batch_get", {"record_ids": [record] * 101})
    assert (too_many.status, too_many.code) == (400, 1254104)
    none = base.call("POST", "/records/batch_get", {})
    assert (none.status, none.code) == (400, 1254001)


def test_a_row_is_deleted_once(base: Base) -> None:
    record = base.new({"标题": "甲"})
    assert base.call("DELETE", f"/records/{record}").data == {"deleted": True, "record_id": record}
    assert base.call("DELETE", f"/records/{record}").code == 1254043


def test_bodies_that_are_no_json(base: Base, api: Api) -> None:
    assert api.call("POST", f"{base.table}/records", raw=b"{").code == 1254000
    assert base.call("POST", "/records", {"fields": 5}).code == 1254001
    assert base.add({"标题": "x"}, ignore_consistency_check="maybe").code == 1254001

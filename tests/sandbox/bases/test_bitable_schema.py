"""Bases, tables and columns over HTTP."""

from typing import Any

import pytest

from sandbox.client import SandboxClient
from sandbox.state.bitable import kinds
from sandbox.stub_bot import Api
from tests.sandbox.bases.basework import Base, column

Json = dict[str, Any]


def test_a_new_base_has_a_table_with_blank_rows(api: Api) -> None:
    body = {"name": "报修", "time_zone": "Asia/Shanghai"}
    app = api.call("POST", "/bitable/v1/apps", body).data["app"]
    assert len(app["app_token"]) == 27
    assert app["url"].endswith(app["app_token"])
    path = f"/bitable/v1/apps/{app['app_token']}"
    items = api.call("GET", f"{path}/tables").data["items"]
    assert [one["table_id"] for one in items] == [app["default_table_id"]]
    rows = api.call("POST", f"{path}/tables/{app['default_table_id']}/records/search", {}).data
    assert rows["total"] == 5
    assert {str(one["fields"]) for one in rows["items"]} == {"{}"}


def test_a_base_is_shown_renamed_and_copied(api: Api, base: Base, client: SandboxClient) -> None:
    base.new({"标题": "原件"})
    shown = api.call("GET", base.path).data["app"]
    assert set(shown) == {
        "app_token",
        "name",
        "revision",
        "is_advanced",
        "time_zone",
        "formula_type",
        "advance_version",
    }
    renamed = api.call("PUT", base.path, {"name": "反馈二"}).data["app"]
    assert renamed == {"app_token": base.app_token, "name": "反馈二", "is_advanced": False}
    client.faults(bitable_copy_ms=60_000)
    copied = api.call("POST", f"{base.path}/copy", {"name": "副本"}).data["app"]
    path = f"/bitable/v1/apps/{copied['app_token']}"
    busy = api.call("GET", f"{path}/tables")
    assert (busy.status, busy.code) == (400, 1254036)
    made = api.call("POST", f"{path}/tables", {"table": {"name": "新"}})
    assert (made.status, made.code) == (200, 1254036)
    client.advance(61)
    found = api.call("POST", f"{path}/tables/{base.table_id}/records/search", {})
    assert [one["fields"]["标题"][0]["text"] for one in found.data["items"]] == ["原件"]


@pytest.mark.parametrize(
    ("body", "code"),
    [({"name": "a/b"}, 1254001), ({"name": "x" * 101}, 1254001), ({"is_advanced": 1}, 1254001)],
)
def test_a_base_refuses_bad_changes(api: Api, base: Base, body: Json, code: int) -> None:
    assert api.call("PUT", base.path, body).code == code


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("x", 200, 1254003),
        ("Unknown1Unknown2Unknown3Xyz", 200, 1254040),
        ("wikcnUnknown1Unknown2Unknow", 404, 91402),
    ],
)
def test_tokens_of_no_base_are_told_apart(api: Api, path: str, status: int, code: int) -> None:
    answer = api.call("GET", f"/bitable/v1/apps/{path}")
    assert (answer.status, answer.code) == (status, code)
    assert answer.body["data"] == {}
    assert answer.body["error"]["log_id"] == answer.headers["X-Tt-Logid"]


def test_ids_are_malformed_or_unknown(base: Base, api: Api) -> None:
    calls = {
        f"{base.path}/tables/x1/fields": 1254004,
        f"{base.path}/tables/tblabcdefghijkl/fields": 1254041,
        f"{base.table}/records/recabcdefghij": 1254043,
        f"{base.table}/records/abc": 1254006,
        f"{base.table}/views/vewabcdefghij": 1254042,
        f"{base.table}/views/abc": 1254005,
    }
    assert {path: api.call("GET", path).code for path in calls} == calls
    assert api.call("GET", f"{base.table}/views/vewabcdefghij").status == 404
    assert api.call("DELETE", f"{base.table}/fields/fldabcdefghij").code == 1254044
    assert api.call("DELETE", f"{base.table}/fields/abc").code == 1254009


def test_tables_are_listed_renamed_and_deleted(api: Api, base: Base) -> None:
    tables = f"{base.path}/tables"
    made = api.call("POST", f"{tables}/batch_create", {"tables": [{"name": "甲"}, {"name": "乙"}]})
    first, second = made.data["table_ids"]
    page = api.call("GET", tables, query={"page_size": 3}).data
    assert (page["has_more"], page["total"]) == (True, 4)
    rest = api.call("GET", tables, query={"page_size": 3, "page_token": page["page_token"]}).data
    assert [one["name"] for one in page["items"] + rest["items"]] == ["数据表", "问题", "甲", "乙"]
    assert "page_token" not in rest
    assert api.call("PATCH", f"{tables}/{first}", {"name": "丙"}).data == {"name": "丙"}
    assert api.call("DELETE", f"{tables}/{second}").data == {}
    ids = [one["table_id"] for one in api.call("GET", tables).data["items"]]
    last = api.call("POST", f"{tables}/batch_delete", {"table_ids": ids})
    assert (last.status, last.code) == (403, 1254034)
    assert api.call("POST", f"{tables}/batch_delete", {"table_ids": ids[1:]}).code == 0


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"name": "问题"}, 1254013),
        ({"name": "a?b"}, 1254001),
        ({"name": ""}, 1254001),
        ({"name": "新", "default_view_name": "全部"}, 1254001),
        ({"name": "新", "fields": [column("状态", kinds.SINGLE)]}, 1254012),
        ({"name": "新", "fields": [column("甲", 1), column("甲", 1)]}, 1254014),
        ({"name": "新", "fields": [column(f"列{n}", 1) for n in range(301)]}, 1254105),
    ],
)
def test_new_tables_are_checked(api: Api, base: Base, given: Json, code: int) -> None:
    assert api.call("POST", f"{base.path}/tables", {"table": given}).code == code


def test_a_base_holds_100_tables(api: Api, base: Base) -> None:
    names = [{"name": f"表{n}"} for n in range(99)]
    answer = api.call("POST", f"{base.path}/tables/batch_create", {"tables": names})
    assert answer.code == 1254100
    assert api.call("GET", f"{base.path}/tables", query={"page_size": 101}).code == 1254011
    assert api.call("GET", f"{base.path}/tables", query={"page_token": "tblno"}).code == 1254002


@pytest.mark.parametrize(
    ("kind", "given", "shown"),
    [
        (1, {"ui_type": "Email"}, None),
        (1, {"ui_type": "Barcode"}, {"allowed_edit_modes": {"manual": True, "scan": True}}),
        (2, {}, {"formatter": "0.0"}),
        (
            2,
            {"ui_type": "Progress", "property": {"formatter": "0%"}},
            {"formatter": "0%"},
        ),
        (
            2,
            {"ui_type": "Currency", "property": {"formatter": "0.00", "currency_code": "CNY"}},
            {"formatter": "0.00", "currency_code": "CNY"},
        ),
        (
            2,
            {"ui_type": "Rating", "property": {"formatter": "0", "min": 1, "max": 5}},
            {"formatter": "0", "min": 1, "max": 5, "rating": {"symbol": "star"}},
        ),
        (5, {}, {"date_formatter": "yyyy/MM/dd", "auto_fill": False}),
        (7, {}, None),
        (11, {}, {"multiple": True}),
        (13, {}, None),
        (15, {}, None),
        (17, {}, None),
        (23, {}, {"multiple": True}),
        (1001, {}, {"date_formatter": "yyyy/MM/dd", "auto_fill": False}),
        (1003, {}, None),
        (
            20,
            {"property": {"formula_expression": '"a"'}},
            {"formula_expression": '"a"'},
        ),
    ],
)
def test_a_column_is_completed(base: Base, kind: int, given: Json, shown: Json | None) -> None:
    answer = base.call("POST", "/fields", column("新列", kind, **given))
    assert answer.code == 0, answer.body
    made = answer.data["field"]
    assert made["property"] == shown
    assert (made["type"], made["is_primary"], made["is_hidden"]) == (kind, False, False)
    assert base.fields()["新列"]["field_id"] == made["field_id"]


def test_a_description_is_an_object_when_made_and_a_text_when_listed(base: Base) -> None:
    given = column("备注", 1, description={"text": "给坐席看", "disable_sync": True})
    made = base.call("POST", "/fields", given).data["field"]
    assert made["description"] == given["description"]
    assert base.fields()["备注"]["description"] == "给坐席看"
    listed = base.call("GET", "/fields", page_size=100, text_field_as_array=True).data["items"]
    assert listed[-1]["description"] == [{"type": "text", "text": "给坐席看"}]


def test_options_get_ids_and_the_next_colour(base: Base) -> None:
    options = [{"name": "甲", "color": 53}, {"name": "乙"}, {"name": "丙"}]
    made = base.call("POST", "/fields", column("级别", 3, property={"options": options}))
    shown = made.data["field"]["property"]["options"]
    assert [one["color"] for one in shown] == [53, 54, 0]
    assert all(one["id"].startswith("opt") for one in shown)


@pytest.mark.parametrize(
    ("given", "status", "code"),
    [
        (column("", 1), 200, 1254028),
        (column("a[b", 1), 200, 1254029),
        (column("标题", 1), 200, 1254014),
        (column("新", 19), 200, 1254012),
        (column("新", 77), 200, 1254001),
        (column("新", 1, ui_type="Number"), 200, 1254015),
        (column("新", 15, property={}), 400, 1254087),
        (column("新", 2, property={"formatter": "x"}), 400, 1254081),
        (column("新", 3, property={"options": [{"name": ""}]}), 200, 1254026),
        (column("新", 3, property={"options": [{"name": "a", "color": 55}]}), 400, 1254082),
        (column("新", 4, property={"options": [{"name": "a"}, {"name": "a"}]}), 400, 1254083),
        (column("新", 5, property={"date_formatter": "y"}), 400, 1254084),
        (column("新", 11, property={"multiple": "yes"}), 400, 1254086),
        (column("新", 18, property={"table_id": "tblno"}), 400, 1254088),
        (column("新", 22), 400, 1254091),
        (column("新", 1005, property={"auto_serial": {"type": "x"}}), 400, 1254093),
    ],
)
def test_columns_are_checked(base: Base, given: Json, status: int, code: int) -> None:
    answer = base.call("POST", "/fields", given)
    assert (answer.status, answer.code) == (status, code)


def test_an_update_overwrites_the_whole_column(base: Base) -> None:
    done = base.new({"标题": "甲", "状态": "已完成"})
    old = base.fields()["状态"]
    path = f"/fields/{old['field_id']}"
    same = {one: old[one] for one in ("field_name", "type", "property")}
    assert base.call("PUT", path, same).code == 1254606
    kept = [one for one in old["property"]["options"] if one["name"] == "待处理"]
    change = {"field_name": "进度", "type": 3, "property": {"options": [*kept, {"name": "关闭"}]}}
    made = base.call("PUT", path, change).data["field"]
    assert made["field_id"] == old["field_id"]
    assert [one["name"] for one in made["property"]["options"]] == ["待处理", "关闭"]
    assert made["property"]["options"][0]["id"] == kept[0]["id"]
    record = base.call("GET", f"/records/{done}").data["record"]
    assert record["fields"] == {"标题": "甲"}


def test_the_primary_column_stays(base: Base) -> None:
    primary = base.field_ids[0]
    assert base.call("DELETE", f"/fields/{primary}").code == 1254046
    assert base.call("PUT", f"/fields/{primary}", column("标题", 3)).code == 1254012
    gone = base.call("DELETE", f"/fields/{base.field_ids[1]}")
    assert gone.data == {"field_id": base.field_ids[1], "deleted": True}


def test_new_columns_can_be_late(base: Base, client: SandboxClient) -> None:
    client.faults(bitable_lag_ms=60_000)
    field_id = base.call("POST", "/fields", column("新列", 1)).data["field"]["field_id"]
    assert "新列" not in base.fields()
    assert base.add({"新列": "x"}).code == 1254045
    assert base.call("DELETE", f"/fields/{field_id}").code == 1254044
    made = base.api.call("POST", f"{base.path}/tables", {"table": {"name": "新表"}}).data
    path = f"{base.path}/tables/{made['table_id']}/records/search"
    assert base.api.call("POST", path, {}).code == 1254041
    client.advance(61)
    assert base.add({"新列": "x"}).code == 0
    assert base.api.call("POST", path, {}).code == 0


def test_an_automatic_number_follows_its_rule(base: Base) -> None:
    base.new({"标题": "旧"})
    parts = [{"type": "fixed_text", "value": "GD"}, {"type": "system_number", "value": "4"}]
    rule = {"auto_serial": {"type": "custom", "options": parts}}
    assert base.call("POST", "/fields", column("编号", 1005, property=rule)).code == 0
    base.new({"标题": "新"})
    assert [one["编号"] for one in base.rows()] == ["GD0001", "GD0002"]
    assert base.found("编号", "is", "GD0002") == ["新"]


def test_a_two_way_link_shows_on_both_sides(base: Base, api: Api) -> None:
    station = api.call("POST", f"{base.path}/tables", {"table": {"name": "站点"}}).data
    link = {"table_id": station["table_id"], "back_field_name": "反馈"}
    made = base.call("POST", "/fields", column("站点", 21, property=link)).data["field"]
    assert made["property"]["back_field_id"].startswith("fld")
    rows = f"{base.path}/tables/{station['table_id']}/records"
    first = api.call("POST", rows, {"fields": {"多行文本": "一站"}}).data["record"]["record_id"]
    record = base.new({"标题": "甲", "站点": [first]})
    found = api.call("POST", f"{rows}/search", {}).data["items"]
    assert found[0]["fields"]["反馈"] == {"link_record_ids": [record]}
    base.call("PUT", f"/records/{record}", {"fields": {"站点": None}})
    found = api.call("POST", f"{rows}/search", {}).data["items"]
    assert found[0]["fields"]["反馈"] == {}


def test_dashboards_are_an_empty_list(base: Base, api: Api) -> None:
    answer = api.call("GET", f"{base.path}/dashboards").data
    assert answer == {"dashboards": [], "has_more": False}

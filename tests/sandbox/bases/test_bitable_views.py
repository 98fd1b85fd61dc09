"""Views and forms over HTTP."""

from typing import Any

import pytest

from tests.sandbox.bases.basework import Base

Json = dict[str, Any]


def test_views_are_made_listed_changed_and_deleted(base: Base) -> None:
    made = base.call("POST", "/views", {"view_name": "看板", "view_type": "kanban"}).data["view"]
    assert (made["view_name"], made["view_type"]) == ("看板", "kanban")
    listed = base.call("GET", "/views").data["items"]
    assert [one["view_name"] for one in listed] == ["全部", "看板"]
    assert listed[0]["view_public_level"] == "Public"
    path = f"/views/{made['view_id']}"
    hidden = {"property": {"hidden_fields": [base.field_ids[1]]}}
    assert base.call("PATCH", path, hidden | {"view_name": "墙"}).data["view"]["view_name"] == "墙"
    assert base.call("GET", path).data["view"]["property"] == hidden["property"]
    fields = base.call("GET", "/fields", view_id=made["view_id"], page_size=100).data["items"]
    assert [one["field_name"] for one in fields if one["is_hidden"]] == ["数量"]
    assert base.call("DELETE", path).data == {}
    assert base.call("DELETE", f"/views/{base.view_id}").code == 1254023


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"view_name": "x", "view_type": "map"}, 1254019),
        ({"view_name": "全部"}, 1254020),
        ({}, 1254021),
        ({"view_name": "a[b"}, 1254022),
    ],
)
def test_views_are_checked(base: Base, body: Json, code: int) -> None:
    assert base.call("POST", "/views", body).code == code


def test_a_view_filters_by_field_ids_and_only_without_other_wishes(base: Base) -> None:
    base.new({"标题": "甲", "数量": 1})
    base.new({"标题": "乙", "数量": 9})
    condition = {"field_id": base.field_ids[1], "operator": "isGreater", "value": '["5"]'}
    info = {"conjunction": "and", "conditions": [condition]}
    answer = base.call("PATCH", f"/views/{base.view_id}", {"property": {"filter_info": info}})
    assert answer.code == 0, answer.body
    assert [one["标题"][0]["text"] for one in base.rows({"view_id": base.view_id})] == ["乙"]
    sort = [{"field_name": "数量", "desc": False}]
    assert len(base.rows({"view_id": base.view_id, "sort": sort})) == 2


def test_a_form_is_a_view(base: Base) -> None:
    made = base.call("POST", "/views", {"view_name": "登记", "view_type": "form"}).data["view"]
    path = f"/forms/{made['view_id']}"
    assert "shared_url" not in base.call("GET", path).data["form"]
    assert base.call("PATCH", path, {"shared_limit": "tenant_editable"}).status == 400
    change = {"name": "一键反馈", "shared": True, "shared_limit": "tenant_editable"}
    form = base.call("PATCH", path, change).data["form"]
    assert form["shared_url"].startswith("https://")
    question = f"{path}/fields/{base.field_ids[2]}"
    asked = base.call("PATCH", question, {"title": "进展?", "required": True, "pre_field_id": ""})
    assert asked.data["field"] == {
        "pre_field_id": "",
        "title": "进展?",
        "description": "",
        "required": True,
        "visible": True,
    }
    questions = base.call("GET", f"{path}/fields").data["items"]
    assert [one["title"] for one in questions[:2]] == ["进展?", "标题"]
    assert base.call("PATCH", question, {"visible": False, "title": "x"}).code == 1254001
    up = base.call("POST", f"{path}/upgrade", {"form_name": "新", "display_mode": "traditional"})
    assert up.data["form"]["id"].startswith("vew")
    assert base.call("GET", f"/forms/{base.view_id}").code == 1254012

"""Departments, the app's range, and what the address book refuses."""

from typing import Any

import pytest

from sandbox.client import SandboxClient
from sandbox.stub_bot import Api

ALL = "/contact/v3/departments"


def pages(api: Api, path: str, **query: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    token = ""
    while True:
        more = {"page_token": token} if token else {}
        data = api.call("GET", path, query=query | more).data
        found += data["items"]
        token = data["page_token"]
        if not data["has_more"]:
            return found


def test_the_tree_leads_from_the_root_to_every_person(api: Api, client: SandboxClient) -> None:
    client.faults(limits=False)
    tops = pages(api, f"{ALL}/0/children", page_size=50)
    assert {one["parent_department_id"] for one in tops} == {"0"}
    everything = pages(api, f"{ALL}/0/children", fetch_child="true", page_size=50)
    found = [
        person["open_id"]
        for one in everything
        for person in pages(
            api,
            "/contact/v3/users/find_by_department",
            department_id=one["open_department_id"],
            page_size=50,
        )
    ]
    assert sorted(found) == sorted(one["open_id"] for one in client.people())
    assert sum(one["member_count"] for one in tops) == len(found)


def test_a_department_has_two_ids_and_a_way_up(api: Api, alice: str) -> None:
    station = api.call("GET", f"/contact/v3/users/{alice}").data["user"]["department_ids"][0]
    by_open = api.call("GET", f"{ALL}/{station}").data["department"]
    kind = {"department_id_type": "department_id"}
    custom = by_open["department_id"]
    assert (
        api.call("GET", f"{ALL}/{custom}", query=kind).data["department"]["name"]
        == (by_open["name"])
    )
    up = api.call("GET", f"{ALL}/parent", query={"department_id": station}).data["items"]
    assert [one["open_department_id"] for one in up] == [by_open["parent_department_id"]]
    query = {"department_ids": [station, "od-no"]}
    listed = api.call("GET", f"{ALL}/batch", query=query).data["items"]
    assert [one["open_department_id"] for one in listed] == [station]


def test_unknown_departments_have_no_authority(api: Api) -> None:
    for path in (f"{ALL}/od-no", f"{ALL}/od-no/children"):
        answer = api.call("GET", path)
        assert (answer.status, answer.code) == (403, 40004)
    assert api.call("GET", f"{ALL}/batch").code == 40001
    query = {"department_id": "od-no"}
    assert api.call("GET", "/contact/v3/users/find_by_department", query=query).code == 40004


def test_the_range_is_all_staff_or_single_people(
    api: Api, client: SandboxClient, alice: str
) -> None:
    whole = api.call("GET", "/contact/v3/scopes").data
    assert (whole["user_ids"], whole["group_ids"]) == ([], [])
    assert whole["department_ids"]
    client.faults(outside_contact=[alice])
    part = api.call("GET", "/contact/v3/scopes", query={"page_size": "100"}).data
    assert alice not in part["user_ids"]
    assert part["department_ids"] == []
    answer = api.call("GET", f"/contact/v3/users/{alice}")
    assert (answer.status, answer.code) == (400, 41050)
    root = api.call("GET", f"{ALL}/0/children")
    assert (root.status, root.code) == (403, 40014)
    assert client.report()["faults"]["outside_contact"] == 1


def test_people_outside_the_range_have_names_only(
    api: Api, client: SandboxClient, alice: str
) -> None:
    client.faults(outside_contact=[alice])
    batch = api.call("GET", "/contact/v3/users/batch", query={"user_ids": [alice]}).data
    assert batch["items"] == []
    names = api.call("POST", "/contact/v3/users/basic_batch", {"user_ids": [alice]}).data["users"]
    assert names[0]["user_id"] == alice


def test_names_are_asked_for_five_times_a_second(api: Api, client: SandboxClient) -> None:
    client.stop_clock()
    body = {"user_ids": ["ou_x"]}
    codes = [api.call("POST", "/contact/v3/users/basic_batch", body).code for _ in range(6)]
    assert codes == [0] * 5 + [99991400]


def test_people_who_left_are_found_on_request_only(
    api: Api, client: SandboxClient, alice: str
) -> None:
    client.change_person(alice, mobile="13900000001", status="resigned")
    path = "/contact/v3/users/batch_get_id"
    asked = {"mobiles": ["13900000001"]}
    assert "user_id" not in api.call("POST", path, asked).data["user_list"][0]
    row = api.call("POST", path, asked | {"include_resigned": True}).data["user_list"][0]
    assert row["status"]["is_resigned"] is True


@pytest.mark.parametrize(("size", "code"), [("51", 1810001), ("x", 1810001), ("50", 0)])
def test_the_platforms_addresses(api: Api, size: str, code: int) -> None:
    answer = api.call("GET", "/event/v1/outbound_ip", query={"page_size": size})
    assert answer.code == code
    if not code:
        assert answer.data["ip_list"] == ["127.0.0.1"]

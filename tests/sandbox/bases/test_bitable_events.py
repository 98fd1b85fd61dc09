"""Pushes about bases: who has to subscribe, what they say, in which shapes."""

import json
from typing import Any

import pytest

from sandbox.bases_client import BasesClient, TableClient
from sandbox.client import SandboxClient
from sandbox.stub_bot import Api, Heard, StubBot
from tests.sandbox.bases.basework import Base

Json = dict[str, Any]
RECORDS = "drive.file.bitable_record_changed_v1"
FIELDS = "drive.file.bitable_field_changed_v1"
EDITED = "drive.file.edit_v1"
KIND = {"file_type": "bitable"}


@pytest.fixture
def subscribed(api: Api, base: Base) -> Base:
    path = f"/drive/v1/files/{base.app_token}"
    assert api.call("POST", f"{path}/subscribe", query=KIND).data == {}
    return base


def heard(bot: StubBot, client: SandboxClient, event_type: str, count: int = 1) -> list[Heard]:
    return client.wait_for(lambda: bot.of(event_type)[count - 1 :] and bot.of(event_type))


def cells(values: list[Json]) -> dict[str, str]:
    return {one["field_id"]: one["field_value"] for one in values}


def test_subscriptions_are_per_base(api: Api, base: Base) -> None:
    path = f"/drive/v1/files/{base.app_token}"
    assert api.call("GET", f"{path}/get_subscribe", query=KIND).data == {"is_subscribe": False}
    none = api.call("DELETE", f"{path}/delete_subscribe", query=KIND)
    assert (none.status, none.code) == (400, 1069605)
    assert api.call("POST", f"{path}/subscribe", query=KIND).code == 0
    assert api.call("GET", f"{path}/get_subscribe", query=KIND).data == {"is_subscribe": True}
    assert api.call("DELETE", f"{path}/delete_subscribe", query=KIND).data == {}
    bad = api.call("POST", f"{path}/subscribe", query={"file_type": "table"})
    assert (bad.status, bad.code) == (400, 1069602)
    one = api.call("POST", f"{path}/subscribe", query=KIND | {"event_type": "x"})
    assert one.code == 1069602
    unknown = api.call("POST", "/drive/v1/files/nothing/subscribe", query=KIND)
    assert (unknown.status, unknown.code) == (400, 1069604)


def test_only_a_manager_subscribes(api: Api, people: BasesClient) -> None:
    made = people.make("台账", bot="edit")
    path = f"/drive/v1/files/{made['app_token']}/subscribe"
    assert api.call("POST", path, query=KIND).code == 91403
    people.change(made["app_token"], bot="full_access")
    assert api.call("POST", path, query=KIND).code == 0


def test_without_a_subscription_nothing_is_pushed(
    bot: StubBot, client: SandboxClient, table: TableClient, alice: str
) -> None:
    table.add({"标题": "甲"})
    client.say(alice, "x")
    client.wait_for(lambda: bot.of("im.message.receive_v1"))
    assert bot.of(RECORDS) == bot.of(EDITED) == []


def test_a_person_s_row_is_told_by_field_ids(
    subscribed: Base, bot: StubBot, client: SandboxClient, table: TableClient, alice: str
) -> None:
    row = table.add({"标题": "甲", "数量": "6", "状态": "待处理", "处理人": [{"id": alice}]})
    event = heard(bot, client, RECORDS)[0].event
    assert event["file_token"] == subscribed.app_token
    assert event["table_id"] == subscribed.table_id
    assert event["operator_id"]["open_id"] == alice
    assert event["revision"] == subscribed.revision()
    assert event["subscriber_id_list"][0]["open_id"] == client.app()["open_id"]
    action = event["action_list"][0]
    assert (action["record_id"], action["action"]) == (row["record_id"], "record_added")
    assert action["before_value"] == []
    told = cells(action["after_value"])
    title, count, state, *_ = subscribed.field_ids
    option = subscribed.fields()["状态"]["property"]["options"][0]["id"]
    assert json.loads(told[title]) == [{"type": "text", "text": "甲"}]
    assert (told[count], told[state]) == ("6.0", option)
    person = next(one for one in action["after_value"] if "field_identity_value" in one)
    user = person["field_identity_value"]["users"][0]
    assert user["user_id"]["open_id"] == alice
    inner = json.loads(person["field_value"])["users"][0]
    assert inner["userId"].isdigit()
    assert inner["name"] == user["name"]
    assert heard(bot, client, EDITED)[0].event["file_type"] == "bitable"


def test_edits_carry_before_and_after_and_deletions_before(
    subscribed: Base, bot: StubBot, client: SandboxClient, table: TableClient
) -> None:
    row = table.add({"标题": "甲", "状态": "待处理", "数量": 1})["record_id"]
    table.edit(row, {"状态": "已完成"})
    table.remove(row)
    told = [
        one.event["action_list"][0]
        for one in sorted(heard(bot, client, RECORDS, 3), key=lambda one: one.event["revision"])
    ]
    assert [one["action"] for one in told] == ["record_added", "record_edited", "record_deleted"]
    options = [one["id"] for one in subscribed.fields()["状态"]["property"]["options"]]
    state = subscribed.field_ids[2]
    assert cells(told[1]["before_value"]) == {state: options[0]}
    assert cells(told[1]["after_value"]) == {state: options[1]}
    assert told[2]["after_value"] == []
    assert cells(told[2]["before_value"])[state] == options[1]


def test_the_bot_s_own_batch_is_one_event(
    subscribed: Base, bot: StubBot, client: SandboxClient
) -> None:
    rows = [{"fields": {"标题": "甲"}}, {"fields": {"标题": "乙"}}]
    subscribed.call("POST", "/records/batch_create", {"records": rows})
    event = heard(bot, client, RECORDS)[0].event
    assert len(event["action_list"]) == 2
    assert event["operator_id"]["open_id"] == client.app()["open_id"]


def test_the_bot_s_own_changes_can_be_silent(
    subscribed: Base, bot: StubBot, client: SandboxClient, table: TableClient, alice: str
) -> None:
    client.faults(bitable_own_events=False)
    subscribed.new({"标题": "甲"})
    table.add({"标题": "乙"})
    assert heard(bot, client, RECORDS)[0].event["operator_id"]["open_id"] == alice
    assert len(bot.of(RECORDS)) == 1


def test_columns_are_told_too(
    subscribed: Base, bot: StubBot, client: SandboxClient, table: TableClient
) -> None:
    table.add_column("备注", 1)
    table.change_column("备注", field_name="说明")
    table.change_column("说明", type=2)
    table.delete_column("说明")
    events = sorted(heard(bot, client, FIELDS, 4), key=lambda one: one.event["revision"])
    actions = [one.event["action_list"][0] for one in events]
    assert [one["action"] for one in actions] == [
        "field_added",
        "field_edited",
        "field_edited",
        "field_deleted",
    ]
    assert actions[1]["before_value"]["name"] == "备注"
    assert actions[1]["after_value"]["name"] == "说明"
    assert [actions[2][one]["type"] for one in ("before_value", "after_value")] == [1, 2]
    assert "after_value" not in actions[3]


def test_a_new_option_is_a_change_of_the_column(
    subscribed: Base, bot: StubBot, client: SandboxClient
) -> None:
    subscribed.new({"状态": "挂起"})
    action = heard(bot, client, FIELDS)[0].event["action_list"][0]
    names = [one["name"] for one in action["after_value"]["property"]["options"]]
    assert names == ["待处理", "已完成", "挂起"]


def test_an_unchanged_cell_is_no_event(
    subscribed: Base, bot: StubBot, client: SandboxClient, table: TableClient
) -> None:
    row = table.add({"标题": "甲"})["record_id"]
    heard(bot, client, RECORDS)
    table.edit(row, {"标题": "甲"})
    table.edit(row, {"标题": "乙"})
    assert len(heard(bot, client, RECORDS, 2)) == 2


@pytest.mark.parametrize(
    ("kind", "more", "value", "told"),
    [
        (7, {}, True, "true"),
        (5, {}, 1_782_268_447_000, "1782268447000"),
        (13, {}, "139", "139"),
        (15, {}, "https://a.b", '[{"type":"url","text":"https://a.b","link":"https://a.b"}]'),
    ],
)
def test_values_have_a_shape_of_their_own(
    subscribed: Base,
    bot: StubBot,
    client: SandboxClient,
    table: TableClient,
    kind: int,
    more: Json,
    value: Any,
    told: str,
) -> None:
    field_id = table.add_column("新列", kind, **more)["field_id"]
    table.add({"新列": value})
    action = heard(bot, client, RECORDS)[0].event["action_list"][0]
    assert cells(action["after_value"]) == {field_id: told}


def test_automatic_columns_come_along(
    subscribed: Base, bot: StubBot, client: SandboxClient, table: TableClient, alice: str
) -> None:
    ids = {name: table.add_column(name, kind)["field_id"] for name, kind in AUTOMATIC.items()}
    row = table.add({"标题": "甲"})["record_id"]
    added = heard(bot, client, RECORDS)[0].event["action_list"][0]
    told = cells(added["after_value"])
    assert set(ids.values()) < set(told)
    assert json.loads(told[ids["编号"]]) == [{"sequence": "1", "number": "1"}]
    assert told[ids["创建时间"]].isdigit()
    table.edit(row, {"标题": "乙"})
    edited = heard(bot, client, RECORDS, 2)[1].event["action_list"][0]
    assert ids["创建时间"] not in cells(edited["after_value"])


AUTOMATIC = {"编号": 1005, "创建时间": 1001, "修改时间": 1002, "创建人": 1003}


def test_pushes_about_bases_are_repeated_like_all_others(
    subscribed: Base, bot: StubBot, client: SandboxClient, table: TableClient
) -> None:
    client.faults(duplicate_pushes=1)
    table.add({"标题": "甲"})
    both = heard(bot, client, RECORDS, 2)
    assert both[0].body["header"]["event_id"] == both[1].body["header"]["event_id"]

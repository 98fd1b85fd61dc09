"""Batch sending: whom it reaches, how fast, and what can be done about it later."""

from collections.abc import Iterator
from typing import Any

import pytest

from sandbox.client import SandboxClient
from sandbox.stub_bot import Api, Result, StubBot
from sandbox.testing import Running, running_sandbox

PATH = "/message/v4/batch_send/"
DAY = 86_400


def send(api: Api, **body: Any) -> Result:
    text = {"msg_type": "text", "content": {"text": "今晚停机"}}
    return api.call("POST", PATH, text | body)


def progress(api: Api, batch_id: str) -> dict[str, Any]:
    found = api.call("GET", f"/im/v1/batch_messages/{batch_id}/get_progress").data
    both: dict[str, Any] = found["batch_message_send_progress"]
    return dict(both, **found["batch_message_recall_progress"])


@pytest.fixture
def slow(bot: StubBot) -> Iterator[Running]:
    with running_sandbox(batch_pace=50.0, batch_daily=300) as running:
        yield running


def test_a_department_brings_all_its_people_and_those_below(
    api: Api, client: SandboxClient, alice: str
) -> None:
    station = api.call("GET", f"/contact/v3/users/{alice}").data["user"]["department_ids"][0]
    region = api.call("GET", f"/contact/v3/departments/{station}").data["department"]
    above = region["parent_department_id"]
    body = {"department_ids": [above, "od-nowhere"], "open_ids": [alice]}
    answer = send(api, **body).data
    assert answer["invalid_department_ids"] == ["od-nowhere"]
    whole = api.call("GET", f"/contact/v3/departments/{above}").data["department"]
    valid = progress(api, answer["message_id"])["valid_user_ids_count"]
    assert valid == whole["member_count"] > region["member_count"]
    client.wait_for(lambda: progress(api, answer["message_id"])["success_user_ids_count"] == valid)
    message = client.messages(alice)[-1]
    assert (message["content"], message["batch"]) == ({"text": "今晚停机"}, True)


def test_what_was_sent_in_a_batch_stands_as_it_is(
    api: Api, client: SandboxClient, alice: str
) -> None:
    send(api, open_ids=[alice])
    message_id = client.wait_for_bot(alice)["message_id"]
    path = f"/im/v1/messages/{message_id}"
    urgent = api.call("PATCH", f"{path}/urgent_app", {"user_id_list": [alice]})
    assert api.reply(message_id, {"text": "x"}).code == 230054
    assert urgent.code == 230054
    assert api.patch(message_id, {"elements": []}).code == 230054


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"msg_type": "file", "open_ids": ["ou_1"]}, 11203),
        ({}, 11204),
        ({"open_ids": ["ou_1"] * 201}, 10003),
        ({"department_ids": ["0"]}, 10003),
        ({"open_ids": ["ou_1"], "content": {"txt": "x"}}, 11246),
        ({"open_ids": ["ou_1"], "msg_type": "share_chat", "content": {}}, 11246),
    ],
)
def test_bad_batches_are_refused_with_http_200(api: Api, body: dict[str, Any], code: int) -> None:
    answer = send(api, **body)
    assert (answer.status, answer.code) == (200, code)


def test_people_are_reached_one_after_the_other_and_batches_too(slow: Running) -> None:
    api, client = Api(slow.base), slow.client
    api.login()
    people = [one["open_id"] for one in client.people()][:30]
    first = send(api, open_ids=people).data["message_id"]
    second = send(api, open_ids=people[:1]).data["message_id"]
    assert progress(api, first)["success_user_ids_count"] < 30
    assert progress(api, second)["success_user_ids_count"] == 0
    client.wait_for(lambda: progress(api, second)["success_user_ids_count"] == 1)
    assert progress(api, first)["success_user_ids_count"] == 30
    times = [int(client.messages(one)[0]["create_time"]) for one in people]
    assert times == sorted(times)


def test_a_day_has_a_quota(slow: Running) -> None:
    api, client = Api(slow.base), slow.client
    api.login()
    people = [one["open_id"] for one in client.people()][:200]
    assert send(api, open_ids=people).code == 0
    refused = send(api, open_ids=people)
    assert (refused.status, refused.code) == (200, 11247)
    assert client.report()["faults"]["batch_daily"] == 1
    client.advance(DAY)
    api.login()
    assert send(api, open_ids=people).code == 0


def test_readers_are_counted(api: Api, client: SandboxClient, alice: str, bob: str) -> None:
    batch_id = send(api, open_ids=[alice, bob]).data["message_id"]
    client.wait_for_bot(bob)
    client.read(alice, client.p2p(alice))
    found = api.call("GET", f"/im/v1/batch_messages/{batch_id}/read_user").data
    assert found == {"read_user": {"read_count": "1", "total_count": "2"}}
    assert progress(api, batch_id)["read_user_ids_count"] == 1


def test_a_batch_is_taken_back_within_a_day(
    api: Api, client: SandboxClient, alice: str, bob: str
) -> None:
    batch_id = send(api, open_ids=[alice, bob]).data["message_id"]
    client.wait_for_bot(bob)
    assert api.call("DELETE", f"/im/v1/batch_messages/{batch_id}").code == 0
    client.wait_for(lambda: progress(api, batch_id)["recall_count"] == 2)
    assert progress(api, batch_id)["recall"] is True
    assert client.messages(alice)[0]["recalled"] is True


def test_later_a_batch_can_only_be_looked_at_and_then_not_even_that(
    api: Api, client: SandboxClient, alice: str
) -> None:
    batch_id = send(api, open_ids=[alice]).data["message_id"]
    client.advance(DAY + 1)
    api.login()
    assert api.call("DELETE", f"/im/v1/batch_messages/{batch_id}").code == 230009
    client.advance(30 * DAY)
    api.login()
    for path in ("get_progress", "read_user"):
        assert api.call("GET", f"/im/v1/batch_messages/{batch_id}/{path}").code == 230030
    assert api.call("GET", "/im/v1/batch_messages/bm-no/read_user").code == 230030


def test_those_who_cannot_be_reached_are_listed(
    api: Api, client: SandboxClient, alice: str, bob: str
) -> None:
    client.faults(unavailable=[alice])
    client.resign(bob)
    answer = send(api, open_ids=[alice, bob, "ou_no"], user_ids=["no"], union_ids=["on_no"]).data
    assert answer["invalid_open_ids"] == [alice, bob, "ou_no"]
    assert (answer["invalid_user_ids"], answer["invalid_union_ids"]) == (["no"], ["on_no"])

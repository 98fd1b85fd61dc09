"""The helpdesk's reads over HTTP, and the second credential that each needs."""

import base64
from typing import Any

import pytest

from sandbox.client import SandboxClient, SandboxError
from sandbox.stub_bot import Api, Result, StubBot

Json = dict[str, Any]
RIGHT = {"X-Lark-Helpdesk-Authorization": base64.b64encode(b"69:ht-1").decode()}
PNG = b"\x89PNG\r\n\x1a\n\0"
FIXTURES: Json = {
    "helpdesk_id": "69",
    "token": "ht-1",
    "tickets": [
        {
            "ticket_id": str(number),
            "status": 50 + number % 2,
            "ticket_type": 2,
            "created_at": 1000 * number,
            "updated_at": 2000 * number,
            "guest": {"id": f"ou_{number % 3}", "name": "王"},
            "agents": [{"id": "ou_agent"}],
        }
        for number in range(1, 31)
    ],
    "messages": {
        "1": [{"id": str(at), "message_type": "text", "created_at": at} for at in (10, 20, 30)]
    },
    "faqs": [
        {"id": "f1", "faq_id": "f1", "question": "打印机卡纸", "tags": ["打不出小票"]},
        {"id": "f2", "question": "油枪", "categories": [{"category_id": "c1"}]},
        {"id": "f3", "question": "旧的", "status": 0},
    ],
    "categories": [
        {"category_id": "c1", "id": "c1", "name": "设备", "language": "zh_cn", "update_time": "9"},
        {"category_id": "c2", "id": "c2", "name": "支付", "language": "zh_cn", "update_time": "7"},
        {"category_id": "c3", "id": "c3", "name": "Printers", "language": "en_us"},
    ],
    "images": {"img_1": base64.b64encode(PNG).decode(), "img_2": "***"},
    "ticket_images": {"20": ["img_1"]},
    "user_customized_fields": [{"id": "u1"}, {"id": "u2", "visible": False}],
    "agent_schedules": [
        {"status": 1, "agent": {"id": "ou_agent"}, "schedule": []},
        {"status": 3, "agent": {"id": "ou_other"}, "schedule": []},
    ],
    "agent_emails": {"a@b.c": "agent"},
    "agent_skills": [{"id": "s1", "name": "油品"}],
    "rules": [{"id": "r1"}],
    "ticket_customized_fields": [{"ticket_customized_field_id": "t1", "display_name": "站点"}],
}


@pytest.fixture(autouse=True)
def loaded(client: SandboxClient) -> Json:
    found: Json = client.call("POST", "helpdesk", FIXTURES)
    return found


def read(api: Api, path: str, **query: Any) -> Result:
    return api.call("GET", f"/helpdesk/v1{path}", query=query or None, headers=RIGHT)


def test_fixtures_are_counted(loaded: Json, client: SandboxClient) -> None:
    assert (loaded["helpdesk_id"], loaded["rows"]["tickets"]) == ("69", 30)
    with pytest.raises(SandboxError, match="tickets must be"):
        client.call("POST", "helpdesk", FIXTURES | {"tickets": {}})


@pytest.mark.parametrize("headers", [{}, {"X-Lark-Helpdesk-Authorization": "bm8="}])
def test_both_credentials_are_needed(api: Api, headers: dict[str, str]) -> None:
    answer = api.call("GET", "/helpdesk/v1/tickets", headers=headers)
    assert (answer.status, answer.code) == (401, 154001)
    api.token = ""
    assert read(api, "/tickets").code == 99991661


def test_without_a_helpdesk_no_credential_is_right(api: Api, client: SandboxClient) -> None:
    client.reset()
    assert read(api, "/tickets").code == 154001


def test_tickets_are_filtered_and_paged_by_number(api: Api) -> None:
    first = read(api, "/tickets").data
    assert (first["total"], len(first["tickets"])) == (30, 20)
    assert len(read(api, "/tickets", page=2).data["tickets"]) == 10
    assert read(api, "/tickets", status_list=[51]).data["total"] == 15
    assert read(api, "/tickets", guest_id="ou_1", type=2).data["total"] == 10
    assert read(api, "/tickets", agent_id="ou_nobody").data["total"] == 0
    between = read(api, "/tickets", create_time_start=1000, create_time_end=5000)
    assert between.data["total"] == 5
    assert read(api, "/tickets", update_time_start=1000).code == 154000
    assert read(api, "/tickets", page_size=201).code == 154000


def test_one_question_reaches_10_000_tickets(api: Api, client: SandboxClient) -> None:
    many = [{"ticket_id": str(number)} for number in range(10_001)]
    client.call("POST", "helpdesk", FIXTURES | {"tickets": many})
    assert read(api, "/tickets").data["total"] == 10_000


def test_one_ticket_and_its_messages(api: Api) -> None:
    assert read(api, "/tickets/7").data["ticket"]["ticket_id"] == "7"
    unknown = read(api, "/tickets/99")
    assert (unknown.status, unknown.code) == (404, 154004)
    assert read(api, "/tickets/1/messages").data["total"] == 3
    some = read(api, "/tickets/1/messages", time_start=15, time_end=25).data
    assert [one["id"] for one in some["messages"]] == ["20"]
    assert read(api, "/tickets/2/messages").data == {"total": 0, "messages": []}


def test_questions_of_the_faq(api: Api) -> None:
    page = read(api, "/faqs", page_size=1).data
    assert (page["total"], page["has_more"], page["items"][0]["id"]) == (3, True, "f1")
    rest = read(api, "/faqs", page_size=2, page_token=page["page_token"]).data
    assert (rest["has_more"], rest["items"][0]["id"]) == (False, "f2")
    assert read(api, "/faqs", category_id="c1").data["total"] == 1
    assert read(api, "/faqs", search="打印").data["total"] == 1
    assert [read(api, "/faqs", status=one).data["total"] for one in (0, 1, 2)] == [1, 2, 0]
    assert read(api, "/faqs", status=9).code == 154000
    assert read(api, "/faqs/f1").data["faq"]["question"] == "打印机卡纸"
    assert read(api, "/faqs/f9").code == 154004
    found = read(api, "/faqs/search", query="小票").data["items"]
    assert [one["id"] for one in found] == ["f1"]
    coded = base64.b64encode("油枪".encode()).decode()
    assert len(read(api, "/faqs/search", query=coded, base64="true").data["items"]) == 1
    assert read(api, "/faqs/search").code == 154000
    assert read(api, "/faqs", page_size=101).code == 154000


def test_categories_by_language_and_time(api: Api) -> None:
    def ids(**query: Any) -> list[str]:
        return [one["id"] for one in read(api, "/categories", **query).data["categories"]]

    assert ids() == ["c1", "c2", "c3"]
    assert ids(lang="en_us") == ["c3"]
    assert ids(lang="zh_cn", order_by=1, asc="true") == ["c2", "c1"]
    assert ids(order_by=1) == ["c1", "c2", "c3"]
    assert read(api, "/categories", order_by=2).code == 154000


def test_pictures_of_answers_and_tickets(api: Api) -> None:
    shown = read(api, "/faqs/f1/image/img_1")
    assert (shown.raw, shown.headers["Content-Type"]) == (PNG, "image/png")
    for path in ("/faqs/f9/image/img_1", "/faqs/f1/image/img_9", "/faqs/f1/image/img_2"):
        assert read(api, path).code == 154004
    assert read(api, "/ticket_images", ticket_id=1, msg_id=20).raw == PNG
    assert read(api, "/ticket_images", ticket_id=1, msg_id=20, index=1).code == 154004
    assert read(api, "/ticket_images", ticket_id=1, msg_id=21).code == 154004


def test_fields_of_people_and_tickets_in_one(api: Api) -> None:
    both = read(api, "/customized_fields").data
    assert [one["id"] for one in both["user_customized_fields"]] == ["u1", "u2"]
    assert both["ticket_customized_fields"][0]["display_name"] == "站点"
    seen = read(api, "/customized_fields", visible_only="true").data
    assert [one["id"] for one in seen["user_customized_fields"]] == ["u1"]


def test_schedules_need_a_status(api: Api) -> None:
    assert read(api, "/agent_schedules").code == 154000
    assert read(api, "/agent_schedules", status=9).code == 154000
    rows = read(api, "/agent_schedules", status=[1, 2]).data["agent_schedules"]
    assert [one["agent"]["id"] for one in rows] == ["ou_agent"]
    one = read(api, "/agents/ou_other/schedules").data["agent_schedule"]
    assert one["status"] == 3


def test_the_small_lists(api: Api) -> None:
    assert read(api, "/categories").data["categories"][0]["name"] == "设备"
    assert read(api, "/categories/c1").data["name"] == "设备"
    assert read(api, "/agent_emails").data == {"agents": {"a@b.c": "agent"}}
    assert read(api, "/agent_skills").data["agent_skills"][0]["id"] == "s1"
    assert read(api, "/agent_skills/s1").data["agent_skill"]["name"] == "油品"
    assert read(api, "/agent_skill_rules").data == {"rules": [{"id": "r1"}]}
    page = read(api, "/ticket_customized_fields").data
    assert set(page) == {"items", "has_more", "next_page_token"}
    assert read(api, "/ticket_customized_fields/t1").data["display_name"] == "站点"


def test_tickets_have_a_rate_of_their_own(api: Api, client: SandboxClient) -> None:
    client.faults(limits=True)
    client.stop_clock()
    codes = [read(api, "/tickets/1").code for _ in range(11)]
    assert codes == [0] * 10 + [99991400]


def test_tickets_and_their_messages_are_told_once_the_app_has_subscribed(
    api: Api, client: SandboxClient, bot: StubBot, alice: str
) -> None:
    guest = {"id": alice, "name": "王"}
    client.call("POST", "helpdesk/tickets", {"guest": guest, "ticket_type": 1})
    named = [
        {"type": "helpdesk.ticket", "subtype": "ticket.created_v1"},
        {"type": "helpdesk.ticket", "subtype": "ticket.updated_v1"},
        {"type": "helpdesk.ticket_message", "subtype": "ticket_message.created_v1"},
    ]
    path = "/helpdesk/v1/events/subscribe"
    assert api.call("POST", path, {"events": named}, headers=RIGHT).code == 0
    ticket = client.call("POST", "helpdesk/tickets", {"guest": guest, "ticket_type": 1})
    created = client.wait_for(lambda: bot.of("helpdesk.ticket.created_v1"))
    assert [one.event["ticket_id"] for one in created] == [ticket["ticket_id"]]
    assert created[0].event["guest"]["id"]["open_id"] == alice
    change = {"ticket_id": ticket["ticket_id"], "status": 51, "ticket_type": 2}
    client.call("POST", "helpdesk/tickets", change)
    (updated,) = client.wait_for(lambda: bot.of("helpdesk.ticket.updated_v1"))
    assert updated.event["object"]["stage"] == 2
    assert updated.event["old_object"] == {"stage": 1, "status": 1}
    said = f"helpdesk/tickets/{ticket['ticket_id']}/messages"
    client.call("POST", said, {"content": "卡纸", "user_id": alice})
    (message,) = client.wait_for(lambda: bot.of("helpdesk.ticket_message.created_v1"))
    assert (message.event["text"], message.event["sender_type"]) == ("卡纸", 2)
    assert message.event["sender_id"]["open_id"] == alice
    assert read(api, f"/tickets/{ticket['ticket_id']}/messages").data["total"] == 1


@pytest.mark.parametrize("events", [None, [], [{"type": "helpdesk.ticket", "subtype": "x"}], [1]])
def test_subscriptions_name_events_that_there_are(api: Api, events: Any) -> None:
    for act in ("subscribe", "unsubscribe"):
        path = f"/helpdesk/v1/events/{act}"
        assert api.call("POST", path, {"events": events}, headers=RIGHT).code == 154000

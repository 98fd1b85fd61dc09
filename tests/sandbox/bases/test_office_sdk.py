"""Recognition, the helpdesk and the event dispatcher through the official SDK."""

import base64
from typing import Any

import lark_oapi as lark
from lark_oapi.api.helpdesk.v1 import (
    GetFaqRequest,
    ListAgentScheduleRequest,
    ListFaqRequest,
    ListTicketMessageRequest,
    ListTicketRequest,
)
from lark_oapi.api.optical_char_recognition.v1 import (
    BasicRecognizeImageRequest,
    BasicRecognizeImageRequestBody,
)
from lark_oapi.api.speech_to_text.v1 import (
    FileConfig,
    FileRecognizeSpeechRequest,
    FileRecognizeSpeechRequestBody,
    Speech,
)

from sandbox.bases_client import BasesClient, TableClient
from sandbox.client import SandboxClient
from sandbox.stub_bot import Api, StubBot
from tests.sandbox.bases.basework import Base


def test_pictures_and_speech(sdk: Any, client: SandboxClient) -> None:
    client.call("POST", "ocr", {"lines": ["E-1042"]})
    client.call("POST", "speech", {"text": "不出油"})
    image = base64.b64encode(b"\x89PNG\r\n\x1a\n1").decode()
    body = BasicRecognizeImageRequestBody.builder().image(image).build()
    request = BasicRecognizeImageRequest.builder().request_body(body).build()
    assert sdk.optical_char_recognition.v1.image.basic_recognize(request).data.text_list == [
        "E-1042"
    ]
    config = FileConfig.builder().file_id("a" * 16).format("pcm").engine_type("16k_auto").build()
    speech = Speech.builder().speech(base64.b64encode(b"\0\0").decode()).build()
    spoken = FileRecognizeSpeechRequestBody.builder().speech(speech).config(config).build()
    said = sdk.speech_to_text.v1.speech.file_recognize(
        FileRecognizeSpeechRequest.builder().request_body(spoken).build()
    )
    assert said.data.recognition_text == "不出油"


def test_the_helpdesk_with_its_header(sdk: Any, client: SandboxClient) -> None:
    fixtures = {
        "helpdesk_id": "69",
        "token": "ht-1",
        "tickets": [{"ticket_id": "1", "status": 51, "guest": {"id": "ou_1", "name": "王"}}],
        "messages": {"1": [{"id": "m1", "content": "你好", "created_at": 5}]},
        "faqs": [{"id": "f1", "question": "打印机卡纸", "answer": "关机", "tags": ["卡纸"]}],
        "agent_schedules": [{"status": 1, "agent": {"id": "ou_a"}}],
    }
    client.call("POST", "helpdesk", fixtures)
    desk = sdk.helpdesk.v1
    right = base64.b64encode(b"69:ht-1").decode()
    header = {"X-Lark-Helpdesk-Authorization": right}
    option = lark.RequestOption.builder().headers(header).build()
    tickets = desk.ticket.list(ListTicketRequest.builder().page(1).build(), option)
    assert tickets.data.tickets[0].guest.name == "王"
    request = ListTicketMessageRequest.builder().ticket_id("1").build()
    assert desk.ticket_message.list(request, option).data.messages[0].content == "你好"
    faqs = desk.faq.list(ListFaqRequest.builder().build(), option)
    assert faqs.data.items[0].tags == ["卡纸"]
    faq = desk.faq.get(GetFaqRequest.builder().id("f1").build(), option)
    assert faq.data.faq.answer == "关机"
    schedules = ListAgentScheduleRequest.builder().status([1, 2]).build()
    assert desk.agent_schedule.list(schedules, option).data.agent_schedules[0].agent.id == "ou_a"
    bare = desk.ticket.list(ListTicketRequest.builder().build())
    assert (bare.code, bare.raw.status_code) == (154001, 401)


def test_the_dispatcher_understands_pushes_about_rows(
    base: Base,
    api: Api,
    bot: StubBot,
    client: SandboxClient,
    table: TableClient,
    people: BasesClient,
) -> None:
    path = f"/drive/v1/files/{base.app_token}/subscribe"
    assert api.call("POST", path, query={"file_type": "bitable"}).code == 0
    row = table.add({"标题": "甲"})
    event_type = "drive.file.bitable_record_changed_v1"
    heard = client.wait_for(lambda: bot.of(event_type))[0]
    seen: list[Any] = []
    handler = (
        lark.EventDispatcherHandler.builder("sandbox-encrypt-key", "sandbox-verification-token")
        .register_p2_drive_file_bitable_record_changed_v1(seen.append)
        .build()
    )
    request = lark.RawRequest()
    request.uri, request.body, request.headers = "/webhook", heard.raw, heard.headers
    assert handler.do(request).status_code == 200
    assert seen[0].event.action_list[0].record_id == row["record_id"]
    assert seen[0].event.table_id == base.table_id
    assert people.one(base.app_token)["subscribed"] is True

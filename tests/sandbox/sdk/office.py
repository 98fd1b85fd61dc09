"""Tokens, people, departments, recognition and Feishu's own helpdesk."""

from __future__ import annotations

import base64

from sandbox.client import SandboxClient
from tests.sandbox.sdk.calls import Raw, Typed
from tests.sandbox.sdk.stage import BACK, HELPDESK, PICTURE, Json, Stage

C = "contact.v3"
H = "helpdesk.v1"
DEPARTMENTS = "/contact/v3/departments"
DESK = "/helpdesk/v1"
SECRET = {"app_id": "cli_sandbox", "app_secret": "sandbox-secret"}
PCM = base64.b64encode(b"\0\0" * 160).decode()
SPEECH: Json = {
    "speech": {"speech": PCM},
    "config": {"file_id": "abcdefghij123456", "format": "pcm", "engine_type": "16k_auto"},
}

EVENTS: Json = {"events": [{"type": "helpdesk.ticket", "subtype": "ticket.created_v1"}]}
ROWS: Json = {
    "tickets": [{"ticket_id": "1", "ticket_type": 1, "status": 1, "created_at": 1}],
    "messages": {"1": [{"id": "m1", "message_type": "text", "content": "x", "created_at": 1}]},
    "ticket_images": {"m1": ["img_1"]},
    "images": {"img_1": base64.b64encode(PICTURE).decode()},
    "user_customized_fields": [{"id": "u1", "key_name": "site", "display_name": "站点"}],
    "faqs": [{"id": "f1", "faq_id": "f1", "question": "卡纸", "answer": "关机", "tags": ["纸"]}],
    "categories": [{"category_id": "c1", "id": "c1", "name": "打印"}],
    "agent_schedules": [{"status": 1, "agent": {"id": "ou_1", "name": "白芷"}, "schedule": []}],
    "agent_emails": {"a@b.example": "ou_1"},
    "agent_skills": [{"id": "s1", "name": "打印"}],
    "rules": [{"id": "r1", "display_name": "x", "operator_options": [1], "category": 1}],
    "ticket_customized_fields": [
        {"ticket_customized_field_id": "t1", "helpdesk_id": HELPDESK[0], "display_name": "油枪"}
    ],
}


def load_helpdesk(client: SandboxClient) -> None:
    body = {"helpdesk_id": HELPDESK[0], "token": HELPDESK[1], **ROWS}
    client.call("POST", "helpdesk", body)


def department(it: Stage) -> Json:
    return {"department_id": it.department(), "department_id_type": "open_department_id"}


def code(it: Stage) -> Json:
    it.client.allow_redirect(BACK)
    return {
        "grant_type": "authorization_code",
        "client_id": "cli_sandbox",
        "client_secret": "sandbox-secret",
        "code": it.client.code_for(it.alice, BACK),
        "redirect_uri": BACK,
    }


def authorize(it: Stage) -> Json:
    it.client.allow_redirect(BACK)
    return {"client_id": "cli_sandbox", "redirect_uri": BACK, "response_type": "code"}


OFFICE: list[Typed | Raw] = [
    Typed(
        "POST /auth/v3/tenant_access_token/internal",
        "auth.v3",
        "InternalTenantAccessToken",
        body=lambda it: SECRET,
    ),
    Typed(
        "POST /auth/v3/app_access_token/internal",
        "auth.v3",
        "InternalAppAccessToken",
        body=lambda it: SECRET,
    ),
    Raw("POST /authen/v2/oauth/token", body=code),
    Raw("GET /authen/v1/authorize", authorize, bare=True),
    Typed("GET /authen/v1/user_info", "authen.v1", "GetUserInfo", login=True),
    Raw("GET /bot/v3/info"),
    Typed("GET /event/v1/outbound_ip", "event.v1", "ListOutboundIp"),
    Typed(
        "GET /contact/v3/users/{user_id}",
        C,
        "GetUser",
        lambda it: {"user_id": it.alice, "user_id_type": "open_id"},
    ),
    Typed("GET /contact/v3/users/batch", C, "BatchUser", lambda it: {"user_ids": [it.alice]}),
    Typed(
        "POST /contact/v3/users/batch_get_id",
        C,
        "BatchGetIdUser",
        body=lambda it: {"emails": ["u0001@sandbox.example"]},
    ),
    Typed(
        "POST /contact/v3/users/basic_batch",
        C,
        "BasicBatchUser",
        body=lambda it: {"user_ids": [it.alice]},
    ),
    Typed("GET /contact/v3/users/find_by_department", C, "FindByDepartmentUser", department),
    Typed(f"GET {DEPARTMENTS}/{{department_id}}", C, "GetDepartment", department),
    Typed(
        f"GET {DEPARTMENTS}/batch",
        C,
        "BatchDepartment",
        lambda it: {
            "department_ids": [it.department()],
            "department_id_type": "open_department_id",
        },
    ),
    Typed(f"GET {DEPARTMENTS}/parent", C, "ParentDepartment", department),
    Typed(
        f"GET {DEPARTMENTS}/{{department_id}}/children",
        C,
        "ChildrenDepartment",
        lambda it: {"department_id": "0", "fetch_child": True, "page_size": 5},
    ),
    Typed("GET /contact/v3/scopes", C, "ListScope", lambda it: {"page_size": 5}),
    Typed(
        "POST /optical_char_recognition/v1/image/basic_recognize",
        "optical_char_recognition.v1",
        "BasicRecognizeImage",
        body=lambda it: {"image": base64.b64encode(PICTURE).decode()},
    ),
    Typed(
        "POST /speech_to_text/v1/speech/file_recognize",
        "speech_to_text.v1",
        "FileRecognizeSpeech",
        body=lambda it: SPEECH,
    ),
    Typed(f"GET {DESK}/tickets", H, "ListTicket"),
    Typed(f"GET {DESK}/tickets/{{ticket_id}}", H, "GetTicket", lambda it: {"ticket_id": "1"}),
    Typed(
        f"GET {DESK}/tickets/{{ticket_id}}/messages",
        H,
        "ListTicketMessage",
        lambda it: {"ticket_id": "1"},
    ),
    Typed(f"GET {DESK}/faqs/search", H, "SearchFaq", lambda it: {"query": "卡纸"}),
    Typed(
        f"GET {DESK}/faqs/{{id}}/image/{{image_key}}",
        H,
        "FaqImageFaq",
        lambda it: {"id": "f1", "image_key": "img_1"},
    ),
    Typed(
        f"GET {DESK}/ticket_images",
        H,
        "TicketImageTicket",
        lambda it: {"ticket_id": "1", "msg_id": "m1"},
    ),
    Typed(f"POST {DESK}/events/subscribe", H, "SubscribeEvent", body=lambda it: EVENTS),
    Typed(f"POST {DESK}/events/unsubscribe", H, "UnsubscribeEvent", body=lambda it: EVENTS),
    Typed(f"GET {DESK}/customized_fields", H, "CustomizedFieldsTicket"),
    Typed(f"GET {DESK}/faqs/{{id}}", H, "GetFaq", lambda it: {"id": "f1"}),
    Typed(f"GET {DESK}/faqs", H, "ListFaq"),
    Typed(f"GET {DESK}/categories/{{id}}", H, "GetCategory", lambda it: {"id": "c1"}),
    Typed(f"GET {DESK}/categories", H, "ListCategory"),
    Typed(
        f"GET {DESK}/agents/{{agent_id}}/schedules",
        H,
        "GetAgentSchedules",
        lambda it: {"agent_id": "ou_1"},
    ),
    Typed(f"GET {DESK}/agent_schedules", H, "ListAgentSchedule", lambda it: {"status": [1]}),
    # An object by address, which the SDK takes for a text.
    Typed(f"GET {DESK}/agent_emails", H, "AgentEmailAgent", also=frozenset({"agents"})),
    Typed(
        f"GET {DESK}/agent_skills/{{skill_id}}",
        H,
        "GetAgentSkill",
        lambda it: {"agent_skill_id": "s1"},
    ),
    Typed(f"GET {DESK}/agent_skills", H, "ListAgentSkill"),
    Typed(f"GET {DESK}/agent_skill_rules", H, "ListAgentSkillRule"),
    Typed(
        f"GET {DESK}/ticket_customized_fields/{{field_id}}",
        H,
        "GetTicketCustomizedField",
        lambda it: {"ticket_customized_field_id": "t1"},
    ),
    Typed(f"GET {DESK}/ticket_customized_fields", H, "ListTicketCustomizedField"),
]

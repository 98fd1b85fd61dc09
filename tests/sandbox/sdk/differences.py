"""Pages that the SDK's names don't lead to, and what is known to differ from Feishu."""

# By the beginning of the path; the first that fits.
PAGES = {
    "/auth/v3/": "ukTMukTMukTM/ukDNz4SO0MjL5QzM/auth-v3/auth/tenant_access_token_internal",
    "/authen/v2/oauth/token": (
        "uAjLw4CM/ukTMukTMukTM/authentication-management/access-token/get-user-access-token"
    ),
    "/authen/v1/authorize": "common-capabilities/sso/api/obtain-oauth-code",
    "/authen/v1/user_info": "uAjLw4CM/ukTMukTMukTM/reference/authen-v1/user_info/get",
    "/bot/v3/info": "ukTMukTMukTM/uAjMxEjLwITMx4CMyETM",
    "/docx/v1/chats/": (
        "uAjLw4CM/ukTMukTMukTM/group/upgraded-group-announcement/group-announcement-overview"
    ),
    "/drive/v1/medias/authcode": (
        "uAjLw4CM/ukTMukTMukTM/reference/drive-v1/media/batch_get_tmp_download_url"
    ),
    "/ephemeral/v1/": "ukTMukTMukTM/uETOyYjLxkjM24SM5IjN",
    "/event/v1/outbound_ip": "ukTMukTMukTM/uYDNxYjL2QTM24iN0EjN/event-v1/outbound_ip/list",
    "/helpdesk/v1/": "ukTMukTMukTM/ugDOyYjL4gjM24CO4IjN",
    "/im/v1/chats/{chat_id}/menu_": "uAjLw4CM/ukTMukTMukTM/reference/im-v1/chat-menu_tree/overview",
    "/interactive/v1/card/update": "ukTMukTMukTM/uMDO1YjLzgTN24yM4UTN",
    "/message/v4/batch_send": "ukTMukTMukTM/ucDO1EjL3gTNx4yN4UTM",
    "/optical_char_recognition/v1/": (
        "uAjLw4CM/ukTMukTMukTM/reference/ai/optical_char_recognition-v1/image/basic_recognize"
    ),
    "/speech_to_text/v1/": (
        "uAjLw4CM/ukTMukTMukTM/reference/ai/speech_to_text-v1/speech/file_recognize"
    ),
}

_URGENT = "nobody is called or sent a text; the page shows a mark"
_FIXTURES = "reads what a test has loaded"
_READING = "recognises nothing; reads what a test or the page has set"
_HEARING = f"{_READING}; voice clips that were fetched are known again by their length"
DIFFERENCES = {
    "GET /authen/v1/authorize": "a page of the sandbox's own; one chooses who logs in",
    "GET /event/v1/outbound_ip": "loopback",
    "PATCH /im/v1/chats/{chat_id}/announcement": "requests are kept, not carried out",
    "PATCH /im/v1/messages/{message_id}/urgent_app": _URGENT,
    "PATCH /im/v1/messages/{message_id}/urgent_phone": _URGENT,
    "PATCH /im/v1/messages/{message_id}/urgent_sms": _URGENT,
    "POST /bitable/v1/apps/{app_token}/copy": "done at once; `bitable_copy_ms` delays it",
    "PATCH /bitable/v1/apps/{app_token}/tables/{table_id}/forms/{form_id}/fields/{field_id}": (
        "answers in `field`, as the page says; the SDKs read `fields`, which an older page named"
    ),
    "POST /optical_char_recognition/v1/image/basic_recognize": _READING,
    "POST /speech_to_text/v1/speech/file_recognize": _HEARING,
    "GET /drive/v1/medias/authcode": "stands for the address that Feishu's answer names",
    **{
        f"GET /helpdesk/v1/{path}": _FIXTURES
        for path in (
            "tickets",
            "tickets/{ticket_id}",
            "tickets/{ticket_id}/messages",
            "faqs",
            "faqs/search",
            "faqs/{id}/image/{image_key}",
            "ticket_images",
            "customized_fields",
            "faqs/{id}",
            "categories",
            "categories/{id}",
            "agents/{agent_id}/schedules",
            "agent_schedules",
            "agent_emails",
            "agent_skills",
            "agent_skills/{skill_id}",
            "agent_skill_rules",
            "ticket_customized_fields",
            "ticket_customized_fields/{field_id}",
        )
    },
}

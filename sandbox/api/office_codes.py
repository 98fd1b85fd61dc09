"""Error codes of recognition and of the helpdesk.

Sources: the pages of optical_char_recognition-v1 and speech_to_text-v1 below
https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/ai/ and
https://open.feishu.cn/document/ukTMukTMukTM/ugDOyYjL4gjM24CO4IjN
"""

RECOGNITION = {
    1150101: (400, "invalid param"),
    1150102: (500, "network anomaly"),
    1040101: (400, "invalid param"),
    1040102: (500, "network anomaly"),
}

HELPDESK = {
    154000: (400, "invalid param"),
    154001: (401, "helpdesk authorization failed"),
    154003: (403, "permission denied"),
    154004: (404, "not found"),
    154402: (400, "too many rows"),
    155000: (500, "internal error"),
}

OFFICE: dict[int, tuple[int, str]] = {**RECOGNITION, **HELPDESK}

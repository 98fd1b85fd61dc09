"""Which of Feishu's answers are worth repeating, and what a person must do about the others."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from bot.feishu.errors import FeishuError, NeverAgain, TryLater

INVALID_TOKEN: Final = 99991663

_IM: Final = "https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/"
_AI: Final = "https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/ai/"
_GENERAL: Final = "https://open.feishu.cn/document/ukTMukTMukTM/ugjM14COyUjL4ITN"

# code -> (why the same call may succeed later, where that is written)
TRY_LATER: Final[Mapping[int, tuple[str, str]]] = {
    # The whole app called one API too often; the answer says for how long to wait.
    # https://open.feishu.cn/document/ukTMukTMukTM/uUzN04SN3QjL1cDN
    99991400: ("API rate limit", "https://open.feishu.cn/document/ukTMukTMukTM/uUzN04SN3QjL1cDN"),
    # One person or one group was written to too often; 20 parallel sends into one chat lose about
    # half to it (https://github.com/openclaw/openclaw/pull/89659).
    230020: ("rate limit of the chat or person", _IM + "message/create"),
    11232: ("rate limit of the tenant, or pressure on the full hour", _IM + "message/create"),
    11233: ("rate limit of the chat", _IM + "message/create"),
    # Calls about one chat's members must not overlap.
    232019: ("rate limit of the chat's members", _IM + "chat-members/create"),
    # The same uuid is still at work; its outcome is known a moment later.
    230049: ("the same message is being sent", _IM + "message/create"),
    18121: ("the same request is being processed", _GENERAL),
    232068: ("the same chat is being created", _IM + "chat/create"),
    # Their side is overloaded; seen with HTTP 200, 400 and 500.
    2200: ("internal error", _GENERAL),
    1500: ("internal error", _GENERAL),
    5000: ("internal error", _GENERAL),
    10500: ("internal error", _GENERAL),
    # Recognition: their side, or the way to it.
    1150102: ("network anomaly", _AI + "optical_char_recognition-v1/image/basic_recognize"),
    1040102: ("network anomaly", _AI + "speech_to_text-v1/speech/file_recognize"),
    # Raised only after a new token was refused too. Seen with HTTP 400 and 200
    # (https://github.com/multica-ai/multica/issues/7611,
    # https://github.com/zeroclaw-labs/zeroclaw/issues/1049).
    INVALID_TOKEN: ("token not accepted", _GENERAL),
}

# What to do about a fault that no repetition can cure. The first group concerns the app as a whole,
# the second the person or chat written to.
# https://open.feishu.cn/document/ukTMukTMukTM/ugjM14COyUjL4ITN
ADVICE: Final[Mapping[int, str]] = {
    10003: "check the app id and app secret in the settings",
    10012: "check the app id and app secret in the settings",
    10013: "check the app id and app secret in the settings",
    10014: "check the app id in the settings, and that the app is enabled",
    10015: "check the app secret in the settings",
    99991662: "enable the app in the admin console",
    99991673: "install the app: publish a version and have an admin approve it",
    99991401: "add this server's address to the app's IP allow-list (security settings)",
    99991403: "the tenant's monthly call quota is used up; it is renewed on the 1st",
    230006: "switch on the app's bot ability and publish a version",
    232025: "switch on the app's bot ability and publish a version",
    # https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/message/create
    230002: "add the bot to this chat",
    230013: "widen the app's availability range to this person and publish a version",
    230027: "a scope is missing, or the chat has people from outside the tenant",
    230028: "the tenant's audit refuses clear phone numbers or mail addresses: mask them",
    # https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/contact-v3/user/get
    41050: "widen the app's contact range to this person",
    40004: "widen the app's contact range to this department",
    # https://open.feishu.cn/document/ukTMukTMukTM/ugDOyYjL4gjM24CO4IjN
    154001: "check HELPDESK_ID and HELPDESK_TOKEN: a token that was reset is of no use any more",
    # https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/ai/
    1150101: "a picture must be JPG, PNG, BMP or the like, and smaller than 5 MB",
    1040101: "a recording must be PCM of 16 kHz and 16 bits, and at most 60 s long",
}
SCOPE_MISSING: Final = 99991672


def failure(status: int, headers: Mapping[str, str], body: Mapping[str, Any]) -> FeishuError:
    """The error an answer stands for; `headers` must ignore case, as those of requests do."""
    code = body.get("code")
    code = code if isinstance(code, int) else 0
    error = body.get("error") if isinstance(body.get("error"), dict) else {}
    message = str(body.get("msg") or body.get("message") or f"HTTP {status}")
    log_id = headers.get("X-Tt-Logid") or str((error or {}).get("log_id") or "")
    if code in TRY_LATER or status == 429 or status >= 500:
        return TryLater(code, message, log_id, wait=_wait(headers))
    return NeverAgain(code, _advised(code, message, error or {}), log_id)


def _wait(headers: Mapping[str, str]) -> float | None:
    try:
        return max(0.0, float(headers["x-ogw-ratelimit-reset"]))
    except (KeyError, ValueError):
        return None


def _advised(code: int, message: str, error: Mapping[str, Any]) -> str:
    if code == SCOPE_MISSING:
        scopes = ", ".join(_scopes(message, error)) or "named in Feishu's developer console"
        return (
            f"the app needs one of the scopes: {scopes}; "
            "grant it in the developer console and publish a version"
        )
    advice = ADVICE.get(code)
    return f"{message}: {advice}" if advice else message


def _scopes(message: str, error: Mapping[str, Any]) -> list[str]:
    violations = error.get("permission_violations")
    if isinstance(violations, list):
        named = [str(v["subject"]) for v in violations if isinstance(v, dict) and v.get("subject")]
        if named:
            return named
    # Older gateways name them only in the text: "... is required: [im:chat, im:chat:read]."
    listed = re.search(r"\[([a-z0-9_.:, ]+)\]", message)
    return listed[1].split(", ") if listed else []

"""What the bot answered to a click, and what the client shows for it.

Codes: "callback communication" and "handle card callbacks" of the card documentation.
"""

import json
from dataclasses import dataclass
from typing import Any

from sandbox.cards.checker import is_v2, verdict
from sandbox.cards.references import Tenant

Json = dict[str, Any]

NO_URL, LATE, NO_CONNECTION, NO_NAME = 200340, 200341, 200342, 200343
CALL_FAILED, BAD_STATUS, BAD_SHAPE, BAD_CARD, DOWNGRADE = 200080, 200671, 200672, 200673, 200830

MESSAGES = {
    NO_URL: "回调地址未配置",
    LATE: "3 秒内没有收到应答",
    NO_CONNECTION: "无法连接回调地址",
    NO_NAME: "回调地址的域名无法解析",
    CALL_FAILED: "请求回调地址出错",
    BAD_STATUS: "回调应答的 HTTP 状态码不是 200",
    BAD_SHAPE: "回调应答的格式不正确",
    BAD_CARD: "回调应答里的卡片不正确",
    DOWNGRADE: "2.0 卡片不能更新为 1.0 卡片",
}
BY_FAILURE = {"timeout": LATE, "connect": NO_CONNECTION, "dns": NO_NAME}
TOASTS = {"info", "success", "error", "warning"}


class BadReply(Exception):
    """The client shows `code`; `detail` says why, for the developer."""

    def __init__(self, code: int, detail: str = "") -> None:
        super().__init__(detail or MESSAGES[code])
        self.code = code
        self.detail = detail

    @property
    def shown(self) -> str:
        text = MESSAGES[self.code]
        return f"{text}：{self.detail}" if self.detail else text


@dataclass(frozen=True)
class Reply:
    toast: Json | None = None
    card: Json | None = None
    warnings: tuple[str, ...] = ()


def read_reply(body: bytes, shown: Json, tenant: Tenant) -> Reply:
    try:
        answer = json.loads(body)
    except ValueError:
        raise BadReply(BAD_SHAPE, "not JSON") from None
    if not isinstance(answer, dict):
        raise BadReply(BAD_SHAPE, "not a JSON object")
    if extra := sorted(set(answer) - {"toast", "card"}):
        raise BadReply(BAD_SHAPE, f"unknown keys {', '.join(extra)}")
    toast = answer.get("toast")
    if toast is not None:
        _check_toast(toast)
    if answer.get("card") is None:
        return Reply(toast)
    card, warnings = _read_card(answer["card"], shown, tenant)
    return Reply(toast, card, warnings)


def _check_toast(toast: Any) -> None:
    if not isinstance(toast, dict):
        raise BadReply(BAD_SHAPE, "toast is not an object")
    if toast.get("type", "info") not in TOASTS:
        raise BadReply(BAD_SHAPE, f"toast.type {toast.get('type')!r}")
    i18n = toast.get("i18n")
    if not isinstance(toast.get("content", ""), str):
        raise BadReply(BAD_SHAPE, "toast.content is not a string")
    if i18n is not None and not isinstance(i18n, dict):
        raise BadReply(BAD_SHAPE, "toast.i18n is not an object")
    if not toast.get("content") and not i18n:
        raise BadReply(BAD_SHAPE, "toast without content")


def _read_card(answer: Any, shown: Json, tenant: Tenant) -> tuple[Json, tuple[str, ...]]:
    if not isinstance(answer, dict) or answer.get("type") not in ("raw", "template"):
        raise BadReply(BAD_CARD, "card.type is raw or template")
    card = answer.get("data")
    if not isinstance(card, dict):
        raise BadReply(BAD_CARD, "card.data is not an object")
    if answer["type"] == "template":
        raise BadReply(BAD_CARD, "the sandbox keeps no templates")
    if is_v2(shown) and not is_v2(card):
        raise BadReply(DOWNGRADE)
    if is_v2(card) and not is_v2(shown):
        raise BadReply(BAD_CARD, "a 1.0 card stays 1.0")
    raw = json.dumps(card, ensure_ascii=False, separators=(",", ":"))
    error, warnings = verdict(card, raw, tenant)
    if error is not None:
        raise BadReply(BAD_CARD, f"{error.code or ''} {error.message} ({error.path})".strip())
    return card, tuple(warnings)

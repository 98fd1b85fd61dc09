"""Payloads as Feishu sent them, one file per situation, and pushing them byte for byte."""

from __future__ import annotations

import base64
import hashlib
import json
import os
from pathlib import Path
from typing import Any

from Crypto.Cipher import AES
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from models import Base
from tests import pushing
from tests.furniture import Desk

FIXTURES = Path(__file__).parent / "fixtures"
NAMES = sorted(path.stem for path in FIXTURES.glob("*.json"))
# What the answer to a card click may consist of; Feishu's client shows an error for the rest.
ANSWER = {"toast", "card"}
TOASTS = {"info", "success", "warning", "error"}

Body = dict[str, Any]


def load(name: str) -> Body:
    body: Body = json.loads((FIXTURES / f"{name}.json").read_text("utf-8"))
    return body


def kind_of(body: Body) -> str:
    header, event = body.get("header", {}), body.get("event", {})
    return str(header.get("event_type") or event.get("type") or body.get("type") or "")


def seal(raw: bytes, key: str = pushing.ENCRYPT_KEY, iv: bytes | None = None) -> bytes:
    """Encrypt bytes that need not be JSON, nor text."""
    pad = 16 - len(raw) % 16
    iv = iv or os.urandom(16)
    cipher = AES.new(hashlib.sha256(key.encode()).digest(), AES.MODE_CBC, iv)
    sealed = iv + cipher.encrypt(raw + bytes([pad]) * pad)
    return json.dumps(
        {"encrypt": base64.b64encode(sealed).decode()}, separators=(",", ":")
    ).encode()


def count(desk: Desk, table: type[Base]) -> int:
    with desk.uow.reading() as tx:
        return tx.session.scalar(select(func.count()).select_from(table)) or 0


def signature(raw: bytes, timestamp: str, nonce: str, key: str = pushing.ENCRYPT_KEY) -> str:
    return hashlib.sha256(f"{timestamp}{nonce}{key}".encode() + raw).hexdigest()


def push(desk: Desk, body: object) -> TestResponse:
    """Escaped JSON, so that lone surrogates arrive as they would from anywhere."""
    return desk.pusher.raw(seal(json.dumps(body).encode()))


def fault_of(response: TestResponse, *, click: bool = False) -> str | None:
    """What is wrong with an answer, whatever was pushed: status, traces of us, its shape."""
    if response.status_code == 403:
        return "a body with a 403" if response.data else None
    if response.status_code != 200:
        return f"status {response.status_code}"
    answer = response.get_json(silent=True)
    if not isinstance(answer, dict):
        return f"not an object: {response.data[:80]!r}"
    return _fault_of_answer(answer) if click else f"{answer}" if answer else None


def _fault_of_answer(answer: Body) -> str | None:
    toast, card = answer.get("toast", {}), answer.get("card", {})
    if not answer.keys() <= ANSWER:
        return f"unknown to Feishu: {sorted(answer.keys() - ANSWER)}"
    if toast and not (toast.keys() == {"type", "content"} and toast["type"] in TOASTS):
        return f"not a toast: {toast}"
    if card and not (card["type"] == "raw" and card["data"]["schema"] == "2.0"):
        return "not a card"
    return None

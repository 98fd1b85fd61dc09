"""Feishu's side of the webhook, written from its documentation and not from our code."""

from __future__ import annotations

import base64
import hashlib
import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from Crypto.Cipher import AES
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

APP_ID = "cli_test"
ENCRYPT_KEY = "an-encrypt-key"
TOKEN = "a-verification-token"
PATH = "/webhook/feishu"

Event = dict[str, Any]


def encrypt(body: object, key: str = ENCRYPT_KEY) -> bytes:
    raw = json.dumps(body, ensure_ascii=False).encode()
    pad = 16 - len(raw) % 16
    iv = os.urandom(16)
    cipher = AES.new(hashlib.sha256(key.encode()).digest(), AES.MODE_CBC, iv)
    sealed = iv + cipher.encrypt(raw + bytes([pad]) * pad)
    return json.dumps(
        {"encrypt": base64.b64encode(sealed).decode()}, separators=(",", ":")
    ).encode()


def sign(body: bytes, at: datetime, key: str = ENCRYPT_KEY, nonce: str = "n0nce") -> dict[str, str]:
    timestamp = str(int(at.timestamp()))
    digest = hashlib.sha256((timestamp + nonce + key).encode() + body).hexdigest()
    return {
        "X-Lark-Request-Timestamp": timestamp,
        "X-Lark-Request-Nonce": nonce,
        "X-Lark-Signature": digest,
    }


def envelope(event_type: str, event: Event, *, event_id: str | None = None, at: datetime) -> Event:
    return {
        "schema": "2.0",
        "header": {
            "event_id": event_id or uuid4().hex,
            "event_type": event_type,
            "create_time": str(int(at.timestamp() * 1000)),
            "token": TOKEN,
            "app_id": APP_ID,
            "tenant_key": "tenant",
        },
        "event": event,
    }


def message(
    text: str = "日结失败怎么办",
    *,
    sender: str = "ou_alice",
    chat: str = "oc_alice",
    message_id: str | None = None,
    kind: str = "text",
    content: object = None,
    group: bool = False,
    mentions: list[dict[str, Any]] | None = None,
    sender_type: str = "user",
    at: datetime | None = None,
) -> Event:
    """The event of im.message.receive_v1."""
    at = at or datetime.now(UTC)
    stamp = str(int(at.timestamp() * 1000))
    return {
        "sender": {
            "sender_id": {"open_id": sender, "union_id": "on_x"},
            "sender_type": sender_type,
            "tenant_key": "tenant",
        },
        "message": {
            "message_id": message_id or f"om_{uuid4().hex}",
            "create_time": stamp,
            "update_time": stamp,
            "chat_id": chat,
            "chat_type": "group" if group else "p2p",
            "message_type": kind,
            "content": json.dumps(content if content is not None else {"text": text}),
            **({"mentions": mentions} if mentions else {}),
        },
    }


def mention(key: str, open_id: str, kind: str = "user") -> dict[str, Any]:
    return {
        "key": key,
        "id": {"open_id": open_id, "union_id": "", "user_id": ""},
        "mentioned_type": kind,
        "name": "somebody",
        "tenant_key": "tenant",
    }


def click(
    value: object,
    *,
    who: str = "ou_alice",
    chat: str = "oc_alice",
    message_id: str = "om_card",
    form: dict[str, Any] | None = None,
) -> Event:
    """The event of card.action.trigger; `form` is what stood in the form of the button."""
    filled = {"form_value": form} if form is not None else {}
    return {
        "operator": {"tenant_key": "tenant", "open_id": who, "union_id": "on_x"},
        "token": "c-5e1b",
        "action": {"tag": "button", "value": value, "timezone": "Asia/Shanghai", **filled},
        "host": "im_message",
        "context": {"open_message_id": message_id, "open_chat_id": chat},
    }


@dataclass
class Pusher:
    """Pushes as Feishu does: encrypted, signed, at the test's own time."""

    http: FlaskClient
    clock: Any
    appears: Callable[[Event], None] = lambda message: None

    def push(
        self, event_type: str, event: Event, *, event_id: str | None = None, **changes: Any
    ) -> TestResponse:
        body = envelope(event_type, event, event_id=event_id, at=self.clock.now())
        return self.raw(encrypt(body | changes))

    def say(self, text: str = "日结失败怎么办", **more: Any) -> TestResponse:
        event_id = more.pop("event_id", None)
        more.setdefault("at", self.clock.now())
        event = message(text, **more)
        self.appears(event["message"])
        return self.push("im.message.receive_v1", event, event_id=event_id)

    def click(self, value: object, *, event_id: str | None = None, **more: Any) -> TestResponse:
        return self.push("card.action.trigger", click(value, **more), event_id=event_id)

    def raw(self, body: bytes, headers: Mapping[str, str] | None = None) -> TestResponse:
        signed = sign(body, self.clock.now()) if headers is None else dict(headers)
        return self.http.post(PATH, data=body, headers=signed, content_type="application/json")

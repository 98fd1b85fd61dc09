"""What arrives at the webhook: trust is settled here, before anything inside is looked at."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from math import isfinite
from typing import Any, NoReturn

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

LARGEST_BODY = 1024 * 1024
BLOCK = 16
# Our clock and theirs may differ; nothing honest is signed further ahead than this.
FUTURE = timedelta(minutes=5)


class Refused(Exception):
    """Not from Feishu, or not for us; the reason is for our log, never for the caller."""


@dataclass(frozen=True)
class Keys:
    app_id: str
    encrypt_key: str = field(repr=False)
    verification_token: str = field(repr=False)
    max_age: timedelta


@dataclass(frozen=True)
class Challenge:
    """Feishu asks whether this address is ours; answered with the same text."""

    text: str


@dataclass(frozen=True)
class Event:
    """An authentic push, not yet looked into. `id` is event_id (v2) or uuid (v1)."""

    type: str
    id: str
    created_at: datetime
    body: dict[str, Any]


def open_envelope(
    raw: bytes, headers: Mapping[str, str], keys: Keys, now: datetime
) -> Challenge | Event:
    """Raises Refused for whatever isn't an authentic push of our app.

    A challenge carries no signature even where an Encrypt Key is set, so it is recognised first
    and judged by its token.
    """
    if len(raw) > LARGEST_BODY:
        raise Refused("oversized")
    outer = _object(raw)
    encrypted = outer.get("encrypt")
    if not isinstance(encrypted, str):
        return _plain_challenge(outer, keys)
    content = _object(decrypt(encrypted, keys.encrypt_key))
    if content.get("type") == "url_verification":
        return _plain_challenge(content, keys)
    _check_signature(raw, headers, keys, now)
    return _event(content, keys)


def decrypt(encrypted: str, encrypt_key: str) -> bytes:
    """AES-256-CBC, key = SHA-256 of the Encrypt Key, first block is the IV, PKCS#7."""
    try:
        cipher = base64.b64decode(encrypted, validate=True)
    except (binascii.Error, ValueError) as error:
        raise Refused("not base64") from error
    if len(cipher) < 2 * BLOCK or len(cipher) % BLOCK:
        raise Refused("ciphertext length")
    key = hashlib.sha256(encrypt_key.encode()).digest()
    decryptor = Cipher(algorithms.AES(key), modes.CBC(cipher[:BLOCK])).decryptor()
    padded = decryptor.update(cipher[BLOCK:]) + decryptor.finalize()
    pad = padded[-1]
    if not 1 <= pad <= BLOCK or padded[-pad:] != bytes([pad]) * pad:
        raise Refused("padding")
    return padded[:-pad]


def signature(timestamp: str, nonce: str, encrypt_key: str, raw: bytes) -> str:
    return hashlib.sha256((timestamp + nonce + encrypt_key).encode() + raw).hexdigest()


def _object(raw: bytes) -> dict[str, Any]:
    try:
        value = json.loads(raw, parse_constant=_no_number, parse_float=_finite)
    except (ValueError, RecursionError) as error:
        raise Refused("not JSON") from error
    if not isinstance(value, dict):
        raise Refused("not an object")
    return value


def _no_number(name: str) -> NoReturn:
    """NaN and its like are Python's, not JSON's, and no database keeps them."""
    raise ValueError(name)


def _finite(digits: str) -> float:
    number = float(digits)
    return number if isfinite(number) else _no_number(digits)


def _same(a: object, b: str) -> bool:
    return isinstance(a, str) and hmac.compare_digest(
        a.encode("utf-8", "surrogatepass"), b.encode()
    )


def _plain_challenge(body: dict[str, Any], keys: Keys) -> Challenge:
    if body.get("type") != "url_verification":
        raise Refused("not encrypted")
    if not _same(body.get("token"), keys.verification_token):
        raise Refused("verification token")
    text = body.get("challenge")
    # A lone surrogate is valid JSON, but no text that could be sent back.
    if not isinstance(text, str) or text != text.encode("utf-8", "replace").decode():
        raise Refused("challenge")
    return Challenge(text)


def _check_signature(raw: bytes, headers: Mapping[str, str], keys: Keys, now: datetime) -> None:
    timestamp = headers.get("X-Lark-Request-Timestamp", "")
    nonce = headers.get("X-Lark-Request-Nonce", "")
    given = headers.get("X-Lark-Signature", "")
    if not (timestamp and nonce and given):
        raise Refused("unsigned")
    if not _same(given, signature(timestamp, nonce, keys.encrypt_key, raw)):
        raise Refused("signature")
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 11):
        raise Refused("timestamp")
    age = now - datetime.fromtimestamp(int(timestamp), UTC)
    if age > keys.max_age or age < -FUTURE:
        raise Refused("stale")


def _event(body: dict[str, Any], keys: Keys) -> Event:
    header = body.get("header")
    if isinstance(header, dict):
        token, app_id = header.get("token"), header.get("app_id")
        kind, event_id, at = (
            header.get("event_type"),
            header.get("event_id"),
            header.get("create_time"),
        )
    else:  # version 1, still used by p2p_chat_create
        inner = body.get("event")
        inner = inner if isinstance(inner, dict) else {}
        token, app_id = body.get("token"), inner.get("app_id")
        kind, event_id, at = inner.get("type"), body.get("uuid"), body.get("ts")
    if not _same(token, keys.verification_token):
        raise Refused("verification token")
    if not _same(app_id, keys.app_id):
        raise Refused("app_id")
    if not (_identifier(kind, 96) and _identifier(event_id, 120)):
        raise Refused("no type or id")
    return Event(str(kind), str(event_id), moment(at) or datetime.fromtimestamp(0, UTC), body)


def _identifier(value: object, longest: int) -> bool:
    if not (isinstance(value, str) and 0 < len(value) <= longest):
        return False
    return value.isascii() and value.isprintable()


def moment(value: object) -> datetime | None:
    """A time of Feishu's, told by its length: seconds, milliseconds or microseconds.

    Strings for most events, an integer for the bot menu, a decimal fraction in version 1.
    """
    digits = str(value).split(".")[0]
    if isinstance(value, bool) or not (digits.isascii() and digits.isdigit()):
        return None
    scale = {10: 1, 13: 1_000, 16: 1_000_000}.get(len(digits))
    return datetime.fromtimestamp(int(digits) / scale, UTC) if scale else None

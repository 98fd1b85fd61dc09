"""The envelope of a push and its cryptography."""

import base64
import hashlib
import json
import os
import secrets
import time
from typing import Any

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

BLOCK = 16
# Without spaces, as Feishu writes it: its Node SDK checks the signature of the body parsed and
# written again.
COMPACT = (",", ":")


def encrypt(plain: bytes, encrypt_key: str) -> str:
    pad = BLOCK - len(plain) % BLOCK
    iv = os.urandom(BLOCK)
    encryptor = Cipher(algorithms.AES(_key(encrypt_key)), modes.CBC(iv)).encryptor()
    cipher = encryptor.update(plain + bytes([pad]) * pad) + encryptor.finalize()
    return base64.b64encode(iv + cipher).decode()


def decrypt(text: str, encrypt_key: str) -> bytes:
    raw = base64.b64decode(text)
    decryptor = Cipher(algorithms.AES(_key(encrypt_key)), modes.CBC(raw[:BLOCK])).decryptor()
    plain = decryptor.update(raw[BLOCK:]) + decryptor.finalize()
    return plain[: -plain[-1]]


def plain_of(envelope: dict[str, Any]) -> bytes:
    return json.dumps(envelope, ensure_ascii=False, separators=COMPACT).encode()


def body_of(envelope: dict[str, Any], encrypt_key: str) -> bytes:
    return sealed(plain_of(envelope), encrypt_key)


def sealed(plain: bytes, encrypt_key: str) -> bytes:
    if not encrypt_key:
        return plain
    return json.dumps({"encrypt": encrypt(plain, encrypt_key)}, separators=COMPACT).encode()


def signature(timestamp: str, nonce: str, encrypt_key: str, body: bytes) -> str:
    return hashlib.sha256(f"{timestamp}{nonce}{encrypt_key}".encode() + body).hexdigest()


def signed_headers(body: bytes, encrypt_key: str) -> dict[str, str]:
    headers = {"Content-Type": "application/json; charset=utf-8"}
    if not encrypt_key:
        return headers  # whether Feishu signs without a key is not known
    timestamp, nonce = str(int(time.time())), secrets.token_hex(8)
    return headers | {
        "X-Lark-Request-Timestamp": timestamp,
        "X-Lark-Request-Nonce": nonce,
        "X-Lark-Signature": signature(timestamp, nonce, encrypt_key, body),
    }


def _key(encrypt_key: str) -> bytes:
    return hashlib.sha256(encrypt_key.encode()).digest()

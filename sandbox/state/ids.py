"""Ids in Feishu's shapes: a prefix and hexadecimal digits."""

import hashlib
import secrets
from datetime import UTC, datetime


def fresh(prefix: str, digits: int = 32) -> str:
    return prefix + secrets.token_hex(digits // 2)


def stable(prefix: str, seed: str) -> str:
    """The same id at every start, so that links and logs survive a restart."""
    return prefix + hashlib.sha256(f"{prefix}{seed}".encode()).hexdigest()[:32]


def image_key() -> str:
    return f"img_v3_{secrets.token_hex(2)}_{_dashed()}g"


def file_key() -> str:
    return f"file_v3_{secrets.token_hex(2)}_{_dashed()}g"


def log_id() -> str:
    return datetime.now(UTC).strftime("%Y%m%d%H%M%S") + secrets.token_hex(9).upper()


def _dashed() -> str:
    raw = secrets.token_hex(16)
    return "-".join((raw[:8], raw[8:12], raw[12:16], raw[16:20], raw[20:31]))

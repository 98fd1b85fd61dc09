"""Ids in Bitable's shapes: a prefix and letters or digits."""

import secrets
import string

ALPHABET = string.ascii_letters + string.digits
# Tokens of bases and uploads have 27 characters; older ones start with app, basc or box.
TOKEN_LENGTH = 27
PREFIXES = {"table": "tbl", "view": "vew", "field": "fld", "option": "opt", "record": "rec"}


def fresh(kind: str) -> str:
    return PREFIXES[kind] + _letters(16 if kind in ("table", "option") else 14)


def token() -> str:
    return _letters(TOKEN_LENGTH)


def _letters(count: int) -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(count))


def looks_like(kind: str, value: str) -> bool:
    prefix = PREFIXES[kind]
    rest = value.removeprefix(prefix)
    return value.startswith(prefix) and 4 <= len(rest) <= 24 and rest.isalnum()


def looks_like_token(value: str) -> bool:
    return 16 <= len(value) <= 40 and value.isalnum() and value.isascii()

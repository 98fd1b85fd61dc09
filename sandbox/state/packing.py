"""Memory as JSON bytes."""

import json
from dataclasses import fields, is_dataclass
from typing import Any


def packed(thing: Any) -> bytes:
    """One level of a dataclass after the other; asdict would copy everything first."""
    return json.dumps(_flat(thing), default=_flat, ensure_ascii=False).encode()


def _flat(thing: Any) -> Any:
    if is_dataclass(thing) and not isinstance(thing, type):
        return {spec.name: getattr(thing, spec.name) for spec in fields(thing)}
    if isinstance(thing, set | frozenset):
        return sorted(thing)
    return thing

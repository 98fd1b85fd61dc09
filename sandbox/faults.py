"""Switches that make the sandbox misbehave the way the real service can."""

import random
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from sandbox.weather import CHECKS

ERRORS = ("429", "500", "html", "reset", "applied_then_reset")
UUID_REPEATS = ("first", "error")


class BadFault(ValueError):
    """The switch does not exist or takes other values."""


@dataclass
class Faults:
    send_error_rate: float = 0.0
    error: str = "500"
    latency_ms: int = 0
    outage: bool = False
    limits: bool = True
    # So many a second instead of what is documented, by kind: api, user, chat, message; 0: no end.
    limit_rates: dict[str, int] = field(default_factory=dict)
    unavailable: list[str] = field(default_factory=list)
    duplicate_pushes: int = 0
    duplicate_new_event_ids: bool = False
    reorder_ms: int = 0
    # Feishu does not document what a repeated uuid gets: the first message or 230049.
    uuid_repeat: str = "first"
    # Reports disagree whether a PATCH during somebody's click is refused (11310).
    card_lock: bool = False
    # Real ones answer a bad token with HTTP 400 or, as others report, with 200.
    bad_token_status: int = 400
    quota_exhausted: bool = False
    missing_scopes: list[str] = field(default_factory=list)
    monthly_quota: int = -1  # so many calls a month; -1: no end
    outside_contact: list[str] = field(default_factory=list)
    latency: dict[str, Any] = field(default_factory=dict)
    rules: list[dict[str, Any]] = field(default_factory=list)
    outages: list[dict[str, float]] = field(default_factory=list)
    ws_fragment_bytes: int = 0  # longer frames of a long connection come in parts
    bitable_error_rate: float = 0.0
    bitable_error: int = 1254291
    bitable_write_ms: int = 5
    bitable_lag_ms: int = 0  # new tables and columns are not found for so long
    bitable_copy_ms: int = 200
    bitable_rows: int = 20_000  # rows that a table holds
    # What a client_token gets that was used before: the first answer or 1254608.
    bitable_repeat: str = "first"
    bitable_own_events: bool = True
    free_edition: bool = False  # recognition is not part of the plan

    def merge(self, changes: dict[str, Any]) -> None:
        checked = {name: _checked(name, value) for name, value in changes.items()}
        for name, value in checked.items():
            setattr(self, name, value)

    def clear(self) -> None:
        self.merge(asdict(Faults()))

    def view(self) -> dict[str, Any]:
        return asdict(self)

    def snapshot(self) -> dict[str, Any]:
        return self.view()

    def restore(self, data: dict[str, Any]) -> None:
        """A file may name switches of another version."""
        self.merge({name: value for name, value in data.items() if name in _TYPES})

    def strike(self, *, sends: bool) -> str:
        """The error that this call has to suffer; mostly none."""
        if sends and self.send_error_rate and random.random() < self.send_error_rate:
            return self.error
        return ""


_TYPES = {spec.name: type(getattr(Faults(), spec.name)) for spec in fields(Faults)}


def _checked(name: str, value: Any) -> Any:
    if name not in _TYPES:
        raise BadFault(f"unknown fault {name!r}; there are {', '.join(_TYPES)}")
    expected = _TYPES[name]
    if isinstance(value, bool) and expected is int:
        value = int(value)
    if expected is float and isinstance(value, int):
        value = float(value)
    if not isinstance(value, expected):
        raise BadFault(f"{name} takes {expected.__name__}")
    if name == "error" and value not in ERRORS:
        raise BadFault(f"error is one of {', '.join(ERRORS)}")
    if name in ("uuid_repeat", "bitable_repeat") and value not in UUID_REPEATS:
        raise BadFault(f"{name} is one of {', '.join(UUID_REPEATS)}")
    return CHECKS[name](value) if name in CHECKS else value

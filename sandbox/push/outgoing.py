"""A push and what came of one attempt."""

from dataclasses import dataclass, replace
from typing import Any

from sandbox.state import ids


@dataclass(frozen=True, slots=True)
class Push:
    event_id: str
    event_type: str
    envelope: dict[str, Any]
    order_key: str = ""
    raw: bytes | None = None
    headers: dict[str, str] | None = None

    def renamed(self) -> "Push":
        """The same under a new event_id."""
        event_id, body = ids.fresh(""), dict(self.envelope)
        if "header" in body:
            body["header"] = body["header"] | {"event_id": event_id}
        else:
            body["uuid"] = event_id
        return replace(self, event_id=event_id, envelope=body)


@dataclass(frozen=True, slots=True)
class Outcome:
    status: int
    ms: float
    error: str = ""
    body: bytes = b""
    sent: bytes = b""  # before encryption

    @property
    def ok(self) -> bool:
        return self.status == 200

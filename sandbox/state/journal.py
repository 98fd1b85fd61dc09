"""What happened: bounded journals of calls and pushes, and the report's counters."""

import json
from collections import Counter, deque
from dataclasses import dataclass
from typing import Any

KEPT = 20_000
BODY_KEPT = 8_192

COUNTERS = (
    "messages",
    "calls",
    "pushes",
    "retries",
    "lost",
    "throttled",
    "invalid_cards",
    "late_answers",
    "bad_answers",
    "duplicates",
    "uuid_repeats",
)


@dataclass(frozen=True, slots=True)
class CallRecord:
    at: str
    method: str
    path: str
    status: int
    code: int
    ms: float
    raw: bytes

    def view(self) -> dict[str, Any]:
        return {
            "at": self.at,
            "method": self.method,
            "path": self.path,
            "status": self.status,
            "code": self.code,
            "ms": self.ms,
            "body": _body_view(self.raw),
        }


@dataclass(frozen=True, slots=True)
class PushRecord:
    at: str
    event_id: str
    event_type: str
    attempt: int
    status: int
    ms: float
    ok: bool
    error: str = ""


class Journal:
    def __init__(self) -> None:
        self.calls: deque[CallRecord] = deque(maxlen=KEPT)
        self.pushes: deque[PushRecord] = deque(maxlen=KEPT)
        self._counts: Counter[str] = Counter()
        self._refused: Counter[int] = Counter()
        self._faults: Counter[str] = Counter()

    def count(self, what: str) -> None:
        self._counts[what] += 1

    def counted(self, what: str) -> int:
        return self._counts[what]

    def strike(self, fault: str) -> None:
        """A fault showed its effect."""
        self._faults[fault] += 1

    def note_call(self, record: CallRecord) -> None:
        self.calls.append(record)
        self._counts["calls"] += 1
        if record.code:
            self._refused[record.code] += 1

    def note_push(self, record: PushRecord) -> None:
        self.pushes.append(record)
        self._counts["pushes" if record.attempt == 1 else "retries"] += 1

    def report(self) -> dict[str, Any]:
        refused = {str(code): n for code, n in sorted(self._refused.items())}
        counts = {name: self._counts[name] for name in COUNTERS}
        return {**counts, "refused": refused, "faults": dict(self._faults)}


def _body_view(raw: bytes) -> Any:
    if not raw:
        return None
    if len(raw) > BODY_KEPT:
        return {"truncated": raw[:2000].decode("utf-8", "replace")}
    try:
        body = json.loads(raw)
    except ValueError:
        return {"unreadable": raw[:2000].decode("utf-8", "replace")}
    if isinstance(body, dict):
        return {name: value for name, value in body.items() if name != "app_secret"}
    return body

"""What happened: bounded journals of calls and pushes, and the report's counters."""

import json
from collections import Counter
from dataclasses import dataclass
from typing import Any

from sandbox.state.log import Log

Json = dict[str, Any]

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
    told: bytes = b""

    def facts(self) -> Json:
        return _facts(self, "raw", "told")

    def view(self) -> Json:
        return self.facts() | {"body": _body_view(self.raw), "answer": _body_view(self.told)}

    def pack(self) -> bytes:
        return _packed(self.facts(), self.raw, self.told)

    @staticmethod
    def read(data: bytes) -> "CallRecord":
        facts, (raw, told) = _unpacked(data)
        return CallRecord(**facts, raw=raw, told=told)


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
    sent: bytes = b""
    heard: bytes = b""

    def facts(self) -> Json:
        return _facts(self, "sent", "heard")

    def view(self) -> Json:
        return self.facts() | {"body": _body_view(self.sent), "answer": _body_view(self.heard)}

    def pack(self) -> bytes:
        return _packed(self.facts(), self.sent, self.heard)

    @staticmethod
    def read(data: bytes) -> "PushRecord":
        facts, (sent, heard) = _unpacked(data)
        return PushRecord(**facts, sent=sent, heard=heard)


def clipped(raw: bytes) -> bytes:
    """No more than is shown, and one byte that tells that there was more."""
    return raw[: BODY_KEPT + 1]


def _facts(record: Any, *bodies: str) -> Json:
    names = (one for one in record.__slots__ if one not in bodies)
    return {name: getattr(record, name) for name in names}


def _packed(facts: Json, *bodies: bytes) -> bytes:
    """A line of facts, then the bodies as they are."""
    head = [facts, *(len(one) for one in bodies)]
    return json.dumps(head, ensure_ascii=False).encode() + b"\n" + b"".join(bodies)


def _unpacked(data: bytes) -> tuple[Json, list[bytes]]:
    head, _, rest = data.partition(b"\n")
    facts, *lengths = json.loads(head)
    bodies = []
    for length in lengths:
        bodies.append(rest[:length])
        rest = rest[length:]
    return facts, bodies


class Journal:
    def __init__(self) -> None:
        self.calls: Log[CallRecord] = Log(KEPT, CallRecord.read)
        self.pushes: Log[PushRecord] = Log(KEPT, PushRecord.read)
        self._counts: Counter[str] = Counter()
        self._refused: Counter[int] = Counter()
        self._faults: Counter[str] = Counter()

    def snapshot(self) -> Json:
        """The counters; the records are kept one by one."""
        refused = {str(code): n for code, n in self._refused.items()}
        return {"counts": dict(self._counts), "refused": refused, "faults": dict(self._faults)}

    def restore(self, data: Json) -> None:
        self._counts = Counter(data["counts"])
        self._refused = Counter({int(code): n for code, n in data["refused"].items()})
        self._faults = Counter(data["faults"])

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

    def report(self) -> Json:
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

"""Columns of ours: who has the say about each, and its values here, on the wire, and as a digest.

A value here is plain JSON: text, number, `2026-11-25` for a day, milliseconds for a moment, an
open_id for a person, an option's own code, a list of file tokens. Empty is None.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any, Literal

from bot.feishu.bitable_port import (
    ATTACHMENT,
    DATE,
    MODIFIED,
    NUMBER,
    PERSON,
    SINGLE,
    TEXT,
    NewColumn,
)
from cards import words

# Bitable takes 100,000 characters in a cell; nobody reads that many.
LONGEST_TEXT = 20_000
PROPERTIES: dict[int, dict[str, Any]] = {
    NUMBER: {"formatter": "0"},
    DATE: {"date_formatter": "yyyy/MM/dd"},
    PERSON: {"multiple": False},
}
Say = Literal["ours", "both", "none"]


@dataclass(frozen=True)
class Spec:
    """`say`: `ours` is put back when somebody changes it there, `both` may change on either side,
    `none` is computed by Bitable. `options` are labels by code; an `open` list grows by itself.
    """

    key: str
    name: str
    type: int
    say: Say = "both"
    options: Mapping[str, str] = field(default_factory=dict)
    open: bool = False
    in_form: bool = False

    def column(self, name: str = "") -> NewColumn:
        labels = tuple(self.options.values())
        return NewColumn(name or self.name, self.type, labels, PROPERTIES.get(self.type, {}))


@dataclass(frozen=True)
class Foreign:
    """An option that is none of ours: it is left alone and told of."""

    label: str


def to_wire(spec: Spec, value: Any) -> Any:
    """As it is written; None clears the cell."""
    if value in (None, "", []):
        return None
    if spec.type == SINGLE:
        return spec.options.get(value, value)
    if spec.type == PERSON:
        return [{"id": value}]
    if spec.type == ATTACHMENT:
        return [{"file_token": token} for token in value]
    if spec.type == DATE and isinstance(value, str):
        midnight = datetime.combine(date.fromisoformat(value), time(), words.SHANGHAI)
        return int(midnight.timestamp() * 1000)
    return value[:LONGEST_TEXT] if isinstance(value, str) else value


def from_wire(spec: Spec, cell: Any) -> Any:
    """As it is read, in the shape of the older calls and of a written cell as well."""
    if cell in (None, "", []):
        return None
    if spec.type == TEXT:
        return _text(cell)
    if spec.type == SINGLE:
        return _code(spec, str(cell))
    if spec.type == PERSON:
        return cell[0].get("id") if isinstance(cell, list) and cell else None
    if spec.type == ATTACHMENT:
        return [one["file_token"] for one in cell]
    if spec.type == DATE and spec.key.endswith("_date"):
        moment = datetime.fromtimestamp(int(cell) / 1000, UTC)
        return moment.astimezone(words.SHANGHAI).date().isoformat()
    return cell


def _text(cell: Any) -> str | None:
    if isinstance(cell, list):
        cell = "".join(str(one.get("text", "")) for one in cell if isinstance(one, dict))
    return str(cell).strip() or None


def _code(spec: Spec, label: str) -> str | Foreign:
    codes = {shown.strip(): code for code, shown in spec.options.items()}
    return codes.get(label.strip()) or Foreign(label)


def digest(value: Any) -> str:
    if isinstance(value, Foreign):
        value = {"foreign": value.label}
    if value in (None, "", []):
        value = None
    if isinstance(value, list):
        value = sorted(value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    plain = value.strip() if isinstance(value, str) else value
    raw = json.dumps(plain, ensure_ascii=False, sort_keys=True).encode()
    return hashlib.sha256(raw).hexdigest()[:16]


def moment(at: datetime) -> int:
    return int(at.timestamp() * 1000)


BUSINESS_KEY = "number"
CHANGED = Spec("changed", "最后更新（站务台）", MODIFIED, "none")

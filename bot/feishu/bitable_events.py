"""What Feishu tells of a base: taken for a mark on its rows only, for what it carries has a shape
of its own, comes in any order and more than once.

https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/drive-v1/file/events/bitable_record_changed
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

ROWS_CHANGED = "drive.file.bitable_record_changed_v1"
COLUMNS_CHANGED = "drive.file.bitable_field_changed_v1"
BITABLE = {ROWS_CHANGED, COLUMNS_CHANGED}


@dataclass(frozen=True)
class BitableChanged:
    """Rows that were added, changed or deleted; none where columns were."""

    app_token: str
    table_id: str
    record_ids: tuple[str, ...] = ()


def read(event: dict[str, Any]) -> BitableChanged | None:
    """None where it names no table."""
    app_token, table_id = event.get("file_token"), event.get("table_id")
    if not _is_id(app_token) or not _is_id(table_id):
        return None
    given = event.get("action_list")
    actions = [one for one in given if isinstance(one, dict)] if isinstance(given, list) else []
    ids = (one.get("record_id") for one in actions)
    found = tuple(dict.fromkeys(str(one) for one in ids if _is_id(one)))
    return BitableChanged(str(app_token), str(table_id), found)


def missing(event: dict[str, Any]) -> str:
    """Why `read` found no table."""
    return "table_id" if _is_id(event.get("file_token")) else "file_token"


def lane(event: dict[str, Any]) -> str:
    """Its base: what concerns one base is done one after another."""
    found = read(event)
    return f"bitable:{found.app_token if found else ''}"[:96]


def _is_id(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value) <= 64 and value.isascii() and value.isalnum()

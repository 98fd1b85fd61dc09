"""Pushes about bases: only of subscribed ones, and of the bot's own doing only if switched on."""

from typing import Any

from sandbox.core import Sandbox
from sandbox.push import bitable_events as events
from sandbox.push.bitable_events import Change
from sandbox.state.bitable.model import Base, Table

RECORDS = "drive.file.bitable_record_changed_v1"
FIELDS = "drive.file.bitable_field_changed_v1"
EDITED = "drive.file.edit_v1"


def tell_records(
    box: Sandbox, base: Base, table: Table, operator: str, changes: list[Change]
) -> None:
    if changes and _is_heard(box, base, operator):
        _push(box, RECORDS, events.records_changed(box.world, base, table, operator, changes))
        _push(box, EDITED, events.file_edited(box.world, base, operator))


def tell_fields(
    box: Sandbox, base: Base, table: Table, operator: str, changes: list[dict[str, Any]]
) -> None:
    if changes and _is_heard(box, base, operator):
        _push(box, FIELDS, events.fields_changed(box.world, base, table, operator, changes))
        _push(box, EDITED, events.file_edited(box.world, base, operator))


def tell_edited(box: Sandbox, base: Base, operator: str) -> None:
    """Tables, views and the base itself: no event says what changed."""
    if _is_heard(box, base, operator):
        _push(box, EDITED, events.file_edited(box.world, base, operator))


def _is_heard(box: Sandbox, base: Base, operator: str) -> bool:
    if not base.subscribed or base.bot_perm == "none":
        return False
    return operator != box.world.bot.open_id or box.faults.bitable_own_events


def _push(box: Sandbox, event_type: str, event: dict[str, Any]) -> None:
    # No order key: Feishu promises no order, the revision tells.
    box.pusher.event(event_type, event)

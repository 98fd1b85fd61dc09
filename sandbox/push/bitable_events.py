"""The `event` part of pushes about bases; a cell has a shape of its own here.

Sources: https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/drive-v1/file/events/bitable_record_changed
and …/bitable_field_changed. Shapes that no page shows (checkbox, phone, url, link, attachment)
follow the nearest documented one.
"""

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from sandbox.push.events import Event, operator_ids
from sandbox.state.bitable import kinds
from sandbox.state.bitable.model import Base, Field, Record, Table
from sandbox.state.world import World

SILENT = frozenset({kinds.FORMULA, kinds.LOOKUP, kinds.STAGE, kinds.BUTTON})
Change = tuple[str, dict[str, Any] | None, dict[str, Any] | None]


def snapshot(table: Table, record: Record) -> dict[str, Any]:
    """All cells that events speak of, canonical, by field_id."""
    cells = {one.field_id: record.cell(one) for one in table.fields if one.type not in SILENT}
    return {field_id: value for field_id, value in cells.items() if value is not None}


def records_changed(
    world: World, base: Base, table: Table, operator: str, changes: Iterable[Change]
) -> Event:
    return _about(world, base, table, operator) | {
        "action_list": [
            _action(world, table, record_id, before, after) for record_id, before, after in changes
        ]
    }


def _action(
    world: World,
    table: Table,
    record_id: str,
    before: dict[str, Any] | None,
    after: dict[str, Any] | None,
) -> Event:
    old, new = before or {}, after or {}
    action = (
        "record_added" if before is None else "record_deleted" if after is None else "record_edited"
    )
    changed = [one for one in table.fields if old.get(one.field_id) != new.get(one.field_id)]
    return {
        "record_id": record_id,
        "action": action,
        "before_value": [] if before is None else _cells(world, table, changed, old),
        "after_value": [] if after is None else _cells(world, table, changed, new),
    }


def _cells(world: World, table: Table, columns: list[Field], cells: dict[str, Any]) -> list[Event]:
    return [_cell(world, table, one, cells.get(one.field_id)) for one in columns]


def _cell(world: World, table: Table, column: Field, value: Any) -> Event:
    cell: Event = {"field_id": column.field_id, "field_value": field_value(world, column, value)}
    if column.type in kinds.PEOPLE:
        cell["field_identity_value"] = {"users": [_identity(world, one) for one in value or []]}
    return cell


def _identity(world: World, open_id: str) -> Event:
    return {
        "user_id": operator_ids(world, open_id),
        "name": world.name_of(open_id),
        "en_name": "",
        "avatar_url": f"https://sandbox.invalid/avatar/{open_id}.png",
    }


def field_value(world: World, column: Field, value: Any) -> str:
    """A JSON text, except that an option, a number and a time stand bare."""
    if value is None:
        return ""
    if column.type in (kinds.SINGLE, kinds.PHONE):
        return str(value)
    if column.type in kinds.PEOPLE:
        users = [
            {"userId": internal_id(one), "name": world.name_of(one), "enName": ""} for one in value
        ]
        return _text({"users": users})
    if column.type == kinds.TEXT:
        return _text([{"type": "text", "text": value}])
    if column.type == kinds.URL:
        return _text([{"type": "url", **value}])
    if column.type == kinds.AUTO:
        return _text([{"sequence": str(value["sequence"]), "number": value["number"]}])
    if column.type == kinds.ATTACHMENT:
        return _text([_file(world, one) for one in value])
    return _text(value)


def _file(world: World, file_token: str) -> Event:
    media = world.office.medias.get(file_token)
    if media is None:
        return {"file_token": file_token}
    return {
        "file_token": file_token,
        "name": media.name,
        "size": len(media.data),
        "mimeType": media.mime,
    }


def internal_id(open_id: str) -> str:
    """A number that only Bitable knows a person by."""
    return str(7 * 10**18 + int(hashlib.sha256(open_id.encode()).hexdigest()[:12], 16))


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def fields_changed(
    world: World, base: Base, table: Table, operator: str, changes: list[Event]
) -> Event:
    return _about(world, base, table, operator) | {"action_list": changes}


def field_action(field_id: str, before: Event | None, after: Event | None) -> Event:
    action = "added" if before is None else "deleted" if after is None else "edited"
    change: Event = {"action": f"field_{action}", "field_id": field_id}
    change |= {"before_value": before} if before is not None else {}
    return change | ({"after_value": after} if after is not None else {})


def field_view(column: Field) -> Event:
    full = dict(column.property)
    if column.type in kinds.SELECTS:
        full["options"] = [one.view() for one in column.options]
    return {
        "id": column.field_id,
        "name": column.name,
        "type": column.type,
        "description": column.description,
        "property": full,
    }


def file_edited(world: World, base: Base, operator: str) -> Event:
    return {
        "file_token": base.app_token,
        "file_type": "bitable",
        "operator_id_list": [operator_ids(world, operator)],
        "subscriber_id_list": [operator_ids(world, world.bot.open_id)],
    }


def _about(world: World, base: Base, table: Table, operator: str) -> Event:
    return {
        "file_type": "bitable",
        "file_token": base.app_token,
        "table_id": table.table_id,
        "revision": table.revision,
        "operator_id": operator_ids(world, operator),
        "subscriber_id_list": [operator_ids(world, world.bot.open_id)],
        "update_time": int(world.clock.now()),
    }

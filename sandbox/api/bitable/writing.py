"""Cells as they are written: each type's own shape, or its own refusal.

Source: https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/bitable-v1/app-table-record/bitable-record-data-structure-overview
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sandbox.api.answers import Json, Refused
from sandbox.state.bitable import kinds
from sandbox.state.bitable.model import Base, Field, Option, Table
from sandbox.state.world import World

MOST_TEXT = 100_000
MOST_PHONE = 64
MOST_CHOSEN = 1_000
MOST_PEOPLE = 1_000
MOST_FILES = 100
MOST_LINKS = 500
MOST_GROUPS = 10
PHONE = re.compile(r"(\+)?\d*")
PLACE = re.compile(r"-?\d{1,3}(\.\d+)?,-?\d{1,3}(\.\d+)?")


@dataclass(slots=True)
class Draft:
    """One call's rows before any of them is kept; options that it brings along wait here."""

    world: World
    base: Base
    table: Table
    id_type: str = "open_id"
    options: list[tuple[Field, Option]] = field(default_factory=list)

    def values(self, given: Any) -> dict[str, Any]:
        """Canonical values by field_id; None clears."""
        if not isinstance(given, dict):
            raise Refused(1254001, ext="fields must be an object")
        return {
            column.field_id: self.value(column, value)
            for column, value in ((self._column(name), one) for name, one in given.items())
        }

    def _column(self, name: str) -> Field:
        column = self.table.field_named(name)
        if column is None or column.visible_ms > self.world.clock.ms():
            raise Refused(1254045, ext=f"column {name!r}")
        return column

    def value(self, column: Field, value: Any) -> Any:
        if column.type in kinds.READ_ONLY:
            raise Refused(1254015, ext=f"column {column.name!r} is read-only")
        if value is None:
            return None
        return WRITERS[column.type](self, column, value)


def _text(draft: Draft, column: Field, value: Any) -> str | None:
    if not isinstance(value, str):
        raise Refused(1254060, ext=column.name)
    if len(value) > MOST_TEXT:
        raise Refused(1254130, ext=column.name)
    return value or None


def _number(draft: Draft, column: Field, value: Any) -> int | float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Refused(1254061, ext=column.name)
    return value


def _single(draft: Draft, column: Field, value: Any) -> str | None:
    if not isinstance(value, str):
        raise Refused(1254062, ext=column.name)
    return _option(draft, column, value, 1254062) if value else None


def _multi(draft: Draft, column: Field, value: Any) -> list[str] | None:
    rows = _list(value, MOST_CHOSEN, 1254063, column)
    if not all(isinstance(one, str) and one for one in rows):
        raise Refused(1254063, ext=column.name)
    return [_option(draft, column, one, 1254063) for one in rows] or None


def _option(draft: Draft, column: Field, name: str, error: int) -> str:
    """An unknown name becomes an option, each time it stands in the call."""
    found = column.option_named(name)
    if found is not None:
        return found.id
    new = sum(one is column for one, _ in draft.options)
    count = len(column.options) + new
    if count >= kinds.MOST_OPTIONS:
        raise Refused(error, ext=f"{column.name}: {kinds.MOST_OPTIONS} options")
    option = Option(name, count % 55)
    draft.options.append((column, option))
    return option.id


def _date(draft: Draft, column: Field, value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise Refused(1254064, ext=column.name)
    return value


def _checkbox(draft: Draft, column: Field, value: Any) -> bool | None:
    if not isinstance(value, bool):
        raise Refused(1254065, ext=column.name)
    return value or None


def _people(draft: Draft, column: Field, value: Any) -> list[str] | None:
    rows = _ids(value, MOST_PEOPLE, 1254066, column)
    if len(rows) > 1 and not column.property.get("multiple", True):
        raise Refused(1254066, ext=column.name)
    return [_person(draft, column, one) for one in rows] or None


def _person(draft: Draft, column: Field, value: str) -> str:
    bot = draft.world.bot
    if value in (bot.open_id, bot.union_id):
        return bot.open_id
    person = draft.world.people.find(draft.id_type, value)
    if person is None:
        raise Refused(1254066, ext=f"{column.name}: no such {draft.id_type}")
    return person.open_id


def _phone(draft: Draft, column: Field, value: Any) -> str | None:
    if not isinstance(value, str) or len(value) > MOST_PHONE or not PHONE.fullmatch(value):
        raise Refused(1254072)
    return value or None


def _url(draft: Draft, column: Field, value: Any) -> Json:
    if not isinstance(value, dict) or not isinstance(value.get("link"), str):
        raise Refused(1254068, ext=column.name)
    text = value.get("text", value["link"])
    if not isinstance(text, str):
        raise Refused(1254068, ext=column.name)
    return {"text": text, "link": value["link"]}


def _files(draft: Draft, column: Field, value: Any) -> list[str] | None:
    if isinstance(value, list) and len(value) > MOST_FILES:
        raise Refused(1254106, ext=column.name)
    tokens = _ids(value, MOST_FILES, 1254069, column, key="file_token", alone=False)
    for token in tokens:
        media = draft.world.office.medias.get(token)
        if media is None:
            raise Refused(1254069, ext=column.name)
        if media.app_token != draft.base.app_token:
            raise Refused(1254303)
    return tokens or None


def _links(draft: Draft, column: Field, value: Any) -> list[str] | None:
    error = 1254074 if column.type == kinds.DUPLEX else 1254067
    rows = _list(value, MOST_LINKS, error, column)
    other = draft.base.tables.get(str(column.property.get("table_id")))
    if other is None or not all(one in other.records for one in rows if isinstance(one, str)):
        raise Refused(error, ext=column.name)
    if not all(isinstance(one, str) for one in rows):
        raise Refused(error, ext=column.name)
    return rows or None


def _location(draft: Draft, column: Field, value: Any) -> str:
    if not isinstance(value, str) or not PLACE.fullmatch(value):
        raise Refused(1254010, ext=f"{column.name}: longitude,latitude")
    return value


def _groups(draft: Draft, column: Field, value: Any) -> list[str] | None:
    rows = _ids(value, MOST_GROUPS, 1254010, column)
    if any(draft.world.chats.get(one) is None for one in rows):
        raise Refused(1254010, ext=f"{column.name}: no such chat")
    return rows or None


def _list(value: Any, most: int, error: int, column: Field) -> list[Any]:
    if not isinstance(value, list) or len(value) > most:
        raise Refused(error, ext=column.name)
    return list(value)


def _ids(
    value: Any, most: int, error: int, column: Field, *, key: str = "id", alone: bool = True
) -> list[str]:
    """A list of objects with one id each; a person's may hold nothing else."""
    rows = _list(value, most, error, column)
    for one in rows:
        if not isinstance(one, dict) or not isinstance(one.get(key), str):
            raise Refused(error, ext=column.name)
        if alone and set(one) != {key}:
            raise Refused(error, ext=f"{column.name}: only {key}")
    return [one[key] for one in rows]


Writer = Callable[[Draft, Field, Any], Any]
WRITERS: dict[int, Writer] = {
    kinds.TEXT: _text,
    kinds.NUMBER: _number,
    kinds.SINGLE: _single,
    kinds.MULTI: _multi,
    kinds.DATE: _date,
    kinds.CHECKBOX: _checkbox,
    kinds.PERSON: _people,
    kinds.PHONE: _phone,
    kinds.URL: _url,
    kinds.ATTACHMENT: _files,
    kinds.LINK: _links,
    kinds.DUPLEX: _links,
    kinds.LOCATION: _location,
    kinds.GROUP: _groups,
}

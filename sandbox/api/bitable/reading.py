"""Cells as they are read: the shape of search and batch_get, and the older one of get and list."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sandbox.acts.bitable.plain import cell_text, plain
from sandbox.api.answers import Json
from sandbox.state.bitable import kinds
from sandbox.state.bitable.model import Base, Field, Record, Table
from sandbox.state.world import World


@dataclass(frozen=True, slots=True)
class Reader:
    """How one caller wants rows: whose ids, which columns, what beside them."""

    world: World
    base: Base
    table: Table
    host: str = ""  # where files can be had from
    id_type: str = "open_id"
    columns: tuple[Field, ...] = ()
    automatic: bool = False
    shared_url: bool = False
    old: bool = False
    text_as_array: bool = False

    def record(self, record: Record) -> Json:
        row: Json = {"fields": self.fields(record), "record_id": record.record_id}
        if self.old:
            row["id"] = record.record_id
        if self.automatic:
            row |= {
                "created_by": self.person(record.created_by),
                "created_time": record.created_ms,
                "last_modified_by": self.person(record.modified_by),
                "last_modified_time": record.modified_ms,
            }
        if self.shared_url:
            row["shared_url"] = f"https://sandbox.feishu.cn/record/{record.record_id}"
        return row

    def fields(self, record: Record) -> Json:
        """Empty cells are absent, but an empty link is an empty object."""
        shown = ((one.name, self.cell(one, record)) for one in self.columns)
        return {name: value for name, value in shown if value is not None}

    def cell(self, column: Field, record: Record) -> Any:
        if column.type == kinds.FORMULA:
            return self._computed(cell_text(self.world, self.base, self.table, column, record))
        value = record.cell(column)
        if value is None:
            return {} if column.type in kinds.LINKS and not self.old else None
        if self.old and column.type == kinds.TEXT and not self.text_as_array:
            return str(value)
        if self.old and column.type in kinds.LINKS:
            return [self._old_link(column, value)]
        return READERS[column.type](self, column, value)

    def _computed(self, text: str) -> Any:
        if self.old:
            return text or None
        value = [{"type": "text", "text": text}] if text else []
        return {"type": kinds.TEXT, "ui_type": "Text", "value": value}

    def _old_link(self, column: Field, value: list[str]) -> Json:
        return {
            "record_ids": value,
            "table_id": column.property.get("table_id", ""),
            "text": plain(self.world, self.base, column, value),
            "type": "text",
        }

    def person(self, open_id: str) -> Json:
        person = self.world.people.get(open_id)
        bot = self.world.bot
        shown = person.id_as(self.id_type) if person else open_id
        if person is None and self.id_type == "union_id" and open_id == bot.open_id:
            shown = bot.union_id
        return {
            "id": shown,
            "name": self.world.name_of(open_id),
            "en_name": "",
            "email": person.email if person else "",
            "avatar_url": f"https://sandbox.invalid/avatar/{open_id}.png",
        }

    def file(self, file_token: str) -> Json:
        media = self.world.office.medias.get(file_token)
        root = f"{self.host}/open-apis/drive/v1/medias"
        return {
            "file_token": file_token,
            "name": media.name if media else "",
            "size": len(media.data) if media else 0,
            "type": media.mime if media else "",
            "url": f"{root}/{file_token}/download",
            "tmp_url": f"{root}/batch_get_tmp_download_url?file_tokens={file_token}",
        }

    def group(self, chat_id: str) -> Json:
        chat = self.world.chats.get(chat_id)
        name = chat.name if chat else ""
        return {"id": chat_id, "name": name, "avatar_url": "https://sandbox.invalid/group.png"}


def _text(reader: Reader, column: Field, value: Any) -> Any:
    if column.ui_type == "Email":
        return [{"type": "url", "text": value, "link": f"mailto:{value}"}]
    return [{"type": "text", "text": value}]


def _same(reader: Reader, column: Field, value: Any) -> Any:
    return value


def _single(reader: Reader, column: Field, value: Any) -> Any:
    names = column.option_names([value])
    return names[0] if names else None


def _multi(reader: Reader, column: Field, value: Any) -> Any:
    return column.option_names(value) or None


def _people(reader: Reader, column: Field, value: Any) -> Any:
    return [reader.person(one) for one in value]


def _files(reader: Reader, column: Field, value: Any) -> Any:
    return [reader.file(one) for one in value]


def _links(reader: Reader, column: Field, value: Any) -> Any:
    return {"link_record_ids": value}


def _location(reader: Reader, column: Field, value: Any) -> Any:
    blank = dict.fromkeys(("pname", "cityname", "adname", "address", "name"), "")
    return {"location": value, **blank, "full_address": value}


def _groups(reader: Reader, column: Field, value: Any) -> Any:
    return [reader.group(one) for one in value]


def _auto(reader: Reader, column: Field, value: Any) -> Any:
    return value["number"]


READERS: dict[int, Callable[[Reader, Field, Any], Any]] = {
    kinds.TEXT: _text,
    kinds.NUMBER: _same,
    kinds.SINGLE: _single,
    kinds.MULTI: _multi,
    kinds.DATE: _same,
    kinds.CHECKBOX: _same,
    kinds.PERSON: _people,
    kinds.PHONE: _same,
    kinds.URL: _same,
    kinds.ATTACHMENT: _files,
    kinds.LINK: _links,
    kinds.DUPLEX: _links,
    kinds.LOCATION: _location,
    kinds.GROUP: _groups,
    kinds.CREATED_TIME: _same,
    kinds.MODIFIED_TIME: _same,
    kinds.CREATED_USER: _people,
    kinds.MODIFIED_USER: _people,
    kinds.AUTO: _auto,
}

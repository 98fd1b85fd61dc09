"""What a base is made of. Cells hold one canonical value per type, never a wire shape."""

from dataclasses import dataclass, field
from typing import Any

from sandbox.state.bitable import ids, kinds

Json = dict[str, Any]
PERMS = ("none", "view", "edit", "full_access")


@dataclass(slots=True)
class Option:
    name: str
    color: int = 0
    id: str = field(default_factory=lambda: ids.fresh("option"))

    def view(self) -> Json:
        return {"id": self.id, "name": self.name, "color": self.color}


@dataclass(slots=True)
class Field:
    name: str
    type: int
    ui_type: str
    property: Json = field(default_factory=dict)  # without options
    options: list[Option] = field(default_factory=list)
    description: str = ""
    field_id: str = field(default_factory=lambda: ids.fresh("field"))
    visible_ms: int = 0  # until then the API does not know it
    counted: int = 0  # the last automatic number

    def option_named(self, name: str) -> Option | None:
        return next((one for one in self.options if one.name == name), None)

    def option_names(self, chosen: list[str]) -> list[str]:
        names = {one.id: one.name for one in self.options}
        return [names[one] for one in chosen if one in names]


@dataclass(slots=True)
class Record:
    values: dict[str, Any]  # by field_id; an empty cell has no entry
    created_ms: int
    created_by: str  # an open_id, the bot's included
    modified_ms: int
    modified_by: str
    record_id: str = field(default_factory=lambda: ids.fresh("record"))

    def cell(self, column: Field) -> Any:
        """The canonical value, automatic columns included; None: empty."""
        if column.type == kinds.CREATED_TIME:
            return self.created_ms
        if column.type == kinds.MODIFIED_TIME:
            return self.modified_ms
        if column.type == kinds.CREATED_USER:
            return [self.created_by]
        if column.type == kinds.MODIFIED_USER:
            return [self.modified_by]
        return self.values.get(column.field_id)


@dataclass(slots=True)
class Form:
    name: str
    description: str = ""
    shared: bool = False
    shared_limit: str = "off"
    submit_limit_once: bool = False
    share_token: str = field(default_factory=lambda: "shrcn" + ids.token()[:22])
    questions: dict[str, Json] = field(default_factory=dict)  # by field_id: what was changed
    order: list[str] = field(default_factory=list)


@dataclass(slots=True)
class View:
    name: str
    type: str = "grid"
    property: Json = field(default_factory=dict)
    form: Form | None = None
    view_id: str = field(default_factory=lambda: ids.fresh("view"))


@dataclass(slots=True)
class Table:
    name: str
    fields: list[Field]  # the first is the primary one
    views: list[View]
    table_id: str = field(default_factory=lambda: ids.fresh("table"))
    records: dict[str, Record] = field(default_factory=dict)
    revision: int = 1
    visible_ms: int = 0
    replies: dict[str, tuple[str, Json]] = field(default_factory=dict)  # by client_token

    def field(self, field_id: str) -> Field | None:
        return next((one for one in self.fields if one.field_id == field_id), None)

    def field_named(self, name: str) -> Field | None:
        return next((one for one in self.fields if one.name == name), None)

    def view(self, view_id: str) -> View | None:
        return next((one for one in self.views if one.view_id == view_id), None)


@dataclass(slots=True)
class Base:
    name: str
    owner: str  # an open_id, the bot's included
    bot_perm: str = "full_access"
    time_zone: str = "Asia/Shanghai"
    folder_token: str = ""
    app_token: str = field(default_factory=ids.token)
    tables: dict[str, Table] = field(default_factory=dict)
    revision: int = 1
    advanced: bool = False
    locked: bool = False  # somebody's long operation holds the write lock
    copying_until_ms: int = 0
    writing: bool = False
    subscribed: bool = False
    members: dict[str, str] = field(default_factory=dict)  # id as given -> perm

    @property
    def url(self) -> str:
        return f"https://sandbox.feishu.cn/base/{self.app_token}"

    def touch(self, table: Table) -> int:
        """One more change; the table's new revision."""
        self.revision += 1
        table.revision += 1
        return table.revision

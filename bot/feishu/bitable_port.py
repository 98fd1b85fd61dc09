"""What the desk may ask of Bitable: bases, tables, columns and rows, narrowly typed.

Rows are keyed by the columns' NAMES on the wire, as Feishu has it; who keeps ids must translate.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

from bot.feishu.errors import NeverAgain, TryLater

# https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/bitable-v1/app-table-field/guide
TEXT: Final = 1
NUMBER: Final = 2
SINGLE: Final = 3
DATE: Final = 5
PERSON: Final = 11
ATTACHMENT: Final = 17
CREATED: Final = 1001
MODIFIED: Final = 1002

# Feishu's limits for one call.
WRITTEN_AT_ONCE: Final = 500
READ_AT_ONCE: Final = 100
SEARCHED_AT_ONCE: Final = 500
CONDITIONS: Final = 50


class OutcomeUnknown(TryLater):
    """The change may have been made: look before asking for it again."""

    @property
    def outcome_unknown(self) -> bool:
        return True


class TokenTaken(NeverAgain):
    """This client_token has served a call before: look whether its rows are there."""


class SchemaMoved(NeverAgain):
    """A column was renamed, deleted, or given another type: read the columns again."""


class CellRefused(NeverAgain):
    """A value is not one that its column takes; the whole call changed nothing."""


class Barred(NeverAgain):
    """The app lacks a right on this base that only a person can give it."""


class Gone(NeverAgain):
    """The base or table is not there (any more)."""


class TableFull(NeverAgain):
    """The table takes no more rows."""


@dataclass(frozen=True)
class BaseInfo:
    app_token: str
    name: str
    url: str = ""
    default_table: str = ""


@dataclass(frozen=True)
class TableInfo:
    """`revision` grows with every change of the table, its rows included."""

    table_id: str
    name: str
    revision: int


@dataclass(frozen=True)
class Option:
    id: str
    name: str
    color: int = 0


@dataclass(frozen=True)
class Column:
    field_id: str
    name: str
    type: int
    primary: bool = False
    options: tuple[Option, ...] = ()
    property: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class NewColumn:
    name: str
    type: int
    options: tuple[str, ...] = ()
    property: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class ViewInfo:
    view_id: str
    name: str
    kind: str


@dataclass(frozen=True)
class Record:
    """`fields` have the shape that is read, by name; empty cells are absent. Times in ms."""

    record_id: str
    fields: Mapping[str, Any]
    created_by: str = ""
    modified_at: int = 0


@dataclass(frozen=True)
class Page:
    records: tuple[Record, ...]
    total: int
    next: str = ""


@dataclass(frozen=True)
class Reading:
    """What became of the rows asked for; a deleted one is absent, not an error."""

    records: tuple[Record, ...]
    absent: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()


@dataclass(frozen=True)
class Condition:
    name: str
    operator: str
    values: tuple[str, ...] = ()


class Bitable(Protocol):
    """Every method raises `TryLater` or `NeverAgain`, often one of the kinds above.

    One call at a time that writes to a base: the caller sees to it.
    """

    def create_base(self, name: str) -> BaseInfo: ...

    def base(self, app_token: str) -> BaseInfo: ...

    def share(self, app_token: str, open_id: str, perm: str) -> None: ...

    def tables(self, app_token: str) -> list[TableInfo]: ...

    def create_table(self, app_token: str, name: str, columns: Sequence[NewColumn]) -> str: ...

    def delete_table(self, app_token: str, table_id: str) -> None: ...

    def columns(self, app_token: str, table_id: str) -> list[Column]: ...

    def create_column(self, app_token: str, table_id: str, column: NewColumn) -> Column: ...

    def set_options(
        self, app_token: str, table_id: str, column: Column, more: Sequence[str]
    ) -> None:
        """Add options to those the column has; the definition is overwritten as a whole."""
        ...

    def views(self, app_token: str, table_id: str) -> list[ViewInfo]: ...

    def create_view(self, app_token: str, table_id: str, name: str, kind: str) -> str: ...

    def filter_view(
        self, app_token: str, table_id: str, view_id: str, conditions: Sequence[Condition]
    ) -> None:
        """`Condition.name` is a field_id here, and an option's value its id."""
        ...

    def shape_form(
        self, app_token: str, table_id: str, form_id: str, visible: Mapping[str, bool]
    ) -> None:
        """Show or hide a form's questions, by field_id, and share it inside the organisation."""
        ...

    def search(
        self,
        app_token: str,
        table_id: str,
        *,
        any_of: Sequence[Condition] = (),
        newest_by: str = "",
        after: str = "",
        size: int = SEARCHED_AT_ONCE,
    ) -> Page:
        """`newest_by` names the column of the last change to sort by; `after` is a page's next."""
        ...

    def read(self, app_token: str, table_id: str, record_ids: Sequence[str]) -> Reading: ...

    def create_rows(
        self,
        app_token: str,
        table_id: str,
        rows: Sequence[Mapping[str, Any]],
        *,
        client_token: str,
    ) -> list[Record]:
        """All or none. The records carry the cells as they were written."""
        ...

    def update_rows(
        self, app_token: str, table_id: str, rows: Mapping[str, Mapping[str, Any]]
    ) -> None:
        """All or none; None clears a cell."""
        ...

    def upload(self, app_token: str, name: str, content: bytes) -> str:
        """The file_token, good in this base only."""
        ...

    def subscribe(self, app_token: str) -> None: ...

"""What a table is about: which of our rows it shows, and what a change there means here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from bot.bitable.columns import Spec
from bot.unit_of_work import Tx

Values = dict[str, Any]


@dataclass(frozen=True)
class ViewSpec:
    """`shows` are the options to show of one column; `hides` are a form's hidden questions."""

    name: str
    kind: str
    column: str = ""
    shows: tuple[str, ...] = field(default=())


class Subject(Protocol):
    @property
    def key(self) -> str: ...

    @property
    def base_name(self) -> str: ...

    @property
    def table_name(self) -> str: ...

    @property
    def views(self) -> Sequence[ViewSpec]: ...

    def specs(self, tx: Tx) -> tuple[Spec, ...]:
        """The business key first; it is the table's primary column."""
        ...

    def ids(self, tx: Tx) -> list[int]: ...

    def catch_up(self, tx: Tx) -> list[int]:
        """Mark what has changed without saying so; the items that have no row yet."""
        ...

    def finished(self, tx: Tx) -> set[int]:
        """Items nobody works on any more: they may stay behind in a full table."""
        ...

    def values(self, item_id: int, app_token: str, tx: Tx) -> Values | None:
        """All values by column; None where there is no such item (any more)."""
        ...

    def id_of(self, number: str, tx: Tx) -> int | None: ...

    def take(self, item_id: int, changes: Mapping[str, Any], by: str, tx: Tx) -> set[str]:
        """Take over what was changed there; the columns whose value can't be taken."""
        ...

    def born(self, values: Values, by: str, tx: Tx) -> int | None:
        """A row that people added there becomes an item of ours; None if it says nothing yet."""
        ...

"""Which of our columns are there, and under which names: ids we keep, names are the staff's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.bitable.columns import Spec
from bot.feishu.bitable_port import SINGLE, Column

# Kinds of problems that a look at the columns finds, and that the next look finds mended.
KINDS = ("column_gone", "column_retyped", "option_gone")


@dataclass(frozen=True)
class Schema:
    """`usable` are the columns that can be read and written, by our own keys."""

    usable: Mapping[str, Column]
    faults: tuple[str, ...]

    def name(self, key: str) -> str:
        return self.usable[key].name

    def takes(self, spec: Spec, value: object) -> bool:
        """Whether this can be written without making an option of it."""
        if spec.key not in self.usable:
            return False
        if spec.type != SINGLE or value in (None, ""):
            return True
        label = spec.options.get(str(value), str(value))
        return any(option.name == label for option in self.usable[spec.key].options)


def examine(specs: Sequence[Spec], fields: Mapping[str, str], columns: Sequence[Column]) -> Schema:
    """A column of ours is the one with the id we know, whatever it is called today."""
    by_id = {one.field_id: one for one in columns}
    usable: dict[str, Column] = {}
    faults: list[str] = []
    for spec in specs:
        if spec.key not in fields:
            continue  # of a newer version of ours; `bitable setup` adds it
        column = by_id.get(fields[spec.key])
        if column is None:
            faults.append(f"column_gone:{spec.name}")
        elif column.type != spec.type:
            faults.append(f"column_retyped:{column.name}")
        else:
            usable[spec.key] = column
            faults += [f"option_gone:{column.name}·{label}" for label in missing(spec, column)]
    return Schema(usable, tuple(faults))


def missing(spec: Spec, column: Column) -> list[str]:
    """Options of ours that the column lacks; an open list is not held against anybody."""
    if spec.type != SINGLE or spec.open:
        return []
    return lacking(spec, column)


def lacking(spec: Spec, column: Column) -> list[str]:
    there = {option.name.strip() for option in column.options}
    return [label for label in spec.options.values() if label not in there]

"""Columns, options, views and events of a linked table, as far as they are missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.bitable.columns import Spec
from bot.bitable.run import Run
from bot.bitable.schema import lacking
from bot.bitable.subject import ViewSpec
from bot.feishu.bitable_port import SINGLE, Column, Condition
from bot.feishu.errors import FeishuError

OURS = "（站务台）"


@dataclass
class Done:
    """What was made, for whoever ran the command."""

    table: str = ""
    url: str = ""
    columns: list[str] = field(default_factory=list)
    options: list[str] = field(default_factory=list)
    views: list[str] = field(default_factory=list)
    rows: int = 0
    events: bool = False


def free(name: str, taken: set[str]) -> str:
    number = 2
    found = name
    while found in taken:
        found, number = f"{name}（{number}）", number + 1
    return found


def columns(run: Run, there: Sequence[Column], done: Done) -> dict[str, str]:
    """Our columns' ids: known ones, else adopted by name and type, else made."""
    by_id = {one.field_id: one for one in there}
    fields = {
        spec.key: run.link.fields[spec.key]
        for spec in run.specs
        if run.link.fields.get(spec.key) in by_id
        and by_id[run.link.fields[spec.key]].type == spec.type
    }
    for spec in (one for one in run.specs if one.key not in fields):
        same = [
            one
            for one in there
            if one.name == spec.name
            and one.type == spec.type
            and one.field_id not in fields.values()
        ]
        fields[spec.key] = same[0].field_id if same else _make(run, spec, there, done)
    return fields


def _make(run: Run, spec: Spec, columns: Sequence[Column], done: Done) -> str:
    taken = {one.name for one in columns}
    name = spec.name if spec.name not in taken else free(spec.name + OURS, taken)
    new = spec.column(name)
    done.columns.append(name)
    return run.write(lambda: run.bitable.create_column(*run.place, new)).field_id


def options(run: Run, fields: dict[str, str], columns: Sequence[Column], done: Done) -> None:
    by_id = {one.field_id: one for one in columns}
    for spec in run.specs:
        column = by_id[fields[spec.key]]
        more = lacking(spec, column) if spec.type == SINGLE else []
        if more:
            _add_options(run, column, more)
            done.options += [f"{column.name}·{label}" for label in more]


def _add_options(run: Run, column: Column, more: Sequence[str]) -> None:
    run.write(lambda: run.bitable.set_options(*run.place, column, more))


def views(run: Run, fields: dict[str, str], columns: Sequence[Column], done: Done) -> None:
    there = {one.name for one in run.bitable.views(*run.place)}
    by_id = {one.field_id: one for one in columns}
    for view in (one for one in run.subject.views if one.name not in there):
        _view(run, view, fields, by_id)
        done.views.append(view.name)


def _view(run: Run, view: ViewSpec, fields: dict[str, str], by_id: dict[str, Column]) -> None:
    place = run.place
    view_id = run.write(lambda: run.bitable.create_view(*place, view.name, view.kind))
    if view.kind == "form":
        asked = {fields[spec.key]: spec.in_form for spec in run.specs if spec.say != "none"}
        run.write(lambda: run.bitable.shape_form(*place, view_id, asked))
    elif view.column:
        column = by_id[fields[view.column]]
        spec = next(one for one in run.specs if one.key == view.column)
        labels = {spec.options[code] for code in view.shows}
        wanted = [
            Condition(column.field_id, "is", (one.id,))
            for one in column.options
            if one.name in labels
        ] or [Condition(column.field_id, "isEmpty")]
        run.write(lambda: run.bitable.filter_view(*place, view_id, wanted))


def events(run: Run) -> bool:
    """Only who owns or manages a base is told of changes; without it the poll has to do."""
    try:
        run.bitable.subscribe(run.link.app_token)
    except FeishuError:
        return False
    return True

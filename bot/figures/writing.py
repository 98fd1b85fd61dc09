"""A week's report as Markdown, JSON, CSV or an Excel workbook."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

from bot.figures.book import Metric, Value
from bot.figures.weekly import METRICS, Weekly
from cards.words import figures as say

MOST_PLACES = 15
PART_KEYS = (
    *("opened", "solved", "first_response", "resolution", "first_response_kept", "satisfied"),
)
UNITS = {metric.key: metric.unit for metric in METRICS}
COLUMNS = ("week", "by", "name", "figure", "value", "numerator", "n", "pending", "excluded")


def markdown(made: Weekly) -> str:
    lines = [
        f"# {say.title(made.name, made.window.first, made.window.last)}",
        "",
        say.made(made.made_at),
        "",
        *_table(
            say.HEADS, [_line(metric, made) for metric in METRICS if metric.key in made.values]
        ),
        "",
        say.NOTE,
    ]
    for by, parts in made.parts.items():
        ordered = list(parts.items())
        if by != "day":
            ordered.sort(key=lambda item: (-(item[1]["opened"].value or 0), item[0]))
        if by == "station":
            ordered = ordered[:MOST_PLACES]
        rows = [
            [name or say.UNKNOWN, *(_shown(values[key], key) for key in PART_KEYS)]
            for name, values in ordered
        ]
        lines += ["", f"## {say.PARTS[by]}", "", *_table(say.PART_HEADS, rows)]
    return "\n".join(lines)


def _line(metric: Metric, made: Weekly) -> list[str]:
    key, value = metric.key, made.values[metric.key]
    of = f"{value.numerator:.0f}/{value.n}" if metric.unit in ("share", "score") else str(value.n)
    return [
        say.NAMES[key],
        _shown(value, key),
        of,
        _shown(made.last_week[key], key),
        say.shown_mean(made.baseline[key].value, metric.unit),
        str(value.pending or ""),
        str(value.excluded or ""),
    ]


def _shown(value: Value, key: str) -> str:
    return say.shown(value.value, UNITS[key])


def _table(heads: tuple[str, ...], rows: list[list[str]]) -> Iterator[str]:
    yield f"| {' | '.join(heads)} |"
    yield f"|{'---|' * len(heads)}"
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', '/') for cell in row)} |"


def as_json(made: Weekly) -> str:
    found: dict[str, Any] = {
        "week": made.name,
        "from": made.window.first.isoformat(),
        "to": made.window.last.isoformat(),
        "zone": "Asia/Shanghai",
        "as_of": made.made_at.isoformat(),
        "figures": {
            metric.key: {
                "unit": metric.unit,
                **_object(made.values[metric.key]),
                "last_week": made.last_week[metric.key].value,
                "four_weeks_before": made.baseline[metric.key].value,
                "definition": {
                    "numerator": metric.numerator,
                    "denominator": metric.denominator,
                    "excluded": metric.excluded,
                    "cohort": metric.cohort,
                    "clock": metric.clock,
                },
            }
            for metric in METRICS
            if metric.key in made.values
        },
        "parts": {
            by: {name: {key: _object(v) for key, v in values.items()} for name, values in p.items()}
            for by, p in made.parts.items()
        },
    }
    return json.dumps(found, ensure_ascii=False, indent=1)


def _object(value: Value) -> dict[str, Any]:
    return {
        "value": value.value,
        "numerator": value.numerator,
        "n": value.n,
        "pending": value.pending,
        "excluded": value.excluded,
    }


def rows(made: Weekly) -> Iterator[tuple[Any, ...]]:
    """One line a figure and part: the counts as well, so that others can add them up."""
    yield COLUMNS
    for by, parts in (("total", {"": made.values}), *made.parts.items()):
        for name, values in parts.items():
            for key, value in values.items():
                yield (
                    *(made.name, by, _cell(name), key, value.value),
                    *(value.numerator, value.n, value.pending, value.excluded),
                )


def _cell(name: str) -> str:
    """A spreadsheet would run what begins like a formula."""
    return f"'{name}" if name[:1] in ("=", "+", "-", "@") else name


def as_csv(made: Weekly) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows(made))
    return out.getvalue()


def as_xlsx(made: Weekly) -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    sheet.title = made.name
    sheet.append(list(say.HEADS))
    for metric in METRICS:
        if metric.key in made.values:
            sheet.append(_line(metric, made))
    raw = book.create_sheet("data")
    for row in rows(made):
        raw.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()

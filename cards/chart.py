"""Charts in cards: VChart specifications that a phone shows well (few series, legend below)."""

from collections.abc import Sequence
from typing import Any

from cards.kit import Part

Row = dict[str, Any]


def lines(title: str, values: Sequence[Row], *, x: str, y: str, series: str) -> Part:
    spec = {
        "type": "line",
        "title": {"text": title},
        "data": {"values": list(values)},
        "xField": x,
        "yField": y,
        "seriesField": series,
        "legends": {"visible": True, "orient": "bottom"},
    }
    return _chart(spec, "4:3")


def bars(title: str, values: Sequence[Row], *, name: str, value: str) -> Part:
    """Lying bars, for names of places are long. The first stands on top."""
    spec = {
        "type": "bar",
        "direction": "horizontal",
        "title": {"text": title},
        "data": {"values": list(reversed(values))},
        "xField": value,
        "yField": name,
        "label": {"visible": True},
    }
    return _chart(spec, "4:3")


def _chart(spec: dict[str, Any], ratio: str) -> Part:
    return {"tag": "chart", "chart_spec": spec, "aspect_ratio": ratio, "preview": True}

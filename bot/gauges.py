"""Ages and lengths for /metrics, asked of the database at the moment of the scrape."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from prometheus_client import REGISTRY
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from bot.health import Health


class _Gauges(Collector):
    def __init__(self, examine: Callable[[], Health]) -> None:
        self._examine = examine

    def describe(self) -> Iterator[GaugeMetricFamily]:
        """Nothing, so that registering does not already ask the database."""
        return iter(())

    def collect(self) -> Iterator[GaugeMetricFamily]:
        try:
            health = self._examine()
        except Exception:
            yield GaugeMetricFamily("stationdesk_database_up", "1 if it answers", value=0)
            return
        yield GaugeMetricFamily("stationdesk_database_up", "1 if it answers", value=1)
        for name, value in health.as_json().items():
            if isinstance(value, int | float):
                yield GaugeMetricFamily(f"stationdesk_{name}", name.replace("_", " "), value=value)


def register(examine: Callable[[], Health]) -> None:
    REGISTRY.register(_Gauges(examine))

"""Counters by name; ages are asked of the database when somebody looks."""

from __future__ import annotations

from prometheus_client import Counter, Histogram

PUSHES = Counter("stationdesk_pushes_total", "Pushes by what became of them", ["outcome"])
REFUSED = Counter("stationdesk_refused_total", "Pushes refused, by reason", ["reason"])
IGNORED = Counter("stationdesk_ignored_total", "Authentic events nobody handles", ["event_type"])
CLICK_SECONDS = Histogram(
    "stationdesk_click_seconds",
    "From a card click's arrival to its answer",
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1, 2, 3),
)
WORKED = Counter("stationdesk_worked_total", "Inbox rows by how their work ended", ["outcome"])
CALLS = Counter(
    "stationdesk_calls_total", "Calls to Feishu by verb and outcome", ["verb", "outcome"]
)
WAITED = Histogram(
    "stationdesk_limit_wait_seconds",
    "How long a call waited for its turn under Feishu's limits",
    ["priority"],
    buckets=(0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60),
)
TAKEOVERS = Counter("stationdesk_takeovers_total", "Work items taken over from a dead worker")
RECEIPTS = Counter("stationdesk_receipts_total", "Slow messages that got a receipt reaction")

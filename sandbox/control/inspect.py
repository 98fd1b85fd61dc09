"""What the page must know to offer every fault by itself, also one that is new."""

from dataclasses import asdict

from sandbox.control.asking import Ask, Json
from sandbox.faults import ERRORS, UUID_REPEATS, Faults


def usual_faults(ask: Ask) -> Json:
    """The values without any fault, and what the switches that are words may be."""
    values = asdict(Faults())
    repeats = {name: list(UUID_REPEATS) for name in values if name.endswith("_repeat")}
    return {"values": values, "choices": {"error": list(ERRORS)} | repeats}

"""What the page needs beside the rest: faults it does not know yet, and to hear of a reset."""

from dataclasses import asdict

from sandbox.control import bench
from sandbox.control.asking import Ask, Json
from sandbox.faults import ERRORS, UUID_REPEATS, Faults


def usual_faults(ask: Ask) -> Json:
    """The values without any fault, and what the switches that are words may be."""
    values = asdict(Faults())
    repeats = {name: list(UUID_REPEATS) for name in values if name.endswith("_repeat")}
    return {"values": values, "choices": {"error": list(ERRORS)} | repeats}


async def reset(ask: Ask) -> Json:
    """Forgets all, and has every open page load anew."""
    answer = await bench.reset(ask)
    ask.world.feed.publish("reset", {}, [one.open_id for one in ask.world.people])
    return answer

"""What happened until now, as people would tell it."""

import time
from dataclasses import dataclass, field

from sandbox.scenario.seen import Json, lines_of

NEWEST = 8
LINES = 12  # of one message


@dataclass
class Transcript:
    """The steps that were taken, in order."""

    started: float = field(default_factory=time.monotonic)
    steps: list[str] = field(default_factory=list)

    def note(self, who: str, did: str) -> None:
        self.steps.append(f"  {time.monotonic() - self.started:7.2f} s  {who} {did}")

    def tell(self, chat_name: str, messages: list[Json]) -> str:
        shown = [line for one in messages[-NEWEST:] for line in _told(one)]
        left_out = max(0, len(messages) - NEWEST)
        more = [f"  ({left_out} earlier messages)"] if left_out else []
        head = f"What {chat_name} shows:" if shown else f"{chat_name} is empty."
        return "\n".join(["Steps:", *(self.steps or ["  none"]), head, *more, *shown])


def _told(message: Json) -> list[str]:
    lines = [line for text in lines_of(message) for line in text.split("\n") if line.strip()]
    name = message["sender"]["name"] or message["sender"]["kind"]
    first, *rest = lines or [""]
    reactions = "".join(f" {{{one['emoji_type']}}}" for one in message["reactions"])
    more = [f"({len(rest) - LINES} more lines)"] if len(rest) > LINES else []
    told = [f"      {line}" for line in (*rest[:LINES], *more)]
    return [f"  {name}: {first}{reactions}", *told]

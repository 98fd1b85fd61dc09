"""An answer with numbered steps, taken apart so that it can be walked one step at a time."""

from __future__ import annotations

import re
from dataclasses import dataclass

_NUMBERED = re.compile(r"^(\d{1,2})[.、．)]\s*(.+)$")
_HANDOVER = re.compile(r"^\*\*转人工\*\*\s*[：:]\s*(.+)$")
_QUOTE = re.compile(r"^>\s?(.+)$")
# A step that begins like this says what to do when the one before it did not help.
_INSTEAD = re.compile(
    r"^(还|仍|再不|没有|不行|如果|若|找不到|点不|换|急用|提示|否|不急|超过|都|表头|绿灯|只有)"
)
# Fewer are read at a glance.
WORTH_WALKING = 3


@dataclass(frozen=True)
class Walk:
    """`care` are the warnings that stand beside the steps, `handover` when a person is needed."""

    steps: tuple[str, ...]
    care: tuple[str, ...]
    handover: str

    @property
    def is_worth_it(self) -> bool:
        return len(self.steps) >= WORTH_WALKING

    def instead(self, step: int) -> str | None:
        """What the answer itself says to do when this step, counted from 1, does not help."""
        following = self.steps[step] if step < len(self.steps) else ""
        return following if _INSTEAD.match(following.lstrip("*")) else None


def walk(answer: str) -> Walk:
    """Lines under a step belong to it; numbers that do not follow on are no steps."""
    steps: list[str] = []
    care: list[str] = []
    handover = ""
    for line in answer.splitlines():
        bare = line.strip()
        numbered = _NUMBERED.match(bare) if not line[:1].isspace() else None
        if numbered and int(numbered[1]) == len(steps) + 1:
            steps.append(numbered[2])
        elif found := _HANDOVER.match(bare):
            handover = found[1]
        elif quote := _QUOTE.match(bare):
            care.append(quote[1])
        elif bare and steps:
            steps[-1] += f"\n{bare}"
    return Walk(tuple(steps), tuple(care), handover)

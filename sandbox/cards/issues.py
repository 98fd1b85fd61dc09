"""What is wrong with a card, and where, in Feishu's own way of pointing."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

Part = str | int


@dataclass(frozen=True, slots=True)
class Issue:
    level: str  # E: Feishu refuses the card, or it breaks; W: works badly or is risky
    rule: str
    code: int | None  # the inner ErrCode; None where it is not known
    path: str
    message: str

    @property
    def is_error(self) -> bool:
        return self.level == "E"


def place(card: Any, parts: Iterable[Part]) -> str:
    """`ROOT -> body -> elements -> [1](tag: form)`, the way Feishu prints it."""
    out, node = ["ROOT"], card
    for part in parts:
        node = node[part]
        if isinstance(part, int):
            tag = node.get("tag") if isinstance(node, dict) else None
            out.append(f"[{part}](tag: {tag})" if tag else f"[{part}]")
        else:
            out.append(part)
    return " -> ".join(out)

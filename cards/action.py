"""What every button's type is made from."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, ClassVar


@dataclass(frozen=True)
class Action:
    """What a button asks for; it carries ids, never rights."""

    do: ClassVar[str]
    v: ClassVar[int] = 1

    def pack(self) -> dict[str, Any]:
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return {"do": self.do, "v": self.v, **values}

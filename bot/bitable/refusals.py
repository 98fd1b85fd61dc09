"""Which columns a refused call is about: the code names the type, not the column."""

from __future__ import annotations

from collections.abc import Sequence

from bot.bitable.columns import Spec
from bot.feishu.bitable_port import ATTACHMENT, DATE, NUMBER, PERSON, SINGLE, TEXT

TYPES = {
    1254060: TEXT,
    1254130: TEXT,
    1254061: NUMBER,
    1254062: SINGLE,
    1254064: DATE,
    1254066: PERSON,
    1254069: ATTACHMENT,
    1254106: ATTACHMENT,
    1254303: ATTACHMENT,
    1254027: ATTACHMENT,
}


def culprits(specs: Sequence[Spec], code: int) -> set[str]:
    kind = TYPES.get(code)
    return {spec.key for spec in specs if spec.type == kind}

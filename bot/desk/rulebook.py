"""Rules as data: every version of a kind is kept, the newest counts."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from bot.unit_of_work import Tx
from models import Policy, PolicyKind


def newest(kind: PolicyKind, tx: Tx) -> Policy | None:
    """None as long as nobody changed the rules that the product ships with."""
    return tx.session.scalar(
        select(Policy).where(Policy.kind == kind).order_by(Policy.version.desc()).limit(1)
    )


def add(
    kind: PolicyKind, content: dict[str, Any], author: str, tx: Tx, *, note: str = ""
) -> Policy:
    """A new version; whoever calls has checked the content."""
    tx.alone("policy", kind.value)
    before = newest(kind, tx)
    row = Policy(
        kind=kind,
        version=before.version + 1 if before is not None else 1,
        content=content,
        author=author,
        note=note,
        at=tx.now,
    )
    tx.session.add(row)
    tx.session.flush()
    return row

"""Two sides of one row, and what was last the same on both: who has changed what since. Pure.

A column of ours is put back. In a column that both may change, whoever has changed it wins; if
both have, the table does, for that is where somebody is at work on it. A row met for the first
time (after a copied base, say) keeps what is filled in there.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.bitable.columns import Foreign, Spec, digest, from_wire, to_wire

Synced = dict[str, Any]


@dataclass
class Merged:
    """`take` is for us, `push` for them; `synced` is what holds once `take` is taken."""

    take: dict[str, Any] = field(default_factory=dict)
    push: dict[str, Any] = field(default_factory=dict)
    synced: Synced = field(default_factory=dict)
    foreign: dict[str, str] = field(default_factory=dict)
    both: list[str] = field(default_factory=list)


def merge(
    specs: Sequence[Spec],
    ours: Mapping[str, Any],
    theirs: Mapping[str, Any],
    synced: Mapping[str, Any],
    leave: Collection[str] = (),
) -> Merged:
    """`leave` are columns that cannot be used now: their past is kept."""
    found = Merged(synced=dict(synced))
    for spec in specs:
        if spec.say == "none" or spec.key in leave or spec.key not in ours:
            continue
        mine, other = digest(ours[spec.key]), digest(theirs.get(spec.key))
        if mine == other:
            found.synced[spec.key] = [mine, other]
            continue
        _differ(spec, ours[spec.key], theirs.get(spec.key), found)
    return found


def _differ(spec: Spec, ours: Any, theirs: Any, found: Merged) -> None:
    mine, other = digest(ours), digest(theirs)
    known = found.synced.get(spec.key)
    we, they = (mine != known[0], other != known[1]) if known else (True, theirs is not None)
    if spec.say == "ours":
        if we or they:
            found.push[spec.key] = ours
        return
    if they and isinstance(theirs, Foreign):
        found.foreign[spec.key] = theirs.label
        found.synced[spec.key] = [mine, other]
        return
    if they:
        found.take[spec.key] = theirs
        if we and known:
            found.both.append(spec.key)
    elif we:
        found.push[spec.key] = ours


def agreed(spec: Spec, value: Any) -> list[str]:
    """What is the same on both sides once our value is written and read back."""
    return [digest(value), digest(from_wire(spec, to_wire(spec, value)))]

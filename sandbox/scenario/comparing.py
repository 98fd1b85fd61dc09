"""Two records of the same talk, side by side."""

import re
from collections.abc import Sequence
from itertools import zip_longest

from sandbox.scenario.masks import masked
from sandbox.scenario.seen import Json


def final_states(records: Sequence[Json]) -> dict[str, Json]:
    """What became of each message of the bot; the steps between are a matter of pace."""
    states: dict[str, Json] = {}
    for one in records:
        if one["kind"] != "bot":
            continue
        state = states.setdefault(one["message"], {})
        if one["what"] in ("recall", "urgent"):
            state[one["what"]] = True
        state |= {name: one[name] for name in ("lines", "reactions") if name in one}
    # A mark that was taken off again left nothing behind.
    return {name: state for name, state in states.items() if any(state.values())}


def compare(
    recorded: Sequence[Json], replayed: Sequence[Json], ignore: Sequence[re.Pattern[str]] = ()
) -> list[str]:
    """Differences as sentences, empty when the bot did the same."""
    return [*_clicks(recorded, replayed, ignore), *_messages(recorded, replayed, ignore)]


def _clicks(
    recorded: Sequence[Json], replayed: Sequence[Json], ignore: Sequence[re.Pattern[str]]
) -> list[str]:
    found = []
    acts = ([one for one in each if one["kind"] == "act"] for each in (recorded, replayed))
    for number, (old, new) in enumerate(zip(*acts, strict=False), start=1):
        what = f"act {number}, {'/'.join(old['path'])} {old.get('label', '')}".strip()
        if new.get("failed"):
            found.append(f"{what}: not possible: {new['failed']}")
        elif "answer" in old:
            before, after = (_plain(one["answer"], ignore) for one in (old, new))
            if before != after:
                found.append(f"{what}: was answered {before}, now {after}")
    return found


def _plain(answer: Json, ignore: Sequence[re.Pattern[str]]) -> Json:
    return answer | {"toast": masked(answer["toast"], ignore)}


def _messages(
    recorded: Sequence[Json], replayed: Sequence[Json], ignore: Sequence[re.Pattern[str]]
) -> list[str]:
    old, new = final_states(recorded), final_states(replayed)
    found = [f"missing: {name}: {_short(old[name])}" for name in old if name not in new]
    found += [f"new: {name}: {_short(new[name])}" for name in new if name not in old]
    for name in old:
        if name in new:
            found += _changes(name, old[name], new[name], ignore)
    return found


def _changes(name: str, old: Json, new: Json, ignore: Sequence[re.Pattern[str]]) -> list[str]:
    found = []
    for before, after in zip_longest(old.get("lines", []), new.get("lines", []), fillvalue=""):
        if masked(before, ignore) != masked(after, ignore):
            found.append(f"{name}: showed {before!r}, now {after!r}")
    for mark in ("reactions", "recall", "urgent"):
        if (old.get(mark) or None) != (new.get(mark) or None):
            found.append(f"{name}: {mark} was {old.get(mark)}, now {new.get(mark)}")
    return found


def _short(state: Json) -> str:
    return " ".join(state.get("lines") or [str(state)])[:80]

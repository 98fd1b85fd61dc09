"""Topics: what stations ask and report, put together by what it is about, named in their words.

Wordings that are near form a star (bot.learning.clusters). Stars whose members mostly come near one
entry of the FAQ are one topic; the others stay what they are: news to the FAQ.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from rapidfuzz import fuzz

from bot.learning.clusters import SAME_WORDS, group
from bot.learning.wordings import public

# Looser than for gaps in the FAQ: a topic may hold several ways of saying, an entry may not.
NEAR = 0.25
# Of a star's members that come near any entry, this share must come near the same one.
AGREEMENT = 0.5
MOST_TEXTS = 4000
WORDINGS = 5
NAME_CHARACTERS = 28


@dataclass(frozen=True, slots=True)
class Said:
    """One question or ticket. `key` is q12 or t7; `entry` the code of the entry it comes near."""

    key: str
    text: str
    normalised: str
    who: str
    station: str
    region: str
    at: datetime
    entry: str = ""
    category: str = ""


@dataclass(frozen=True)
class Topic:
    """The most central first. `key` stays the same from week to week for what an entry answers."""

    key: str
    name: str
    entry: str
    said: tuple[Said, ...]

    @property
    def stations(self) -> frozenset[str]:
        return frozenset(one.station for one in self.said if one.station)

    @property
    def people(self) -> frozenset[str]:
        return frozenset(one.who for one in self.said)

    @property
    def wordings(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(one.normalised for one in self.said))[:WORDINGS]

    @property
    def category(self) -> str:
        return Counter(one.category for one in self.said).most_common(1)[0][0]


def topics(said: Sequence[Said]) -> list[Topic]:
    """Most stations first, then most people, then most often. The same in any order of `said`."""
    recent = sorted(said, key=lambda one: (one.at, one.key))[-MOST_TEXTS:]
    same: dict[str, list[Said]] = defaultdict(list)
    for one in recent:
        if one.normalised:
            same[one.normalised].append(one)
    texts = sorted(same)
    stars = group(texts, [len({one.who for one in same[text]}) for text in texts], near=NEAR)
    by_entry: dict[str, list[list[Said]]] = defaultdict(list)
    found = []
    for star in stars:
        members = [one for at in star for one in same[texts[at]]]
        entry = _entry(members)
        if entry:
            by_entry[entry].append(members)
        else:
            found.append(_topic("", [members]))
    found += [_topic(entry, parts) for entry, parts in by_entry.items()]
    return _ranked(_once(found))


def _entry(members: Iterable[Said]) -> str:
    near = Counter(one.entry for one in members if one.entry)
    if not near:
        return ""
    code, votes = min(near.items(), key=lambda item: (-item[1], item[0]))
    return code if votes >= AGREEMENT * near.total() else ""


def _topic(entry: str, parts: list[list[Said]]) -> Topic:
    parts.sort(key=lambda part: (-len({one.who for one in part}), part[0].normalised))
    said = tuple(one for part in parts for one in part)
    digest = sha256(said[0].normalised.encode()).hexdigest()[:16]
    return Topic(f"faq:{entry}" if entry else f"said:{digest}", _name(said), entry, said)


def _name(said: Sequence[Said]) -> str:
    """The most central wording that may be shown and fits on a line."""
    shown = [text for text in (public(one.text) for one in said) if text]
    short = [text for text in shown if len(text) <= NAME_CHARACTERS]
    return (short or shown or [""])[0]


def _once(found: list[Topic]) -> list[Topic]:
    """Two topics of one name are one: the smaller joins the larger."""
    kept: dict[str, Topic] = {}
    for topic in _ranked(found):
        other = kept.get(topic.name)
        if other is None:
            kept[topic.name] = topic
        else:
            kept[topic.name] = Topic(
                other.key, other.name, other.entry or topic.entry, (*other.said, *topic.said)
            )
    return [topic for topic in kept.values() if topic.name]


def _ranked(found: list[Topic]) -> list[Topic]:
    return sorted(found, key=lambda t: (-len(t.stations), -len(t.people), -len(t.said), t.key))


def belongs(one: Said, key: str, wordings: Sequence[str]) -> bool:
    """Whether it is of a topic found some other day."""
    if key.startswith("category:"):
        return one.category == key.removeprefix("category:")
    if one.entry and one.entry == key.removeprefix("faq:"):
        return True
    return any(fuzz.ratio(one.normalised, text) >= SAME_WORDS for text in wordings)

"""Wordings worth adding to an entry: people asked so, and pressed that this was what they meant."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from bot.learning.clusters import group
from bot.learning.facts import REWRITTEN, Recorded, led_to
from bot.llm.masking import masked
from bot.matching.normalise import normalise
from models import Step, Verdict

# One press may be a slip: two people, or one who says that it solved it.
LEAST_PEOPLE = 2
LEAST_SOLVED = 1
# Of those who asked so and pressed anything, this share must mean the same entry.
AGREEMENT = 0.6
# Two wordings of one entry this near (rapidfuzz, 0-100) teach the matcher nothing.
SAME_WORDING = 88
# Within one entry's questions, pressed for the same answer, a looser nearness is enough.
NEAR_WITHIN = 0.25
SHORTEST, LONGEST = 3, 60
PER_ENTRY = 3


@dataclass(frozen=True)
class Known:
    """What an entry is found by today."""

    entry: int
    wordings: tuple[str, ...]


@dataclass(frozen=True)
class Wording:
    """A similar question to propose; `people` and `solved` are its evidence."""

    entry: int
    text: str
    people: int
    count: int
    solved: int
    questions: tuple[int, ...]


@dataclass(frozen=True)
class _Said:
    asked: Recorded
    solved: bool


def wordings(
    asked: Iterable[Recorded],
    known: Iterable[Known],
    surely: Callable[[str], int | None],
    *,
    limit: int = 50,
) -> list[Wording]:
    """The best supported first; `surely` is the entry the FAQ of today answers a text with."""
    said: dict[int, list[_Said]] = defaultdict(list)
    for question in asked:
        led = led_to(question)
        # What had to be clarified is ambiguous: with the wording alone nobody could know.
        if led is None or question.has(Step.CLARIFIED):
            continue
        if not _was_sure(question, led.entry):
            said[led.entry].append(_Said(question, led.solved))
    meant = _meanings(said)
    found: list[Wording] = []
    for one in sorted(known, key=lambda each: each.entry):
        found += _of_entry(one, said.get(one.entry, []), meant, surely)
    return sorted(found, key=_support)[:limit]


def _was_sure(asked: Recorded, entry: int) -> bool:
    """Answered with it at once: the entry is found by this wording already."""
    own = asked.via != REWRITTEN
    return own and asked.verdict is Verdict.ANSWER and asked.offered[:1] == (entry,)


def _support(wording: Wording) -> tuple[int, int, int, str]:
    return (-wording.people, -wording.solved, wording.entry, wording.text)


def _meanings(said: dict[int, list[_Said]]) -> dict[str, dict[int, set[str]]]:
    """For each wording, who meant which entry by it."""
    meant: dict[str, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    for entry, ones in said.items():
        for one in ones:
            meant[one.asked.normalised][entry].add(one.asked.who)
    return meant


def _agreed(text: str, entry: int, meant: dict[str, dict[int, set[str]]]) -> bool:
    people = {at: len(who) for at, who in meant[text].items()}
    return people[entry] >= AGREEMENT * sum(people.values())


def _of_entry(
    known: Known,
    said: Sequence[_Said],
    meant: dict[str, dict[int, set[str]]],
    surely: Callable[[str], int | None],
) -> list[Wording]:
    have = [normalise(text) for text in known.wordings]
    agreed = [one for one in said if _agreed(one.asked.normalised, known.entry, meant)]
    same: dict[str, list[_Said]] = defaultdict(list)
    for one in sorted(agreed, key=lambda each: (each.asked.at, each.asked.id)):
        same[one.asked.normalised].append(one)
    texts = sorted(same)
    weights = [len({one.asked.who for one in same[text]}) for text in texts]
    found = []
    for star in group(texts, weights, near=NEAR_WITHIN):
        wording = _propose(known.entry, [same[texts[at]] for at in star], have, surely)
        if wording is not None:
            found.append(wording)
            have.append(normalise(wording.text))
    return sorted(found, key=_support)[:PER_ENTRY]


def _propose(
    entry: int,
    star: Sequence[Sequence[_Said]],
    have: Sequence[str],
    surely: Callable[[str], int | None],
) -> Wording | None:
    """The first wording of the star that would teach something, with the star's evidence."""
    everyone = [one for ones in star for one in ones]
    people = {one.asked.who for one in everyone}
    solved = {one.asked.who for one in everyone if one.solved}
    if len(people) < LEAST_PEOPLE and len(solved) < LEAST_SOLVED:
        return None
    for ones in star:
        text = public(ones[0].asked.text)
        if text and not is_known(normalise(text), have) and surely(text) != entry:
            questions = tuple(one.asked.id for one in everyone)
            return Wording(entry, text, len(people), len(everyone), len(solved), questions)
    return None


def public(text: str) -> str:
    """On one line, private numbers masked; empty if it is too short or too long to help anybody."""
    shown = " ".join(masked(text).split())
    return shown if len(normalise(shown)) >= SHORTEST and len(shown) <= LONGEST else ""


def is_known(normalised: str, have: Iterable[str]) -> bool:
    return any(fuzz.ratio(normalised, text) >= SAME_WORDING for text in have)

"""What must not be answered with steps to do oneself: a pure judgement of words and an entry.

Rules are data (safety.json). An alarm is something that happens now; a topic is something that
can burn, explode, shock or poison, of which nothing is known to happen.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum

from bot.desk.safety_rules import Rules, Subject
from bot.desk.safety_words import Hit, Words, hear
from models import Safety

# How far before and after a hit a match of `unless` may reach.
AROUND = 8


class Gate(StrEnum):
    """OPEN shows the entry, CAUTION shows it with a warning, HELD shows no steps at all."""

    OPEN = "open"
    CAUTION = "caution"
    HELD = "held"


@dataclass(frozen=True)
class Danger:
    """`alarm` is the name of what happens now, `topics` are what the words are about."""

    alarm: str | None = None
    topics: tuple[str, ...] = ()


NO_DANGER = Danger()


def judge(text: str, rules: Rules, *, by_ear: bool = True) -> Danger:
    """`by_ear` also finds what is spelt by sound; it needs the tables of pinyin."""
    words = hear(text, rules, by_ear=by_ear)
    told = [(subject, hit) for subject in rules.alarms for hit in _hits(words, subject)]
    # "没有漏油" speaks of it all the same, but only to say that there is no need to act.
    real = [(subject, hit) for subject, hit in told if not _is_denied(words, hit, rules)]
    topics = [subject.name for subject in rules.topics if _is_about(words, subject, rules)]
    if real and _is_now(words, rules):
        return Danger(real[0][0].name, tuple(dict.fromkeys(topics)))
    return Danger(None, tuple(dict.fromkeys([*(subject.name for subject, _ in real), *topics])))


def gate(danger: Danger, safety: Safety, about: Collection[str]) -> Gate:
    """`about` are the topics of the entry's own questions.

    An entry of no special class allows steps for nothing but what it was written about: a
    dangerous question that was matched to it by mistake gets none of them.
    """
    if danger.alarm or safety is Safety.HAZARD:
        return Gate.HELD
    if safety is Safety.CAUTION:
        return Gate.CAUTION
    return Gate.OPEN if set(danger.topics) <= set(about) else Gate.HELD


def mentions(text: str, rules: Rules) -> frozenset[str]:
    """What an entry's own words are about, whether or not they say that it happens."""
    words = hear(text, rules, by_ear=False)
    return frozenset(
        subject.name
        for subject in (*rules.alarms, *rules.topics)
        if next(_hits(words, subject), None) is not None
    )


def _hits(words: Words, subject: Subject) -> Iterator[Hit]:
    for word in subject.words:
        for hit in words.find(word):
            if not _is_harmless(words, hit, subject):
                yield hit


def _is_harmless(words: Words, hit: Hit, subject: Subject) -> bool:
    """Part of a longer expression that means something else: 漏油 in 遗漏油品."""
    start = max(0, hit.start - AROUND)
    # As it was meant: a misspelt hit is read as the word it stands for.
    text = words.text[start : hit.start] + hit.word + words.text[hit.end : hit.end + AROUND]
    here, there = hit.start - start, hit.start - start + len(hit.word)
    return any(
        found.start() < there and found.end() > here
        for pattern in subject.unless
        for found in pattern.finditer(text)
    )


def _is_denied(words: Words, hit: Hit, rules: Rules) -> bool:
    """A negation stands directly before it, in the same sentence."""
    before = words.sentence_before(hit.start)
    if before.endswith(rules.asking):
        return False
    return before.endswith(rules.negations)


def _is_about(words: Words, subject: Subject, rules: Rules) -> bool:
    hits = [hit for hit in _hits(words, subject) if not _is_denied(words, hit, rules)]
    return bool(hits) and (not subject.along or any(word in words.text for word in subject.along))


def _is_now(words: Words, rules: Rules) -> bool:
    """Not only supposed, taught or over; in doubt it is now."""
    apart = any(word in words.text for word in (*rules.supposed, *rules.past))
    return not apart or any(word in words.text for word in rules.now)

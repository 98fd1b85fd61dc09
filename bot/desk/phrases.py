"""What people say that is no question: referring back, greeting, thanking, swearing. As data."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

SHIPPED = Path(__file__).with_name("phrases.json")
_EMOJI = re.compile(r"\[[^\[\]]{1,6}\]")
_OTHER = re.compile(r"[^a-z0-9㐀-鿿👍👌]+")
_CODE = re.compile(r"[a-z]{1,3}\d{2,5}|\d{4,5}")
_STEP = re.compile(r"第([一二三四五六七八九十]|\d{1,2})步")
_ORDINAL = re.compile(r"第?([一二三四五六]|[1-6])(?:个|条|项|种)?|第([一二三四五六]|[1-6])号?")
_NUMBERS = {sign: place for place, sign in enumerate("一二三四五六七八九十", start=1)}


class Follow(StrEnum):
    """What somebody may mean who speaks of what was shown to them last."""

    SOLVED = "solved"
    WRONG = "wrong"
    WHOLE = "whole"
    AGAIN = "again"
    PREVIOUS = "previous"
    NEXT = "next"
    STEP_FAILED = "step_failed"
    STILL = "still"
    STEP = "step"


class Talk(StrEnum):
    GREETING = "greeting"
    THANKS = "thanks"
    BYE = "bye"
    NOTHING = "nothing"
    ACK = "ack"
    WHO = "who"
    INSULT = "insult"
    UPSET = "upset"
    TEST = "test"


@dataclass(frozen=True)
class FollowUp:
    """`step` is the step named, 0 where none is."""

    kind: Follow
    step: int = 0


@dataclass(frozen=True)
class Phrase:
    kind: str
    keys: frozenset[str]
    fillers: frozenset[str]
    spare: int
    unless: tuple[str, ...]

    def fits(self, said: str) -> bool:
        if any(word in said for word in self.unless):
            return False
        return _left_over(said, self.keys, self.fillers) <= self.spare


@dataclass(frozen=True)
class _Phrases:
    longest: int
    followups: tuple[Phrase, ...]
    talk: tuple[Phrase, ...]
    wish: Phrase
    step_refused: tuple[str, ...]
    choose: frozenset[str]
    fillers: frozenset[str]
    outside: dict[str, tuple[str, ...]]
    opening: tuple[str, ...]
    solved: Phrase
    not_solved: tuple[str, ...]
    complete: dict[str, Any]
    vague: Phrase
    devices: dict[str, tuple[str, ...]]


def follow_up(text: str) -> FollowUp | None:
    """Only what can hardly be anything else; if there is something to refer to is not known."""
    said, phrases = bare(text), _phrases()
    if not 0 < len(said) <= phrases.longest:
        return None
    named = _STEP.search(said)
    if named:
        refused = any(word in said[named.end() :] for word in phrases.step_refused)
        return FollowUp(Follow.STEP_FAILED if refused else Follow.STEP, _number(named[1]))
    if _ends_well(said):
        return FollowUp(Follow.SOLVED)
    kind = _first(phrases.followups, said)
    return FollowUp(Follow(kind)) if kind else None


def ordinal(text: str) -> int | None:
    """Which of several things shown, from 1: 2, ②, 第二个, 选第二个吧."""
    said, phrases = bare(text), _phrases()
    for start in range(min(4, len(said))):
        for end in range(len(said), start, -1):
            found = _ORDINAL.fullmatch(said[start:end])
            before, after = said[:start], said[end:]
            if found and (not before or before in phrases.choose) and _is_filling(after):
                return _number(found[1] or found[2])
    return None


def talk(text: str) -> Talk | None:
    said, phrases = bare(text), _phrases()
    if not said:
        return (Talk.WHO if "?" in text or "？" in text else Talk.ACK) if text.strip() else None
    kind = _first(phrases.talk, said) if len(said) <= phrases.longest else None
    return Talk(kind) if kind else None


def is_wish_for_human(text: str) -> bool:
    said, phrases = bare(text), _phrases()
    return 0 < len(said) <= phrases.longest and phrases.wish.fits(said)


def begins_with_wish(text: str) -> bool:
    """转人工, and then what it is about."""
    return bare(text).startswith(_phrases().opening)


def outside(text: str) -> str | None:
    """Which subject that is not the desk's at all is named."""
    said = bare(text)
    named = _phrases().outside.items()
    return next((name for name, words in named if any(word in said for word in words)), None)


def is_complete(text: str) -> bool:
    """Whether a question may end here; half a sentence is worth waiting for the other half."""
    signs, said = _phrases().complete, text.strip()
    if said.endswith(tuple(signs["unfinished"])):
        return False
    if any(word in said for word in signs["asking"]):
        return True
    letters = bare(said)
    troubled = any(word in letters for word in signs["trouble"]) or _CODE.search(letters)
    return bool(troubled and len(letters) >= signs["enough"]) or len(letters) >= signs["long"]


def is_vague(text: str) -> bool:
    """What is wrong, but with what is not said."""
    return _phrases().vague.fits(bare(text))


def device_of(text: str) -> str | None:
    said = bare(text)
    named = _phrases().devices.items()
    return next((name for name, words in named if any(word in said for word in words)), None)


def bare(text: str) -> str:
    """Letters only, narrow and small; an emoji of Feishu's ([微笑]) says nothing."""
    return _OTHER.sub("", unicodedata.normalize("NFKC", _EMOJI.sub("", text)).lower())


def _ends_well(said: str) -> bool:
    """合闸以后绿了，那笔也出来了: told at length, but what counts comes last."""
    phrases = _phrases()
    while said and said not in phrases.solved.keys:
        last = next((w for w in phrases.solved.fillers if said.endswith(w)), None)
        if last is None or any(said.endswith(key) for key in phrases.solved.keys):
            break
        said = said.removesuffix(last)
    key = next((key for key in phrases.solved.keys if said.endswith(key)), None)
    if key is None or any(word in said for word in phrases.solved.unless):
        return False
    before = said.removesuffix(key)[-2:]
    return not any(word in before for word in phrases.not_solved)


def _first(phrases: tuple[Phrase, ...], said: str) -> str | None:
    return next((phrase.kind for phrase in phrases if phrase.fits(said)), None)


def _left_over(said: str, keys: frozenset[str], fillers: frozenset[str]) -> int:
    """The fewest characters left when the text is laid out with keys, at least one, and fillers."""
    never = 1_000_000
    longest = max(map(len, keys))
    # For each place the fewest characters left over up to it, without and with a key.
    least = [[0, never]] + [[never, never] for _ in said]
    for end in range(1, len(said) + 1):
        least[end] = [count + 1 for count in least[end - 1]]
        for start in range(max(0, end - max(longest, 6)), end):
            piece = said[start:end]
            if piece in keys:
                least[end][1] = min(least[end][1], *least[start])
            if piece in fillers:
                least[end] = [min(a, b) for a, b in zip(least[end], least[start], strict=True)]
    return least[-1][1]


def _is_filling(said: str) -> bool:
    return all(char in _phrases().fillers for char in said)


def _number(sign: str) -> int:
    return _NUMBERS.get(sign) or int(sign)


@cache
def _phrases() -> _Phrases:
    raw: dict[str, Any] = json.loads(SHIPPED.read_text(encoding="utf-8"))
    common = raw["fillers"]
    return _Phrases(
        longest=raw["longest"],
        followups=tuple(_phrase(one, common) for one in raw["followups"]),
        talk=tuple(_phrase(one, common) for one in raw["small_talk"]),
        wish=_phrase(raw["wish"], common),
        step_refused=tuple(raw["step_refused"]),
        choose=frozenset(raw["choose"]),
        fillers=frozenset(common),
        outside={name: tuple(words) for name, words in raw["outside"].items()},
        opening=tuple(raw["opening"]),
        solved=_phrase({"kind": "solved", "spare": 0, **raw["solved"]}, common),
        not_solved=tuple(raw["solved"]["not"]),
        complete=raw["complete"],
        vague=_phrase({"kind": "vague", "keys": raw["vague"], "spare": 0, "unless": []}, common),
        devices={name: tuple(words) for name, words in raw["devices"].items()},
    )


def _phrase(raw: Mapping[str, Any], common: list[str]) -> Phrase:
    return Phrase(
        raw["kind"],
        frozenset(raw["keys"]),
        frozenset([*common, *raw.get("fillers", ())]),
        raw["spare"],
        tuple(raw["unless"]),
    )

"""One form for every way of typing a question: the index and the asked text pass through here."""

import json
import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

LEXICON = Path(__file__).with_name("lexicon.json")

# "[微笑]" is how Feishu writes an emoji and "[图片]" how it stands in for media.
_PLACEHOLDER = re.compile(r"\[[^\[\]]{1,6}\](\s*\d+秒)?")
_PUNCTUATION = re.compile(r"[^a-z0-9+㐀-鿿]+")
# Er-64, er 64, e-1003 and E1003 are read off small displays; x stands for any digit ("Er-6x").
# Two digits are a code after "er" only: V20 and win10 are ordinary words.
_CODE = re.compile(
    r"(?<![a-z0-9])(?:([a-z]{1,3})[-_ ]?(\d{3,5})|(err?)[-_ ]?(\d{2}|\dx))(?![a-z0-9])"
)
# "说什么1012": the letter forgotten. A number that is counted in something is not a code.
_BARE_CODE = re.compile(r"(?<![a-z0-9.])\d{4}(?![a-z0-9.]|号|块|元|毫米|升|分|次|年|吨|公里|米)")
# How many litres or which nozzle never decides between entries; 92, 95 and 98 are kinds of fuel.
_AMOUNT = re.compile(
    r"(?<![a-z0-9.])(?!9[258](?!\d))(?:\d+(?:\.\d+)?|[一二两三四五六七八九十百千几]+)"
    r"(?=号(?!码)|块|元|毫米|公分|厘米|升|分钟|小时|点半|点钟)"
)
_MINIMUM = 2  # characters that stripping must leave


@dataclass(frozen=True)
class Lexicon:
    head: re.Pattern[str]
    tail: re.Pattern[str]
    small_talk: re.Pattern[str]
    fold: re.Pattern[str]
    folded: dict[str, str]
    concept: re.Pattern[str]
    concepts: dict[str, frozenset[str]]
    words: tuple[str, ...]  # all of the above, as a vocabulary


def _any_of(words: list[str]) -> str:
    # Longest first: an alternation takes the first branch that fits.
    return "|".join(re.escape(word) for word in sorted(set(words), key=lambda w: (-len(w), w)))


@cache
def lexicon() -> Lexicon:
    raw: dict[str, Any] = json.loads(LEXICON.read_text(encoding="utf-8"))
    folded = {word: head for head, words in raw["fold"].items() for word in words}
    fold = re.compile(_any_of(list(folded)))
    concepts: dict[str, set[str]] = {}
    for name, words in raw["concepts"].items():
        for word in words:
            # Members are looked for in folded text, so they are folded too.
            member = fold.sub(lambda found: folded[found[0]], word)
            if member:
                concepts.setdefault(member, set()).add(name)
    courtesy, particle = _any_of(raw["courtesy"]), _any_of(raw["particles"])
    chatter = _any_of(raw["small_talk"] + raw["courtesy"] + raw["particles"])
    return Lexicon(
        # A particle is courtesy only on its own: 快 opens 快过期, 额 opens 额度.
        head=re.compile(rf"^(?:{courtesy}|(?:{particle})(?= )| )+"),
        tail=re.compile(rf"(?:{courtesy}|(?<= )(?:{particle})| )+$"),
        small_talk=re.compile(rf"(?:{chatter})+"),
        fold=fold,
        folded=folded,
        concept=re.compile(_any_of(list(concepts))),
        concepts={word: frozenset(names) for word, names in concepts.items()},
        words=_vocabulary(raw),
    )


def _vocabulary(raw: dict[str, Any]) -> tuple[str, ...]:
    groups = (*raw["fold"].items(), *raw["concepts"].items())
    listed = (raw["courtesy"], raw["particles"], raw["small_talk"])
    words = [word for words in listed for word in words]
    words += [word for head, others in groups for word in (head, *others)]
    return tuple(dict.fromkeys(word for word in words if word))


@cache
def _simplifier() -> Any:
    # Imported late: whoever only needs the types should not pay for the tables.
    from opencc import OpenCC

    return OpenCC("t2s")


def plain(text: str) -> str:
    """Width, case, script and placeholders evened out; wording untouched."""
    even = unicodedata.normalize("NFKC", text).lower()
    # Once more: lowering can decompose (İ), and a form must be its own form.
    simplified: str = _simplifier().convert(unicodedata.normalize("NFKC", even))
    return _PLACEHOLDER.sub(" ", simplified).strip()


def error_codes(text: str) -> frozenset[str]:
    """The codes in plain text, without separators: Er-64 is er64."""
    return frozenset(
        found[1] + found[2] if found[1] else found[3] + found[4] for found in _CODE.finditer(text)
    )


def bare_codes(text: str) -> frozenset[str]:
    return frozenset(_BARE_CODE.findall(text))


def is_small_talk(text: str) -> bool:
    bare = _PUNCTUATION.sub("", text)
    return not bare or bare.isdigit() or lexicon().small_talk.fullmatch(bare) is not None


def _strip(text: str, courtesy: re.Pattern[str]) -> str:
    rest = courtesy.sub("", text)
    return rest if len(rest) >= _MINIMUM else text


def normalise(text: str) -> str:
    """What is compared: no courtesy, no amounts, one wording per function word."""
    words = lexicon()
    coded = _CODE.sub(lambda found: f" {re.sub(r'[-_ ]', '', found[0])} ", plain(text))
    bare = _PUNCTUATION.sub(" ", _AMOUNT.sub(" ", coded)).strip()
    bare = _strip(_strip(bare, words.head), words.tail)
    folded = words.fold.sub(lambda found: words.folded[found[0]], bare)
    return " ".join((folded if len(folded.strip()) >= _MINIMUM else bare).split())


def concepts(normalised: str) -> frozenset[str]:
    """The things a normalised text speaks of, under the names the lexicon gives them."""
    table = lexicon()
    found: set[str] = set()
    for word in table.concept.findall(normalised):
        found |= table.concepts[word]
    return frozenset(found)

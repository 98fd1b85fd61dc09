"""Questions as they come from a hurried thumb, made from clean ones, the same every time."""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from random import Random

from bot.matching.sounds import full_syllable, syllable

_HEADS = (
    "你好",
    "师傅",
    "喂 在吗",
    "那个",
    "请问下",
    "急急急",
    "老师麻烦看下",
    "我们站",
    "不好意思啊",
)
_TAILS = (
    "谢谢",
    "急",
    "怎么弄啊",
    "等着呢",
    "顾客都在骂了",
    "在线等",
    "昨天还好好的",
    "咋整",
    "[流泪]",
)

Homophones = Mapping[str, Sequence[str]]


def homophones(texts: Sequence[str]) -> Homophones:
    """For each character the others of the same sound that these texts use."""
    alike: dict[str, list[str]] = defaultdict(list)
    for character in sorted({c for text in texts for c in text if _is_ideograph(c)}):
        alike[syllable(character)].append(character)
    return {c: [o for o in group if o != c] for group in alike.values() for c in group}


def _is_ideograph(character: str) -> bool:
    return "㐀" <= character <= "鿿"


def mistyped(text: str, alike: Homophones, random: Random) -> str:
    """A character or two come out as others that sound the same."""
    places = [at for at, c in enumerate(text) if alike.get(c)]
    letters = list(text)
    for at in random.sample(places, min(len(places), random.choice((1, 1, 2)))):
        letters[at] = random.choice(list(alike[letters[at]]))
    return "".join(letters)


def shortened(text: str, alike: Homophones, random: Random) -> str:
    """A character is left out."""
    if len(text) < 5:
        return text
    at = random.randrange(len(text))
    return text[:at] + text[at + 1 :]


def spelt(text: str, alike: Homophones, random: Random) -> str:
    """Two or three characters stand there as pinyin."""
    places = [at for at in range(len(text) - 1) if all(map(_is_ideograph, text[at : at + 2]))]
    if not places:
        return text
    at = random.choice(places)
    word = text[at : at + random.choice((2, 2, 3))]
    return text[:at] + "".join(map(full_syllable, word)) + text[at + len(word) :]


def rambling(text: str, alike: Homophones, random: Random) -> str:
    """Courtesy and impatience around it."""
    return f"{random.choice(_HEADS)} {text} {random.choice(_TAILS)}"


def messy(text: str, alike: Homophones, random: Random) -> str:
    """All at once, but for the pinyin."""
    return rambling(shortened(mistyped(text, alike, random), alike, random), alike, random)


Spoil = Callable[[str, Homophones, Random], str]
KINDS: tuple[Spoil, ...] = (mistyped, shortened, spelt, rambling, messy)


def spoilt(text: str, kind: Spoil, alike: Homophones) -> str:
    seed = hashlib.sha256(f"{kind.__name__} {text}".encode()).digest()
    return kind(text, alike, Random(int.from_bytes(seed[:8])))

"""Words that a deployment says are one: whichever is typed or written, the same one is read."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from bot.matching.normalise import plain
from bot.matching.port import FaqText, Synonyms

_SHORTEST = 2  # 枪 for 油枪 would also turn 扫码枪 into something else


class OneWord:
    """`groups` as given, evened out: the word that the FAQ itself uses most comes first."""

    def __init__(self, groups: Synonyms, entries: Sequence[FaqText]) -> None:
        cleaned = [tuple(dict.fromkeys(plain(word) for word in group)) for group in groups]
        kept = [tuple(word for word in group if len(word) >= _SHORTEST) for group in cleaned]
        used = _uses({word for group in kept for word in group}, entries)
        self.groups: Synonyms = tuple(
            tuple(sorted(group, key=lambda word: -used[word])) for group in kept if len(group) > 1
        )
        self._first: dict[str, str] = {}
        for group in self.groups:
            for word in group:
                self._first.setdefault(word, group[0])
        longest_first = sorted(self._first, key=lambda word: (-len(word), word))
        self._pattern = re.compile("|".join(map(re.escape, longest_first)))

    def of(self, text: str) -> str:
        """The text in this FAQ's own words; unchanged where no group speaks of it."""
        if not self._first:
            return text
        return self._pattern.sub(lambda found: self._first[found[0]], plain(text))


def _uses(words: Iterable[str], entries: Sequence[FaqText]) -> Counter[str]:
    wanted = tuple(words)
    found: Counter[str] = Counter()
    for entry in entries if wanted else ():
        text = plain("\n".join((entry.question, *entry.similar, *entry.keywords, entry.answer)))
        found.update({word: text.count(word) for word in wanted if word in text})
    return found

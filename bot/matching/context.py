"""What is known beside the text: a nudge between near ties, never evidence."""

import re

import numpy as np

from bot.matching.normalise import plain
from bot.matching.port import Context
from bot.matching.sparse import Floats

# In units of the ranker: odds of 1.35 and 1.65. Between the right entry and the best wrong one
# lie 2 to 3 of them as a rule, so that only what is nearly level can change places.
_CATEGORY, _DEVICE = 0.3, 0.5
# 「C型液位仪」, 「V20终端」: a make in Latin letters, and what kind of thing it is by its first
# two characters. Three digits and more are error codes.
_DEVICE_NAME = re.compile(r"([a-z]{1,3}(?:型|\d{2}(?!\d)))([㐀-鿿]{2})")

Devices = frozenset[tuple[str, str]]


def devices(text: str) -> Devices:
    """In plain text."""
    return frozenset(_DEVICE_NAME.findall(text))


def nudges(
    context: Context, categories: tuple[str, ...], held: tuple[Devices, ...], text: str
) -> Floats:
    """For each entry what speaks for it beside the question."""
    likely = frozenset(context.categories)
    ours = frozenset(device for fact in context.facts for device in devices(plain(fact)))
    asked = devices(text)
    return np.array(
        [
            _CATEGORY * (category in likely) + _DEVICE * _fits(entry, asked or ours)
            for category, entry in zip(categories, held, strict=True)
        ]
    )


def _fits(entry: Devices, ours: Devices) -> int:
    """1 if the entry is about a device of ours, -1 if about another make of such a one."""
    if not entry or not ours:
        return 0
    if entry & ours:
        return 1
    kinds = {kind for _, kind in ours}
    return -1 if any(kind in kinds for _, kind in entry) else 0

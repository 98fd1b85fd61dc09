"""What may differ between two runs of the same talk: ids, times, numbers of the day."""

import re
from collections.abc import Sequence

VARYING = [
    re.compile(r"\b(?:om|oc|ou|on|omt|bm|c|img_v\d|file_v\d)[-_][0-9A-Za-z_-]{16,}"),
    re.compile(r"\b[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}\b"),
    re.compile(r"\d{4}[-/年]\d{1,2}[-/月]\d{1,2}日?"),
    re.compile(r"\d{1,2}月\d{1,2}日"),
    re.compile(r"\d{1,2}:\d{2}(?::\d{2})?"),
    re.compile(r"\d+ ?(?:毫秒|秒|分钟|小时|天)前?"),
    # Dates without signs, epochs, running numbers; shorter ones are error codes and prices.
    re.compile(r"\d{6,}"),
]


def masked(text: str, more: Sequence[re.Pattern[str]] = ()) -> str:
    for pattern in (*more, *VARYING):
        text = pattern.sub("…", text)
    return text


def group_key(name: str) -> str:
    """The same for two groups whose names differ in numbers only."""
    return re.sub(r"\d+", "#", masked(name))

"""The question in a screenful of text: its error codes, and the lines that speak of trouble."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

LONGEST: Final = 100

# E3012, er-64, POS 0012; recognition takes 0 for O and 1 for I on small displays.
_CODE: Final = re.compile(r"(?<![A-Za-z0-9])([A-Za-z]{1,3})[-_ ]?([0-9OoIlSB]{2,5})(?![A-Za-z0-9])")
_DIGIT_LIKE: Final = str.maketrans("OoIlSB", "001158")
_TROUBLE: Final = re.compile(
    "错误|报错|失败|异常|报警|告警|故障|超时|无法|不能|不可用|断开|离线|掉线|拒绝|不足|缺纸|卡纸|"
    "未连接|未响应|未找到|未授权|未登录|过期|锁定|冻结|重复|请联系|请检查|请重试|error|fail|denied|timeout",
    re.IGNORECASE,
)
_HAN: Final = re.compile(r"[㐀-鿿]{2}")


def codes(text: str) -> list[str]:
    """The error codes in it, as they were meant, each once."""
    found = (
        match[1].upper() + match[2].translate(_DIGIT_LIKE)
        for match in _CODE.finditer(text)
        if sum(char.isdigit() for char in match[2]) >= 2
    )
    return list(dict.fromkeys(found))


def gist(text: str) -> str:
    """What of a screen's text is worth asking for: at most 100 characters, its order kept."""
    lines = list(dict.fromkeys(_mended(line) for line in text.splitlines() if line.strip()))
    telling = [line for line in lines if codes(line) or _TROUBLE.search(line)]
    chosen = telling or [line for line in lines if _HAN.search(line)] or lines
    return _fitting(chosen)


def _mended(line: str) -> str:
    """One line with its codes written as they are known."""
    even = " ".join(line.split())
    for match in reversed(list(_CODE.finditer(even))):
        known = codes(match[0])
        if known:
            even = even[: match.start()] + known[0] + even[match.end() :]
    return even


def _fitting(lines: Iterable[str]) -> str:
    asked = ""
    for line in lines:
        longer = f"{asked} {line}".strip()
        if len(longer) > LONGEST:
            break
        asked = longer
    return asked or next(iter(lines), "")[:LONGEST]

"""What must not leave the house: numbers that lead to a person, and words that give orders."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_DIGIT: Final = "0-9零〇一二三四五六七八九幺"
_APART: Final = r"[ \-–—._/·,，、]{0,2}"
_PLATE: Final = (
    "[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]"
    r"[A-Za-z][·\- ]?[A-Za-z0-9]{5,6}(?![A-Za-z0-9])"
)


def _run(digits: str) -> str:
    """That many digits in any writing, with or without something between them."""
    return rf"(?<![{_DIGIT}])[{_DIGIT}](?:{_APART}[{_DIGIT}]){digits}"


# In this order: what is known by its form goes before what is only long.
_PRIVATE: Final = (
    (re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"), "[邮箱]"),
    (
        re.compile(r"(密码|口令|验证码|PIN码?)([是为:：\s]{0,3})[A-Za-z0-9@#$%^&*!_.\-]{4,}"),
        r"\1\2[已隐去]",
    ),
    (re.compile(_PLATE), "[车牌]"),
    (re.compile(rf"{_run('{16}')}{_APART}[{_DIGIT}Xx](?![{_DIGIT}Xx])"), "[证件号]"),
    (re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{1,2}\d{7,9}(?![A-Za-z0-9])"), "[证件号]"),
    (
        re.compile(
            rf"(?<![{_DIGIT}])[1一幺]{_APART}[3-9三四五六七八九](?:{_APART}[{_DIGIT}]){{9}}(?![{_DIGIT}])"
        ),
        "[手机号]",
    ),
    (re.compile(_run("{12,}")), "[卡号]"),
    (re.compile(_run("{8,}")), "[号码]"),
)
_PLACEHOLDER: Final = re.compile(r"\[(?:邮箱|已隐去|车牌|证件号|手机号|卡号|号码)\]")

# Signs by which models tell speakers and orders apart, and the orders people try.
_ORDERS: Final = re.compile(
    r"<\|[^<>|]{0,40}\|>|</?\s*(?:system|user|assistant|s|im_start|im_end)\s*>|\[/?INST\]|<</?SYS>>"
    r"|```+|#{2,}\s*(?:system|instruction|指令|系统)\w*"
    r"|(?m:^\s*(?:system|assistant|user|developer|系统|助手)\s*[:：])"
    r"|(?:忽略|无视|忘记|不要理会|ignore|disregard|forget)[^。！？\n]{0,16}?"
    r"(?:指令|指示|要求|规则|提示词?|内容|instructions?|prompts?|rules?)",
    re.IGNORECASE,
)


def masked(text: str) -> str:
    """Without numbers of phones, cards, papers, cars, and without passwords."""
    safe = _even(text)
    for pattern, name in _PRIVATE:
        safe = pattern.sub(name, safe)
    return safe


def neutral(text: str) -> str:
    """Without what a model might take for an order rather than for a text."""
    return _ORDERS.sub(" … ", _even(text))


def is_masked(text: str) -> bool:
    return _PLACEHOLDER.search(text) is not None


def _even(text: str) -> str:
    """One width for letters and digits, nothing invisible in between, and the rest as it is."""
    seen = (c for c in text if c in "\n\t" or unicodedata.category(c)[0] != "C")
    return "".join(_narrow(c) for c in seen)


def _narrow(char: str) -> str:
    plain = unicodedata.normalize("NFKC", char)
    return plain if plain.isascii() and (plain.isalnum() or plain in " @._+-/") else char

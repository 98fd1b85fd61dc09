"""Is a draft really taken from the entries it names? In doubt it is dropped, whole."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, Final

from bot.llm.masking import is_masked
from bot.llm.port import Draft, Sentence

MOST_SENTENCES: Final = 8
LONGEST_SENTENCE: Final = 160
# Of a sentence's pairs of characters so many must stand in its entry; the rest joins them up.
MOST_OWN_WORDS: Final = 0.4

_NUMBER: Final = re.compile(r"[A-Za-z]*\d+(?:[.:]\d+)*")
_IN_WORDS: Final = re.compile(
    r"[零一二两三四五六七八九十百千半]+(?=[次个分秒小天步台级号米度升元块遍根条])"
)
_NAMED: Final = re.compile(r"[【「“\"]([^】」”\"]{1,30})[】」”\"]")
_PAIRS: Final = re.compile(r"[㐀-鿿]+")
# Whatever changes something in the world must be in the entry, and not only as a warning there.
_DEEDS: Final = re.compile(
    "重启|断电|拔|插|拆|剪|短接|跳过|屏蔽|强制|删除|格式化|清空|重装|卸载|升级|关闭|关机|打开|撬|敲|"
    "更换|加注|排空|放油|点火|焊|冲洗|擦|退款|冲正|撤销|作废|改价|解锁|授权|重置|恢复出厂|手工|手动|"
    "继续加油|停用|启用"
)
_WARNED: Final = re.compile(
    "(?:不要|不得|不能|不可|不许|不准|严禁|禁止|切勿|请勿|勿|别|无需|不用)[^，。；！\n]{0,12}$"
)


def read(told: str, entries: Mapping[str, str]) -> Draft | None:
    """The draft in a model's answer; None unless all of it stands in `entries` (code -> text)."""
    found = _object(told)
    steps = found.get("steps") if found is not None else None
    if not isinstance(steps, list) or not 0 < len(steps) <= MOST_SENTENCES:
        return None
    sentences = [_sentence(step) for step in steps]
    if not all(one is not None and _is_grounded(one, entries) for one in sentences):
        return None
    return Draft(tuple(one for one in sentences if one is not None))


def read_query(told: str, original: str) -> str | None:
    """The rewritten question in a model's answer; None if it brings in a number of its own."""
    found = _object(told)
    query = found.get("query") if found is not None else None
    if not isinstance(query, str):
        return None
    query = " ".join(query.split())
    if not 2 <= len(query) <= LONGEST_SENTENCE or not _numbers(query) <= _numbers(original):
        return None
    return query


def _object(told: str) -> dict[str, Any] | None:
    """The JSON object in the text, whatever a model has said around it."""
    start, end = told.find("{"), told.rfind("}")
    if start < 0 or end < start:
        return None
    try:
        found = json.loads(told[start : end + 1])
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _sentence(step: object) -> Sentence | None:
    if not isinstance(step, dict):
        return None
    text, code = step.get("text"), step.get("entry")
    if not isinstance(text, str) or not isinstance(code, str):
        return None
    text = " ".join(text.split())
    return Sentence(text, code) if 0 < len(text) <= LONGEST_SENTENCE else None


def _is_grounded(sentence: Sentence, entries: Mapping[str, str]) -> bool:
    source = entries.get(sentence.code)
    text = sentence.text
    if source is None or is_masked(text) or "://" in text:
        return False
    return (
        _numbers(text) <= _numbers(source)
        and all(name in source for name in _NAMED.findall(text))
        and all(_is_told(deed, source) for deed in _deeds(text))
        and _own_words(text, source) <= MOST_OWN_WORDS
    )


def _numbers(text: str) -> set[str]:
    plain = {found.upper() for found in _NUMBER.findall(text)}
    return plain | set(_IN_WORDS.findall(text))


def _deeds(text: str) -> set[str]:
    """What is to be done; what is warned of counts as done, too, if the warning is left out."""
    return {
        found[0] for found in _DEEDS.finditer(text) if not _WARNED.search(text[: found.start()])
    }


def _is_told(deed: str, source: str) -> bool:
    """Somewhere it is really told to do, not only not to."""
    return any(
        not _WARNED.search(source[: found.start()])
        for found in re.finditer(re.escape(deed), source)
    )


def _own_words(text: str, source: str) -> float:
    pairs = [run[at : at + 2] for run in _PAIRS.findall(text) for at in range(max(len(run) - 1, 0))]
    return sum(pair not in source for pair in pairs) / len(pairs) if pairs else 1.0

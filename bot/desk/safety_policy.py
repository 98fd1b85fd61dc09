"""What the operators add to the safety rules: kept as versions, and checked before it counts."""

from __future__ import annotations

import re
from typing import Any

from bot.desk import rulebook
from bot.desk.safety_rules import with_changes
from bot.unit_of_work import Tx
from models import PolicyKind


class SafetyFault(ValueError):
    """These rules can't be read; the text says where."""


def additions(tx: Tx) -> dict[str, Any]:
    """The newest, in the shape of bot/desk/safety.json; empty where nothing was added."""
    row = rulebook.newest(PolicyKind.SAFETY, tx)
    return row.content if row is not None else {}


def change(content: object, author: str, tx: Tx) -> int:
    """The new version's number. Raises SafetyFault."""
    return rulebook.add(PolicyKind.SAFETY, _checked(content), author, tx).version


def _checked(content: object) -> dict[str, Any]:
    if not isinstance(content, dict):
        raise SafetyFault('an object is wanted, such as {"topics": [...]}')
    for name in ("alarms", "topics"):
        for at, one in enumerate(_list(content.get(name, []), name)):
            _check_subject(one, f"{name}[{at}]")
    for name, value in content.items():
        if name not in ("alarms", "topics", "typed"):
            _texts(value, name)
    try:
        with_changes(content)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise SafetyFault(str(error)) from error
    return content


def _check_subject(one: object, where: str) -> None:
    if not isinstance(one, dict) or not isinstance(one.get("name"), str):
        raise SafetyFault(f"{where}: an object with a name is wanted")
    for key, value in one.items():
        if key in ("words", "with", "unless"):
            _texts(value, f"{where}.{key}")
        elif key != "name":
            raise SafetyFault(f"{where}: {key} is not known; words, with and unless are")
    for pattern in one.get("unless", ()):
        try:
            re.compile(pattern)
        except re.error as error:
            raise SafetyFault(f"{where}.unless: {pattern!r} is no pattern: {error}") from error


def _texts(value: object, where: str) -> None:
    # An empty word would be found in everything.
    if not all(isinstance(text, str) and text.strip() for text in _list(value, where)):
        raise SafetyFault(f"{where}: a list of words is wanted, none of them empty")


def _list(value: object, where: str) -> list[Any]:
    if not isinstance(value, list):
        raise SafetyFault(f"{where}: a list is wanted")
    return value

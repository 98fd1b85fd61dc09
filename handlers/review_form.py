"""What a reviewer typed into the form of a suggestion."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.faq_rows import SAFETY as KNOWN_SAFETY
from cards.review_forms import ANSWER, CATEGORY, QUESTION, SAFETY, SIMILAR


def changes_in(form: Mapping[str, Any]) -> dict[str, Any]:
    """Only what the form had: what was too long for it stays as it is."""
    changes: dict[str, Any] = {}
    for name in (QUESTION, CATEGORY, ANSWER):
        if isinstance(form.get(name), str):
            changes[name] = form[name].strip()
    if isinstance(form.get(SIMILAR), str):
        lines = [line.strip() for line in form[SIMILAR].splitlines()]
        changes[SIMILAR] = list(dict.fromkeys(line for line in lines if line))
    if form.get(SAFETY) in KNOWN_SAFETY.values():
        changes[SAFETY] = form[SAFETY]
    return changes

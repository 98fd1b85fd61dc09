"""What an entry says, as a plain object: the form it is proposed, compared and kept in."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from bot.matching.port import FaqText
from bot.unit_of_work import Tx
from cards import words
from models import FaqEntry, FaqPhrasing, FaqProposal, ProposalKind, Safety

Content = dict[str, Any]

FIELDS = (
    "category", "question", "similar", "answer", "keywords", "skill_group", "safety", "valid_until",
)  # fmt: skip
BLANK: Content = {
    "category": "",
    "question": "",
    "similar": [],
    "answer": "",
    "keywords": [],
    "skill_group": "",
    "safety": Safety.NORMAL.value,
    "valid_until": None,
}


@dataclass(frozen=True)
class Change:
    """One field that differs; lists are shown as what was added and what was taken away."""

    field: str
    old: Any
    new: Any


def of(entry: FaqEntry) -> Content:
    return {
        "category": entry.category,
        "question": entry.question,
        "similar": [phrasing.text for phrasing in entry.phrasings],
        "answer": entry.answer,
        "keywords": list(entry.keywords),
        "skill_group": entry.skill_group,
        "safety": entry.safety.value,
        "valid_until": entry.valid_until.isoformat() if entry.valid_until else None,
    }


def until(day: str) -> str | None:
    """The end of that day, for that is what people mean by it."""
    if not day:
        return None
    midnight = datetime.combine(date.fromisoformat(day), time(), words.SHANGHAI)
    return (midnight + timedelta(days=1)).astimezone(UTC).isoformat()


def day_of(moment: datetime) -> str:
    """The last day on which it is valid."""
    return f"{(moment - timedelta(seconds=1)).astimezone(words.SHANGHAI):%Y-%m-%d}"


def day_text(value: object) -> str:
    """The day of a content's `valid_until`; empty where it has none."""
    return day_of(datetime.fromisoformat(value)) if isinstance(value, str) and value else ""


def as_text(code: str, content: Content) -> FaqText:
    return FaqText(
        code=code,
        category=content["category"],
        question=content["question"],
        similar=tuple(content["similar"]),
        keywords=tuple(content["keywords"]),
        answer=content["answer"],
    )


def apply(entry: FaqEntry, content: Content, tx: Tx) -> None:
    """Make the entry say this."""
    entry.category, entry.question, entry.answer = (
        content["category"],
        content["question"],
        content["answer"],
    )
    entry.keywords, entry.skill_group = list(content["keywords"]), content["skill_group"]
    entry.safety = Safety(content["safety"])
    until = content["valid_until"]
    until = datetime.fromisoformat(until) if until else None
    if until != entry.valid_until:
        entry.valid_until, entry.reminded_at = until, None
    similar = list(content["similar"])
    if [phrasing.text for phrasing in entry.phrasings] != similar:
        entry.phrasings.clear()
        if entry.id is not None:
            tx.session.flush()  # the old positions must be gone before the new ones come
        entry.phrasings.extend(
            FaqPhrasing(position=at, text=text) for at, text in enumerate(similar)
        )


def changes(old: Content, new: Content) -> list[Change]:
    return [
        Change(name, old[name], new[name])
        for name in FIELDS
        if old.get(name, BLANK[name]) != new.get(name, BLANK[name])
    ]


def proposed(proposal: FaqProposal, entry: FaqEntry | None) -> Content | None:
    """What the entry would say; None where nothing would be left, or nothing is written yet."""
    before = of(entry) if entry is not None else BLANK
    if proposal.kind is ProposalKind.PHRASING:
        text = str(proposal.content.get("text", ""))
        similar = before["similar"]
        return {**before, "similar": similar if text in similar else [*similar, text]}
    if proposal.kind is ProposalKind.ARCHIVE:
        return None
    if proposal.kind is ProposalKind.GAP and not proposal.content.get("answer"):
        return None
    given = {name: value for name, value in proposal.content.items() if name in FIELDS}
    return {**before, **given}


def begun(proposal: FaqProposal, entry: FaqEntry | None) -> Content:
    """What there is of it so far, for somebody to finish."""
    given = {name: value for name, value in proposal.content.items() if name in FIELDS}
    return proposed(proposal, entry) or {**BLANK, **given}


def digest(value: object) -> str:
    packed = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(packed.encode()).hexdigest()

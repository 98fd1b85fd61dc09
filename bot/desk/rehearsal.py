"""One question asked of two FAQs: what it was answered with, and what it would be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from bot.desk import content as contents
from bot.desk import faq
from bot.desk.content import Content
from bot.desk.knowledge import Knowledge, entries_of
from bot.matching.port import Entries, Improving, Match, Matcher, Verdict
from bot.unit_of_work import Tx
from models import FaqCase, FaqEntry

KEPT_EFFECTS = 12
SECONDS_TO_LEARN = 30
MOST_REHEARSED = 400
RANK = {"right": 3, "offered": 2, "missed": 1, "wrong": 0}


@dataclass(frozen=True)
class Asked:
    """A wording and the entry it should lead to; `twin` would do as well."""

    text: str
    code: str
    twin: str = ""


def rehearse(changes: Mapping[str, Content | None], knowledge: Knowledge) -> dict[str, Any] | None:
    """What many changes at once would do to real questions; None: nobody has asked any yet.

    By code; None takes an entry away. Outside of any transaction.
    """
    with knowledge.uow.reading() as tx:
        before, revision, real = entries_of(tx), faq.revision(tx), cases(tx)
    after = Entries((text for text in before if text.code not in changes), before.synonyms)
    after.extend(
        contents.as_text(code, content) for code, content in changes.items() if content is not None
    )
    after.sort(key=lambda text: text.code)
    known = {text.code for text in before} | {text.code for text in after}
    own = drawn([case for case in real if case.code in changes])
    others = drawn([case for case in real if case.code in known - changes.keys()])
    asked = (own + others)[:MOST_REHEARSED]
    return compare(before, after, asked, revision, knowledge)[0] if asked else None


def compare(
    before: Entries, after: Entries, asked: list[Asked], revision: int, knowledge: Knowledge
) -> tuple[dict[str, Any] | None, Matcher]:
    """What changes, counted, with the first examples; None: they can't be compared. And the old."""
    old, built = knowledge.current()
    if built != revision:
        old = knowledge.build(before)
    old, new = _whole(old), _whole(knowledge.build(after))
    titles = {text.code: text.question for text in after}
    effects: dict[str, list[dict[str, str]]] = {"fixed": [], "broken": [], "moved": []}
    for one in asked:
        was, now = met(old, one.text), met(new, one.text)
        if was.fit != now.fit:
            return None, old  # one of them could not learn what the other knows
        effect = _effect(one, was, now)
        if effect is not None:
            kind, told, code = effect
            effects[kind].append({"text": one.text, **told, "title": titles.get(code, "")})
    counts = {f"{kind}_count": len(found) for kind, found in effects.items()}
    first = {kind: found[:KEPT_EFFECTS] for kind, found in effects.items()}
    return {"asked": len(asked), **counts, **first}, old


def cases(tx: Tx) -> list[Asked]:
    rows = tx.session.execute(
        select(FaqCase.text, FaqEntry.code).join(FaqEntry, FaqEntry.id == FaqCase.entry_id)
    )
    return [Asked(text, code) for text, code in rows]


def drawn(asked: list[Asked]) -> list[Asked]:
    return sorted(asked, key=lambda one: (contents.digest(one.text), one.code))


def met(matcher: Matcher, text: str) -> Match:
    matcher.prepare(text)
    return matcher.match(text)


def _whole(matcher: Matcher) -> Matcher:
    """All it can be: the two that are compared must not differ in how far they have come."""
    for _ in range(SECONDS_TO_LEARN):
        if not isinstance(matcher, Improving):
            break
        better = matcher.improved()
        if better is not matcher:
            return better
    return matcher


def _effect(asked: Asked, old: Match, new: Match) -> tuple[str, dict[str, str], str] | None:
    """What kind of change, how it was and is answered, and with which entry; None: no change."""
    was, now = _judged(asked, old), _judged(asked, new)
    code = new.offered[0].code if new.offered else ""
    told = {"old": was, "new": now}
    if RANK[now] > RANK[was]:
        return "fixed", told, code
    if RANK[now] < RANK[was]:
        return "broken", told, code
    if now == "wrong" and code != old.offered[0].code:
        return "moved", told, code
    return None


def _judged(asked: Asked, match: Match) -> str:
    if match.verdict is Verdict.NONE:
        return "missed"
    right = {asked.code, asked.twin} - {""}
    if match.verdict is Verdict.ANSWER:
        return "right" if match.offered[0].code in right else "wrong"
    return "offered" if right & {one.code for one in match.offered} else "missed"

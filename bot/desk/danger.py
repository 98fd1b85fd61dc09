"""The safety gate at work: the rules of the day, and one entry or alarm as what may be shown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from bot.desk import show
from bot.desk.safety import NO_DANGER, Danger, Gate, gate, judge, mentions
from bot.desk.safety_rules import Rules, shipped, with_changes
from bot.feishu.port import Card
from bot.logs import log
from bot.unit_of_work import Tx
from cards.answer import Feedback, answer_card
from cards.safety import DangerView, held_card
from models import FaqEntry, Policy, PolicyKind, Question

# By the id of the policy they come from; a process that meets a newer one forgets the older.
_known: dict[int, Rules] = {}


def rules(tx: Tx) -> Rules:
    """The shipped ones with what the operators last added to them."""
    newest = (
        select(Policy.id)
        .where(Policy.kind == PolicyKind.SAFETY)
        .order_by(Policy.version.desc())
        .limit(1)
    )
    number = tx.session.scalar(newest)
    if number is None:
        return shipped()
    known = _known.get(number)
    return known or _read(number, tx.session.get_one(Policy, number).content)


def of(text: str, tx: Tx, *, by_ear: bool = True) -> Danger:
    return judge(text, rules(tx), by_ear=by_ear)


def of_entry(entry: FaqEntry, danger: Danger, tx: Tx) -> Gate:
    if not danger.topics and not danger.alarm:
        return gate(danger, entry.safety, ())
    asked_as = [entry.question, *(phrasing.text for phrasing in entry.phrasings)]
    return gate(danger, entry.safety, mentions("\n".join(asked_as), rules(tx)))


def entry_card(
    entry: FaqEntry,
    question: Question | None,
    tx: Tx,
    *,
    danger: Danger | None = None,
    feedback: Feedback = "none",
) -> tuple[Card, Gate]:
    """The entry as it may be shown to whoever asked this.

    `danger` is known where the words have just been judged; a click judges them anew, by what
    they say and not by how they sound, for it has no time to load the tables of pinyin.
    """
    if danger is None:
        danger = of(question.text, tx, by_ear=False) if question else NO_DANGER
    verdict = of_entry(entry, danger, tx)
    if verdict is Gate.HELD:
        return held(question, danger, tx, entry=entry), verdict
    view = show.answer(entry, question, tx, feedback=feedback, caution=verdict is Gate.CAUTION)
    return answer_card(view), verdict


def held(
    question: Question | None, danger: Danger, tx: Tx, *, entry: FaqEntry | None = None
) -> Card:
    topics = danger.topics
    if entry is not None and not topics:
        asked_as = [entry.question, *(phrasing.text for phrasing in entry.phrasings)]
        topics = tuple(sorted(mentions("\n".join(asked_as), rules(tx))))
    return held_card(
        DangerView(
            question.id if question else 0, question.text if question else None, None, topics
        )
    )


def _read(number: int, content: Mapping[str, Any]) -> Rules:
    """Rules that cannot be read must not switch the gate off: then the shipped ones hold."""
    try:
        changed = with_changes(content)
    except Exception:
        log().exception("safety_rules_unreadable", policy=number)
        changed = shipped()
    _known.clear()
    _known[number] = changed
    return changed

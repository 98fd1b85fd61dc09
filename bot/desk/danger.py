"""The safety gate at work: the rules of the day, and one entry or alarm as what may be shown."""

from __future__ import annotations

import json
from functools import lru_cache

from bot.desk import safety_policy, show
from bot.desk.safety import NO_DANGER, Danger, Gate, gate, judge, mentions
from bot.desk.safety_rules import Rules, shipped, with_changes
from bot.feishu.port import Card
from bot.logs import log
from bot.unit_of_work import Tx
from cards.answer import Feedback, answer_card
from cards.safety import DangerView, held_card
from models import FaqEntry, Question


def rules(tx: Tx) -> Rules:
    """The shipped ones with what the operators last added to them."""
    added = safety_policy.additions(tx)
    return _read(json.dumps(added, sort_keys=True)) if added else shipped()


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


@lru_cache(maxsize=4)
def _read(content: str) -> Rules:
    """Kept by its text. Rules that cannot be read don't switch the gate off: the shipped hold."""
    try:
        return with_changes(json.loads(content))
    except Exception:
        log().exception("safety_rules_unreadable")
        return shipped()

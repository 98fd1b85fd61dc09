"""Where one person is in a chat: what was last shown to them, and how often it did not help.

`facts` hold what the last card offered: `choices` are the ids of entries in the order shown,
`options` the ways a clarifying question can be answered, `alarm_at` when there was an emergency.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.unit_of_work import Tx
from models import Dialogue, FaqEntry, Question

# Who comes back later than this has begun something new.
FRESH = timedelta(minutes=30)
# So many failures in a row, and the human is offered first, or made ready to be asked.
OFFER_AFTER = 2
PREPARE_AFTER = 3

Options = tuple[tuple[str, tuple[int, ...]], ...]


def here(chat_id: str, who: str, tx: Tx) -> Dialogue:
    """A fresh page for who was away for long."""
    found = tx.session.get(Dialogue, (chat_id, who))
    if found is None:
        # A click and a message may both be the first.
        tx.alone("dialogue", chat_id, who)
        found = tx.session.get(Dialogue, (chat_id, who))
    if found is None:
        found = Dialogue(chat_id=chat_id, open_id=who, step=0, failures=0, facts={})
        found.heard_at = tx.now
        tx.session.add(found)
    elif tx.now - found.heard_at > FRESH:
        found.question_id = found.entry_id = found.clarifying = None
        found.step = found.failures = 0
        found.facts = {}
    found.heard_at = tx.now
    return found


def showed_answer(place: Dialogue, question: Question | None, entry: FaqEntry) -> None:
    place.question_id = question.id if question else None
    place.entry_id, place.step = entry.id, 0
    _offered(place)


def showed_step(place: Dialogue, question_id: int | None, entry: FaqEntry, step: int) -> None:
    place.question_id, place.entry_id, place.step = question_id, entry.id, step
    _offered(place)


def showed_choices(place: Dialogue, question: Question, entries: Sequence[FaqEntry]) -> None:
    place.question_id, place.entry_id, place.step = question.id, None, 0
    _offered(place, choices=[entry.id for entry in entries])


def showed_options(place: Dialogue, question: Question, options: Options) -> None:
    """The one clarifying question of this question has been put."""
    place.question_id, place.entry_id, place.step = question.id, None, 0
    _offered(place, options=[[label, list(ids)] for label, ids in options])
    place.clarifying = question.id


def showed_nothing(place: Dialogue, question: Question) -> None:
    place.question_id, place.entry_id, place.step = question.id, None, 0
    _offered(place)


def alarmed(place: Dialogue, question: Question, at: datetime) -> None:
    showed_nothing(place, question)
    place.facts = {"alarm_at": at.isoformat()}


def choices(place: Dialogue) -> tuple[int, ...]:
    return tuple(place.facts.get("choices", ()))


def options(place: Dialogue) -> Options:
    return tuple((label, tuple(ids)) for label, ids in place.facts.get("options", ()))


def is_alarmed(place: Dialogue) -> bool:
    return "alarm_at" in place.facts


def failed(place: Dialogue) -> int:
    """How many it are in a row now."""
    place.failures += 1
    return place.failures


def succeeded(place: Dialogue) -> None:
    place.failures = 0


def _offered(place: Dialogue, **offered: list[object]) -> None:
    place.clarifying = None
    place.facts = dict(offered)

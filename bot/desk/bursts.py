"""Half sentences that follow each other within seconds are one question.

What may be complete is answered at once. Anything else waits a moment for its other half: each
message becomes part of exactly one question, and the answer is a reply to the last of them.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import select

from bot import timers
from bot.desk import danger, dialogue, phrases, silence
from bot.desk.knowledge import Knowledge
from bot.desk.questions import Asked
from bot.internal import Internal
from bot.matching.port import Verdict
from bot.unit_of_work import Tx
from models import Conversation, Question, Utterance

DUE = "burst.due"
# People who type in pieces send the next one within two seconds or so; nobody waits for more
# than six, however long they go on.
QUIET = timedelta(seconds=2.5)
LONGEST = timedelta(seconds=6)
AT_MOST = 20


def hear(asked: Asked, knowledge: Knowledge, tx: Tx) -> Asked | None:
    """The question these words complete; None while its other half is waited for."""
    before = _waiting(asked.chat_id, asked.open_id, tx)
    joined = _joined(before, asked)
    if not _must_wait(joined, asked, bool(before), knowledge, tx):
        if before:
            _keep(asked, tx)
        timers.cancel(_key(asked), tx)
        return joined
    _keep(asked, tx)
    first = before[0].said_at if before else tx.now
    event = Internal(
        DUE,
        asked.chat_id,
        {"open_id": asked.open_id, "message_id": asked.message_id},
    )
    timers.set_timer(_key(asked), min(tx.now + QUIET, first + LONGEST), event, tx)
    return None


def told(asked: Asked, knowledge: Knowledge, tx: Tx) -> Asked | None:
    """What `hear` will say, with nothing done yet."""
    before = _waiting(asked.chat_id, asked.open_id, tx)
    joined = _joined(before, asked)
    return None if _must_wait(joined, asked, bool(before), knowledge, tx) else joined


def due(event: Internal, tx: Tx) -> Asked | None:
    """What has been waiting; None where it was answered meanwhile."""
    waiting = _waiting(event.lane, event.payload["open_id"], tx)
    if not waiting:
        return None
    chat = tx.session.get(Conversation, event.lane)
    last = Asked(
        chat_id=event.lane,
        open_id=event.payload["open_id"],
        group=chat is not None and chat.group,
        message_id=waiting[-1].message_id,
        text=waiting[-1].text,
    )
    return _joined(waiting[:-1], last)


def settle(asked: Asked, tx: Tx) -> None:
    """Note what the waiting messages became; what was no question needs no note."""
    assert tx.origin is not None
    waiting = _waiting(asked.chat_id, asked.open_id, tx)
    if not waiting:
        return
    found = select(Question.id).where(Question.inbound_id == tx.origin.id)
    question = tx.session.scalar(found)
    for utterance in waiting:
        if question is None:
            tx.session.delete(utterance)
        else:
            utterance.question_id = question


def _must_wait(joined: Asked, asked: Asked, begun: bool, knowledge: Knowledge, tx: Tx) -> bool:
    if danger.of(joined.text, tx).alarm or silence.human_speaks(asked.chat_id, tx):
        return False
    place = dialogue.here(asked.chat_id, asked.open_id, tx)
    if not begun and (dialogue.options(place) or dialogue.choices(place)):
        return False  # it answers what we asked back
    talk = phrases.talk(asked.text)
    if talk is phrases.Talk.GREETING and not begun:
        return True
    settled = talk or phrases.follow_up(asked.text) or phrases.ordinal(asked.text)
    if settled or phrases.is_wish_for_human(asked.text) or phrases.is_complete(asked.text):
        return False
    return knowledge.match(joined.text)[0].verdict is not Verdict.ANSWER


def _joined(before: list[Utterance], asked: Asked) -> Asked:
    """A greeting says nothing about what is asked after it."""
    pieces = [piece.text for piece in before]
    told = [piece for piece in pieces if phrases.talk(piece) is not phrases.Talk.GREETING]
    if not told:
        return asked
    return replace(asked, text=" ".join([*told, asked.text]), via="joined")


def _keep(asked: Asked, tx: Tx) -> None:
    assert tx.origin is not None
    tx.session.add(
        Utterance(
            inbound_id=tx.origin.id,
            chat_id=asked.chat_id,
            open_id=asked.open_id,
            message_id=asked.message_id,
            text=asked.text,
            said_at=tx.now,
        )
    )
    tx.session.flush()


def _waiting(chat_id: str, who: str, tx: Tx) -> list[Utterance]:
    return list(
        tx.session.scalars(
            select(Utterance)
            .where(
                Utterance.chat_id == chat_id,
                Utterance.open_id == who,
                Utterance.question_id.is_(None),
            )
            .order_by(Utterance.id)
            .limit(AT_MOST)
        )
    )


def _key(asked: Asked) -> str:
    return f"burst:{asked.chat_id}:{asked.open_id}"[:120]

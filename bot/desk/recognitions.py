"""Pictures and voice clips of messages: asked for, read, and put together for their message."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from bot import internal
from bot.feishu import events
from bot.feishu.events import Message, MessageKind, Resource
from bot.internal import Internal
from bot.media import MOST_SECONDS, SLACK_SECONDS
from bot.unit_of_work import Tx
from models import Failure, Inbound, Medium, Recognition, RecognitionState

DONE = "recognition.done"
# More pictures than this in one message are kept, and not read.
MOST = 6
LONGEST_TEXT = 4000


@dataclass(frozen=True)
class Reading:
    """What one call brought; without a failure and without text there was nothing to read."""

    text: str = ""
    failure: Failure | None = None


@dataclass(frozen=True)
class Outcome:
    """All that was read of one message; `said` is what was typed along with it."""

    recognition: int
    medium: Medium
    message: Message
    said: str
    text: str
    unread: int
    failure: Failure | None


def begin(message: Message, tx: Tx) -> bool:
    """Have the message's pictures or its clip read; False where it has none.

    The outcome comes as an internal event, in its chat's order.
    """
    medium = Medium.AUDIO if message.kind is MessageKind.AUDIO else Medium.IMAGE
    wanted = "file" if medium is Medium.AUDIO else "image"
    found = {r.key: r for r in message.resources if r.kind == wanted}
    if message.kind is MessageKind.FILE or not found or tx.origin is None:
        return False
    for number, resource in enumerate(found.values()):
        row = _row(message, resource, medium, tx)
        failure = Failure.TOO_MANY if number >= MOST else _hopeless(resource)
        if failure is not None:
            row.state, row.failure, row.read_at = RecognitionState.FAILED, failure, tx.now
        tx.session.add(row)
        tx.session.flush()
        if failure is None:
            what = {"recognition": row.id, "medium": medium.value, "key": resource.key}
            tx.read(message.message_id, what, lane=message.chat_id)
    _tell_if_done(message.message_id, message.chat_id, tx)
    return True


def settle(recognition_id: int, reading: Reading, tx: Tx) -> None:
    """Once; when it was the last of its message, the message's outcome is there."""
    row = tx.session.get(Recognition, recognition_id, with_for_update=True)
    if row is None or row.state is not RecognitionState.WAITING:
        return
    row.read_at = tx.now
    row.text, row.failure = _storable(reading.text), reading.failure or ""
    if reading.failure is not None:
        row.state = RecognitionState.FAILED
    else:
        row.state = RecognitionState.READ if row.text else RecognitionState.EMPTY
    tx.session.flush()
    _tell_if_done(row.message_id, row.chat_id, tx)


def outcome(message_id: str, tx: Tx) -> Outcome | None:
    rows = tx.session.scalars(
        select(Recognition).where(Recognition.message_id == message_id).order_by(Recognition.id)
    ).all()
    message = _message(rows[0], tx) if rows else None
    if message is None:
        return None
    failures = [Failure(row.failure) for row in rows if row.failure]
    return Outcome(
        recognition=rows[0].id,
        medium=rows[0].medium,
        message=message,
        said=message.text,
        text="\n".join(row.text for row in rows if row.text),
        unread=len(failures),
        failure=failures[0] if failures else None,
    )


def find(recognition_id: int, chat_id: str, who: str, tx: Tx) -> Outcome | None:
    """Only for whoever sent it, and in the chat where it was sent."""
    row = tx.session.get(Recognition, recognition_id)
    if row is None or (row.chat_id, row.open_id) != (chat_id, who):
        return None
    return outcome(row.message_id, tx)


def _row(message: Message, resource: Resource, medium: Medium, tx: Tx) -> Recognition:
    assert tx.origin is not None
    return Recognition(
        inbound_id=tx.origin.id,
        chat_id=message.chat_id,
        open_id=message.sender,
        message_id=message.message_id,
        file_key=resource.key[:160],
        medium=medium,
        seconds=resource.seconds,
        state=RecognitionState.WAITING,
        asked_at=tx.now,
    )


def _hopeless(resource: Resource) -> Failure | None:
    """What is known beforehand spares the download."""
    too_long = (resource.seconds or 0) > MOST_SECONDS + SLACK_SECONDS
    return Failure.TOO_LONG if too_long else None


def _tell_if_done(message_id: str, chat_id: str, tx: Tx) -> None:
    tx.alone("recognition", message_id)
    waiting = select(Recognition.id).where(
        Recognition.message_id == message_id, Recognition.state == RecognitionState.WAITING
    )
    if tx.session.scalar(waiting.limit(1)) is None:
        event = Internal(DONE, chat_id, {"message_id": message_id})
        internal.post(event, f"read:{message_id}", tx)


def _message(row: Recognition, tx: Tx) -> Message | None:
    pushed = tx.session.get(Inbound, row.inbound_id)
    message = events.parse(pushed.event_type, pushed.payload) if pushed is not None else None
    return message if isinstance(message, Message) else None


def _storable(text: str) -> str:
    return text.replace("\0", "")[:LONGEST_TEXT].strip()

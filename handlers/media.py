"""Pictures and voice clips: what they say is a question, too."""

from __future__ import annotations

import hashlib

from bot import internal
from bot.desk import asking, reading, recognitions
from bot.desk.assisted import Help
from bot.desk.knowledge import Knowledge
from bot.feishu.events import Click, Message
from bot.internal import Internal
from bot.preparing import Preparing
from bot.router import Answer, Refusal, Router
from bot.unit_of_work import Tx
from cards import words
from cards.actions import AskReading, CorrectReading
from cards.reading import INPUT, LONGEST_QUESTION, asked_card, check_card
from cards.words import reading as say
from handlers import talk

ASKED = "reading.asked"


def register(router: Router, knowledge: Knowledge, preparing: Preparing) -> None:
    def what_was_read(event: Internal) -> Help | None:
        with knowledge.uow.reading() as tx:
            outcome = recognitions.outcome(event.payload["message_id"], tx)
            asked = reading.to_ask(outcome, knowledge, tx) if outcome is not None else None
        return preparing.words(asked.text, event.lane) if asked is not None else None

    def what_is_asked(event: Internal) -> Help | None:
        return preparing.words(event.payload["text"], event.lane)

    router.on_prepare_internal(recognitions.DONE, what_was_read)
    router.on_prepare_internal(ASKED, what_is_asked)

    @router.on_internal(recognitions.DONE)
    def done(event: Internal, tx: Tx) -> None:
        outcome = recognitions.outcome(event.payload["message_id"], tx)
        card = reading.shown(outcome, knowledge, tx) if outcome is not None else None
        if outcome is not None and card is not None:
            talk.answer(outcome.message, card, tx)

    @router.on_internal(ASKED)
    def asked(event: Internal, tx: Tx) -> None:
        outcome = recognitions.outcome(event.payload["message_id"], tx)
        if outcome is None:
            return
        card = asking.ask(reading.ask_as(outcome, event.payload["text"]), knowledge, tx)
        if card is not None:
            talk.answer(outcome.message, card, tx)

    router.on_click(AskReading)(ask_reading)
    router.on_click(CorrectReading)(correct)


def received(message: Message, tx: Tx) -> bool:
    """Take a message that has something to be read; False where it has not."""
    return recognitions.begin(message, tx)


def ask_reading(click: Click, ask: AskReading, tx: Tx) -> Answer:
    """The worker asks, for a click has no time to build an index; pressed twice, asked once."""
    outcome = recognitions.find(ask.recognition, click.chat_id, click.who, tx)
    if outcome is None:
        raise Refusal(say.NOT_YOURS)
    text = _written(click)
    event = Internal(ASKED, click.chat_id, {"message_id": outcome.message.message_id, "text": text})
    wording = hashlib.sha256(text.encode()).hexdigest()[:24]
    internal.post(event, f"asked:{ask.recognition}:{wording}", tx)
    return Answer(say.ASKED_TOAST, card=asked_card(reading.view_of(outcome).kind, text))


def correct(click: Click, ask: CorrectReading, tx: Tx) -> Answer:
    outcome = recognitions.find(ask.recognition, click.chat_id, click.who, tx)
    if outcome is None:
        raise Refusal(say.NOT_YOURS)
    talk.send_beside(click, check_card(reading.view_of(outcome)), tx)
    return Answer(words.SENT_BELOW, kind="info")


def _written(click: Click) -> str:
    value = click.form.get(INPUT)
    text = " ".join(value.split()) if isinstance(value, str) else ""
    text = text.encode("utf-8", "replace").decode().replace("\0", "")[:LONGEST_QUESTION]
    if not text:
        raise Refusal(say.NOTHING_WRITTEN)
    return text

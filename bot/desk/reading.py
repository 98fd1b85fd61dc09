"""From what was read to what is shown: the answer, or first a look at whether it was read right."""

from __future__ import annotations

from dataclasses import replace

from bot.desk import asking, danger, silence
from bot.desk.gist import codes, gist
from bot.desk.knowledge import Knowledge
from bot.desk.questions import Asked
from bot.desk.recognitions import Outcome
from bot.feishu.port import Card
from bot.matching.port import Verdict
from bot.unit_of_work import Tx
from cards.reading import ReadingView, check_card, unread_card, with_reading, with_unread
from cards.words.reading import Kind
from models import Failure, Medium

EMPTY = "empty"
LONGEST_ALARM = 500


def shown(outcome: Outcome, knowledge: Knowledge, tx: Tx) -> Card | None:
    """None where nothing is to be said: a human has the word, or the message was recalled."""
    hushed = silence.human_speaks(outcome.message.chat_id, tx)
    if outcome.failure is Failure.RECALLED and not outcome.text:
        return None
    if not outcome.text:
        return None if hushed else _unread(outcome, knowledge, tx)
    view = view_of(outcome)
    asked = to_ask(outcome, knowledge, tx)
    if asked is None:
        return None if hushed else check_card(view)
    card = asking.ask(asked, knowledge, tx)
    return with_reading(card, replace(view, question=asked.text)) if card is not None else None


def view_of(outcome: Outcome) -> ReadingView:
    question = outcome.text if outcome.medium is Medium.AUDIO else gist(outcome.text)
    return ReadingView(
        recognition=outcome.recognition,
        kind=_kind(outcome),
        question=" ".join(question.split()),
        whole=outcome.text,
        unread=outcome.unread,
    )


def ask_as(outcome: Outcome, text: str) -> Asked:
    message = outcome.message
    return Asked(
        chat_id=message.chat_id,
        open_id=message.sender,
        group=message.group,
        message_id=message.message_id,
        text=text,
        via="voice" if outcome.medium is Medium.AUDIO else "image",
    )


def to_ask(outcome: Outcome, knowledge: Knowledge, tx: Tx) -> Asked | None:
    """What can be asked without a look first: somebody's own words, or a code that settles it.

    An alarm is asked as it stands, for nobody is to fill in a form beside a leak.

    A screen is full of words that mean something else, so that alone they are not to be trusted.
    """
    if not outcome.text:
        return ask_as(outcome, outcome.said) if outcome.said else None
    view = view_of(outcome)
    everything = " ".join(f"{outcome.said} {outcome.text}".split())[:LONGEST_ALARM]
    if danger.of(everything, tx).alarm:
        return ask_as(outcome, everything)
    if outcome.said:
        told = codes(outcome.text)
        return ask_as(outcome, " ".join([outcome.said, *(told or [view.question])]))
    match, _ = knowledge.match(view.question)
    settled = {
        Medium.AUDIO: match.verdict is not Verdict.NONE,
        Medium.IMAGE: match.verdict is Verdict.ANSWER and bool(codes(view.question)),
    }
    return ask_as(outcome, view.question) if settled[outcome.medium] else None


def _unread(outcome: Outcome, knowledge: Knowledge, tx: Tx) -> Card | None:
    reason = outcome.failure.value if outcome.failure else EMPTY
    asked = to_ask(outcome, knowledge, tx)
    if asked is None:
        return unread_card(_kind(outcome), reason)
    card = asking.ask(asked, knowledge, tx)
    return with_unread(card, _kind(outcome), reason) if card is not None else None


def _kind(outcome: Outcome) -> Kind:
    return "audio" if outcome.medium is Medium.AUDIO else "image"

"""A human takes the word, and the desk is silent from that moment on."""

from __future__ import annotations

from sqlalchemy import select

from bot.desk import silence
from bot.engine.port import Work
from bot.feishu.errors import NeverAgain
from bot.feishu.port import Address
from cards.help import help_card
from models import Outbound, OutboundState, Question
from tests.furniture import Desk

ASKED = "报错 E3012 怎么处理"


def take_word(desk: Desk, chat: str = "oc_alice") -> bool:
    with desk.uow() as tx:
        return silence.take_word(chat, tx)


def give_back(desk: Desk, chat: str = "oc_alice") -> bool:
    with desk.uow() as tx:
        return silence.give_back(chat, tx)


def say(desk: Desk, text: str) -> None:
    desk.pusher.say(text)
    desk.drain()


def test_an_answer_that_waits_to_be_sent_is_dropped_when_a_human_takes_the_word(
    desk: Desk,
) -> None:
    desk.pusher.say(ASKED)
    desk.drain(only=Work.INBOUND)
    assert take_word(desk)
    desk.drain()
    assert desk.cards() == []
    (row,) = desk.rows(select(Outbound))
    assert (row.state, row.error) == (OutboundState.SUPERSEDED, "a human has the word")
    assert row.attempts == 0


def test_what_was_asked_while_a_human_has_the_word_is_not_answered(desk: Desk) -> None:
    take_word(desk)
    say(desk, ASKED)
    assert desk.cards() == []
    assert desk.rows(select(Question)) == []


def test_a_command_is_answered_all_the_same(desk: Desk) -> None:
    take_word(desk)
    say(desk, "进度")
    assert len(desk.cards()) == 1


def test_what_is_not_an_answer_is_sent_all_the_same(desk: Desk) -> None:
    with desk.uow() as tx:
        tx.send(Address("chat_id", "oc_alice"), help_card(), fallback="x")
    take_word(desk)
    desk.drain()
    assert len(desk.cards()) == 1


def test_the_fallback_of_a_refused_answer_is_dropped_as_well(desk: Desk) -> None:
    def refused(api: str, target: str) -> bool:
        return take_word(desk)  # in the very moment of the call

    desk.feishu.refuse(refused, NeverAgain(230099, "Failed to create card content"))
    say(desk, ASKED)
    assert [m for m in desk.feishu.messages.values() if m.sender is None] == []
    states = [row.state for row in desk.rows(select(Outbound).order_by(Outbound.id))]
    assert states == [OutboundState.PARKED, OutboundState.SUPERSEDED]


def test_the_word_is_taken_once_and_given_back_once(desk: Desk) -> None:
    assert (take_word(desk), take_word(desk)) == (True, False)
    assert (give_back(desk), give_back(desk)) == (True, False)
    say(desk, ASKED)
    assert len(desk.cards()) == 1


def test_another_chat_is_still_answered(desk: Desk) -> None:
    take_word(desk, "oc_alice")
    desk.pusher.say(ASKED, chat="oc_bob", sender="ou_bob")
    desk.drain()
    assert len(desk.cards("oc_bob")) == 1

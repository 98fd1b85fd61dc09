"""What MemoryFeishu offers besides the port."""

from __future__ import annotations

import pytest

from bot.feishu.errors import NeverAgain, TryLater
from bot.feishu.memory import MemoryFeishu
from bot.feishu.port import Address, CardMessage, ChatId, Feishu, MessageId, OpenId, Text

ALICE = OpenId("ou_alice")
TO_ALICE = Address("open_id", ALICE)
LATER = TryLater(230020, "frequency limit", wait=1.5)


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_it_is_the_port() -> None:
    port: Feishu = MemoryFeishu()
    assert port.bot().name


def test_without_a_directory_everybody_of_the_right_form_exists() -> None:
    feishu = MemoryFeishu()
    feishu.send(TO_ALICE, Text("您好"), uuid="1")
    feishu.send(Address("chat_id", "oc_desk"), Text("新工单"), uuid="2")
    feishu.reply(MessageId("om_pushed"), Text("收到"), uuid="3")
    assert [said.content for said in feishu.with_person(ALICE)] == [Text("您好")]
    assert [said.content for said in feishu.in_chat(ChatId("oc_desk"))] == [Text("新工单")]
    with pytest.raises(NeverAgain):
        feishu.send(Address("open_id", "alice"), Text("?"), uuid="4")


def test_it_refuses_the_next_call_only() -> None:
    feishu = MemoryFeishu()
    feishu.refuse_next(LATER)
    with pytest.raises(TryLater) as caught:
        feishu.send(TO_ALICE, Text("."), uuid="1")
    assert caught.value.wait == 1.5
    feishu.send(TO_ALICE, Text("."), uuid="1")
    assert len(feishu.with_person(ALICE)) == 1


def test_orders_to_refuse_are_kept_in_turn() -> None:
    feishu = MemoryFeishu()
    feishu.refuse_next(LATER, times=2)
    feishu.refuse_next(NeverAgain(230002, "outside"))
    for kind in (TryLater, TryLater, NeverAgain):
        with pytest.raises(kind):
            feishu.send(TO_ALICE, Text("."), uuid="1")
    feishu.send(TO_ALICE, Text("."), uuid="1")


def test_it_refuses_what_is_named_until_it_relents() -> None:
    feishu = MemoryFeishu()
    feishu.refuse(lambda api, target: target == "oc_gone", NeverAgain(230002, "outside"))
    feishu.send(TO_ALICE, Text("."), uuid="1")
    for uuid in "23":
        with pytest.raises(NeverAgain):
            feishu.send(Address("chat_id", "oc_gone"), Text("."), uuid=uuid)
    feishu.relent()
    feishu.send(Address("chat_id", "oc_gone"), Text("."), uuid="4")


def test_an_answer_can_be_lost_after_the_deed() -> None:
    feishu = MemoryFeishu()
    feishu.refuse_next(TryLater(0, "reset"), applied=True)
    with pytest.raises(TryLater):
        feishu.send(TO_ALICE, Text("."), uuid="1")
    assert len(feishu.with_person(ALICE)) == 1
    feishu.send(TO_ALICE, Text("."), uuid="1")
    assert len(feishu.with_person(ALICE)) == 1


def test_a_uuid_is_forgotten_after_an_hour() -> None:
    clock = Clock()
    feishu = MemoryFeishu(clock=clock)
    for clock.now in (0.0, 3599.0, 3600.0):
        feishu.send(TO_ALICE, Text("."), uuid="1")
    assert len(feishu.with_person(ALICE)) == 2


def test_a_card_changed_by_its_author_after_sending_is_not_changed_here() -> None:
    feishu = MemoryFeishu()
    card = {"schema": "2.0", "body": {"elements": []}}
    sent = feishu.send(TO_ALICE, CardMessage(card), uuid="1")
    card["schema"] = "1.0"
    shown = feishu.messages[sent.message_id].content
    assert isinstance(shown, CardMessage)
    assert shown.card["schema"] == "2.0"


def test_nothing_can_be_said_in_a_dissolved_chat() -> None:
    feishu = MemoryFeishu()
    feishu.open_chat(ChatId("oc_1"))
    feishu.chats[ChatId("oc_1")].dissolved = True
    with pytest.raises(NeverAgain, match="232009"):
        feishu.send(Address("chat_id", "oc_1"), Text("."), uuid="1")
    assert feishu.chat(ChatId("oc_1")).status == "dissolved"

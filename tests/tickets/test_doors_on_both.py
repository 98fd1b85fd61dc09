"""The whole way through the doors on either database, at once, and an hour without Feishu."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.desk import faq, org
from bot.faq_csv import FaqRow
from bot.feishu.errors import TryLater
from bot.matching.port import Matcher
from cards.ticket_actions import TicketDo
from cards.words import ticket_forms as asks
from cards.words import tickets as say
from models import Inbound, InboundState, Outbound, OutboundState, Verb
from tests.furniture import SteppedClock, make_desk
from tests.tickets.conftest import SAMPLES
from tests.tickets.doors import HOME, Doors


@pytest.fixture
def either(
    database_url: str, clock: SteppedClock, sample_faq: list[FaqRow], sample_matcher: Matcher
) -> Iterator[Doors]:
    with make_desk(database_url, clock, sample_matcher) as desk:
        with desk.uow() as tx:
            faq.import_rows(sample_faq, tx, replace=False)
            org.import_org((SAMPLES / "org.json").read_bytes(), tx)
        yield Doors(desk)


def all_went_through(doors: Doors) -> None:
    parked = select(Inbound.error).where(Inbound.state == InboundState.PARKED)
    assert doors.desk.rows(parked) == []
    unsent = select(Outbound.error).where(Outbound.state == OutboundState.PARKED)
    assert doors.desk.rows(unsent) == []


def test_from_the_first_word_to_the_rating(either: Doors) -> None:
    owner = either.in_hand()
    either.press("升级", by=owner)
    either.press(asks.SEND, by=owner, form={"text": "要专家", "tier": "2"})
    expert = str(either.ticket.experts[0]["person"])
    either.press(say.JOIN, by=expert)
    either.say("换主板吧", by=expert, chat=either.room, group=True)
    either.press("解决", by=expert)
    either.press(asks.SEND, by=expert, form={"text": "换了主板", "cause": "主板坏"})
    either.press("已解决")
    either.press(asks.LEVELS["good"])
    either.desk.wait(seconds=2)
    assert either.state == "closed"
    assert either.members == [either.who(one) for one in ("U0001", owner, expert)]
    all_went_through(either)


def test_eight_agents_press_at_once_and_one_has_it(either: Doors) -> None:
    either.give_chat("oc_agents")
    either.only_on_duty()
    either.ask_for_human()
    agents = either.agents()[:8]
    people = [either.who(agent) for agent in agents]
    value = TicketDo(either.ticket.id, "claim").pack()

    def press(who: str) -> str:
        answer = either.desk.pusher.click(value, who=who, chat="oc_agents")
        return str((answer.json or {})["toast"]["content"])

    with ThreadPoolExecutor(len(people)) as pool:
        told = list(pool.map(press, people))
    either.desk.drain()
    assert len(people) > 1
    assert told.count(say.DONE["claim"]) == 1
    assert either.kinds().count("claimed") == 1
    rooms = select(Outbound).where(Outbound.verb == Verb.ROOM)
    assert len(either.desk.rows(rooms)) == 1


def test_an_hour_without_feishu_in_mid_escalation_loses_and_repeats_nothing(
    either: Doors,
) -> None:
    owner = either.in_hand()
    either.press("升级", by=owner)
    _, form = either.find(asks.SEND, either.p2p(owner))
    back_at = either.desk.clock.at + timedelta(hours=1)
    either.desk.feishu.refuse(
        lambda api, target: either.desk.clock.at < back_at,
        TryLater(0, "connection refused", sent=False),
    )
    filled = {"text": "要专家", "tier": "2"}
    either.desk.pusher.click(form, who=either.who(owner), chat="oc_any", form=filled)
    either.desk.drain()
    assert either.desk.clock.at >= back_at
    expert = str(either.ticket.experts[0]["person"])
    assert either.who(expert) in either.members
    assert either.sees(either.room).count(say.escalated(2, "要专家")) == 1
    briefed = [str(seen) for _, seen in either.messages(either.p2p(expert))]
    assert len([one for one in briefed if say.CALLED_YOU in one]) == 1
    all_went_through(either)


def test_answers_that_are_lost_and_work_that_is_done_twice_show_nothing_twice(
    either: Doors,
) -> None:
    """As after a worker that died between a call and its mark, and between a commit and its own."""
    inline = either.desk.inline
    inline.start({work: twice(do) for work, do in inline._do.items()})
    calls: Counter[tuple[str, str]] = Counter()

    def every_other(api: str, target: str) -> bool:
        calls[api, target] += 1
        return calls[api, target] % 2 == 1 and api != "update_card"

    lost = TryLater(0, "timed out")
    either.desk.feishu.refuse(every_other, lost, applied=True)
    owner = either.in_hand()
    either.press("升级", by=owner)
    either.press(asks.SEND, by=owner, form={"text": "要专家", "tier": "2"})
    expert = str(either.ticket.experts[0]["person"])
    assert either.members == [either.who(one) for one in ("U0001", owner, expert)]
    assert either.sees(either.room).count(say.escalated(2, "要专家")) == 1
    for chat in (HOME, either.room, either.p2p(owner), either.p2p(expert)):
        seen = [str(one) for _, one in either.messages(chat)]
        assert len(seen) == len(set(seen))
    assert either.kinds().count("accepted") == 1
    assert either.kinds().count("expert_called") == 1
    all_went_through(either)


def twice(do: Callable[[int], None]) -> Callable[[int], None]:
    def again(number: int) -> None:
        do(number)
        do(number)

    return again

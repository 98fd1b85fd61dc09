"""From what people say and press to suggestions in the review queue, through the desk's doors."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy import select, update

from bot.desk import nightly
from models import (
    FaqEntry,
    FaqProposal,
    Inbound,
    InboundKind,
    InboundState,
    Person,
    PersonKind,
    ProposalKind,
    ProposalState,
    Question,
    Station,
    Timer,
    Verdict,
)
from tests.desk.test_conversation import buttons, clicked, value_of
from tests.furniture import Desk

GAP = ("充电桩坏了找谁报修", "充电桩坏了报修电话", "充电桩坏了报修找谁啊")
PEOPLE = ("ou_alice", "ou_bob", "ou_carol")
VAGUE = "加油机离线"


def ask(desk: Desk, text: str, who: str = "ou_alice") -> Question:
    """Said, joined with nothing else, and answered."""
    assert desk.pusher.say(text, sender=who, chat=chat_of(who)).status_code == 200
    desk.drain()
    desk.wait(seconds=20)
    return desk.rows(select(Question).order_by(Question.id.desc()))[0]


def chat_of(who: str) -> str:
    return who.replace("ou_", "oc_")


def press(desk: Desk, label: str, who: str = "ou_alice") -> dict[str, Any]:
    value = value_of(desk.cards(chat_of(who))[-1], label)
    return clicked(desk, value, who=who, chat=chat_of(who))


def choose(desk: Desk, who: str, place: int = 0) -> tuple[FaqEntry, dict[str, Any]]:
    """The entry chosen from the newest card, and the card it became."""
    shown = [v for _, v in buttons(desk.cards(chat_of(who))[-1]) if v["do"] == "faq.show"]
    answer = clicked(desk, shown[place], who=who, chat=chat_of(who))
    (entry,) = desk.rows(select(FaqEntry).where(FaqEntry.id == shown[place]["entry"]))
    return entry, answer["card"]["data"]


def a_night(desk: Desk) -> None:
    """The timer is set, its time comes, and what it causes is done."""
    nightly.keep_set(desk.uow)
    desk.wait(days=1)


def proposals(desk: Desk, *kinds: ProposalKind) -> list[FaqProposal]:
    found = desk.rows(select(FaqProposal).order_by(FaqProposal.id))
    return [one for one in found if not kinds or one.kind in kinds]


def miss(desk: Desk, text: str, who: str) -> None:
    """Ask what no entry answers; what is offered instead is turned down."""
    verdict = ask(desk, text, who).verdict
    assert verdict is not Verdict.ANSWER
    if verdict is Verdict.CHOICES:
        press(desk, "都不是", who)


def ask_gap(desk: Desk) -> None:
    for who, text in zip(PEOPLE, GAP, strict=True):
        miss(desk, text, who)


def decide(desk: Desk, proposal: FaqProposal, state: ProposalState) -> None:
    with desk.uow() as tx:
        tx.session.execute(
            update(FaqProposal)
            .where(FaqProposal.id == proposal.id)
            .values(state=state, decided_by="ou_dan", decided_at=tx.now)
        )


def test_what_several_people_miss_becomes_one_gap_with_its_evidence(desk: Desk) -> None:
    ask_gap(desk)
    a_night(desk)
    (gap,) = proposals(desk, ProposalKind.GAP)
    assert gap.state is ProposalState.OPEN
    assert (gap.evidence["count"], gap.evidence["people"]) == (3, 3)
    assert set(gap.evidence["samples"]) == set(GAP)
    assert gap.evidence["questions"] == [one.id for one in desk.rows(select(Question))]


def test_a_gap_says_from_which_stations_and_provinces_it_came(desk: Desk) -> None:
    with desk.uow() as tx:
        for number, province in ((1, "陕西"), (2, "甘肃")):
            code = f"S{number}"
            tx.session.add(Station(code=code, name=code, province=province, city="x", facts={}))
            tx.session.flush()
            tx.session.add(
                Person(
                    id=f"P{number}", open_id=PEOPLE[number], name="x", kind=PersonKind.STAFF,
                    role="收银员", station_code=code, facts={},
                )
            )  # fmt: skip
    ask_gap(desk)
    a_night(desk)
    (gap,) = proposals(desk, ProposalKind.GAP)
    assert gap.evidence["stations"] == ["S1", "S2"]
    assert gap.evidence["provinces"] == ["甘肃", "陕西"]


def test_no_words_of_anybody_get_into_the_log(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    ask_gap(desk)
    a_night(desk)
    said = capsys.readouterr()
    assert "learning_suggested" in said.out + said.err
    assert "充电桩" not in said.out + said.err


def test_one_person_who_asks_again_and_again_is_no_gap(desk: Desk) -> None:
    for text in (*GAP, *GAP):
        miss(desk, text, "ou_alice")
    a_night(desk)
    assert proposals(desk, ProposalKind.GAP) == []


def test_the_next_night_adds_to_the_evidence_and_suggests_nothing_twice(desk: Desk) -> None:
    ask_gap(desk)
    a_night(desk)
    with desk.uow() as tx:
        (gap,) = tx.session.scalars(select(FaqProposal))
        gap.evidence = {**gap.evidence, "faces": [17]}
    miss(desk, GAP[0], "ou_dan")
    a_night(desk)
    (gap,) = proposals(desk, ProposalKind.GAP)
    assert (gap.evidence["count"], gap.evidence["people"]) == (4, 4)
    assert gap.evidence["faces"] == [17]


@pytest.mark.parametrize("state", [ProposalState.REJECTED, ProposalState.APPROVED])
def test_what_was_decided_is_no_evidence_any_more(desk: Desk, state: ProposalState) -> None:
    ask_gap(desk)
    a_night(desk)
    decide(desk, proposals(desk)[0], state)
    a_night(desk)
    assert len(proposals(desk, ProposalKind.GAP)) == 1


def test_a_rejected_gap_comes_back_only_when_twice_as_many_people_ask(desk: Desk) -> None:
    ask_gap(desk)
    a_night(desk)
    decide(desk, proposals(desk)[0], ProposalState.REJECTED)
    for number in range(5):
        miss(desk, GAP[number % 3], f"ou_new{number}")
    a_night(desk)
    assert len(proposals(desk, ProposalKind.GAP)) == 1
    miss(desk, GAP[0], "ou_new5")
    a_night(desk)
    assert len(proposals(desk, ProposalKind.GAP)) == 2


def test_a_wording_that_solved_is_proposed_for_its_entry(desk: Desk) -> None:
    assert ask(desk, VAGUE).verdict is Verdict.CHOICES
    entry, card = choose(desk, "ou_alice")
    clicked(desk, value_of(card, "解决了"), chat="oc_alice")
    a_night(desk)
    (wording,) = proposals(desk, ProposalKind.PHRASING)
    assert (wording.entry_id, wording.content) == (entry.id, {"text": VAGUE})
    assert (wording.evidence["people"], wording.evidence["solved"]) == (1, 1)


def test_one_press_alone_may_be_a_slip_and_two_people_are_not(desk: Desk) -> None:
    ask(desk, VAGUE)
    choose(desk, "ou_alice")
    a_night(desk)
    assert proposals(desk) == []
    ask(desk, VAGUE, "ou_bob")
    choose(desk, "ou_bob")
    a_night(desk)
    assert [one.kind for one in proposals(desk)] == [ProposalKind.PHRASING]


def test_people_who_mean_different_things_by_it_teach_nothing(desk: Desk) -> None:
    for place, who in enumerate(PEOPLE[:2]):
        ask(desk, VAGUE, who)
        _, card = choose(desk, who, place)
        clicked(desk, value_of(card, "解决了"), who=who, chat=chat_of(who))
    a_night(desk)
    assert proposals(desk) == []


def test_private_numbers_reach_no_suggestion(desk: Desk) -> None:
    text = f"{VAGUE}，我电话13812345678"
    assert ask(desk, text).verdict is Verdict.CHOICES
    _, card = choose(desk, "ou_alice")
    clicked(desk, value_of(card, "解决了"), chat="oc_alice")
    for who in PEOPLE:
        miss(desk, f"{GAP[0]} 卡号9001234567890123", who)
    a_night(desk)
    kept = json.dumps([[one.content, one.evidence] for one in proposals(desk)], ensure_ascii=False)
    assert len(proposals(desk)) == 2
    assert "13812345678" not in kept
    assert "9001234567890123" not in kept


def test_what_was_answered_surely_teaches_nothing_new(desk: Desk) -> None:
    assert ask(desk, "报错 E3012 怎么处理").verdict is Verdict.ANSWER
    press(desk, "解决了")
    a_night(desk)
    assert proposals(desk) == []


def test_it_happens_every_night_once_and_at_a_time_of_the_stations_clock(desk: Desk) -> None:
    assert nightly.keep_set(desk.uow) == 2
    assert nightly.keep_set(desk.uow) == 0
    (timer,) = desk.rows(select(Timer).where(Timer.key == nightly.LEARN))
    assert timer.due_at.isoformat() == "2026-11-25T19:20:00+00:00"
    (timer,) = desk.rows(select(Timer).where(Timer.key == nightly.WEEKLY))
    assert timer.due_at.isoformat() == "2026-11-30T01:10:00+00:00"
    for _ in range(3):
        a_night(desk)
    nights = desk.rows(select(Inbound).where(Inbound.event_type == nightly.LEARN))
    assert [(n.kind, n.state) for n in nights] == [(InboundKind.INTERNAL, InboundState.DONE)] * 3

"""From Tuesday's draft to what everybody read, and what must not happen on the way."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, func, select

from bot import broadcasts, timers
from bot.desk import alarms, digest_draft, digest_plan, digest_send, parked, roles
from bot.digest.schedule import Moment, next_plan, quiet_until
from bot.engine.port import Work
from bot.feishu.errors import NeverAgain, TryLater
from bot.feishu.port import CardMessage
from cards import words
from cards.action import Action
from cards.actions import ShowEntry
from cards.digest_actions import (
    DecideDigest,
    DropTopic,
    EditIntro,
    PreviewDigest,
    SaveIntro,
    ShowTopicCases,
)
from cards.words import SHANGHAI
from cards.words import digest as say
from models import (
    Audience,
    DeliveryState,
    Digest,
    DigestDelivery,
    DigestRecipient,
    DigestState,
    Outbound,
    OutboundState,
    Outcome,
    Role,
    Timer,
    TrendAlert,
)
from tests.cards.walk import callback_values, nodes
from tests.digest.conftest import SCHEDULE, STATIONS, tell
from tests.furniture import Desk
from tests.pushing import click

TUESDAY = datetime(2026, 12, 1, 15, 10, tzinfo=SHANGHAI)
WEDNESDAY = datetime(2026, 12, 2, 10, 5, tzinfo=SHANGHAI)


def until(desk: Desk, moment: datetime) -> None:
    desk.clock.at = moment.astimezone(UTC) + timedelta(seconds=1)
    ring(desk)


def ring(desk: Desk) -> None:
    """Timers ring, and what they cause is done. The desk's other timers are of no interest."""
    with desk.uow() as tx:
        tx.session.execute(delete(Timer).where(Timer.key.not_like("digest.%")))
    timers.fire_due(desk.uow)
    desk.drain()


def plan(desk: Desk, **changes: Any) -> None:
    digest_plan.keep_planned(desk.uow, replace(SCHEDULE, **changes))


def the_digest(desk: Desk) -> Digest:
    (found,) = desk.rows(select(Digest).where(Digest.week == "2026-W49"))
    return found


def press(desk: Desk, action: Action, who: str = "ou_editor", **form: str) -> dict[str, Any]:
    event = click(action.pack(), who=who, chat=f"oc_p2p_{who}", form=form or None)
    response = desk.pusher.push("card.action.trigger", event)
    assert response.status_code == 200
    desk.drain()
    answer: dict[str, Any] = response.get_json()
    return answer


def cards_of(desk: Desk, who: str) -> list[dict[str, Any]]:
    return desk.cards(f"oc_p2p_{who}")


def text_of(card: dict[str, Any]) -> str:
    return "\n".join(str(n["content"]) for n in nodes(card["body"]) if "content" in n)


def sent_to(desk: Desk) -> list[str]:
    return [who for to, _ in desk.feishu.broadcasts for who in to.open_ids]


@pytest.fixture
def drafted(settled: Desk) -> Desk:
    plan(settled)
    until(settled, TUESDAY)
    return settled


@pytest.fixture
def sent(drafted: Desk) -> Desk:
    press(drafted, DecideDigest(the_digest(drafted).id, "approve"))
    until(drafted, WEDNESDAY)
    return drafted


def test_on_tuesday_editors_get_a_draft_of_what_stations_said(drafted: Desk) -> None:
    assert the_digest(drafted).state is DigestState.DRAFTED
    (card,) = cards_of(drafted, "ou_editor")
    text = text_of(card)
    assert "1. 日结一直转圈，进度条卡住不动" in text
    assert say.topic_told(9, 9) in text
    assert drafted.feishu.broadcasts == []


def test_what_was_approved_goes_out_on_wednesday_to_everybody_once(sent: Desk) -> None:
    people = sent_to(sent)
    assert len(people) == len(set(people)) == STATIONS + 2
    assert max(len(to.open_ids) for to, _ in sent.feishu.broadcasts) <= 200
    assert the_digest(sent).state is DigestState.SENT
    outcomes = sent.rows(select(DigestRecipient.outcome))
    assert outcomes == [Outcome.SENT] * (STATIONS + 2)


def test_each_audience_gets_its_own_card(sent: Desk) -> None:
    titles: dict[str, list[str]] = {
        who: [
            content.card["header"]["title"]["content"]
            for to, content in sent.feishu.broadcasts
            if isinstance(content, CardMessage) and who in to.open_ids
        ]
        for who in ("ou_00003", "ou_manager", "ou_owner")
    }
    assert titles == {
        "ou_00003": [say.STATIONS_TITLE],
        "ou_manager": [say.MANAGERS_TITLE],
        "ou_owner": [say.PRODUCT_TITLE],
    }


def test_a_tap_on_a_question_leads_to_its_steps(sent: Desk) -> None:
    (card,) = cards_of(sent, "ou_00003")
    first = next(
        v for v in callback_values(card) if isinstance(v, dict) and v["do"] == ShowEntry.do
    )
    event = click(first, who="ou_00003", chat="oc_p2p_ou_00003")
    assert sent.pusher.push("card.action.trigger", event).status_code == 200
    sent.drain()
    assert "日结" in str(cards_of(sent, "ou_00003")[-1]["header"])


@pytest.mark.parametrize("times", [2, 3])
def test_a_timer_that_rings_twice_sends_once(sent: Desk, times: int) -> None:
    before = sent_to(sent)
    for _ in range(times):
        with sent.uow() as tx:
            digest_send.due(the_digest(sent).id, tx)
        plan(sent)
        ring(sent)
    assert sent_to(sent) == before


def test_a_clock_set_back_sends_nothing_again(sent: Desk) -> None:
    before = sent_to(sent)
    until(sent, TUESDAY - timedelta(hours=1))
    plan(sent)
    until(sent, WEDNESDAY)
    assert sent_to(sent) == before


def test_a_piece_that_is_done_twice_calls_nobody_twice(sent: Desk) -> None:
    before = sent_to(sent)
    with sent.uow() as tx:
        digest_send._post(the_digest(sent), Audience.STATIONS, "", 0, tx)
    sent.drain()
    assert sent_to(sent) == before


def test_a_worker_that_dies_between_pieces_goes_on_where_it_was(drafted: Desk) -> None:
    number = the_digest(drafted).id
    press_only = DecideDigest(number, "send").pack()
    event = click(press_only, who="ou_editor", chat="oc_p2p_ou_editor")
    drafted.pusher.push("card.action.trigger", event)
    # Everything that waits is lost from memory and found again in the tables.
    waiting, drafted.inline.waiting = drafted.inline.waiting, []
    drafted.inline.waiting = [*waiting, *waiting]
    drafted.drain()
    people = sent_to(drafted)
    assert len(people) == len(set(people)) == STATIONS + 2


def test_nobody_approved_so_nothing_goes_out_and_editors_are_asked(drafted: Desk) -> None:
    until(drafted, WEDNESDAY)
    assert the_digest(drafted).state is DigestState.HELD
    assert drafted.feishu.broadcasts == []
    assert say.HELD_TITLE in str(cards_of(drafted, "ou_editor")[-1]["header"])
    press(drafted, DecideDigest(the_digest(drafted).id, "send"))
    assert len(sent_to(drafted)) == STATIONS + 2


def test_by_setting_it_goes_out_although_nobody_approved(settled: Desk) -> None:
    plan(settled, unapproved="send")
    until(settled, TUESDAY)
    until(settled, WEDNESDAY)
    assert len(sent_to(settled)) == STATIONS + 2


@pytest.mark.parametrize(
    ("late", "goes"), [(timedelta(hours=2), True), (timedelta(hours=4), False)]
)
def test_a_missed_hour_is_made_up_for_within_the_grace_time(
    drafted: Desk, late: timedelta, goes: bool
) -> None:
    press(drafted, DecideDigest(the_digest(drafted).id, "approve"))
    until(drafted, WEDNESDAY + late)
    assert bool(sent_to(drafted)) is goes
    assert the_digest(drafted).state is (DigestState.SENT if goes else DigestState.HELD)


def test_a_week_off_is_asked_for_and_not_sent_in_secret(drafted: Desk) -> None:
    press(drafted, DecideDigest(the_digest(drafted).id, "approve"))
    until(drafted, WEDNESDAY + timedelta(days=7, hours=1))
    assert sent_to(drafted) == []
    assert the_digest(drafted).state is DigestState.HELD


def test_a_draft_missed_on_tuesday_is_made_on_wednesday_and_asked_for(settled: Desk) -> None:
    plan(settled)
    until(settled, WEDNESDAY + timedelta(minutes=3))
    assert the_digest(settled).state is DigestState.HELD
    assert sent_to(settled) == []
    press(settled, DecideDigest(the_digest(settled).id, "send"))
    assert len(sent_to(settled)) == STATIONS + 2


def test_two_schedulers_plan_one_digest(settled: Desk) -> None:
    plan(settled)
    plan(settled)
    assert len(settled.rows(select(Digest))) == 1
    assert len(settled.rows(select(Timer).where(Timer.key.like("digest.%")))) == 2


def test_another_hour_in_the_settings_moves_the_one_that_is_planned(settled: Desk) -> None:
    plan(settled)
    plan(settled, send=Moment(2, time(9, 12)))
    assert the_digest(settled).planned_at == datetime(2026, 12, 2, 9, 12, tzinfo=SHANGHAI)
    assert len(settled.rows(select(Timer).where(Timer.key.like("digest.due%")))) == 1


def test_an_editor_drops_a_topic_and_the_next_moves_up(drafted: Desk) -> None:
    number = the_digest(drafted).id
    card = press(drafted, DropTopic(number, 1))["card"]["data"]
    assert "日结一直转圈" not in text_of(card)
    assert "加油卡圈存失败" in text_of(card)


def test_an_editor_writes_an_opening_that_stations_read(drafted: Desk) -> None:
    number = the_digest(drafted).id
    form = press(drafted, EditIntro(number))["card"]["data"]
    assert list(callback_values(form)) == [SaveIntro(number).pack()]
    press(drafted, SaveIntro(number), intro="本周有调价 <at id=all></at>")
    press(drafted, DecideDigest(number, "send"))
    (card,) = cards_of(drafted, "ou_00001")
    plain = [n for n in nodes(card["body"]) if n.get("tag") == "plain_text"]
    assert "本周有调价 <at id=all></at>" in [n["content"] for n in plain]


def test_an_editor_sees_the_very_card_of_an_audience(drafted: Desk) -> None:
    press(drafted, PreviewDigest(the_digest(drafted).id, "managers"))
    assert say.MANAGERS_TITLE in str(cards_of(drafted, "ou_editor")[-1]["header"])


def test_a_skipped_digest_stays_at_home(drafted: Desk) -> None:
    number = the_digest(drafted).id
    press(drafted, DecideDigest(number, "skip"))
    until(drafted, WEDNESDAY)
    assert sent_to(drafted) == []
    assert press(drafted, DecideDigest(number, "send"))["toast"]["content"] == say.TOO_LATE


@pytest.mark.parametrize("what", ["approve", "send", "skip", "recall", "refresh"])
def test_only_editors_decide(drafted: Desk, what: Any) -> None:
    answer = press(drafted, DecideDigest(the_digest(drafted).id, what), who="ou_mallory")
    assert answer["toast"]["content"] == say.NOT_ALLOWED
    assert the_digest(drafted).state is DigestState.DRAFTED


def test_what_a_topic_is_made_of_is_for_managers(sent: Desk) -> None:
    number = the_digest(sent).id
    press(sent, ShowTopicCases(number, 1), who="ou_manager")
    text = text_of(cards_of(sent, "ou_manager")[-1])
    assert text.count("日结一直转圈") >= 9
    refused = press(sent, ShowTopicCases(number, 1), who="ou_00001")
    assert refused["toast"]["content"] == say.NOT_FOR_YOU


def test_who_wants_none_gets_none(drafted: Desk) -> None:
    drafted.pusher.say("退订周报", sender="ou_00001", chat="oc_p2p_ou_00001")
    drafted.drain()
    press(drafted, DecideDigest(the_digest(drafted).id, "send"))
    assert "ou_00001" not in sent_to(drafted)
    (row,) = drafted.rows(select(DigestRecipient).where(DigestRecipient.open_id == "ou_00001"))
    assert row.outcome is Outcome.OPTED_OUT


def test_nobody_is_written_to_at_night(drafted: Desk) -> None:
    late = replace(SCHEDULE, send=Moment(2, time(22, 5)))
    digest_plan.keep_planned(drafted.uow, late)
    press(drafted, DecideDigest(the_digest(drafted).id, "approve"))
    until(drafted, datetime(2026, 12, 2, 22, 5, tzinfo=SHANGHAI))
    assert sent_to(drafted) == []
    until(drafted, datetime(2026, 12, 3, 0, 5, tzinfo=SHANGHAI))
    assert sent_to(drafted) == []


def test_who_cannot_be_reached_is_listed(drafted: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = {"ou_00007", "ou_00008"}
    exists = drafted.feishu._exists
    monkeypatch.setattr(drafted.feishu, "_exists", lambda one: one not in gone and exists(one))
    press(drafted, DecideDigest(the_digest(drafted).id, "send"))
    rows = drafted.rows(
        select(DigestRecipient.open_id).where(DigestRecipient.outcome == Outcome.UNREACHABLE)
    )
    assert set(rows) == gone
    card = press(drafted, DecideDigest(the_digest(drafted).id, "refresh"))["card"]["data"]
    assert "2 人发不到" in text_of(card)


def test_a_lost_answer_is_never_sent_again_and_the_others_go_on(drafted: Desk) -> None:
    """The call may have been made: its 200 people count as not known."""
    drafted.feishu.refuse_next(TryLater(0, "connection lost"), applied=True)
    press(drafted, DecideDigest(the_digest(drafted).id, "send"))
    people = sent_to(drafted)
    assert len(people) == len(set(people)) == STATIONS + 2
    states = drafted.rows(select(DigestDelivery.state))
    assert states.count(DeliveryState.UNKNOWN) == 1
    unknown = drafted.rows(select(func.count()).where(DigestRecipient.outcome == Outcome.UNKNOWN))
    assert unknown == [200]


def test_a_limit_is_waited_for(drafted: Desk) -> None:
    error = TryLater(99991400, "request trigger frequency limit", wait=3.0)
    drafted.feishu.refuse_next(error, times=2)
    press(drafted, DecideDigest(the_digest(drafted).id, "send"))
    assert len(sent_to(drafted)) == STATIONS + 2
    assert DeliveryState.UNKNOWN not in drafted.rows(select(DigestDelivery.state))


def test_a_refused_batch_says_whom_it_did_not_reach(drafted: Desk) -> None:
    drafted.feishu.refuse_next(NeverAgain(11247, "over the daily quota"))
    press(drafted, DecideDigest(the_digest(drafted).id, "send"))
    refused = drafted.rows(
        select(DigestDelivery).where(DigestDelivery.state == DeliveryState.REFUSED)
    )
    assert [one.people for one in refused] == [200]
    assert "11247" in refused[0].error


def test_read_counts_come_in(sent: Desk) -> None:
    (card_message,) = (m for m in sent.feishu.messages.values() if m.chat_id == "oc_p2p_ou_00001")
    sent.feishu.seen.add(card_message.message_id)
    assert broadcasts.recount(sent.uow, sent.feishu) == 5
    assert sum(sent.rows(select(DigestDelivery.read))) == 1
    assert broadcasts.recount(sent.uow, sent.feishu) == 0
    sent.clock.advance(minutes=11)
    assert broadcasts.recount(sent.uow, sent.feishu) == 5


def test_a_mistaken_digest_is_taken_back(sent: Desk) -> None:
    press(sent, DecideDigest(the_digest(sent).id, "recall"))
    said = [m for m in sent.feishu.messages.values() if m.chat_id.startswith("oc_p2p_ou_0")]
    assert len(said) == STATIONS
    assert all(m.recalled for m in said)
    assert set(sent.rows(select(DigestDelivery.state))) == {DeliveryState.RECALLED}
    assert set(sent.rows(select(DigestRecipient.outcome))) == {Outcome.RECALLED}


def test_after_a_day_nothing_can_be_taken_back(sent: Desk) -> None:
    sent.clock.advance(days=2)
    answer = press(sent, DecideDigest(the_digest(sent).id, "recall"))
    assert answer["toast"]["content"] == say.NOTHING_TO_RECALL


def test_an_interactive_answer_does_not_wait_for_the_digest(drafted: Desk) -> None:
    press(drafted, DecideDigest(the_digest(drafted).id, "send"))
    rows = drafted.rows(select(Outbound).where(Outbound.verb == "broadcast"))
    assert {row.priority.value for row in rows} == {"bulk"}
    assert {row.lane.split(":")[0] for row in rows} == {"digest"}


def test_next_week_tells_whether_it_helped_at_stations_told_and_not_told(sent: Desk) -> None:
    """Stations 0 to 3 were not reached; there the question stays, elsewhere it goes down."""
    last = the_digest(sent).id
    with sent.uow() as tx:
        for number in range(4):
            row = tx.session.get_one(DigestRecipient, (last, Audience.STATIONS, f"ou_{number:05d}"))
            row.outcome = Outcome.UNREACHABLE
    tell(sent, "2026-12-01", (("日结一直转圈，进度条卡住不动", 4),))
    plan(sent)
    until(sent, TUESDAY + timedelta(days=7))
    (after,) = sent.rows(select(Digest).where(Digest.week == "2026-W50"))
    first = after.effect["topics"][0]
    assert (first["told"], first["not_told"]) == ([5, 0], [4, 4])
    press(sent, PreviewDigest(after.id, "managers"))
    text = text_of(cards_of(sent, "ou_editor")[-1])
    assert "9 → 4 次（降 56%）" in text
    assert "推送过的站 5→0（降 100%），没推送的站 4→4（持平）" in text


def test_a_week_without_a_word_is_said_kindly(desk: Desk) -> None:
    with desk.uow() as tx:
        roles.grant("ou_editor", Role.OPERATOR, "test", tx)
    plan(desk)
    until(desk, TUESDAY)
    press(desk, PreviewDigest(the_digest(desk).id, "stations"))
    assert say.QUIET_WEEK in text_of(cards_of(desk, "ou_editor")[-1])


def test_an_editor_types_the_word(drafted: Desk) -> None:
    drafted.pusher.say(words.DIGEST, sender="ou_editor", chat="oc_p2p_ou_editor")
    drafted.drain()
    assert say.PREVIEW_TITLE in str(cards_of(drafted, "ou_editor")[-1]["header"])


def test_the_plan_is_the_first_that_is_still_to_come() -> None:
    just_before = WEDNESDAY - timedelta(seconds=1)
    assert next_plan(just_before, SCHEDULE).week == "2026-W49"
    assert next_plan(WEDNESDAY, SCHEDULE).week == "2026-W50"
    found = next_plan(just_before, SCHEDULE)
    assert (found.first, found.last) == (date(2026, 11, 23), date(2026, 11, 29))
    assert found.draft_at == TUESDAY
    new_year = next_plan(datetime(2026, 12, 31, tzinfo=UTC), SCHEDULE)
    assert (new_year.week, new_year.first) == ("2027-W01", date(2026, 12, 28))


@pytest.mark.parametrize(
    ("at", "until_hour"), [(time(20, 59), None), (time(21), 8), (time(3), 8), (time(8), None)]
)
def test_the_night_reaches_over_midnight(at: time, until_hour: int | None) -> None:
    moment = datetime.combine(date(2026, 12, 2), at, SHANGHAI)
    found = quiet_until(moment, SCHEDULE.quiet)
    assert (found.astimezone(SHANGHAI).hour if found else None) == until_hour


def test_a_spike_alarms_the_leads_once_a_day_with_its_evidence(settled: Desk) -> None:
    desk = settled
    with desk.uow() as tx:
        roles.grant("ou_lead", Role.MANAGER, "test", tx)
    desk.clock.at = datetime(2026, 12, 3, 9, 20, tzinfo=SHANGHAI).astimezone(UTC)
    tell(desk, "2026-12-03", (("微信支付宝都扫不了", 6),))
    for _ in range(3):
        found = alarms.look_for_spikes(desk.known)
        with desk.uow() as tx:
            alarms.tell(found, tx)
        desk.drain()
        desk.clock.advance(minutes=10)
    (card,) = cards_of(desk, "ou_lead")
    assert say.SPIKE_TITLE in str(card["header"])
    assert "6 个站报了 6 次" in text_of(card)
    assert "“微信支付宝都扫不了”" in text_of(card)
    (alert,) = desk.rows(select(TrendAlert))
    assert len(alert.evidence["cases"]) == 6


def test_a_quiet_hour_alarms_nobody(settled: Desk) -> None:
    settled.clock.at = datetime(2026, 12, 3, 9, 20, tzinfo=SHANGHAI).astimezone(UTC)
    tell(settled, "2026-12-03", (("微信支付宝都扫不了", 2), ("打印机没纸", 1)))
    assert alarms.look_for_spikes(settled.known) == []


def test_alarms_look_again_by_themselves(settled: Desk) -> None:
    assert alarms.keep_set(settled.uow) == 2
    assert alarms.keep_set(settled.uow) == 0
    monday = settled.rows(select(Timer).where(Timer.key == alarms.GROWTHS))[0].due_at
    assert monday.astimezone(SHANGHAI).strftime("%a %H:%M") == "Mon 08:20"


def test_a_draft_that_failed_is_tried_again(settled: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    plan(settled)
    with monkeypatch.context() as patch:
        patch.setattr(digest_draft, "look", lambda *_: 1 / 0)
        until(settled, TUESDAY)
    assert the_digest(settled).state is DigestState.PLANNED
    until(settled, TUESDAY + timedelta(minutes=6))
    assert the_digest(settled).state is DigestState.DRAFTED


def test_an_operator_may_send_a_refused_batch_after_all(drafted: Desk) -> None:
    drafted.feishu.refuse_next(NeverAgain(11247, "over the daily quota"))
    press(drafted, DecideDigest(the_digest(drafted).id, "send"))
    (row,) = drafted.rows(select(Outbound.id).where(Outbound.state == OutboundState.PARKED))
    with drafted.uow() as tx:
        parked.replay_outbound(row, tx)
    drafted.drain()
    assert len(sent_to(drafted)) == STATIONS + 2
    assert set(drafted.rows(select(DigestRecipient.outcome))) == {Outcome.SENT}


def test_a_worker_killed_in_the_act_leaves_its_batch_unknown(drafted: Desk) -> None:
    """Marked as begun, and nobody lived to hear the answer."""
    event = click(DecideDigest(the_digest(drafted).id, "send").pack(), who="ou_editor")
    drafted.pusher.push("card.action.trigger", event)
    drafted.drain(only=Work.INBOUND)
    (first, *_) = drafted.rows(select(Outbound).where(Outbound.verb == "broadcast"))
    with drafted.uow() as tx:
        tx.session.get_one(Outbound, first.id).begin(tx.now)
    drafted.drain()
    assert set(first.content["open_ids"]).isdisjoint(sent_to(drafted))
    outcomes = drafted.rows(select(DigestRecipient.outcome))
    assert outcomes.count(Outcome.UNKNOWN) == len(first.content["open_ids"])
    assert outcomes.count(Outcome.QUEUED) == 0

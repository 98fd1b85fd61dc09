"""Half sentences become one question, and nobody is kept waiting for it."""

from __future__ import annotations

from sqlalchemy import select

from bot.desk import faq, silence
from bot.engine.port import Work
from bot.faq_csv import FaqRow
from bot.matching.port import Matcher
from bot.receipts import acknowledge_slow
from cards import words
from models import Inbound, InboundKind, Outbound, Question, Timer, Utterance, Verb
from tests.desk.talking import newest, say, shown
from tests.furniture import Desk, SteppedClock, make_desk

WHOLE = "报错 E3012 怎么处理"


def questions(desk: Desk) -> list[str]:
    return [q.text for q in desk.rows(select(Question).order_by(Question.id))]


def test_two_halves_are_one_question_answered_under_the_last(desk: Desk) -> None:
    say(desk, "小票打印机", message_id="om_1")
    assert desk.cards() == []
    desk.wait(seconds=1)
    say(desk, "走纸但是没字", message_id="om_2")
    desk.wait(seconds=5)
    assert questions(desk) == ["小票打印机 走纸但是没字"]
    (reply,) = desk.rows(select(Outbound).where(Outbound.verb == Verb.REPLY))
    assert reply.target == "om_2"
    parts = desk.rows(select(Utterance).order_by(Utterance.id))
    assert [(part.message_id, part.question_id) for part in parts] == [("om_1", 1), ("om_2", 1)]


def test_a_question_that_is_complete_waits_for_nothing(desk: Desk) -> None:
    say(desk, WHOLE)
    assert len(desk.cards()) == 1
    assert desk.rows(select(Timer)) == []


def test_a_half_that_stays_alone_is_answered_after_a_moment(desk: Desk) -> None:
    say(desk, "收银机")
    desk.wait(seconds=2)
    assert desk.cards() == []
    desk.wait(seconds=1)
    assert questions(desk) == ["收银机"]
    assert len(desk.cards()) == 1


def test_the_moment_begins_anew_with_each_piece_but_ends_after_six_seconds(desk: Desk) -> None:
    for piece in ("那个", "我们站", "收银台", "上面"):
        say(desk, piece)
        desk.wait(seconds=1.4)
    assert desk.cards() == []
    desk.wait(seconds=0.5)
    assert questions(desk) == ["那个 我们站 收银台 上面"]


def test_a_sure_answer_ends_the_waiting(desk: Desk) -> None:
    say(desk, "加油机")
    say(desk, "E3012")
    assert questions(desk) == ["加油机 E3012"]
    assert len(desk.cards()) == 1
    desk.wait(seconds=10)
    assert len(desk.cards()) == 1


def test_a_greeting_before_a_question_is_not_answered_on_its_own(desk: Desk) -> None:
    say(desk, "你好")
    say(desk, WHOLE)
    desk.wait(seconds=10)
    assert questions(desk) == [WHOLE]
    assert len(desk.cards()) == 1


def test_people_in_a_group_do_not_finish_each_other_s_sentences(desk: Desk) -> None:
    say(desk, "收银机", sender="ou_alice")
    say(desk, "打印机", sender="ou_bob")
    desk.wait(seconds=3)
    assert sorted(questions(desk)) == ["打印机", "收银机"]


def test_who_waits_for_a_burst_sees_a_receipt_within_two_seconds(desk: Desk) -> None:
    say(desk, "收银机", message_id="om_1")
    desk.clock.advance(seconds=1)
    assert acknowledge_slow(desk.uow) == 1
    assert acknowledge_slow(desk.uow) == 0
    desk.drain()
    (reaction,) = desk.rows(select(Outbound).where(Outbound.verb == Verb.REACT))
    assert reaction.target == "om_1"


def test_the_same_timer_fired_twice_answers_once(desk: Desk) -> None:
    say(desk, "收银机")
    desk.wait(seconds=3)
    (event,) = desk.rows(select(Inbound).where(Inbound.kind == InboundKind.INTERNAL))
    assert event.event_type == "burst.due"
    desk.wait(seconds=10)
    assert len(desk.cards()) == 1


def test_half_a_sentence_that_burns_is_answered_at_once(desk: Desk) -> None:
    say(desk, "3号机那边")
    say(desk, "冒烟")
    assert "119" in shown(newest(desk))
    desk.wait(seconds=10)
    assert len(desk.cards()) == 1


def test_a_command_is_no_part_of_a_burst_and_does_not_swallow_it(desk: Desk) -> None:
    say(desk, "收银机")
    say(desk, "转人工")
    assert words.HANDOVER_TITLE in shown(newest(desk))
    desk.wait(seconds=3)
    assert questions(desk) == ["收银机"]
    assert len(desk.cards()) == 2


def test_bursts_steps_and_takeovers_work_on_both_databases(
    database_url: str, clock: SteppedClock, sample_matcher: Matcher, sample_faq: list[FaqRow]
) -> None:
    with make_desk(database_url, clock, sample_matcher) as desk:
        with desk.uow() as tx:
            faq.import_rows(sample_faq, tx, replace=False)
        say(desk, "小票打印机")
        say(desk, "走纸但是没字")
        desk.wait(seconds=3)
        assert questions(desk) == ["小票打印机 走纸但是没字"]
        say(desk, "下一步呢")
        assert "第 1/" in shown(newest(desk))
        desk.pusher.say("下一步")
        desk.drain(only=Work.INBOUND)
        with desk.uow() as tx:
            silence.take_word("oc_alice", tx)
        desk.drain()
        assert "第 2/" not in shown(newest(desk))

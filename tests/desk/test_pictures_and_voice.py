"""Pictures and voice clips: read, shown, put right, and not readable."""

from __future__ import annotations

import io
import json
from typing import Any

import numpy as np
import pytest
import soundfile
from sqlalchemy import select

from bot.delivery import Delivery
from bot.desk import faq, silence
from bot.engine.port import Work
from bot.faq_csv import FaqRow
from bot.feishu.codes import SCOPE_MISSING
from bot.feishu.errors import NeverAgain, TryLater
from bot.feishu.port import Download, MessageId
from bot.limits import Call, NoLimits
from bot.matching.port import Matcher
from bot.receipts import acknowledge_slow
from bot.takeovers import MOST_TAKEOVERS
from cards import words
from cards.words import reading as say
from models import (
    Failure,
    Inbound,
    InboundKind,
    Outbound,
    OutboundState,
    Question,
    Recognition,
    RecognitionState,
    Step,
    Verb,
    Verdict,
)
from tests import pushing
from tests.desk.test_conversation import press, shown, steps, value_of
from tests.furniture import Desk, SteppedClock, make_desk

SCREEN = ["中国石化 2 号站", "10:42:07", "读卡失败", "错误代码：E3O12", "确定"]
VAGUE = ["中国石化 2 号站", "设备离线，请检查"]
ASKED = "报错 E3012 怎么处理"


def clip(seconds: float = 2.0) -> bytes:
    file = io.BytesIO()
    soundfile.write(file, np.zeros(int(seconds * 16_000)), 16_000, format="OGG", subtype="OPUS")
    return file.getvalue()


def picture_is_sent(
    desk: Desk, *keys: str, message_id: str = "om_picture", text: str = "", **more: Any
) -> None:
    """One picture as such; several, or one with text, as a post."""
    keys = keys or ("img_1",)
    kind, content = "image", {"image_key": keys[0]}
    if len(keys) > 1 or text:
        nodes: list[list[dict[str, str]]] = [[{"tag": "text", "text": text}]] if text else []
        nodes += [[{"tag": "img", "image_key": key}] for key in keys]
        kind, content = "post", {"title": "", "content": nodes}  # type: ignore[dict-item]
    pushed = desk.pusher.say(kind=kind, content=content, message_id=message_id, **more)
    assert pushed.status_code == 200
    said = desk.feishu.messages[MessageId(message_id)]
    said.resources = {key: Download(key.encode(), f"{key}.png", "image/png") for key in keys}


def clip_is_sent(desk: Desk, *, seconds: float = 2.0, content: bytes | None = None) -> None:
    what = {"file_key": "file_1", "duration": int(seconds * 1000)}
    desk.pusher.say(kind="audio", content=what, message_id="om_clip")
    sound = Download(clip() if content is None else content, "voice.opus", "audio/ogg")
    desk.feishu.messages[MessageId("om_clip")].resources = {"file_1": sound}


def send_form(desk: Desk, card: dict[str, Any], label: str, text: object, **more: Any) -> Any:
    event = pushing.click(value_of(card, label), **more)
    event["action"] |= {"form_value": {"text": text}, "name": "reading.ask"}
    response = desk.pusher.push("card.action.trigger", event)
    assert response.status_code == 200
    return response.json


def reading(desk: Desk) -> Recognition:
    return desk.rows(select(Recognition))[0]


def questions(desk: Desk) -> list[Question]:
    return desk.rows(select(Question).order_by(Question.id))


def read_rows(desk: Desk) -> list[Outbound]:
    return desk.rows(select(Outbound).where(Outbound.verb == Verb.READ))


# --- read and answered ---------------------------------------------------------------------------


def test_an_error_code_that_settles_it_is_answered_below_what_was_read(desk: Desk) -> None:
    desk.feishu.written[b""] = SCREEN
    picture_is_sent(desk)
    desk.drain()
    (question,) = questions(desk)
    assert (question.verdict, question.via) == (Verdict.ANSWER, "image")
    assert question.text == "读卡失败 错误代码：E3012"
    assert question.message_id == "om_picture"
    (card,) = desk.cards()
    first, *rest = card["body"]["elements"]
    assert first["text"]["content"].startswith("我读到的：中国石化 2 号站")
    assert value_of(card, words.SOLVED_BUTTON)["question"] == question.id
    assert words.asked(question.text) not in json.dumps(rest, ensure_ascii=False)


def test_what_was_read_is_kept_with_its_message_and_key(desk: Desk) -> None:
    desk.feishu.written[b""] = SCREEN
    picture_is_sent(desk)
    desk.drain()
    row = reading(desk)
    assert (row.message_id, row.file_key, row.chat_id) == ("om_picture", "img_1", "oc_alice")
    assert row.state is RecognitionState.READ
    assert row.text == "\n".join(SCREEN)


def test_a_screen_without_a_code_is_shown_before_it_is_asked(desk: Desk) -> None:
    desk.feishu.written[b""] = VAGUE
    picture_is_sent(desk)
    desk.drain()
    assert questions(desk) == []
    (card,) = desk.cards()
    (form,) = [part for part in card["body"]["elements"] if part["tag"] == "form"]
    assert form["elements"][0]["default_value"] == "设备离线，请检查"
    assert "中国石化 2 号站" in shown(desk)


def test_what_was_put_right_is_asked_once_and_answered_below_the_picture(desk: Desk) -> None:
    desk.feishu.written[b""] = VAGUE
    picture_is_sent(desk)
    desk.drain()
    card = desk.cards()[-1]
    for _ in range(2):
        answer = send_form(desk, card, say.ASK_BUTTON, f"  {ASKED} ")
        assert answer["toast"]["content"] == say.ASKED_TOAST
        assert ASKED in json.dumps(answer["card"], ensure_ascii=False)
    desk.drain()
    (question,) = questions(desk)
    assert (question.text, question.via, question.verdict) == (ASKED, "image", Verdict.ANSWER)
    (said,) = [m for m in desk.feishu.messages.values() if value_if_answer(m.content)]
    assert said.parent == "om_picture"


def value_if_answer(content: object) -> bool:
    return words.DID_IT_HELP in json.dumps(getattr(content, "card", ""), ensure_ascii=False)


def test_a_wrong_reading_can_be_put_right_below_its_answer(desk: Desk) -> None:
    desk.feishu.written[b""] = SCREEN
    picture_is_sent(desk)
    desk.drain()
    answer = press(desk, say.WRONG_BUTTON["image"])
    assert answer["toast"]["content"] == words.SENT_BELOW
    desk.drain()
    send_form(desk, desk.cards()[-1], say.ASK_BUTTON, "报错 E2001 怎么办")
    desk.drain()
    assert [q.text for q in questions(desk)][-1] == "报错 E2001 怎么办"


@pytest.mark.parametrize("text", ["", "  ", None, 7, ["E3012"]])
def test_an_empty_form_asks_nothing(desk: Desk, text: object) -> None:
    desk.feishu.written[b""] = VAGUE
    picture_is_sent(desk)
    desk.drain()
    answer = send_form(desk, desk.cards()[-1], say.ASK_BUTTON, text)
    assert answer["toast"]["content"] == say.NOTHING_WRITTEN
    desk.drain()
    assert questions(desk) == []


@pytest.mark.parametrize("stranger", [{"who": "ou_mallory"}, {"chat": "oc_other"}])
def test_only_whoever_sent_it_may_ask_and_only_there(desk: Desk, stranger: dict[str, str]) -> None:
    desk.feishu.written[b""] = VAGUE
    picture_is_sent(desk)
    desk.drain()
    answer = send_form(desk, desk.cards()[-1], say.ASK_BUTTON, ASKED, **stranger)
    assert answer["toast"]["content"] == say.NOT_YOURS
    desk.drain()
    assert questions(desk) == []


def test_a_picture_and_its_text_are_asked_together(desk: Desk) -> None:
    desk.feishu.written[b""] = ["系统提示", "E3012"]
    picture_is_sent(desk, text="刷卡的时候出来这个")
    desk.drain()
    (question,) = questions(desk)
    assert question.text == "刷卡的时候出来这个 E3012"
    assert "我读到的：系统提示 E3012" in shown(desk)


def test_several_pictures_are_read_and_answered_once(desk: Desk) -> None:
    desk.feishu.written = {b"img_1": ["交易失败"], b"img_2": ["E3012"], b"img_3": []}
    picture_is_sent(desk, "img_1", "img_2", "img_3", "img_1")
    desk.drain()
    (question,) = questions(desk)
    assert question.text == "交易失败 E3012"
    assert len(desk.cards()) == 1
    assert len(read_rows(desk)) == 3


def test_of_many_pictures_the_first_six_are_read_and_the_others_kept(desk: Desk) -> None:
    desk.feishu.written[b""] = SCREEN
    picture_is_sent(desk, *(f"img_{n}" for n in range(9)))
    desk.drain()
    assert len(read_rows(desk)) == 6
    left = desk.rows(select(Recognition).where(Recognition.failure == Failure.TOO_MANY))
    assert len(left) == 3
    assert say.some_unread(3) in shown(desk)


def test_a_clip_is_heard_and_answered(desk: Desk) -> None:
    desk.feishu.spoken = "报错E3012怎么处理"
    clip_is_sent(desk)
    desk.drain()
    (question,) = questions(desk)
    assert (question.text, question.via) == ("报错E3012怎么处理", "voice")
    assert "我听到的：报错E3012怎么处理" in shown(desk)
    assert reading(desk).seconds == 2.0


def test_a_clip_that_nothing_fits_is_shown_for_correction(desk: Desk) -> None:
    desk.feishu.spoken = "今天股票会涨吗"
    clip_is_sent(desk)
    desk.drain()
    assert questions(desk) == []
    assert say.CHECK_TITLE["audio"] in shown(desk)


@pytest.mark.parametrize("spoken", [False, True])
def test_an_alarm_in_a_picture_or_clip_is_answered_as_one(desk: Desk, spoken: bool) -> None:
    if spoken:
        desk.feishu.spoken = "卸油口漏油了，地上一大片"
        clip_is_sent(desk)
    else:
        desk.feishu.written[b""] = ["中控室 3 号屏", "12:04:11", "卸油口漏油了"]
        picture_is_sent(desk)
    desk.drain()
    assert steps(desk) == [Step.SHOWN_SAFETY]
    assert say.CHECK_TITLE["image"] not in shown(desk)


def test_hostile_text_in_a_picture_is_shown_and_not_obeyed(desk: Desk) -> None:
    desk.feishu.written[b""] = ["<at id=all></at> 读卡失败 **急** E3012"]
    picture_is_sent(desk)
    desk.drain()
    for part in walk(desk.cards()[-1]):
        if part.get("tag") == "markdown":
            assert "<at" not in part["content"]


def walk(node: Any) -> list[dict[str, Any]]:
    if isinstance(node, list):
        return [found for item in node for found in walk(item)]
    if isinstance(node, dict):
        return [node, *(found for item in node.values() for found in walk(item))]
    return []


# --- not readable --------------------------------------------------------------------------------

REFUSALS = [
    (NeverAgain(SCOPE_MISSING, "no scope"), "not_allowed"),
    (NeverAgain(1150101, "invalid param"), "unreadable"),
    (NeverAgain(234037, "too large"), "too_large"),
    (NeverAgain(234005, "deleted"), "expired"),
    (NeverAgain(234038, "restricted mode"), "closed"),
    (NeverAgain(123456, "never heard of"), "refused"),
]


@pytest.mark.parametrize(("error", "reason"), REFUSALS)
def test_a_refusal_is_said_with_what_to_do_and_the_picture_is_kept(
    desk: Desk, error: NeverAgain, reason: str
) -> None:
    picture_is_sent(desk)
    desk.feishu.refuse(lambda api, _: api == "recognise_image", error)
    desk.drain()
    why, what = say.failure("image", reason)
    assert why in shown(desk)
    assert what in shown(desk)
    assert (reading(desk).state, reading(desk).failure) == (RecognitionState.FAILED, reason)
    assert reading(desk).file_key == "img_1"
    assert [row.state for row in read_rows(desk)] == [OutboundState.SENT]


def test_each_failure_has_words_of_its_own() -> None:
    for kind, known in say.FAILURES.items():
        ways = (
            {f.value for f in Failure} - {"recalled"} - ({"too_many"} if kind == "audio" else set())
        )
        assert ways - ({"too_long"} if kind == "image" else set()) <= set(known)
        assert len(set(known.values())) == len(known)


def test_a_recalled_picture_is_passed_over_in_silence(desk: Desk) -> None:
    picture_is_sent(desk)
    desk.feishu.messages[MessageId("om_picture")].recalled = True
    desk.drain()
    assert reading(desk).failure == Failure.RECALLED
    assert desk.cards() == []
    assert [row.state for row in desk.rows(select(Outbound))] == [OutboundState.SENT]


def test_a_picture_without_text_is_said_so(desk: Desk) -> None:
    picture_is_sent(desk)
    desk.drain()
    assert say.failure("image", "empty")[0] in shown(desk)
    assert reading(desk).state is RecognitionState.EMPTY


def test_a_clip_of_over_a_minute_is_not_even_fetched(desk: Desk) -> None:
    clip_is_sent(desk, seconds=90)
    desk.drain()
    assert say.failure("audio", "too_long")[1] in shown(desk)
    assert "download" not in [api for api, _ in desk.feishu.calls]


def test_a_clip_that_no_one_can_open_is_said_so(desk: Desk) -> None:
    clip_is_sent(desk, content=b"#!AMR\n" + bytes(100))
    desk.drain()
    assert say.failure("audio", "unreadable")[0] in shown(desk)


def test_text_along_with_an_unreadable_picture_is_answered_all_the_same(desk: Desk) -> None:
    picture_is_sent(desk, text=ASKED)
    desk.feishu.refuse(
        lambda api, _: api == "recognise_image", NeverAgain(SCOPE_MISSING, "no scope")
    )
    desk.drain()
    (question,) = questions(desk)
    assert (question.text, question.verdict) == (ASKED, Verdict.ANSWER)
    assert say.failure("image", "not_allowed")[0] in shown(desk)


# --- when it takes its time ----------------------------------------------------------------------


def test_a_passing_refusal_is_tried_again(desk: Desk) -> None:
    desk.feishu.written[b""] = SCREEN
    picture_is_sent(desk)
    desk.feishu.refuse_next(TryLater(1150102, "network anomaly"), times=3)
    desk.drain()
    assert len(desk.pauses) == 3
    assert questions(desk)[0].verdict is Verdict.ANSWER


def test_after_a_minute_the_person_is_told_and_nothing_is_left_to_an_operator(desk: Desk) -> None:
    picture_is_sent(desk)
    desk.feishu.refuse(lambda api, _: api == "recognise_image", TryLater(99991400, "limit"))
    desk.drain()
    assert say.failure("image", "busy")[0] in shown(desk)
    (row,) = read_rows(desk)
    assert row.state is OutboundState.SUPERSEDED
    assert 60 <= sum(desk.pauses) < 90


def test_the_wait_that_feishu_asks_for_holds_for_all_pictures_and_no_message(desk: Desk) -> None:
    told: list[str] = []
    taken: list[str] = []

    class Limits(NoLimits):
        def take(self, call: Call) -> float:
            taken.append(call.api)
            return 0.0

        def penalise(self, api: str, wait: float) -> None:
            told.append(api)

    desk.feishu.written[b""] = SCREEN
    picture_is_sent(desk)
    desk.drain(Work.INBOUND)
    desk.feishu.refuse_next(TryLater(99991400, "frequency limit", wait=2.0))
    (row,) = read_rows(desk)
    Delivery(desk.uow, desk.feishu, Limits(), lambda seconds: False).work(row.id)
    assert told == ["picture"]
    assert set(taken) == {"picture"}


def test_a_picture_that_takes_longer_gets_a_sign_meanwhile(desk: Desk) -> None:
    picture_is_sent(desk)
    desk.drain(Work.INBOUND)
    desk.clock.advance(seconds=1.1)
    assert acknowledge_slow(desk.uow) == 1
    desk.drain()
    assert "OK" in desk.feishu.messages[MessageId("om_picture")].reactions.values()


def test_the_next_question_does_not_wait_behind_a_picture(desk: Desk) -> None:
    picture_is_sent(desk)
    desk.drain(Work.INBOUND)
    desk.pusher.say(ASKED)
    desk.drain(Work.INBOUND)
    lanes = {row.verb: row.lane for row in desk.rows(select(Outbound))}
    assert lanes[Verb.READ] != lanes[Verb.REPLY] == "oc_alice"


class WorkerDied(BaseException):
    pass


def test_dying_after_the_call_reads_again_and_answers_once(desk: Desk) -> None:
    desk.feishu.written[b""] = SCREEN
    picture_is_sent(desk)
    desk.drain(Work.INBOUND)
    (row,) = read_rows(desk)

    class Dying:
        def __getattr__(self, name: str) -> Any:
            return getattr(desk.feishu, name)

        def recognise_image(self, content: bytes) -> list[str]:
            desk.feishu.recognise_image(content)
            raise WorkerDied

    with pytest.raises(WorkerDied):
        Delivery(desk.uow, Dying(), NoLimits(), lambda seconds: False).work(row.id)
    desk.drain()
    Delivery(desk.uow, desk.feishu, NoLimits(), lambda seconds: False).work(row.id)
    desk.drain()
    assert len(desk.cards()) == 1
    assert len(questions(desk)) == 1


def test_a_picture_that_kills_its_workers_is_given_up_and_said_so(desk: Desk) -> None:
    picture_is_sent(desk)
    desk.drain(Work.INBOUND)
    (row,) = read_rows(desk)
    with desk.uow() as tx:
        tx.session.get_one(Outbound, row.id).takeovers = MOST_TAKEOVERS + 1
    desk.drain()
    assert say.failure("image", "busy")[0] in shown(desk)
    assert [one.state for one in read_rows(desk)] == [OutboundState.PARKED]
    assert "recognise_image" not in [api for api, _ in desk.feishu.calls]


def test_a_picture_pushed_twice_is_read_once(desk: Desk) -> None:
    desk.feishu.written[b""] = SCREEN
    picture_is_sent(desk)
    picture_is_sent(desk)
    desk.drain()
    assert len(desk.rows(select(Recognition))) == 1
    assert len(desk.cards()) == 1


def test_while_a_human_has_the_word_a_picture_is_read_and_nothing_said(desk: Desk) -> None:
    desk.feishu.written[b""] = SCREEN
    picture_is_sent(desk)
    desk.drain(Work.INBOUND)
    with desk.uow() as tx:
        silence.take_word("oc_alice", tx)
    desk.drain()
    assert reading(desk).state is RecognitionState.READ
    assert desk.cards() == []


def test_a_picture_in_a_group_is_not_for_us_unless_we_are_mentioned(desk: Desk) -> None:
    picture_is_sent(desk, group=True, chat="oc_group")
    desk.drain()
    assert desk.rows(select(Recognition)) == []


def test_a_file_is_received_as_before(desk: Desk) -> None:
    content = {"file_key": "file_1", "file_name": "日志.txt"}
    desk.pusher.say(kind="file", content=content, message_id="om_file")
    desk.drain()
    assert words.CANNOT_READ["file"] in shown(desk)
    assert desk.rows(select(Recognition)) == []


def test_the_outcome_is_worked_in_the_order_of_its_chat(desk: Desk) -> None:
    desk.feishu.written[b""] = SCREEN
    picture_is_sent(desk)
    desk.drain()
    (event,) = desk.rows(select(Inbound).where(Inbound.kind == InboundKind.INTERNAL))
    assert (event.event_type, event.lane) == ("recognition.done", "oc_alice")


def test_it_goes_the_same_way_on_either_database(
    database_url: str, clock: SteppedClock, sample_matcher: Matcher, sample_faq: list[FaqRow]
) -> None:
    with make_desk(database_url, clock, sample_matcher) as desk:
        with desk.uow() as tx:
            faq.import_rows(sample_faq, tx, replace=False)
        desk.feishu.written = {b"img_1": ["读卡失败"], b"img_2": ["E3012"]}
        picture_is_sent(desk, "img_1", "img_2", text="刷卡出来这个")
        desk.drain()
        assert questions(desk)[0].text == "刷卡出来这个 E3012"
        assert "我读到的：读卡失败 E3012" in shown(desk)


def test_an_alarm_in_a_picture_is_answered_even_where_a_human_has_the_word(desk: Desk) -> None:
    desk.feishu.written[b""] = ["卸油口漏油了"]
    with desk.uow() as tx:
        silence.take_word("oc_alice", tx)
    picture_is_sent(desk)
    desk.drain()
    assert steps(desk) == [Step.SHOWN_SAFETY]
    assert desk.cards()[-1]["header"]["template"] == "red"

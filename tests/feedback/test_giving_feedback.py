"""Stations give feedback: in by what they type and press, out by rows and cards."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy import select

from bot.feishu.port import Download
from cards import words
from cards.words import feedback as say
from models import (
    Feedback,
    FeedbackDraft,
    FeedbackEvent,
    FeedbackPicture,
    FeedbackVote,
    Grant,
    Role,
)
from tests.desk.test_conversation import press
from tests.feedback.acts import (
    REPORT,
    add_people,
    fill_in,
    give,
    say_and_drain,
    texts,
)
from tests.furniture import Desk


def test_a_form_becomes_one_feedback_with_a_receipt_and_a_number(desk: Desk) -> None:
    add_people(desk)
    answer = give(desk, REPORT, kind="wish", module="班结日结", urgency="high")
    (feedback,) = desk.rows(select(Feedback))
    assert (feedback.kind, feedback.module, feedback.urgency) == ("wish", "班结日结", "high")
    assert (feedback.description, feedback.submitter) == (REPORT, "ou_alice")
    assert feedback.station_code == "S1"
    shown = json.dumps(answer["card"], ensure_ascii=False)
    assert "F000001" in shown
    assert say.RECEIPT_NEXT in shown


def test_the_button_pressed_twice_makes_one_feedback(desk: Desk) -> None:
    say_and_drain(desk, "提建议")
    form = desk.cards()[-1]
    fill_in(desk, form, REPORT)
    again = fill_in(desk, form, REPORT)
    assert len(desk.rows(select(Feedback))) == 1
    assert again["toast"]["content"] == say.SENT_ALREADY


@pytest.mark.parametrize("word", words.COMMANDS[words.FEEDBACK])
def test_every_word_for_it_opens_the_form(desk: Desk, word: str) -> None:
    say_and_drain(desk, word)
    assert say.DESCRIPTION_LABEL in json.dumps(desk.cards()[-1], ensure_ascii=False)


def test_the_menu_opens_the_form_too(desk: Desk) -> None:
    event = {"operator": {"operator_id": {"open_id": "ou_alice"}}, "event_key": "menu_feedback"}
    desk.pusher.push("application.bot.menu_v6", event)
    desk.drain()
    shown = [m.content for m in desk.feishu.with_person("ou_alice")]  # type: ignore[arg-type]
    assert say.DESCRIPTION_LABEL in str(shown[-1])


def test_too_few_words_are_asked_for_again_with_what_was_filled_in(desk: Desk) -> None:
    answer = give(desk, "慢", module="发票")
    assert desk.rows(select(Feedback)) == []
    shown = json.dumps(answer["card"]["data"], ensure_ascii=False)
    assert say.TOO_SHORT in shown
    assert '"default_value": "慢"' in shown
    assert '"initial_option": "发票"' in shown


def test_a_form_shown_again_has_a_name_of_its_own(desk: Desk) -> None:
    """A client keeps a form it has sent locked, by its name."""
    say_and_drain(desk, "提建议")
    first = desk.cards()[-1]
    desk.clock.advance(seconds=5)
    again = fill_in(desk, first, "慢")["card"]["data"]
    assert form_name(first) != form_name(again)


def form_name(card: dict[str, Any]) -> str:
    return next(str(e["name"]) for e in card["body"]["elements"] if e["tag"] == "form")


def test_what_was_not_sent_is_in_the_form_the_next_time(desk: Desk) -> None:
    give(desk, REPORT)
    give(desk, "交班报表请按油品分开显示", sender="ou_bob", chat="oc_bob")  # similar: not yet sent
    assert len(desk.rows(select(Feedback))) == 1
    say_and_drain(desk, "提建议", sender="ou_bob", chat="oc_bob")
    shown = json.dumps(desk.cards("oc_bob")[-1], ensure_ascii=False)
    assert "交班报表请按油品分开显示" in shown
    assert say.FORM_RESTORED in shown


def test_a_form_whose_click_failed_is_not_lost(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    say_and_drain(desk, "提建议")
    with monkeypatch.context() as broken:
        broken.setattr("bot.desk.feedback.drafts.fill", lambda *_: 1 / 0)
        answer = fill_in(desk, desk.cards()[-1], REPORT)
    assert answer["toast"]["type"] == "error"
    say_and_drain(desk, "提建议")
    assert REPORT in json.dumps(desk.cards()[-1], ensure_ascii=False)


def test_nobody_can_send_somebody_elses_draft(desk: Desk) -> None:
    say_and_drain(desk, "提建议")
    form = desk.cards()[-1]
    answer = fill_in(desk, form, REPORT, who="ou_mallory")
    assert answer["toast"]["content"] == say.NOT_YOURS
    assert desk.rows(select(FeedbackDraft))[0].description == ""


def test_similar_feedback_is_shown_first_and_can_be_joined(desk: Desk) -> None:
    add_people(desk)
    give(desk, REPORT)
    card = give(desk, "交班报表能按油品分开吗", sender="ou_bob", chat="oc_bob")["card"]["data"]
    assert REPORT in json.dumps(card, ensure_ascii=False)
    answer = press(desk, say.ME_TOO_BUTTON, card=card, who="ou_bob", chat="oc_bob")
    assert answer["toast"]["content"] == say.VOTED
    (feedback,) = desk.rows(select(Feedback))
    (vote,) = desk.rows(select(FeedbackVote))
    assert (feedback.votes, vote.open_id, vote.station_code) == (1, "ou_bob", "S2")
    assert vote.comment == "交班报表能按油品分开吗"


def test_a_vote_counts_once_and_not_for_oneself(desk: Desk) -> None:
    give(desk, REPORT)
    for who in ("ou_bob", "ou_bob", "ou_alice"):
        say_and_drain(desk, "我也要 F000001", sender=who, chat=f"oc_{who[3:]}")
    assert desk.rows(select(Feedback))[0].votes == 1
    assert texts(desk, "oc_bob")[-1] == say.VOTED_ALREADY
    assert texts(desk, "oc_alice")[-1] == say.OWN_ALREADY


def test_none_of_the_similar_ones_makes_another(desk: Desk) -> None:
    give(desk, REPORT)
    card = give(desk, "交班报表能按油品分开吗", sender="ou_bob", chat="oc_bob")["card"]["data"]
    press(desk, say.NEW_BUTTON, card=card, who="ou_bob", chat="oc_bob")
    assert len(desk.rows(select(Feedback))) == 2


def test_other_things_are_not_taken_for_similar(desk: Desk) -> None:
    give(desk, REPORT)
    answer = give(desk, "收银机屏幕太暗，晚上看不清", sender="ou_bob", chat="oc_bob")
    assert "F000002" in json.dumps(answer, ensure_ascii=False)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("建议：扫码支付加个语音提示", "advice"),
        ("需求: 扫码支付加个语音提示", "wish"),
        ("BUG：扫码支付没有声音", "defect"),
        ("表扬：客服小李特别耐心", "praise"),
    ],
)
def test_a_plain_sentence_is_enough_and_answered_in_plain_text(
    desk: Desk, text: str, kind: str
) -> None:
    say_and_drain(desk, text)
    (feedback,) = desk.rows(select(Feedback))
    assert feedback.kind == kind
    assert "F000001" in texts(desk)[-1]
    assert desk.cards() == []


def test_a_question_with_the_word_in_it_is_still_a_question(desk: Desk) -> None:
    say_and_drain(desk, "报错 E3012 有什么建议")
    assert desk.rows(select(Feedback)) == []
    assert desk.cards()


def test_pictures_sent_after_the_button_belong_to_it(desk: Desk) -> None:
    card = give(desk, REPORT)["card"]["data"]
    press(desk, say.PICTURES_BUTTON, card=card)
    send_picture(desk, "om_pic")
    (picture,) = desk.rows(select(FeedbackPicture))
    assert (picture.feedback_id, picture.content) == (1, b"PNG")
    assert texts(desk)[-1] == say.PICTURE_KEPT


def send_picture(desk: Desk, message_id: str) -> None:
    desk.pusher.say(kind="image", content={"image_key": "img_1"}, message_id=message_id)
    said = desk.feishu.messages[message_id]  # type: ignore[index]
    said.resources = {"img_1": Download(b"PNG", "a.png", "image/png")}
    desk.drain()


def test_a_picture_much_later_is_no_part_of_it(desk: Desk) -> None:
    card = give(desk, REPORT)["card"]["data"]
    press(desk, say.PICTURES_BUTTON, card=card)
    desk.clock.advance(minutes=11)
    send_picture(desk, "om_late")
    assert desk.rows(select(FeedbackPicture)) == []


def test_ones_own_list_shows_what_was_given_and_joined(desk: Desk) -> None:
    give(desk, REPORT)
    say_and_drain(desk, "我也要 1", sender="ou_bob", chat="oc_bob")
    say_and_drain(desk, "我的反馈", sender="ou_bob", chat="oc_bob")
    shown = json.dumps(desk.cards("oc_bob")[-1], ensure_ascii=False)
    assert "F000001" in shown
    assert say.wanted_by(1) in shown
    say_and_drain(desk, "我的反馈", sender="ou_carol", chat="oc_carol")
    assert say.NOTHING_MINE in json.dumps(desk.cards("oc_carol")[-1], ensure_ascii=False)


def test_an_unknown_module_from_a_form_is_other(desk: Desk) -> None:
    give(desk, REPORT, module="不存在的模块", urgency="??")
    (feedback,) = desk.rows(select(Feedback))
    assert (feedback.module, feedback.urgency) == (say.OTHER_MODULE, "normal")


def test_twenty_stations_lead_to_a_session_that_only_those_in_charge_can_offer(
    desk: Desk,
) -> None:
    with desk.uow() as tx:
        tx.session.add(
            Grant(open_id="ou_dan", role=Role.OPERATOR, granted_by="", granted_at=tx.now)
        )
    give(desk, REPORT)
    for number in range(19):
        say_and_drain(desk, "我也要 1", sender=f"ou_p{number}", chat=f"oc_p{number}")
    card = desk.cards("oc_p2p_ou_dan")[-1]
    assert say.session_wanted(20) in json.dumps(card, ensure_ascii=False)
    refused = press(desk, say.INVITE_BUTTON, card=card, who="ou_mallory")
    assert refused["toast"]["content"] == say.NOT_ALLOWED
    press(desk, say.INVITE_BUTTON, card=card, who="ou_dan")
    desk.drain()
    assert len(desk.cards("oc_p2p_ou_dan")) == 1
    invitation = desk.cards("oc_p2p_ou_p7")[-1]
    first = press(desk, say.SIGN_UP_BUTTON, card=invitation, who="ou_p7")
    again = press(desk, say.SIGN_UP_BUTTON, card=invitation, who="ou_p7")
    assert (first["toast"]["content"], again["toast"]["content"]) == (
        say.SIGNED_UP,
        say.SIGNED_UP_ALREADY,
    )


def test_everything_that_happened_is_written_down_in_order(desk: Desk) -> None:
    give(desk, REPORT)
    say_and_drain(desk, "我也要 1", sender="ou_bob", chat="oc_bob")
    events = desk.rows(select(FeedbackEvent).order_by(FeedbackEvent.id))
    assert [(e.what, e.by, e.via) for e in events] == [
        ("created", "ou_alice", "card"),
        ("joined", "ou_bob", "text"),
    ]

"""A person talks with the desk: in by pushed events, out by what Feishu received."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select

from bot.feishu.port import CardMessage
from cards import words
from models import (
    FaqEntry,
    FaqStatus,
    HandoverRequest,
    Identity,
    Person,
    PersonKind,
    Question,
    QuestionStep,
    Step,
    Verdict,
)
from tests.furniture import Desk
from tests.pushing import mention

ASKED = "报错 E3012 怎么处理"
VAGUE = "加油机离线"
FOREIGN = "充电桩坏了找谁修"


def buttons(node: object) -> Iterator[tuple[str, dict[str, Any]]]:
    """Label and value of everything on a card that calls back, wherever it stands."""
    if isinstance(node, list):
        for item in node:
            yield from buttons(item)
    if isinstance(node, dict):
        for behaviour in node.get("behaviors", []):
            if behaviour.get("type") == "callback":
                yield label_of(node), behaviour["value"]
        for item in node.values():
            yield from buttons(item)


def label_of(node: dict[str, Any]) -> str:
    text = node.get("text")
    return text["content"] if isinstance(text, dict) else json.dumps(node, ensure_ascii=False)


def value_of(card: dict[str, Any], label: str) -> dict[str, Any]:
    return next(value for text, value in buttons(card) if label in text)


def shown(desk: Desk, chat: str = "oc_alice") -> str:
    """Everything on the newest card, as text."""
    return json.dumps(desk.cards(chat)[-1], ensure_ascii=False)


def clicked(desk: Desk, value: object, **more: Any) -> dict[str, Any]:
    response = desk.pusher.click(value, **more)
    assert response.status_code == 200
    assert isinstance(response.json, dict)
    return response.json


def press(desk: Desk, label: str, *, card: dict[str, Any] | None = None, **more: Any) -> Any:
    value = value_of(card or desk.cards(more.get("chat", "oc_alice"))[-1], label)
    return clicked(desk, value, **more)


def say(desk: Desk, text: str, **more: Any) -> None:
    assert desk.pusher.say(text, **more).status_code == 200
    desk.drain()


def steps(desk: Desk) -> list[Step]:
    return [row.step for row in desk.rows(select(QuestionStep).order_by(QuestionStep.id))]


def ask_vaguely(desk: Desk) -> Question:
    say(desk, VAGUE)
    (question,) = desk.rows(select(Question))
    assert question.verdict is Verdict.CHOICES
    return question


def test_a_question_is_answered_with_a_card_and_all_of_it_is_recorded(desk: Desk) -> None:
    say(desk, ASKED)
    (question,) = desk.rows(select(Question))
    assert question.verdict is Verdict.ANSWER
    assert question.candidates[0]["confidence"] > 0.5
    assert question.text == ASKED
    entry = desk.rows(select(FaqEntry).where(FaqEntry.code == question.candidates[0]["code"]))[0]
    assert entry.question in shown(desk)
    assert "E3012" in entry.question + entry.answer
    assert steps(desk) == [Step.SHOWN_ANSWER]


def test_the_answer_is_a_reply_to_the_message_that_asked(desk: Desk) -> None:
    say(desk, ASKED, message_id="om_asked")
    (said,) = [m for m in desk.feishu.messages.values() if m.sender is None]
    assert said.parent == "om_asked"


def test_solved_thanks_and_counts_once_however_often_it_is_pressed(desk: Desk) -> None:
    say(desk, ASKED)
    card = desk.cards()[-1]
    first = press(desk, words.SOLVED_BUTTON, card=card)
    again = press(desk, words.SOLVED_BUTTON, card=card)
    assert first["toast"]["content"] == words.RECORDED
    assert words.THANKS in json.dumps(first["card"], ensure_ascii=False)
    assert again["toast"]["content"] == words.ALREADY_PRESSED
    assert steps(desk) == [Step.SHOWN_ANSWER, Step.SOLVED]


def test_not_solved_offers_the_next_steps(desk: Desk) -> None:
    say(desk, ASKED)
    answer = press(desk, words.NOT_SOLVED_BUTTON)
    card = answer["card"]["data"]
    assert words.SORRY in json.dumps(card, ensure_ascii=False)
    assert value_of(card, words.HUMAN_BUTTON)["do"] == "human.ask"
    assert steps(desk) == [Step.SHOWN_ANSWER, Step.UNSOLVED]


def test_an_answer_called_solved_stays_so_when_an_old_card_says_otherwise(desk: Desk) -> None:
    say(desk, ASKED)
    card = desk.cards()[-1]
    press(desk, words.SOLVED_BUTTON, card=card)
    later = press(desk, words.NOT_SOLVED_BUTTON, card=card)
    assert words.THANKS in json.dumps(later["card"], ensure_ascii=False)
    assert steps(desk) == [Step.SHOWN_ANSWER, Step.SOLVED]


def test_a_choice_becomes_its_answer_in_place(desk: Desk) -> None:
    question = ask_vaguely(desk)
    card = desk.cards()[-1]
    chosen = next(value for _, value in buttons(card) if value["do"] == "faq.show")
    answer = clicked(desk, chosen)
    assert "card" in answer
    assert "toast" not in answer
    assert steps(desk) == [Step.SHOWN_CHOICES, Step.CHOSE, Step.SHOWN_ANSWER]
    recorded = desk.rows(select(QuestionStep).where(QuestionStep.step == Step.CHOSE))[0]
    assert (recorded.question_id, recorded.entry_id) == (question.id, chosen["entry"])


def test_none_of_these_admits_it_and_offers_a_human(desk: Desk) -> None:
    ask_vaguely(desk)
    answer = press(desk, words.NONE_BUTTON)
    assert words.NOT_FOUND in json.dumps(answer["card"], ensure_ascii=False)
    assert value_of(answer["card"]["data"], words.HUMAN_BUTTON)
    assert steps(desk)[-1] is Step.NONE_OF_THESE


def test_what_the_faq_does_not_know_is_admitted(desk: Desk) -> None:
    say(desk, FOREIGN)
    (question,) = desk.rows(select(Question))
    assert question.verdict is Verdict.NONE
    assert words.NOT_FOUND in shown(desk)
    assert steps(desk) == [Step.SHOWN_NONE]


def test_a_related_question_is_answered_below_and_the_old_answer_stays(desk: Desk) -> None:
    say(desk, ASKED)
    related = next(v for _, v in buttons(desk.cards()[-1]) if v.get("via") == "related")
    answer = clicked(desk, related)
    assert answer == {"toast": {"type": "info", "content": words.SENT_BELOW}}
    desk.drain()
    assert len(desk.cards()) == 2


def test_asking_for_a_human_is_recorded_once_and_says_what_will_happen(desk: Desk) -> None:
    say(desk, ASKED)
    card = desk.cards()[-1]
    first = press(desk, words.HUMAN_BUTTON, card=card)
    again = press(desk, words.HUMAN_BUTTON, card=card)
    desk.drain()
    (request,) = desk.rows(select(HandoverRequest))
    assert first["toast"]["content"] == words.HANDOVER_RECORDED
    assert again["toast"]["content"] == words.HANDOVER_AGAIN
    assert request.number in shown(desk)
    assert len(desk.cards()) == 2
    assert steps(desk).count(Step.HUMAN) == 1


@pytest.mark.parametrize("typed", ["转人工", " 人工。", "人工客服", "找人工"])
def test_asking_for_a_human_by_typing_takes_the_last_question_along(desk: Desk, typed: str) -> None:
    say(desk, ASKED)
    say(desk, typed)
    (request,) = desk.rows(select(HandoverRequest))
    (question,) = desk.rows(select(Question))
    assert request.question_id == question.id
    assert ASKED in shown(desk)


def test_progress_lists_one_s_own_requests_only(desk: Desk) -> None:
    say(desk, "转人工")
    say(desk, "进度")
    (request,) = desk.rows(select(HandoverRequest))
    assert request.number in shown(desk)
    say(desk, "进度", sender="ou_bob", chat="oc_bob")
    assert words.NO_HANDOVERS in shown(desk, "oc_bob")


@pytest.mark.parametrize("typed", ["帮助", "help", "HELP", "？", "?"])
def test_help_is_a_command(desk: Desk, typed: str) -> None:
    say(desk, typed)
    assert words.HELP_TITLE in shown(desk)
    assert desk.rows(select(Question)) == []


def test_categories_lead_to_entries_and_back(desk: Desk) -> None:
    say(desk, "分类")
    opened = press(desk, "班结日结")["card"]["data"]
    entry = next(value for _, value in buttons(opened) if value["do"] == "faq.show")
    following = press(desk, words.NEXT_BUTTON, card=opened)["card"]["data"]
    assert following != opened
    back = press(desk, words.ALL_CATEGORIES_BUTTON, card=following)["card"]["data"]
    assert words.CATEGORIES_TITLE in json.dumps(back, ensure_ascii=False)
    desk.pusher.click(entry)
    desk.drain()
    assert len(desk.cards()) == 2


def entered(desk: Desk, **more: Any) -> None:
    event = {"chat_id": "oc_alice", "operator_id": {"open_id": "ou_alice", "union_id": "on_x"}}
    desk.pusher.push("im.chat.access_event.bot_p2p_chat_entered_v1", event, **more)
    desk.drain()


def test_who_opens_the_chat_is_welcomed_by_name_and_not_again_within_a_day(desk: Desk) -> None:
    with desk.uow() as tx:
        tx.session.add(
            Person(
                id="U1",
                open_id="ou_alice",
                name="王小满",
                kind=PersonKind.STAFF,
                role="收银员",
                station_code=None,
                facts={},
            )
        )
    entered(desk)
    desk.clock.advance(hours=23)
    entered(desk)
    assert len(desk.cards()) == 1
    assert "王小满" in shown(desk)
    desk.clock.advance(hours=2)
    entered(desk)
    assert len(desk.cards()) == 2


def test_who_is_talking_with_us_already_is_not_greeted(desk: Desk) -> None:
    say(desk, ASKED)
    entered(desk)
    assert len(desk.cards()) == 1


def test_a_menu_press_is_answered_to_the_person(desk: Desk) -> None:
    for key, title in [
        ("menu_faq", words.CATEGORIES_TITLE),
        ("menu_progress", words.PROGRESS_TITLE),
        ("menu_human", words.HANDOVER_TITLE),
        ("a_key_from_the_future", words.HELP_TITLE),
    ]:
        event = {
            "operator": {"operator_id": {"open_id": "ou_alice"}},
            "event_key": key,
            "timestamp": 1767225600,
        }
        desk.pusher.push("application.bot.menu_v6", event)
        desk.drain()
        newest = list(desk.feishu.messages.values())[-1].content
        assert isinstance(newest, CardMessage)
        assert title in json.dumps(newest.card, ensure_ascii=False)


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("image", {"image_key": "img_1"}),
        ("file", {"file_key": "file_1", "file_name": "日志.zip"}),
        ("audio", {"file_key": "file_2", "duration": 2000}),
        ("sticker", {"file_key": "file_3"}),
        ("location", {"name": "站", "longitude": "1", "latitude": "2"}),
        ("something_new", {"x": 1}),
    ],
)
def test_what_cannot_be_read_is_received_with_a_way_on(
    desk: Desk, kind: str, content: dict[str, Any]
) -> None:
    desk.pusher.say(kind=kind, content=content)
    desk.drain()
    assert value_of(desk.cards()[-1], words.HUMAN_BUTTON)


def test_a_rich_text_message_is_read_like_a_plain_one(desk: Desk) -> None:
    content = {
        "title": "",
        "content": [[{"tag": "text", "text": ASKED}], [{"tag": "img", "image_key": "img_1"}]],
    }
    desk.pusher.say(kind="post", content=content)
    desk.drain()
    (question,) = desk.rows(select(Question))
    assert question.text == ASKED


class TestInAGroup:
    ME = "ou_bot"

    @pytest.fixture(autouse=True)
    def _known(self, desk: Desk) -> None:
        with desk.uow() as tx:
            tx.session.add(Identity(app_id="cli_test", open_id=self.ME, name="站务台"))

    def say(self, desk: Desk, text: str, *mentions: dict[str, Any], **more: Any) -> int:
        say(desk, text, chat="oc_group", group=True, mentions=list(mentions), **more)
        return len(desk.cards("oc_group"))

    def test_a_mention_of_us_is_answered_without_the_placeholder(self, desk: Desk) -> None:
        assert self.say(desk, f"@_user_1 {ASKED}", mention("@_user_1", self.ME, "bot")) == 1
        (question,) = desk.rows(select(Question))
        assert question.text == ASKED

    def test_ten_mentions_are_all_taken_out(self, desk: Desk) -> None:
        people = [mention(f"@_user_{n}", f"ou_{n}") for n in range(2, 11)]
        text = f"@_user_1 @_user_10 {ASKED}"
        self.say(desk, text, mention("@_user_1", self.ME, "bot"), *people)
        (question,) = desk.rows(select(Question))
        assert question.text == ASKED

    def test_talk_among_people_is_left_alone(self, desk: Desk) -> None:
        assert self.say(desk, ASKED) == 0
        assert self.say(desk, f"@_user_1 {ASKED}", mention("@_user_1", "ou_carol")) == 0

    def test_everybody_is_not_us(self, desk: Desk) -> None:
        assert self.say(desk, f"@_all {ASKED}") == 0

    def test_everybody_and_us_is_us(self, desk: Desk) -> None:
        assert self.say(desk, f"@_all @_user_1 {ASKED}", mention("@_user_1", self.ME, "bot")) == 1

    def test_another_bot_is_never_answered(self, desk: Desk) -> None:
        us = mention("@_user_1", self.ME, "bot")
        assert self.say(desk, f"@_user_1 {ASKED}", us, sender_type="bot") == 0

    def test_a_mention_alone_gets_help(self, desk: Desk) -> None:
        assert self.say(desk, "@_user_1", mention("@_user_1", self.ME, "bot")) == 1
        assert words.HELP_TITLE in shown(desk, "oc_group")


def test_a_message_that_comes_hours_late_is_answered_with_an_apology(desk: Desk) -> None:
    sent = desk.clock.now()
    desk.clock.advance(hours=7)
    say(desk, ASKED, at=sent)
    assert words.late(sent) in shown(desk)


class TestAButton:
    def test_of_another_time_is_politely_refused(self, desk: Desk) -> None:
        answer = clicked(desk, {"do": "faq.show", "v": 99})
        assert answer == {"toast": {"type": "warning", "content": words.STALE_CARD}}

    @pytest.mark.parametrize("value", [None, "text", 1, [], {}, {"do": 1}])
    def test_of_nonsense_is_politely_refused(self, desk: Desk, value: object) -> None:
        answer = clicked(desk, value)
        assert answer["toast"]["type"] == "warning"

    def test_of_an_archived_entry_says_so_and_records_nothing(self, desk: Desk) -> None:
        ask_vaguely(desk)
        chosen = next(v for _, v in buttons(desk.cards()[-1]) if v["do"] == "faq.show")
        with desk.uow() as tx:
            tx.session.get_one(FaqEntry, chosen["entry"]).status = FaqStatus.ARCHIVED
        answer = clicked(desk, chosen)
        assert answer["toast"]["content"] == words.ENTRY_GONE
        assert steps(desk) == [Step.SHOWN_CHOICES]

    def test_forwarded_to_another_chat_does_not_tell_what_was_asked(self, desk: Desk) -> None:
        say(desk, ASKED)
        answer = press(
            desk, words.SOLVED_BUTTON, chat="oc_mallory", who="ou_mallory", card=desk.cards()[-1]
        )
        assert ASKED not in json.dumps(answer, ensure_ascii=False)
        (judged,) = desk.rows(select(QuestionStep).where(QuestionStep.step == Step.SOLVED))
        assert judged.question_id is None

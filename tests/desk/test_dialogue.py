"""A person refers to what was shown last, and the desk knows what they mean."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bot.desk import failing
from bot.desk.dialogue import here
from bot.desk.steps import walk
from cards import words
from cards.words import dialogue as talk
from models import FaqEntry, HandoverRequest, Outbound, Question, QuestionStep, Step, Verb, Verdict
from tests.desk.talking import buttons, first_button, newest, press, say, shown, steps
from tests.furniture import Desk

ASKED = "报错 E3012 怎么处理"  # DA-02: five steps
UNKNOWN = "充电桩坏了找谁修"
VAGUE = "加油机离线"


def entry(desk: Desk, code: str = "DA-02") -> FaqEntry:
    return desk.rows(select(FaqEntry).where(FaqEntry.code == code))[0]


def labels(card: object) -> list[str]:
    return [label for label, _ in buttons(card)]


class TestSteps:
    def test_an_answer_of_three_steps_or_more_can_be_walked_in_place(self, desk: Desk) -> None:
        say(desk, ASKED)
        card = press(desk, talk.WALK_BUTTON)
        for number in range(1, 6):
            assert talk.step_of(step=number, steps=5) in shown(card)
            if number < 5:
                card = press(desk, talk.NEXT_STEP_BUTTON, card)
        assert talk.NEXT_STEP_BUTTON not in labels(card)
        assert words.SOLVED_BUTTON in labels(card)
        assert words.HUMAN_BUTTON in labels(card)
        back = press(desk, talk.PREVIOUS_STEP_BUTTON, card)
        assert talk.step_of(step=4, steps=5) in shown(back)
        assert len(desk.cards()) == 1

    def test_the_whole_answer_is_one_tap_away(self, desk: Desk) -> None:
        say(desk, ASKED)
        whole = press(desk, talk.WHOLE_ANSWER_BUTTON, press(desk, talk.WALK_BUTTON))
        assert entry(desk).answer.splitlines()[-1].rpartition("：")[2] in shown(whole)
        assert words.NOT_SOLVED_BUTTON in labels(whole)

    def test_a_failed_step_says_when_to_ask_a_person_and_offers_one(self, desk: Desk) -> None:
        say(desk, ASKED)
        card = press(desk, talk.NEXT_STEP_BUTTON, press(desk, talk.WALK_BUTTON))
        failed = press(desk, talk.STEP_FAILED_BUTTON, card)
        assert talk.step_failed_title(2) in shown(failed)
        assert walk(entry(desk).answer).handover in shown(failed)
        assert first_button(failed) == words.HUMAN_BUTTON
        (row,) = desk.rows(select(QuestionStep).where(QuestionStep.step == Step.STEP_FAILED))
        assert (row.via, row.entry_id) == ("step:2", entry(desk).id)

    def test_a_step_fails_once_however_often_it_is_pressed(self, desk: Desk) -> None:
        say(desk, ASKED)
        card = press(desk, talk.WALK_BUTTON)
        press(desk, talk.STEP_FAILED_BUTTON, card)
        press(desk, talk.STEP_FAILED_BUTTON, card)
        assert steps(desk).count(Step.STEP_FAILED) == 1

    @pytest.mark.parametrize(
        ("said", "step"),
        [("下一步呢", 1), ("然后呢", 1), ("第三步是什么", 3), ("第2步", 2)],
    )
    def test_steps_can_be_asked_for_in_words(self, desk: Desk, said: str, step: int) -> None:
        say(desk, ASKED)
        say(desk, said)
        assert talk.step_of(step=step, steps=5) in shown(newest(desk))
        assert len(desk.rows(select(Question))) == 1

    def test_words_move_on_and_back_from_the_step_shown(self, desk: Desk) -> None:
        say(desk, ASKED)
        seen = []
        for said in ("下一步", "下一步呢", "做完了", "上一步", "再说一遍"):
            say(desk, said)
            seen.append(next(n for n in range(1, 6) if f"第 {n}/5 步" in shown(newest(desk))))
        assert seen == [1, 2, 3, 2, 2]

    @pytest.mark.parametrize(
        ("said", "step"),
        [
            ("第二步没有那个按钮", 2),
            ("第二步没有解灰那个按钮啊", 2),
            ("第一步做了 还是不行", 1),
            ("第3步点不了", 3),
        ],
    )
    def test_a_step_that_does_not_work_can_be_named(self, desk: Desk, said: str, step: int) -> None:
        say(desk, ASKED)
        say(desk, said)
        assert talk.step_failed_title(step) in shown(newest(desk))
        assert steps(desk)[-1] is Step.STEP_FAILED

    def test_this_step_is_the_one_that_is_shown(self, desk: Desk) -> None:
        say(desk, ASKED)
        say(desk, "下一步")
        say(desk, "下一步")
        say(desk, "这一步不行")
        assert talk.step_failed_title(2) in shown(newest(desk))

    def test_an_answer_of_two_steps_is_simply_read(self) -> None:
        assert not walk("1. 甲\n2. 乙\n\n**转人工**：丙").is_worth_it
        assert not walk("没有编号的一句话").steps

    def test_lines_below_a_step_belong_to_it(self) -> None:
        found = walk("> 小心\n\n1. 甲\n   - 一\n   - 二\n2. 还没有：乙\n3. 丙\n\n**转人工**：丁")
        assert found.steps == ("甲\n- 一\n- 二", "还没有：乙", "丙")
        assert (found.care, found.handover) == (("小心",), "丁")
        assert found.instead(1) == "还没有：乙"
        assert found.instead(2) is None
        assert found.instead(3) is None

    def test_every_sample_entry_can_be_taken_apart(self, desk: Desk) -> None:
        found = [(e.code, walk(e.answer)) for e in desk.rows(select(FaqEntry))]
        assert [code for code, it in found if len(it.steps) < 2] == []
        assert [code for code, it in found if not it.handover] == []


class TestReferringBack:
    @pytest.mark.parametrize("said", ["还是不行", "没用", "都试了 还是一样", "没解决"])
    def test_still_broken_is_about_the_last_answer(self, desk: Desk, said: str) -> None:
        say(desk, ASKED)
        say(desk, said)
        assert words.SORRY in shown(newest(desk))
        assert steps(desk) == [Step.SHOWN_ANSWER, Step.UNSOLVED]
        assert len(desk.rows(select(Question))) == 1

    @pytest.mark.parametrize(
        "said",
        [
            "好了",
            "可以了 谢谢",
            "站长给解了 好了",
            "圈好了 谢谢",
            "合闸以后绿了 那笔也出来了",
            "找到了 是夜班空的 标了空班 可以了",
            "没纸了 好了",
        ],
    )
    def test_solved_is_recorded_and_thanked_for_briefly(self, desk: Desk, said: str) -> None:
        say(desk, ASKED)
        say(desk, said)
        assert talk.SMALL_TALK["solved"][0] in shown(newest(desk))
        assert steps(desk) == [Step.SHOWN_ANSWER, Step.SOLVED]

    @pytest.mark.parametrize("said", ["重启过了", "发票开好了少一张", "红灯亮了", "还没好了"])
    def test_what_only_ends_like_it_is_not_taken_for_it(self, desk: Desk, said: str) -> None:
        say(desk, ASKED)
        say(desk, said)
        desk.wait(seconds=3)
        assert Step.SOLVED not in steps(desk)

    def test_what_was_solved_without_an_answer_of_ours_is_not_credited_to_one(
        self, desk: Desk
    ) -> None:
        say(desk, UNKNOWN)
        say(desk, "好了")
        solved = desk.rows(select(QuestionStep).where(QuestionStep.step == Step.SOLVED))
        assert [row.entry_id for row in solved] == [None]

    def test_after_half_an_hour_there_is_nothing_to_refer_to(self, desk: Desk) -> None:
        say(desk, ASKED)
        desk.clock.advance(minutes=31)
        say(desk, "还是不行")
        desk.wait(seconds=3)
        assert words.SORRY not in shown(newest(desk))
        assert Step.UNSOLVED not in steps(desk)

    def test_a_new_subject_that_is_sure_wins_over_the_old_one(self, desk: Desk) -> None:
        say(desk, ASKED)
        say(desk, "还是不行 另外报错 E1003 账号锁了")
        assert entry(desk, "AC-02").question in shown(newest(desk))
        assert Step.UNSOLVED not in steps(desk)

    def test_each_person_in_a_group_has_a_last_answer_of_their_own(self, desk: Desk) -> None:
        say(desk, ASKED, sender="ou_alice")
        say(desk, "E1003 账号锁定怎么办", sender="ou_bob")
        say(desk, "下一步", sender="ou_alice")
        assert entry(desk).question[:10] in shown(newest(desk))

    def test_an_entry_archived_meanwhile_is_not_shown_again(self, desk: Desk) -> None:
        from models import FaqStatus

        say(desk, ASKED)
        with desk.uow() as tx:
            tx.session.get_one(FaqEntry, entry(desk).id).status = FaqStatus.ARCHIVED
        say(desk, "下一步呢")
        assert talk.step_of(step=1, steps=5) not in shown(newest(desk))


class TestChoices:
    @pytest.mark.parametrize("said", ["第二个", "2", "②", "选2", "那就第二个吧"])
    def test_a_choice_can_be_typed(self, desk: Desk, said: str) -> None:
        say(desk, VAGUE)
        offered = [v["entry"] for _, v in buttons(newest(desk)) if v["do"] == "faq.show"]
        say(desk, said)
        chosen = desk.rows(select(FaqEntry).where(FaqEntry.id == offered[1]))[0]
        assert chosen.question[:12] in shown(newest(desk))
        assert steps(desk)[-2:] == [Step.CHOSE, Step.SHOWN_ANSWER]
        assert len(desk.rows(select(Question))) == 1

    def test_none_of_them_can_be_typed(self, desk: Desk) -> None:
        say(desk, VAGUE)
        say(desk, "都不是")
        assert words.NOT_FOUND in shown(newest(desk))
        assert steps(desk)[-1] is Step.NONE_OF_THESE

    def test_a_few_words_more_are_about_the_same_question(self, desk: Desk) -> None:
        say(desk, VAGUE)
        say(desk, "就一把枪")
        desk.wait(seconds=3)
        asked = desk.rows(select(Question).order_by(Question.id))
        assert asked[-1].text == f"{VAGUE} 就一把枪"
        assert asked[-1].verdict is not Verdict.NONE


class TestOneQuestionBack:
    def ask(self, desk: Desk) -> list[str]:
        say(desk, "没反应")
        desk.wait(seconds=3)
        assert talk.CLARIFY_DEVICE in shown(newest(desk))
        return [label for label, value in buttons(newest(desk)) if value["do"] == "clarify.chose"]

    def test_what_is_wrong_without_what_with_is_asked_back_by_device(self, desk: Desk) -> None:
        options = self.ask(desk)
        assert 2 <= len(options) <= 4
        assert steps(desk) == [Step.SHOWN_CLARIFY]

    def test_it_is_asked_once_only(self, desk: Desk) -> None:
        self.ask(desk)
        value = next(v for _, v in buttons(newest(desk)) if v["do"] == "clarify.chose")
        answer = desk.pusher.click(value).json
        assert answer is not None
        assert talk.CLARIFY_TITLE not in shown(answer)
        assert Step.CLARIFIED in steps(desk)
        assert steps(desk).count(Step.SHOWN_CLARIFY) == 1

    def test_the_answer_can_be_typed(self, desk: Desk) -> None:
        self.ask(desk)
        say(desk, "加油机")
        assert Step.CLARIFIED in steps(desk)
        assert "加油机" in shown(newest(desk)) or "提枪" in shown(newest(desk))
        assert talk.CLARIFY_TITLE not in shown(newest(desk))

    def test_it_is_not_asked_again_about_the_next_words_either(self, desk: Desk) -> None:
        self.ask(desk)
        say(desk, "用不了")
        desk.wait(seconds=3)
        assert talk.CLARIFY_TITLE not in shown(newest(desk))

    def test_something_else_can_be_asked_instead(self, desk: Desk) -> None:
        self.ask(desk)
        say(desk, "E1003 账号锁定怎么办")
        assert entry(desk, "AC-02").question in shown(newest(desk))


class TestSmallTalk:
    @pytest.mark.parametrize(
        ("said", "kind"),
        [
            ("你好", "greeting"),
            ("在吗？", "greeting"),
            ("谢谢啊", "thanks"),
            ("再见", "bye"),
            ("不用了", "nothing"),
            ("你是机器人吗", "who"),
            ("什么破系统 天天坏", "insult"),
            ("傻x机器人", "insult"),
            ("烦死了", "upset"),
        ],
    )
    def test_it_is_answered_briefly_and_never_as_a_question(
        self, desk: Desk, said: str, kind: str
    ) -> None:
        say(desk, said)
        desk.wait(seconds=3)
        assert talk.SMALL_TALK[kind][1] in shown(newest(desk))
        assert desk.rows(select(Question)) == []

    def test_a_nod_is_answered_with_a_nod(self, desk: Desk) -> None:
        say(desk, "好的", message_id="om_nod")
        assert desk.cards() == []
        (row,) = desk.rows(select(Outbound))
        assert (row.verb, row.target) == (Verb.REACT, "om_nod")

    def test_it_is_no_failure(self, desk: Desk) -> None:
        for said in ("什么破系统 天天坏", "垃圾", "烦死了"):
            say(desk, said)
        say(desk, UNKNOWN)
        assert talk.PREPARED_TITLE not in shown(newest(desk))
        assert talk.OFFER_LEAD not in shown(newest(desk))

    @pytest.mark.parametrize("said", ["这个月工资怎么少了", "站里空调不制冷怎么办"])
    def test_what_is_not_our_subject_is_said_to_be_so(self, desk: Desk, said: str) -> None:
        say(desk, said)
        assert talk.OUTSIDE_TITLE in shown(newest(desk))
        (row,) = desk.rows(select(QuestionStep))
        assert (row.step, row.via) == (Step.SHOWN_NONE, "outside")

    def test_what_is_our_subject_and_not_in_the_faq_is_not_said_to_be_another_s(
        self, desk: Desk
    ) -> None:
        say(desk, UNKNOWN)
        assert words.NOT_FOUND in shown(newest(desk))


class TestFailures:
    def fail(self, desk: Desk, times: int) -> None:
        for number in range(times):
            say(desk, f"{UNKNOWN}{'啊' * number}")

    def test_after_two_in_a_row_a_human_comes_first(self, desk: Desk) -> None:
        self.fail(desk, 1)
        assert talk.OFFER_LEAD not in shown(newest(desk))
        self.fail(desk, 1)
        assert talk.OFFER_LEAD in shown(newest(desk))
        assert first_button(newest(desk)) == words.HUMAN_BUTTON
        assert labels(newest(desk)).count(words.HUMAN_BUTTON) == 1

    def test_after_three_all_is_made_ready_and_one_tap_confirms_it(self, desk: Desk) -> None:
        say(desk, ASKED)
        say(desk, "还是不行")
        self.fail(desk, 2)
        card = newest(desk)
        assert talk.PREPARED_TITLE in shown(card)
        assert UNKNOWN in shown(card)
        assert talk.tried_unsolved(entry(desk).question)[:20] in shown(card)
        assert desk.rows(select(HandoverRequest)) == []
        press(desk, talk.PREPARED_CONFIRM)
        (request,) = desk.rows(select(HandoverRequest))
        last = desk.rows(select(Question).order_by(Question.id.desc()))[0]
        assert request.question_id == last.id

    def test_a_third_failure_by_button_makes_ready_below_the_card(self, desk: Desk) -> None:
        self.fail(desk, 2)
        say(desk, ASKED)
        pressed = press(desk, words.NOT_SOLVED_BUTTON)
        assert words.SORRY in shown(pressed)
        assert talk.PREPARED_TITLE in shown(newest(desk))

    def test_a_success_begins_anew(self, desk: Desk) -> None:
        self.fail(desk, 2)
        say(desk, ASKED)
        press(desk, words.SOLVED_BUTTON)
        self.fail(desk, 1)
        assert talk.OFFER_LEAD not in shown(newest(desk))

    def test_one_button_pressed_again_and_again_is_one_failure(self, desk: Desk) -> None:
        say(desk, VAGUE)
        card = newest(desk)
        for _ in range(4):
            press(desk, words.NONE_BUTTON, card)
        with desk.uow() as tx:
            assert here("oc_alice", "ou_alice", tx).failures == 1

    def test_who_waits_for_a_human_already_is_not_offered_one(self, desk: Desk) -> None:
        say(desk, "转人工")
        self.fail(desk, 3)
        assert talk.PREPARED_TITLE not in shown(newest(desk))
        assert words.NOT_FOUND in shown(newest(desk))

    def test_what_was_tried_is_told_in_the_order_it_happened(self, desk: Desk) -> None:
        say(desk, UNKNOWN)
        say(desk, ASKED)
        say(desk, "第二步没有那个按钮")
        with desk.uow() as tx:
            view = failing.view(here("oc_alice", "ou_alice", tx), tx)
        title = entry(desk).question
        assert view.asked == (UNKNOWN, ASKED)
        assert view.tried == (
            talk.TRIED_NOT_FOUND,
            talk.tried_answer(title),
            talk.tried_step(title, 2),
        )


class TestAPerson:
    def test_what_is_said_after_the_wish_goes_along_with_it(self, desk: Desk) -> None:
        said = "转人工 便利店库存的事 扫什么都说库存不足"
        say(desk, said)
        (request,) = desk.rows(select(HandoverRequest))
        (question,) = desk.rows(select(Question))
        assert (question.text, request.question_id) == (said, question.id)
        assert words.HANDOVER_TITLE in shown(newest(desk))

    @pytest.mark.parametrize("said", ["帮我转人工吧", "直接转", "找个人来", "能不能找个人来看看"])
    def test_can_be_asked_for_in_one_s_own_words(self, desk: Desk, said: str) -> None:
        say(desk, ASKED)
        say(desk, said)
        (request,) = desk.rows(select(HandoverRequest))
        (question,) = desk.rows(select(Question))
        assert request.question_id == question.id
        assert words.HANDOVER_TITLE in shown(newest(desk))

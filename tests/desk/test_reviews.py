"""Suggestions are shown to reviewers, tried on real questions, and decided once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import select

from bot.desk import content, decisions, faq, life, roles
from bot.faq_csv import FaqRow
from bot.feishu.port import Address, CardMessage
from cards.words import review as say
from models import FaqPhrasing, FaqStatus, FaqVersion, ProposalKind, ProposalState, Role
from tests.desk import reviewing
from tests.desk.reviewing import (
    BOB,
    CAROL,
    MALLORY,
    card_of,
    entry,
    keep_case,
    labels,
    press,
    proposal,
    suggest,
    text_of,
    toast,
)
from tests.furniture import Desk, SteppedClock

WORDING = "班次交接不过去"


@pytest.fixture
def desk(database_url: str, clock: SteppedClock) -> Iterator[Desk]:
    with reviewing.reviewed_desk(database_url, clock) as it:
        yield it


def ask(desk: Desk, text: str) -> str:
    """What a cashier is shown."""
    desk.pusher.say(text)
    desk.drain()
    desk.wait(seconds=10)
    return text_of(desk.cards("oc_alice")[-1])


def similar(desk: Desk, code: str = "A-1") -> list[str]:
    statement = select(FaqPhrasing.text).where(FaqPhrasing.entry_id == entry(desk, code).id)
    return desk.rows(statement.order_by(FaqPhrasing.position))


def test_every_reviewer_gets_a_card_and_it_tells_the_effect(desk: Desk) -> None:
    suggest(desk, text=WORDING)
    for who in (BOB, CAROL):
        shown = text_of(card_of(desk, who))
        assert WORDING in shown
        assert "班结失败怎么办" in shown
        assert "试算了" in shown
        assert say.TRYING not in shown


def test_an_approval_is_published_at_once_and_every_copy_says_so(desk: Desk) -> None:
    suggest(desk, text=WORDING)
    answer = press(desk, BOB, say.APPROVE_BUTTON)
    assert toast(answer) == say.APPROVED_TOAST
    assert similar(desk) == ["交不了班", "班结不了", WORDING]
    assert "班结失败怎么办" in ask(desk, WORDING)
    hers = text_of(card_of(desk, CAROL))
    assert "李工" in hers
    assert say.STATES["approved"] in hers
    assert say.APPROVE_BUTTON not in hers


def test_who_comes_second_is_told_who_decided_what_and_when(desk: Desk) -> None:
    suggest(desk, text=WORDING)
    old = card_of(desk, CAROL)
    form = press(desk, BOB, say.REJECT_BUTTON)["card"]["data"]
    press(desk, BOB, say.CONFIRM_REJECT_BUTTON, card=form, why=say.REASONS[0], note="太偏")
    late = press(desk, CAROL, say.APPROVE_BUTTON, card=old)
    assert toast(late) == "李工 11月25日 12:00 未采纳，不用再处理了"
    assert "内容不对：太偏" in text_of(late["card"])
    assert proposal(desk).state is ProposalState.REJECTED
    assert similar(desk) == ["交不了班", "班结不了"]


def test_nobody_without_the_right_can_decide_even_with_a_reviewers_card(desk: Desk) -> None:
    suggest(desk, text=WORDING)
    card = card_of(desk, BOB)
    desk.feishu.send(Address("open_id", MALLORY), CardMessage(card), uuid="forwarded")
    for label in (say.APPROVE_BUTTON, say.EDIT_BUTTON, say.REJECT_BUTTON, say.QUEUE_BUTTON):
        answer = press(desk, MALLORY, label, card=card)
        assert toast(answer) == say.NOT_ALLOWED
        assert "card" not in answer
    assert proposal(desk).state is ProposalState.OPEN


def test_a_right_that_was_taken_back_is_gone_at_the_next_press(desk: Desk) -> None:
    suggest(desk, text=WORDING)
    with desk.uow() as tx:
        roles.revoke(BOB, Role.REVIEWER, tx)
    assert toast(press(desk, BOB, say.APPROVE_BUTTON)) == say.NOT_ALLOWED
    assert toast(press(desk, CAROL, say.APPROVE_BUTTON)) == say.APPROVED_TOAST


def test_what_breaks_real_questions_needs_a_second_look(desk: Desk) -> None:
    keep_case(desk, "A-1", "交不了班")
    suggest(desk, ProposalKind.EDIT, question="液位仪没有读数", similar=[], answer="1. 重启。")
    card = card_of(desk, BOB)
    assert "“交不了班”" in text_of(card)
    assert say.APPROVE_BUTTON not in labels(card)
    plain_approval = reviewing.value_of(card, say.ANYWAY_BUTTON) | {"seen": "fine"}
    refused = desk.pusher.click(plain_approval, who=BOB, chat=reviewing.chat_of(desk, BOB)).json
    assert refused is not None
    assert toast(refused) == say.BREAKS_TOAST
    assert entry(desk).question == "班结失败怎么办"
    assert toast(press(desk, BOB, say.ANYWAY_BUTTON)) == say.APPROVED_TOAST
    assert entry(desk).question == "液位仪没有读数"


def test_what_a_change_mends_is_shown(desk: Desk) -> None:
    keep_case(desk, "B-1", "热敏纸卷不往外吐")
    suggest(desk, code="B-1", text="热敏纸卷不往外吐")
    assert "答得更好 1 个" in text_of(card_of(desk, BOB))


def test_an_entry_changed_meanwhile_is_shown_and_decided_again(desk: Desk) -> None:
    suggest(desk, ProposalKind.EDIT, answer="1. 看提示，再试一次。")
    with desk.uow() as tx:
        held = life.entry_of("A-1", tx)
        assert held is not None
        life.publish(held, {**content.of(held), "answer": "1. 先重启。"}, BOB, "", tx)
    first = press(desk, CAROL, say.APPROVE_BUTTON)
    assert toast(first) == say.STALE_TOAST
    assert say.CHANGED_SINCE in text_of(first["card"])
    assert "先重启" in text_of(first["card"])
    assert entry(desk).answer == "1. 先重启。"
    assert toast(press(desk, CAROL, say.APPROVE_BUTTON)) == say.APPROVED_TOAST
    assert entry(desk).answer == "1. 看提示，再试一次。"
    numbers = [
        v.number for v in desk.rows(select(FaqVersion).where(FaqVersion.entry_id == entry(desk).id))
    ]
    assert numbers == [1, 2, 3]


def test_two_wordings_of_one_entry_do_not_get_in_each_others_way(desk: Desk) -> None:
    suggest(desk, text=WORDING)
    first = card_of(desk, BOB)
    suggest(desk, text="班结的按钮是灰的")
    assert toast(press(desk, BOB, say.APPROVE_BUTTON, card=first)) == say.APPROVED_TOAST
    answer = press(desk, BOB, say.APPROVE_BUTTON)
    assert toast(answer) in (say.APPROVED_TOAST, say.WAITING_TOAST)
    assert similar(desk)[-2:] == [WORDING, "班结的按钮是灰的"]


def test_edited_and_approved_in_one_go(desk: Desk) -> None:
    suggest(desk, text="班次 交接 不过去 急急急")
    form = press(desk, BOB, say.EDIT_BUTTON)["card"]["data"]
    answer = press(
        desk, BOB, say.SAVE_BUTTON, card=form,
        question="班结失败怎么办", similar=f"交不了班\n班结不了\n{WORDING}\n", answer="1. 看提示。",
    )  # fmt: skip
    assert toast(answer) == say.WAITING_TOAST
    assert proposal(desk).state is ProposalState.APPROVED
    assert similar(desk) == ["交不了班", "班结不了", WORDING]
    assert "李工" in text_of(card_of(desk, CAROL))


def test_nobody_publishes_what_another_reviewer_made_of_it_meanwhile(desk: Desk) -> None:
    keep_case(desk, "A-1", "交不了班")
    suggest(desk, text=WORDING)
    old, form = card_of(desk, CAROL), press(desk, BOB, say.EDIT_BUTTON)["card"]["data"]
    hers = press(desk, CAROL, say.EDIT_BUTTON)["card"]["data"]
    edited = press(desk, BOB, say.SAVE_BUTTON, card=form, question="液位仪没读数", similar="")
    assert toast(edited) == say.WAITING_TOAST
    assert proposal(desk).state is ProposalState.OPEN  # it breaks what worked
    for answer in (
        press(desk, CAROL, say.APPROVE_BUTTON, card=old),
        press(desk, CAROL, say.SAVE_BUTTON, card=hers, answer="1. 别的。"),
    ):
        assert toast(answer) == say.STALE_TOAST
        assert "液位仪没读数" in text_of(answer["card"])
    assert entry(desk).version == 1
    assert toast(press(desk, CAROL, say.ANYWAY_BUTTON)) == say.APPROVED_TOAST


def test_a_new_entry_takes_no_code_that_is_in_use(desk: Desk) -> None:
    with desk.uow() as tx:
        faq.import_rows(
            [FaqRow("N-0001", "别的", "别的问题", (), "1. 看。", (), "")], tx, replace=False
        )
    suggest(desk, ProposalKind.GAP, code=None, question="充电桩没反应", key="gap-3")
    form = press(desk, BOB, say.WRITE_BUTTON)["card"]["data"]
    press(desk, BOB, say.SAVE_BUTTON, card=form, answer="1. 打电话。")
    assert entry(desk, "N-0001-2").question == "充电桩没反应"


def test_an_edit_that_cannot_be_published_says_why_and_changes_nothing(desk: Desk) -> None:
    suggest(desk, text=WORDING)
    form = press(desk, BOB, say.EDIT_BUTTON)["card"]["data"]
    answer = press(desk, BOB, say.SAVE_BUTTON, card=form, question="", answer="1. 看提示。")
    assert toast(answer) == "问题：缺少标准问题"
    assert proposal(desk).kind is ProposalKind.PHRASING


def test_a_gap_becomes_an_entry_when_somebody_writes_it(desk: Desk) -> None:
    samples = ["充电桩没反应", "充电桩坏了找谁"]
    suggest(desk, ProposalKind.GAP, code=None, samples=samples, key="gap-1")
    card = card_of(desk, BOB)
    assert "充电桩坏了找谁" in text_of(card)
    form = press(desk, BOB, say.WRITE_BUTTON)["card"]["data"]
    press(
        desk, BOB, say.SAVE_BUTTON, card=form,
        question="充电桩没反应怎么办", similar="\n".join(samples), answer="1. 打维保电话。",
        category="设备", safety="caution",
    )  # fmt: skip
    made = proposal(desk)
    assert made.state is ProposalState.APPROVED
    new = entry(desk, f"N-{made.id:04d}")
    assert (new.status, new.safety.value, new.version) == (FaqStatus.PUBLISHED, "caution", 1)
    assert "打维保电话" in ask(desk, "充电桩坏了找谁")


def test_a_twin_that_takes_over_its_questions_may_go(desk: Desk) -> None:
    keep_case(desk, "A-2", "日结一直转圈圈")
    with desk.uow() as tx:
        twin = FaqRow("A-3", "班结", "日结一直转圈圈怎么办", ("日结卡住不动",), "1. 等。", (), "")
        faq.import_rows([twin], tx, replace=False)
    suggest(desk, ProposalKind.ARCHIVE, code="A-2", twin="A-3")
    card = card_of(desk, BOB)
    assert "日结一直转圈圈怎么办" in text_of(card)
    assert "变差 0 个" in text_of(card)
    assert toast(press(desk, BOB, say.ARCHIVE_BUTTON)) == say.APPROVED_TOAST
    assert entry(desk, "A-2").status is FaqStatus.ARCHIVED


def test_a_gap_keeps_the_place_it_was_suggested_for(desk: Desk) -> None:
    suggest(
        desk, ProposalKind.GAP, code=None, question="充电桩没反应", similar=["充电桩坏了"],
        category="设备", skill_group="设备组", key="gap-2",
    )  # fmt: skip
    form = press(desk, BOB, say.WRITE_BUTTON)["card"]["data"]
    assert "充电桩坏了" in text_of(form)
    press(desk, BOB, say.SAVE_BUTTON, card=form, answer="1. 打电话。")
    new = entry(desk, f"N-{proposal(desk).id:04d}")
    assert (new.question, new.category, new.skill_group) == ("充电桩没反应", "设备", "设备组")


def test_a_gap_nobody_has_written_an_answer_for_cannot_be_published(desk: Desk) -> None:
    suggest(desk, ProposalKind.GAP, code=None, samples=["充电桩没反应"], key="gap-1")
    value = {"do": "review.approve", "v": 1, "proposal": proposal(desk).id, "base": 0, "edition": 0}
    for seen in ("fine", "untried", "breaks"):
        answer = desk.pusher.click(value | {"seen": seen}, who=BOB).json
        assert answer is not None
        assert toast(answer) == say.UNWRITTEN_TOAST
    assert proposal(desk).state is ProposalState.OPEN


def test_an_archived_entry_takes_its_suggestions_with_it(desk: Desk) -> None:
    suggest(desk, text=WORDING)
    with desk.uow() as tx:
        held = life.entry_of("A-1", tx)
        assert held is not None
        life.archive(held, tx)
    assert toast(press(desk, BOB, say.APPROVE_BUTTON)) == say.GONE_TOAST
    assert proposal(desk).state is ProposalState.WITHDRAWN


def test_a_wording_that_another_entry_has_already_is_pointed_out(desk: Desk) -> None:
    suggest(desk, code="A-1", text="日结卡住不动了")
    assert "日结一直转圈（A-2）" in text_of(card_of(desk, BOB))


def test_the_same_suggestion_is_made_once_and_a_rejected_one_not_again(desk: Desk) -> None:
    assert suggest(desk, text=WORDING, by="") is not None
    assert suggest(desk, text=WORDING, by="") is None
    with desk.uow() as tx:
        held = decisions.hold(proposal(desk).id, tx)
        assert held is not None
        decisions.reject(held, BOB, "不对", tx)
    assert suggest(desk, text=WORDING, by="") is None
    assert suggest(desk, text=WORDING, by="ou_dan") is not None
    assert suggest(desk, text="交不了班", by="") is None


def test_what_programs_suggest_is_gathered_into_one_message_a_day(desk: Desk) -> None:
    for number in range(3):
        suggest(desk, text=f"{WORDING}{number}次", by="")
    assert desk.cards(reviewing.chat_of(desk, BOB)) == []
    desk.wait(minutes=10)
    (card,) = desk.cards(reviewing.chat_of(desk, BOB))
    assert "共 3 条" in text_of(card)
    suggest(desk, text="又一个说法", by="")
    desk.wait(hours=1)
    assert len(desk.cards(reviewing.chat_of(desk, BOB))) == 1
    desk.wait(hours=24)
    assert len(desk.cards(reviewing.chat_of(desk, BOB))) == 2


def test_the_queue_is_typed_paged_and_opens_a_suggestion_with_its_effect(desk: Desk) -> None:
    for number in range(8):
        suggest(desk, text=f"{WORDING}{number}次", by="")
    chat = reviewing.chat_of(desk, BOB)
    desk.pusher.say("审核", sender=BOB, chat=chat)
    desk.drain()
    assert "共 8 条 · 第 1/2 页" in text_of(card_of(desk, BOB))
    second = press(desk, BOB, "下一页")["card"]["data"]
    assert "第 2/2 页" in text_of(second)
    value = next(v for _, v in reviewing.buttons(second) if v["do"] == "review.open")
    desk.pusher.click(value, who=BOB, chat=chat)
    desk.drain()
    desk.wait(seconds=2)
    shown = text_of(card_of(desk, BOB))
    assert "试算了" in shown
    assert say.APPROVE_BUTTON in shown


def test_the_queue_is_not_for_everybody(desk: Desk) -> None:
    desk.pusher.say("审核", sender=MALLORY, chat="oc_mallory")
    desk.drain()
    assert say.NOT_ALLOWED in text_of(desk.cards("oc_mallory")[-1])

"""What people and Feishu do to the table: nothing is lost, somebody is told, repair mends it."""

from __future__ import annotations

import json
import threading
from typing import Any

import pytest
from sqlalchemy import select

from bot.bitable import setup
from bot.bitable.run import Held
from bot.bitable.sync import SUBJECTS, synchronise
from bot.desk.feedback import drafts, record
from bot.engine.port import Work
from cards.words import feedback as say
from models import (
    BitableCall,
    BitableCallState,
    BitableProblem,
    BitableRowState,
    Feedback,
    FeedbackKind,
    FeedbackStatus,
    Urgency,
)
from tests.feedback.acts import REPORT
from tests.feedback.table import DAN, Table

OTHER = "加油机要能打印中文小票"


def told(table: Table) -> str:
    """All that Dan, who is in charge, was told."""
    return json.dumps(table.desk.cards(f"oc_p2p_{DAN}"), ensure_ascii=False)


def numbers(table: Table) -> list[str]:
    return sorted(one.get("编号", "") for one in table.rows())


def faults(table: Table, **changes: Any) -> None:
    table.running.client.faults(**changes)


def test_a_locked_base_is_waited_for_told_of_and_caught_up_with(table: Table) -> None:
    table.people.change(table.link.app_token, locked=True)
    number = table.give(REPORT)
    assert table.rows() == []
    assert table.problems() == ["busy"]
    assert say.PROBLEMS["busy"] in told(table)
    table.people.change(table.link.app_token, locked=False)
    table.run()
    assert numbers(table) == [number]
    assert table.problems() == []
    assert say.PROBLEM_OVER in told(table)


def test_a_problem_is_told_once_however_long_it_lasts(table: Table) -> None:
    table.people.change(table.link.app_token, locked=True)
    table.give(REPORT)
    for _ in range(3):
        table.run()
    assert len(table.desk.cards(f"oc_p2p_{DAN}")) == 1


def test_a_base_that_is_being_copied_is_waited_for(table: Table) -> None:
    table.people.change(table.link.app_token, copying=True)
    table.give(REPORT)
    assert table.problems() == ["busy"]
    table.people.change(table.link.app_token, copying=False)
    table.run()
    assert numbers(table) == ["F000001"]


def test_a_copy_can_take_the_place_of_the_base_without_a_second_row(table: Table) -> None:
    first, second = table.give(REPORT), table.give(OTHER)
    table.edit(first, 公开回复="抄过去的回复", 状态="已采纳")
    copy = table.people.copy(table.link.app_token, name="副本", bot="full_access")
    table.people.delete(table.link.app_token)
    third = table.give("收银机屏幕太暗，晚上看不清")
    assert table.problems() == ["gone"]
    setup.set_up(
        table.desk.uow,
        table.lark,
        SUBJECTS["feedback"],
        lambda _: False,
        base=copy["app_token"],
    )
    table.run()
    assert numbers(table) == [first, second, third]
    assert table.row(first)["公开回复"] == "抄过去的回复"
    assert table.feedback()[0].public_reply == "抄过去的回复"


def test_a_deleted_table_deletes_nothing_and_is_made_anew_by_repair(table: Table) -> None:
    given = [table.give(REPORT), table.give(OTHER)]
    spare = table.people.make_table(
        table.link.app_token, "别的表", [{"field_name": "甲", "type": 1}]
    )
    table.seen.delete()
    table.run()
    assert [one.status for one in table.feedback()] == [FeedbackStatus.NEW] * 2
    assert table.problems() == ["gone"]
    assert say.PROBLEMS["gone"] in told(table)
    tables = table.people.one(table.link.app_token)["tables"]
    assert [one["name"] for one in tables] == ["别的表"]  # no second one made in silence
    table.mend()
    assert numbers(table) == given
    assert table.problems() == []
    assert spare.rows() == []


def test_a_renamed_column_is_followed(table: Table) -> None:
    number = table.give(REPORT)
    table.seen.change_column("状态", field_name="进展到哪了")
    table.seen.change_column("编号", field_name="单号")
    table.seen.edit(
        next(str(i["record_id"]) for i in table.seen.grid()["items"]), {"进展到哪了": "已采纳"}
    )
    table.run()
    second = table.give(OTHER)
    assert table.feedback()[0].status is FeedbackStatus.ACCEPTED
    assert [one["单号"] for one in table.rows()] == [number, second]
    assert table.problems() == []


def test_a_retyped_column_is_left_alone_until_repair_makes_another(table: Table) -> None:
    number = table.give(REPORT)
    table.seen.change_column("计划日期", type=1)
    table.edit(number, 状态="已排期")
    table.run()
    assert table.feedback()[0].status is FeedbackStatus.PLANNED
    assert table.feedback()[0].plan_date is None
    assert table.problems() == ["column_retyped:计划日期"]
    assert say.PROBLEMS["column_retyped"] in told(table)
    table.mend()
    assert table.problems() == []
    table.edit(number, **{"计划日期（站务台）": "2026-12-20"})
    table.run()
    assert str(table.feedback()[0].plan_date) == "2026-12-20"


def test_a_deleted_column_is_put_back_with_what_was_in_it(table: Table) -> None:
    number = table.give(REPORT)
    table.edit(number, 公开回复="下个版本做")
    table.run()
    table.seen.delete_column("公开回复")
    table.run()
    assert table.feedback()[0].public_reply == "下个版本做"
    assert table.problems() == ["column_gone:公开回复"]
    table.mend()
    assert table.row(number)["公开回复"] == "下个版本做"
    assert table.problems() == []


def test_a_deleted_option_is_not_made_by_writing_and_put_back_by_repair(table: Table) -> None:
    number = table.give(REPORT)
    kept = [{"name": label} for label in say.STATUSES.values() if label != "已采纳"]
    table.seen.change_column("状态", property={"options": kept})
    with table.desk.uow() as tx:
        feedback = tx.session.get_one(Feedback, 1)
        record.change(feedback, {"status": FeedbackStatus.ACCEPTED}, DAN, "card", tx)
    table.desk.drain()
    status = next(one for one in table.seen.grid()["fields"] if one["name"] == "状态")
    assert "已采纳" not in status["options"]
    assert table.problems() == ["option_gone:状态·已采纳"]
    table.mend()
    assert table.row(number)["状态"] == "已采纳"


def test_an_option_of_their_own_is_left_alone_and_told_of(table: Table) -> None:
    number = table.give(REPORT)
    table.edit(number, 状态="老板说不急")
    table.run()
    table.run()
    assert table.feedback()[0].status is FeedbackStatus.NEW
    assert table.row(number)["状态"] == "老板说不急"
    assert table.problems() == ["foreign:状态·老板说不急"]


def test_two_at_once_do_not_write_together(table: Table) -> None:
    inside, go = threading.Event(), threading.Event()

    def slow(seconds: float) -> bool:
        inside.set()
        return not go.wait(10)

    table.desk.pusher.say(f"建议：{REPORT}", sender=table.operator)
    table.desk.drain(only=Work.INBOUND)
    first = threading.Thread(
        target=synchronise, args=(table.desk.uow, table.lark, "feedback", slow)
    )
    first.start()
    assert inside.wait(10)
    with pytest.raises(Held):
        synchronise(table.desk.uow, table.lark, "feedback", lambda _: False)
    go.set()
    first.join(10)
    table.run()
    assert numbers(table) == ["F000001"]


@pytest.mark.parametrize("repeat", ["first", "error"])
def test_a_lost_answer_makes_no_second_row(table: Table, repeat: str) -> None:
    faults(table, bitable_error_rate=1.0, bitable_error=1255040, bitable_repeat=repeat)
    table.give(REPORT)
    table.give(OTHER)
    faults(table, bitable_error_rate=0.0)
    table.run()
    assert numbers(table) == ["F000001", "F000002"]
    assert {one.state for one in table.links()} == {BitableRowState.LIVE}
    states = [one.state for one in table.desk.rows(select(BitableCall))]
    assert states == [BitableCallState.DONE] * len(states)


class Killed(BaseException):
    """The process is gone: nothing after it runs."""


@pytest.mark.parametrize("done", [True, False], ids=["after the call", "before the call"])
def test_a_worker_killed_around_the_call_makes_no_second_row(
    table: Table, monkeypatch: pytest.MonkeyPatch, done: bool
) -> None:
    ask = table.lark.create_rows

    def die(*given: Any, **more: Any) -> Any:
        if done:
            ask(*given, **more)
        raise Killed

    with monkeypatch.context() as dying:
        dying.setattr(table.lark, "create_rows", die)
        with pytest.raises(Killed):
            table.give(REPORT)
    (call,) = table.desk.rows(select(BitableCall))
    assert call.state is BitableCallState.BEGUN
    table.desk.clock.advance(minutes=3)  # its hold on the base runs out
    table.run()
    assert numbers(table) == ["F000001"]


@pytest.mark.parametrize("code", [1254291, 1254607, 1254290, 1255040])
def test_a_storm_of_refusals_passes_without_a_loss(table: Table, code: int) -> None:
    faults(table, bitable_error_rate=0.6, bitable_error=code)
    given = [table.give(text) for text in (REPORT, OTHER, "收银机屏幕太暗，晚上看不清")]
    for number in given[:2]:
        table.desk.pusher.say(f"我也要 {number}", sender="ou_bob", chat="oc_bob")
        table.desk.drain()
    faults(table, bitable_error_rate=0.0)
    table.run()
    assert numbers(table) == given
    assert [one["票数"] for one in table.rows()] == ["1", "1", "0"]
    assert table.problems() == []


@pytest.mark.parametrize("right", ["none", "view"])
def test_a_withdrawn_right_is_told_of_and_nothing_is_lost(table: Table, right: str) -> None:
    first = table.give(REPORT)
    table.people.change(table.link.app_token, bot=right)
    second = table.give(OTHER)
    assert table.problems() == ["barred"]
    assert say.PROBLEMS["barred"] in told(table)
    table.people.change(table.link.app_token, bot="full_access")
    table.run()
    assert numbers(table) == [first, second]
    assert table.problems() == []


def test_rows_that_are_hidden_are_not_taken_for_deleted(table: Table) -> None:
    number = table.give(REPORT)
    table.people.change(table.link.app_token, bot="edit", advanced=True)
    table.edit(number, 状态="已采纳")
    table.desk.clock.advance(hours=25)
    table.run()
    assert table.problems() == ["hidden"]
    assert table.links()[0].state is BitableRowState.LIVE
    table.people.change(table.link.app_token, bot="full_access")
    table.run()
    assert table.feedback()[0].status is FeedbackStatus.ACCEPTED
    assert table.problems() == []


def test_a_full_table_lets_the_others_go_on_and_repair_opens_another(table: Table) -> None:
    given = [table.give(REPORT), table.give(OTHER)]
    table.edit(given[0], 状态="已完成")
    table.run()
    faults(table, bitable_rows=2)
    late = table.give("收银机屏幕太暗，晚上看不清")
    assert table.problems() == ["full"]
    table.edit(given[1], 状态="已采纳")
    table.run()
    assert table.feedback()[1].status is FeedbackStatus.ACCEPTED
    old = table.seen
    assert "new table" in table.mend()
    assert numbers(table) == [given[1], late]  # in the new one
    assert [one["编号"] for one in old.rows()] == given
    assert table.problems() == []


def test_a_deleted_row_stays_here_and_comes_back_when_asked_for(table: Table) -> None:
    number, other = table.give(REPORT), table.give(OTHER)
    table.seen.remove(table.record(number))
    table.desk.clock.advance(hours=25)
    table.run()
    assert table.problems() == [f"deleted:{number}"]
    assert len(table.feedback()) == 2
    table.desk.pusher.say(f"我也要 {number}", sender="ou_bob", chat="oc_bob")
    table.desk.drain()
    assert numbers(table) == [other]  # a change here does not bring it back by itself
    table.mend()
    assert numbers(table) == [number, other]
    assert table.row(number)["票数"] == "1"


def test_all_rows_deleted_is_told_of_and_forgets_nothing(table: Table) -> None:
    for number in (table.give(REPORT), table.give(OTHER)):
        table.seen.remove(table.record(number))
    table.run()
    assert table.problems() == ["deleted:F000001", "deleted:F000002"]
    table.mend()
    assert numbers(table) == ["F000001", "F000002"]


def test_a_copied_row_is_told_of_and_the_first_one_counts(table: Table) -> None:
    number = table.give(REPORT)
    table.seen.add({"编号": number, "状态": "不采纳"})
    table.run()
    assert table.problems() == [f"duplicate:{number}"]
    assert table.feedback()[0].status is FeedbackStatus.NEW
    assert len(table.feedback()) == 1


def test_one_refused_cell_does_not_keep_out_its_row_nor_the_others(table: Table) -> None:
    with table.desk.uow() as tx:
        for who in (table.operator, "ou_who_left", table.operator):
            filled = drafts.Filled(FeedbackKind.WISH, "其他", f"{who} 的愿望", Urgency.NORMAL)
            record.create(filled, who, "oc", "text", tx)
    table.desk.drain()
    assert numbers(table) == ["F000001", "F000002", "F000003"]
    assert [bool(one.get("提交人")) for one in table.rows()] == [True, False, True]
    assert table.problems() == ["refused:F000002"]


def test_a_column_that_is_empty_everywhere_at_once_is_not_believed(table: Table) -> None:
    """So it looks when somebody hides a column from the bot."""
    with table.desk.uow() as tx:
        for number in range(12):
            filled = drafts.Filled(FeedbackKind.WISH, "其他", f"第 {number} 个愿望", Urgency.NORMAL)
            one = record.create(filled, table.operator, "oc", "text", tx)
            record.change(one, {"public_reply": f"回复 {number}"}, DAN, "card", tx)
    table.desk.drain()
    for number in range(1, 13):
        table.edit(f"F{number:06d}", 公开回复=None)
    table.run()
    table.run()
    assert [one.public_reply for one in table.feedback()] == [f"回复 {n}" for n in range(12)]
    assert table.problems() == ["emptied:公开回复"]
    for number in range(1, 13):
        table.edit(f"F{number:06d}", 公开回复=f"回复 {number - 1}", 状态="已采纳")
    table.desk.clock.advance(hours=25)
    table.run()
    assert {one.status for one in table.feedback()} == {FeedbackStatus.ACCEPTED}
    assert table.problems() == []


def test_a_missing_scope_is_told_in_feishus_own_words(table: Table) -> None:
    table.running.client.faults(missing_scopes=["bitable:app"])
    table.give(REPORT)
    (problem,) = table.desk.rows(select(BitableProblem))
    assert (problem.name, problem.detail.split()[0]) == ("failed", "99991672")
    assert "99991672" in told(table)
    table.running.client.faults(missing_scopes=[])
    table.run()
    assert numbers(table) == ["F000001"]
    assert table.problems() == []


def test_a_mistake_of_ours_is_told_and_made_good(
    table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr("bot.bitable.sync.push", lambda run: 1 / 0)
        table.give(REPORT)
    assert table.problems() == ["failed"]
    assert table.link.holder is None
    table.run()
    assert numbers(table) == ["F000001"]
    assert table.problems() == []

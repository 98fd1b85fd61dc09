"""The table people work in and our record, in step: against the sandbox's Bitable."""

from __future__ import annotations

import json

from sqlalchemy import select

from bot.bitable import marks, setup
from bot.bitable.sync import SUBJECTS
from bot.desk.feedback import drafts, record
from bot.feishu.port import Download
from cards.words import feedback as say
from cards.words import tables as say_tables
from models import (
    BitableCall,
    BitableTable,
    BitableTask,
    FeedbackEvent,
    FeedbackKind,
    FeedbackStatus,
    Ticket,
    TicketState,
    Urgency,
)
from tests.desk.test_conversation import press
from tests.feedback.acts import REPORT, give, texts
from tests.feedback.table import DAN, Table
from tests.furniture import Desk


def test_setup_makes_the_columns_views_form_and_shares_the_base(table: Table) -> None:
    grid = table.seen.grid()
    assert [one["name"] for one in grid["fields"]][:4] == ["编号", "描述", "状态", "负责人"]
    status = next(one for one in grid["fields"] if one["name"] == "状态")
    assert status["options"] == list(say.STATUSES.values())
    kinds = {one["name"]: one["type"] for one in grid["views"]}
    assert kinds["看板"] == "kanban"
    assert kinds["提交反馈"] == "form"
    assert kinds["待处理"] == "grid"
    base = table.people.one(table.link.app_token)
    assert [one["name"] for one in base["tables"]] == ["加管问题反馈表"]
    assert base["subscribed"]


def test_setup_again_makes_nothing(table: Table) -> None:
    before = table.seen.grid()
    done = setup.set_up(table.desk.uow, table.lark, SUBJECTS["feedback"], lambda _: False)
    assert (done.columns, done.options, done.views) == ([], [], [])
    assert table.seen.grid()["fields"] == before["fields"]


def test_what_is_given_appears_in_the_table(table: Table) -> None:
    number = table.give(REPORT)
    row = table.row(number)
    assert row["描述"] == REPORT
    assert (row["状态"], row["类型"], row["紧急程度"]) == ("待处理", "建议", "一般")
    assert row["提交人"]
    assert (row["票数"], row.get("公开回复", "")) == ("0", "")


def test_what_is_changed_there_is_taken_over_here_and_told(table: Table) -> None:
    number = table.give(REPORT)
    table.edit(number, 状态="已排期", 计划日期="2026-12-20", 公开回复="下个版本做")
    table.run()
    (feedback,) = table.feedback()
    assert feedback.status is FeedbackStatus.PLANNED
    assert feedback.plan_date is not None
    assert (feedback.plan_date.isoformat(), feedback.public_reply) == ("2026-12-20", "下个版本做")
    table.desk.wait(minutes=4)
    (card,) = table.desk.cards(f"oc_p2p_{table.operator}")[-1:]
    shown = json.dumps(card, ensure_ascii=False)
    assert number in shown
    assert "下个版本做" in shown
    assert say.planned_for(feedback.plan_date) in shown


def test_a_column_of_ours_that_somebody_changed_is_put_back(table: Table) -> None:
    number = table.give(REPORT)
    table.edit(number, 描述="别的", 票数="99")
    table.run()
    assert table.feedback()[0].description == REPORT
    assert (table.row(number)["描述"], table.row(number)["票数"]) == (REPORT, "0")


def test_when_both_sides_changed_a_cell_the_table_wins_and_the_rest_stays(table: Table) -> None:
    number = table.give(REPORT)
    with table.desk.uow() as tx:
        feedback = record.find(1, tx)
        assert feedback is not None
        record.change(feedback, {"status": FeedbackStatus.ACCEPTED}, DAN, "card", tx)
        record.change(feedback, {"public_reply": "我们的回复"}, DAN, "card", tx)
    table.edit(number, 状态="不采纳")
    table.desk.drain()
    assert table.feedback()[0].status is FeedbackStatus.DECLINED
    assert (table.row(number)["状态"], table.row(number)["公开回复"]) == ("不采纳", "我们的回复")


def test_a_cleared_cell_is_cleared_on_the_other_side(table: Table) -> None:
    number = table.give(REPORT)
    table.edit(number, 计划日期="2026-12-20", 公开回复="好")
    table.run()
    table.edit(number, 计划日期=None, 公开回复=None)
    table.run()
    (feedback,) = table.feedback()
    assert (feedback.plan_date, feedback.public_reply) == (None, "")


def test_a_status_emptied_there_is_put_back(table: Table) -> None:
    number = table.give(REPORT)
    table.edit(number, 状态=None)
    table.run()
    assert table.row(number)["状态"] == "待处理"
    assert table.problems() == []


def test_votes_and_answers_show_in_the_table(table: Table) -> None:
    number = table.give(REPORT)
    table.desk.pusher.say(f"我也要 {number}：夜班更需要", sender="ou_bob", chat="oc_bob")
    table.desk.pusher.say(f"补充 {number}：先做汽油的", sender="ou_bob", chat="oc_bob")
    table.desk.drain()
    row = table.row(number)
    assert (row["票数"], row["投票的人说"], row["对处理的回应"]) == (
        "1",
        "夜班更需要",
        "先做汽油的",
    )


def test_an_owner_set_there_gets_what_is_said_about_it(table: Table) -> None:
    number = table.give(REPORT)
    table.seen.edit(table.record(number), {"负责人": [{"id": table.operator}]})
    table.run()
    assert table.feedback()[0].owner == table.operator
    table.edit(number, 状态="已完成")
    table.run()
    table.desk.wait(minutes=4)
    card = table.desk.cards(f"oc_p2p_{table.operator}")[-1]
    press(table.desk, say.UNSATISFIED_BUTTON, card=card, who=table.operator)
    table.desk.drain()
    told = table.desk.cards(f"oc_p2p_{table.operator}")[-1]
    assert say.UNHAPPY_TITLE in json.dumps(told, ensure_ascii=False)
    assert "不满意 1" in table.row(number)["对处理的回应"]


def test_merging_there_moves_the_votes_here(table: Table) -> None:
    first, second = table.give(REPORT), table.give("加油机要能打印中文小票", who="ou_bob")
    table.edit(second, 合并到=first)
    table.run()
    one, other = table.feedback()
    assert other.status is FeedbackStatus.MERGED
    assert (other.merged_into, one.votes) == (one.id, 1)
    assert (table.row(second)["状态"], table.row(first)["票数"]) == ("已合并", "1")


def test_merging_into_nonsense_or_oneself_is_not_taken(table: Table) -> None:
    number = table.give(REPORT)
    for nonsense in ("随便", "F999999", number):
        table.edit(number, 合并到=nonsense)
        table.run()
    assert table.feedback()[0].merged_into is None
    assert table.problems() == ["untaken:合并到"]


def test_a_row_that_people_add_there_becomes_feedback_once(table: Table) -> None:
    form = next(one for one in table.seen.grid()["views"] if one["name"] == "提交反馈")
    table.seen.submit(form["view_id"], {"描述": "便利店要能扫条码盘点", "类型": "需求"})
    table.seen.add({})
    table.run()
    table.run()
    (feedback,) = table.feedback()
    assert (feedback.description, feedback.kind, feedback.source) == (
        "便利店要能扫条码盘点",
        "wish",
        "bitable",
    )
    assert feedback.submitter == table.operator
    assert table.row(feedback.number)["状态"] == "待处理"
    assert len(table.rows()) == 2


def test_pictures_are_carried_over(table: Table) -> None:
    card = give(table.desk, REPORT)["card"]["data"]
    table.desk.drain()
    press(table.desk, say.PICTURES_BUTTON, card=card)
    table.desk.pusher.say(kind="image", content={"image_key": "img_1"}, message_id="om_pic")
    said = table.desk.feishu.messages["om_pic"]  # type: ignore[index]
    said.resources = {"img_1": Download(b"\x89PNG picture", "a.png", "image/png")}
    table.desk.drain()
    assert texts(table.desk)[-1] == say.PICTURE_KEPT
    assert "1.png" in str(table.row("F000001")["图片"])


def test_many_feedback_are_written_in_few_calls(table: Table) -> None:
    with table.desk.uow() as tx:
        for number in range(450):
            filled = drafts.Filled(FeedbackKind.WISH, "其他", f"第 {number} 个愿望", Urgency.NORMAL)
            record.create(filled, table.operator, "oc", "text", tx)
    table.desk.drain()
    assert len(table.rows()) == 450
    calls = table.desk.rows(select(BitableCall))
    assert [len(one.items) for one in calls] == [200, 200, 50]


def test_nothing_new_costs_two_reads_and_no_write(table: Table) -> None:
    table.give(REPORT)
    table.run()
    before = len(table.running.client.calls())
    table.run()
    made = [one for one in table.running.client.calls()[before:] if "bitable" in one["path"]]
    assert [one["method"] for one in made] == ["GET", "GET"]


def test_an_event_makes_us_read_the_row_again(table: Table, desk: Desk) -> None:
    number = table.give(REPORT)
    table.edit(number, 状态="已采纳")
    event = {
        "file_type": "bitable",
        "file_token": table.link.app_token,
        "table_id": table.link.table_id,
        "revision": 1,
        "action_list": [{"record_id": table.record(number), "action": "record_edited"}],
    }
    for _ in range(2):
        desk.pusher.push("drive.file.bitable_record_changed_v1", event)
    desk.drain()
    assert table.feedback()[0].status is FeedbackStatus.ACCEPTED
    changed = [e for e in desk.rows(select(FeedbackEvent)) if e.what == "changed"]
    assert len(changed) == 1


def test_knocks_that_wait_are_one(table: Table) -> None:
    before = len(table.desk.rows(select(BitableTask)))
    with table.desk.uow() as tx:
        for _ in range(5):
            marks.knock("feedback", "test", tx)
    assert len(table.desk.rows(select(BitableTask))) == before + 1


def test_the_table_of_an_older_base_is_adopted_without_touching_other_columns(
    table: Table,
) -> None:
    base = table.people.make("老台账", bot="full_access")["app_token"]
    old = table.people.make_table(
        base,
        "加管问题反馈表",
        [
            {"field_name": "编号", "type": 1},
            {"field_name": "状态", "type": 1},
            {"field_name": "我们自己的备注", "type": 1},
        ],
    )
    table.give(REPORT)
    done = setup.set_up(
        table.desk.uow, table.lark, SUBJECTS["feedback"], lambda _: False, base=base
    )
    table.run()
    names = [one["name"] for one in old.grid()["fields"]]
    assert names[:3] == ["编号", "状态", "我们自己的备注"]
    assert "状态（站务台）" in names
    assert "编号" not in done.columns
    (row,) = old.rows()
    assert (row["编号"], row["状态（站务台）"]) == ("F000001", "待处理")
    assert not row.get("我们自己的备注")


def test_tickets_are_shown_in_a_table_of_their_own_and_nothing_comes_back(table: Table) -> None:
    desk, subject = table.desk, SUBJECTS["tickets"]
    with desk.uow() as tx:
        for title in ("加油机离线", "小票打不出来"):
            tx.session.add(Ticket(title=title, seq=1, opened_at=tx.now))
    done = setup.set_up(desk.uow, table.lark, subject, lambda _: False)
    table.run()
    (link,) = desk.rows(select(BitableTable).where(BitableTable.key == "tickets"))
    assert (link.app_token, done.table) == (table.link.app_token, say_tables.TICKETS_TABLE)
    seen = table.people.table(link.app_token, link.table_id)
    assert [one["标题"] for one in seen.rows()] == ["加油机离线", "小票打不出来"]
    seen.edit(seen.grid()["items"][0]["record_id"], {"标题": "改过", "状态": "已关闭"})
    with desk.uow() as tx:
        ticket = tx.session.get_one(Ticket, 2)
        ticket.state, ticket.seq = TicketState.RESOLVED, 2
        tx.session.add(Ticket(title="后来的", seq=1, opened_at=tx.now))
    table.run()
    rows = {one["工单号"]: (one["标题"], one["状态"]) for one in seen.rows()}
    assert rows == {
        "T000001": ("加油机离线", "新建"),
        "T000002": ("小票打不出来", "已解决"),
        "T000003": ("后来的", "新建"),
    }
    with desk.uow() as tx:
        setup.look_anew(subject, tx)
        tx.session.get_one(Ticket, 3).seq = 2
        tx.session.get_one(Ticket, 3).title = "又变了"
    table.run()
    assert [one["标题"] for one in seen.rows()][-1] == "又变了"

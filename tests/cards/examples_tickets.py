"""Tickets: their live card as each side sees it, the forms, the lists, the end."""

from dataclasses import replace
from datetime import UTC, datetime

from cards.kit import Card
from cards.ticket import ExpertView, LineView, Packet, TicketView, ticket_card
from cards.ticket_actions import Paper
from cards.ticket_forms import (
    IntakeView,
    PaperView,
    intake_card,
    paper_card,
    rate_card,
    rated_card,
    submitted_card,
)
from cards.ticket_lists import QueueView, TicketRow, handoff_card, queue_card
from cards.words import ticket_forms as asks
from cards.words import tickets as say

AT = datetime(2026, 11, 25, 4, 0, tzinfo=UTC)
HOSTILE = "<at id=all></at> **急**\n# 全站断网 [点我](https://example.com)"
PACKET = Packet(
    lines=(
        LineView("user", "杨大雪", "2 号枪跳枪怎么办"),
        LineView("bot", "", "shown_answer 加油枪反复跳枪怎么处理？"),
        LineView("user", "", "unsolved 加油枪反复跳枪怎么处理？"),
    ),
    pictures=(("image", "E3001 通讯超时"), ("audio", "")),
    facts=(("guns", "8"), ("atg_model", "A型液位仪"), ("has_opt", "有")),
    same_station=(("T000007", "3 号枪也跳枪"),),
    similar=(("92号枪跳枪", "更换油气回收管，复位后正常"),),
)
VIEW = TicketView(
    id=12,
    number="T000012",
    state="queued",
    priority="P2",
    title="2 号枪跳枪怎么办",
    description="2 号枪跳枪怎么办，重启过两次",
    category="加油机",
    group="前庭设备组",
    station="青禾路站 S11001 · 河北省沧岭市",
    asker="杨大雪",
    owner="",
    experts=(),
    opened_at=AT,
    due_at=datetime(2026, 11, 25, 4, 15, tzinfo=UTC),
    tier=1,
    accepted=False,
    has_room=False,
    ahead=3,
    minutes=8,
    packet=PACKET,
)
WORKING = replace(VIEW, state="in_progress", owner="李惊蛰", accepted=True, has_room=True)
EXPERTS = (ExpertView("周谷雨", 2, True), ExpertView("钱立冬", 3, False))
ESCALATED = replace(WORKING, state="escalated", tier=2, experts=EXPERTS)
RESOLVED = replace(WORKING, state="resolved", cause="回收管堵塞", solution="换了回收管")
INTAKE = IntakeView(42, "R000042", ("station_code",), "日结一直转圈")
WHOM = (("周谷雨 加油机 早班", "U0201"), ("钱立冬 通讯", "U0212"))
ROWS = (
    TicketRow(12, "T000012", "in_progress", "2 号枪跳枪怎么办", "青禾路站"),
    TicketRow(13, "T000013", "queued", HOSTILE, ""),
)


def tickets_examples() -> dict[str, Card]:
    return {**_intake(), **_live(), **_papers(), **_rest()}


def _intake() -> dict[str, Card]:
    both = ("station_code", "text")
    return {
        "intake": intake_card(INTAKE),
        "intake_all": intake_card(replace(INTAKE, missing=both, text="", again=True)),
        "intake_fault": intake_card(
            replace(INTAKE, missing=both, station="火星站", attempt=1, fault=asks.NO_STATION)
        ),
        "intake_hostile": intake_card(replace(INTAKE, text=HOSTILE)),
    }


def _live() -> dict[str, Card]:
    closed_now = datetime(2026, 11, 26, 0, 0, tzinfo=UTC)
    cancelled = replace(VIEW, state="cancelled")
    return {
        "ticket_user_queued": ticket_card(VIEW, "user"),
        "ticket_user_off_hours": ticket_card(
            replace(VIEW, minutes=None, on_duty=0, opens_at=closed_now), "user"
        ),
        "ticket_user_unsure": ticket_card(replace(VIEW, ahead=0, minutes=None), "user"),
        "ticket_user_working": ticket_card(WORKING, "user"),
        "ticket_user_resolved": ticket_card(RESOLVED, "user", headline=say.PLEASE_CONFIRM),
        "ticket_user_closed": ticket_card(replace(RESOLVED, state="closed", rated="good"), "user"),
        "ticket_user_cancelled": ticket_card(cancelled, "user"),
        "ticket_room_working": ticket_card(WORKING, "room"),
        "ticket_room_escalated": ticket_card(ESCALATED, "room"),
        "ticket_room_resolved": ticket_card(RESOLVED, "room"),
        "ticket_desk_queued": ticket_card(VIEW, "desk", headline=say.IN_QUEUE),
        "ticket_desk_assigned": ticket_card(
            replace(VIEW, state="assigned", owner="李惊蛰"), "desk", headline=say.FOR_YOU
        ),
        "ticket_desk_waiting": ticket_card(
            replace(WORKING, state="waiting_user", has_room=False), "desk"
        ),
        "ticket_desk_escalated": ticket_card(ESCALATED, "desk", headline=say.CALLED_YOU),
        "ticket_desk_closed": ticket_card(replace(RESOLVED, state="closed"), "desk"),
        "ticket_desk_cancelled": ticket_card(cancelled, "desk"),
        "ticket_hostile": ticket_card(
            replace(
                VIEW,
                title=HOSTILE,
                description=HOSTILE,
                packet=Packet(lines=(LineView("user", HOSTILE, HOSTILE),) * 30),
            ),
            "desk",
        ),
    }


def _papers() -> dict[str, Card]:
    asker: tuple[Paper, ...] = ("supplement", "reopen")
    plain: tuple[Paper, ...] = (*asker, "decline", "wait", "reply", "note", "resolve")
    view = PaperView(12, "T000012", VIEW.title, "resolve", 1764043200)
    made = {f"paper_{kind}": paper_card(replace(view, paper=kind)) for kind in plain}
    return {
        **made,
        "paper_transfer": paper_card(replace(view, paper="transfer", whom=WHOM)),
        "paper_escalate": paper_card(replace(view, paper="escalate", whom=WHOM)),
        "paper_escalate_nobody": paper_card(replace(view, paper="escalate", title=HOSTILE)),
        "paper_fault": paper_card(replace(view, fault=say.REFUSED["reason_missing"])),
        "paper_submitted": submitted_card("T000012", "escalate"),
    }


def _rest() -> dict[str, Card]:
    return {
        "rate": rate_card(12, "T000012", VIEW.title),
        "rated_good": rated_card(12, "T000012", "good", why=False),
        "rated_bad": rated_card(12, "T000012", "bad", why=True),
        "queue": queue_card(QueueView(ROWS[:1], ROWS[1:], on_duty=True)),
        "queue_empty": queue_card(QueueView((), (), on_duty=False)),
        "queue_lead": queue_card(
            QueueView((), ROWS[1:], on_duty=False, board=ROWS[:1], there=("李惊蛰", "周谷雨"))
        ),
        "handoff": handoff_card(3, "李惊蛰", ROWS),
        "handoff_accepted": handoff_card(3, "李惊蛰", ROWS, "accept"),
    }

"""Tickets as a table, one way: for views and charts of the managers' own. Nothing comes back."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select

from bot.bitable.columns import CHANGED, Spec, moment
from bot.bitable.subject import Values, ViewSpec
from bot.feishu.bitable_port import DATE, NUMBER, SINGLE, TEXT
from bot.unit_of_work import Tx
from cards.words import tables as say
from models import BitableRow, Person, Station, Ticket, TicketState

FINISHED = (TicketState.CLOSED, TicketState.CANCELLED, TicketState.MERGED)
# So many are looked at in one knock; the next goes on.
AT_ONCE = 2000


class TicketTable:
    key = "tickets"
    base_name = "加管问题反馈"
    table_name = say.TICKETS_TABLE
    views = (
        *(ViewSpec(label, "grid", "state", (code,)) for code, label in say.TICKET_STATES.items()),
        ViewSpec("看板", "kanban"),
    )

    def specs(self, tx: Tx) -> tuple[Spec, ...]:
        return (
            Spec("number", "工单号", TEXT, "ours"),
            Spec("title", "标题", TEXT, "ours"),
            Spec("state", "状态", SINGLE, "ours", options=say.TICKET_STATES),
            Spec("priority", "优先级", SINGLE, "ours", options=say.PRIORITIES),
            Spec("tier", "级别", NUMBER, "ours"),
            Spec("skill_group", "技能组", TEXT, "ours"),
            Spec("category", "分类", TEXT, "ours"),
            Spec("station", "油站", TEXT, "ours"),
            Spec("province", "省份", TEXT, "ours"),
            Spec("assignee", "处理人", TEXT, "ours"),
            Spec("opened", "提单时间", DATE, "ours"),
            Spec("first_response", "首次响应", DATE, "ours"),
            Spec("resolved", "解决时间", DATE, "ours"),
            Spec("reopens", "重开次数", NUMBER, "ours"),
            Spec("transfers", "转派次数", NUMBER, "ours"),
            CHANGED,
        )

    def ids(self, tx: Tx) -> list[int]:
        return list(tx.session.scalars(select(Ticket.id).order_by(Ticket.id)))

    def finished(self, tx: Tx) -> set[int]:
        return set(tx.session.scalars(select(Ticket.id).where(Ticket.state.in_(FINISHED))))

    def catch_up(self, tx: Tx) -> list[int]:
        """Tickets whose newest event is not in their row yet: `wanted` counts events here."""
        rows = tx.session.execute(
            select(Ticket.id, Ticket.seq, BitableRow)
            .outerjoin(BitableRow, (BitableRow.key == self.key) & (BitableRow.item_id == Ticket.id))
            .where(or_(BitableRow.item_id.is_(None), BitableRow.wanted <= Ticket.seq))
            .order_by(Ticket.id)
            .limit(AT_ONCE)
        ).all()
        for _, seq, row in rows:
            if row is not None:
                row.wanted = seq + 1
        return [ticket_id for ticket_id, _, row in rows if row is None]

    def values(self, item_id: int, app_token: str, tx: Tx) -> Values | None:
        ticket = tx.session.get(Ticket, item_id)
        if ticket is None:
            return None
        station = tx.session.get(Station, ticket.station_code) if ticket.station_code else None
        person = tx.session.get(Person, ticket.assignee) if ticket.assignee else None
        return {
            "number": ticket.number,
            "title": ticket.title or None,
            "state": ticket.state.value,
            "priority": ticket.priority.value,
            "tier": ticket.tier,
            "skill_group": ticket.skill_group or None,
            "category": ticket.category or None,
            "station": f"{station.name}（{station.code}）" if station else None,
            "province": station.province if station else None,
            "assignee": person.name if person else None,
            "opened": _moment(ticket.opened_at),
            "first_response": _moment(ticket.first_response_at),
            "resolved": _moment(ticket.resolved_at),
            "reopens": ticket.reopens,
            "transfers": ticket.transfers,
        }

    def id_of(self, number: str, tx: Tx) -> int | None:
        found = re.fullmatch(r"\s*T0*(\d{1,9})\s*", number)
        ticket = tx.session.get(Ticket, int(found[1])) if found else None
        return ticket.id if ticket else None

    def take(self, item_id: int, changes: Mapping[str, Any], by: str, tx: Tx) -> set[str]:
        return set()

    def born(self, values: Values, by: str, tx: Tx) -> int | None:
        return None


def _moment(at: datetime | None) -> int | None:
    return moment(at) if at else None

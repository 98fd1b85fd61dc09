"""Feedback as a table: 加管问题反馈表."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select

from bot.bitable.columns import CHANGED, Spec, moment
from bot.bitable.subject import Values, ViewSpec
from bot.desk.feedback import answers, drafts, record
from bot.desk.feedback.drafts import Filled
from bot.feishu.bitable_port import ATTACHMENT, DATE, NUMBER, PERSON, SINGLE, TEXT
from bot.unit_of_work import Tx
from cards.words import feedback as say
from models import (
    Feedback,
    FeedbackKind,
    FeedbackPicture,
    FeedbackStatus,
    FeedbackVote,
    Station,
    Urgency,
)

FINISHED = tuple(one for one in FeedbackStatus if one.finished)
MOST_COMMENTS = 100


class FeedbackTable:
    key = record.TABLE
    base_name = "加管问题反馈"
    table_name = "加管问题反馈表"
    views = (
        *(ViewSpec(label, "grid", "status", (code,)) for code, label in say.STATUSES.items()),
        ViewSpec("没有负责人", "grid", "owner"),
        *(ViewSpec(label, "grid", "kind", (code,)) for code, label in say.KINDS.items()),
        ViewSpec("看板", "kanban"),
        ViewSpec("提交反馈", "form"),
    )

    def specs(self, tx: Tx) -> tuple[Spec, ...]:
        modules = {name: name for name in drafts.modules(tx)}
        return (
            Spec("number", "编号", TEXT, "ours"),
            Spec("description", "描述", TEXT, "ours", in_form=True),
            Spec("status", "状态", SINGLE, options=say.STATUSES),
            Spec("owner", "负责人", PERSON),
            Spec("plan_date", "计划日期", DATE),
            Spec("public_reply", "公开回复", TEXT),
            Spec("kind", "类型", SINGLE, options=say.KINDS, in_form=True),
            Spec("module", "模块", SINGLE, options=modules, open=True, in_form=True),
            Spec("urgency", "紧急程度", SINGLE, options=say.URGENCIES, in_form=True),
            Spec("merged_into", "合并到", TEXT),
            Spec("votes", "票数", NUMBER, "ours"),
            Spec("station", "油站", TEXT, "ours"),
            Spec("province", "省份", TEXT, "ours"),
            Spec("submitter", "提交人", PERSON, "ours"),
            Spec("created", "提交时间", DATE, "ours"),
            Spec("pictures", "图片", ATTACHMENT, "ours"),
            Spec("comments", "投票的人说", TEXT, "ours"),
            Spec("answers", "对处理的回应", TEXT, "ours"),
            CHANGED,
        )

    def ids(self, tx: Tx) -> list[int]:
        return list(tx.session.scalars(select(Feedback.id).order_by(Feedback.id)))

    def catch_up(self, tx: Tx) -> list[int]:
        return []  # whoever changes a feedback touches its row

    def finished(self, tx: Tx) -> set[int]:
        return set(tx.session.scalars(select(Feedback.id).where(Feedback.status.in_(FINISHED))))

    def values(self, item_id: int, app_token: str, tx: Tx) -> Values | None:
        feedback = tx.session.get(Feedback, item_id)
        if feedback is None:
            return None
        station = tx.session.get(Station, feedback.station_code) if feedback.station_code else None
        into = tx.session.get(Feedback, feedback.merged_into) if feedback.merged_into else None
        return {
            "number": feedback.number,
            "description": feedback.description,
            "status": feedback.status.value,
            "owner": feedback.owner,
            "plan_date": feedback.plan_date.isoformat() if feedback.plan_date else None,
            "public_reply": feedback.public_reply or None,
            "kind": feedback.kind.value,
            "module": feedback.module,
            "urgency": feedback.urgency.value,
            "merged_into": into.number if into else None,
            "votes": feedback.votes,
            "station": f"{station.name}（{station.code}）" if station else None,
            "province": station.province if station else None,
            "submitter": feedback.submitter or None,
            "created": moment(feedback.created_at),
            "pictures": _pictures(item_id, app_token, tx),
            "comments": _comments(item_id, tx),
            "answers": answers.summary(item_id, tx) or None,
        }

    def id_of(self, number: str, tx: Tx) -> int | None:
        item_id = number_of(number)
        return item_id if item_id and tx.session.get(Feedback, item_id) else None

    def take(self, item_id: int, changes: Mapping[str, Any], by: str, tx: Tx) -> set[str]:
        feedback = tx.session.get_one(Feedback, item_id)
        read: dict[str, Any] = {}
        refused: set[str] = set()
        for key, value in changes.items():
            try:
                read[key] = _read(feedback, key, value, tx)
            except ValueError:
                refused.add(key)
        if read.get("merged_into"):
            # Whatever the cell of the status says: it went into another.
            read.pop("status", None)
        record.change(feedback, read, by, "bitable", tx)
        return refused

    def born(self, values: Values, by: str, tx: Tx) -> int | None:
        text = values.get("description")
        if not isinstance(text, str) or not text.strip():
            return None
        kind, urgency, module = values.get("kind"), values.get("urgency"), values.get("module")
        filled = Filled(
            kind=FeedbackKind(kind) if kind in say.KINDS else FeedbackKind.ADVICE,
            module=module if isinstance(module, str) else say.OTHER_MODULE,
            description=text[: drafts.LONGEST],
            urgency=Urgency(urgency) if urgency in say.URGENCIES else Urgency.NORMAL,
        )
        return record.create(filled, by, by, "bitable", tx).id


def number_of(text: str) -> int | None:
    """F000123, f123 and 123 are the same feedback."""
    found = re.fullmatch(r"\s*[Ff]?0*(\d{1,9})\s*", text)
    return int(found[1]) if found else None


def _read(feedback: Feedback, key: str, value: Any, tx: Tx) -> Any:
    """A cell's value as Feedback keeps it; raises ValueError where it makes no sense."""
    if key == "merged_into":
        return _merged_into(feedback, value, tx)
    if key == "plan_date":
        return date.fromisoformat(value) if value else None
    if key == "owner":
        return value
    if key == "public_reply":
        return value or ""
    kinds: dict[str, Any] = {"status": FeedbackStatus, "kind": FeedbackKind, "urgency": Urgency}
    if key in kinds:
        return kinds[key](value)
    if key == "module" and value:
        return value
    raise ValueError(key)


def _merged_into(feedback: Feedback, value: Any, tx: Tx) -> int | None:
    if not value:
        return None
    target = number_of(value)
    if target is None or not record.may_merge(feedback, target, tx):
        raise ValueError(value)
    return target


def _pictures(item_id: int, app_token: str, tx: Tx) -> list[str]:
    rows = tx.session.scalars(
        select(FeedbackPicture.tokens)
        .where(FeedbackPicture.feedback_id == item_id)
        .order_by(FeedbackPicture.id)
    )
    return [tokens[app_token] for tokens in rows if app_token in tokens]


def _comments(item_id: int, tx: Tx) -> str | None:
    said = tx.session.scalars(
        select(FeedbackVote.comment)
        .where(FeedbackVote.feedback_id == item_id, FeedbackVote.comment != "")
        .order_by(FeedbackVote.at)
        .limit(MOST_COMMENTS)
    )
    return "\n".join(said) or None

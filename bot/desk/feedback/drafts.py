"""What somebody has begun to write: kept with every press, so that no failed click loses it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from bot.desk import catalogue
from bot.unit_of_work import Tx
from cards.words import feedback as say
from models import FeedbackDraft, FeedbackKind, Inbound, InboundKind, InboundState, Urgency

KEEP = timedelta(days=7)
LOST_WITHIN = timedelta(days=1)
LOOKED_AT = 20
SHORTEST = 4
LONGEST = 2000
MOST_MODULES = 20
PICTURES_WITHIN = timedelta(minutes=10)


@dataclass(frozen=True)
class Filled:
    """A form's values, made to fit: an unknown choice becomes the default."""

    kind: FeedbackKind
    module: str
    description: str
    urgency: Urgency

    @property
    def enough(self) -> bool:
        return len("".join(self.description.split())) >= SHORTEST


def modules(tx: Tx) -> tuple[str, ...]:
    """What a feedback can be about: the FAQ's own top categories."""
    tops = dict.fromkeys(name.split("/")[0] for name, _ in catalogue.categories(tx))
    return (*list(tops)[:MOST_MODULES], say.OTHER_MODULE)


def begin(who: str, chat_id: str, question_id: int | None, tx: Tx) -> tuple[FeedbackDraft, bool]:
    """The person's unsent draft or a new one, and whether something was in it."""
    tx.alone("draft", who)
    draft = tx.session.scalar(
        select(FeedbackDraft)
        .where(
            FeedbackDraft.open_id == who,
            FeedbackDraft.feedback_id.is_(None),
            FeedbackDraft.updated_at > tx.now - KEEP,
        )
        .order_by(FeedbackDraft.id.desc())
        .limit(1)
    )
    if draft is None:
        draft = FeedbackDraft(open_id=who, chat_id=chat_id, opened_at=tx.now, updated_at=tx.now)
        tx.session.add(draft)
    draft.chat_id, draft.question_id = chat_id, question_id or draft.question_id
    if not draft.description:
        lost = _lost_in_a_failed_click(who, chat_id, tx)
        if lost:
            fill(draft, lost, tx)
    tx.session.flush()
    return draft, bool(draft.description)


def mine(draft_id: int, who: str, tx: Tx) -> FeedbackDraft | None:
    draft = tx.session.get(FeedbackDraft, draft_id, with_for_update=True)
    return draft if draft is not None and draft.open_id == who else None


def fill(draft: FeedbackDraft, form: dict[str, Any], tx: Tx) -> Filled:
    """Take a form's values down as they are, and read them."""
    draft.kind = _value(form, "kind")[:24] or draft.kind
    draft.module = _value(form, "module")[:40] or draft.module
    draft.urgency = _value(form, "urgency")[:24] or draft.urgency
    draft.description = _value(form, "description")[:LONGEST]
    draft.updated_at = tx.now
    return read(draft, tx)


def read(draft: FeedbackDraft, tx: Tx) -> Filled:
    known = modules(tx)
    return Filled(
        kind=FeedbackKind(draft.kind) if draft.kind in say.KINDS else FeedbackKind.ADVICE,
        module=draft.module if draft.module in known else say.OTHER_MODULE,
        description=draft.description.strip(),
        urgency=Urgency(draft.urgency) if draft.urgency in say.URGENCIES else Urgency.NORMAL,
    )


def _value(form: dict[str, Any], name: str) -> str:
    """Some clients send an input as `{value: …}`; what no database takes is left out."""
    given = form.get(name)
    given = given.get("value") if isinstance(given, dict) else given
    text = given if isinstance(given, str) else ""
    return text.encode("utf-8", "replace").decode().replace("\0", "").strip()


def _lost_in_a_failed_click(who: str, chat_id: str, tx: Tx) -> dict[str, Any] | None:
    """A click that a fault of ours undid is parked with its form: take the words from there."""
    parked = tx.session.scalars(
        select(Inbound.payload)
        .where(
            Inbound.kind == InboundKind.CLICK,
            Inbound.state == InboundState.PARKED,
            Inbound.lane == chat_id,
            Inbound.received_at > tx.now - LOST_WITHIN,
        )
        .order_by(Inbound.id.desc())
        .limit(LOOKED_AT)
    )
    for payload in parked:
        action = payload.get("action") or {}
        form, value = action.get("form_value"), action.get("value")
        if not isinstance(form, dict) or not isinstance(value, dict):
            continue
        pressed_by = (payload.get("operator") or {}).get("open_id")
        if pressed_by == who and value.get("do") == "feedback.submit":
            return form
    return None


def waits_for_pictures(who: str, chat_id: str, tx: Tx) -> int | None:
    """The feedback to which a picture sent now belongs."""
    return tx.session.scalar(
        select(FeedbackDraft.feedback_id)
        .where(
            FeedbackDraft.open_id == who,
            FeedbackDraft.chat_id == chat_id,
            FeedbackDraft.pictures_until > tx.now,
        )
        .order_by(FeedbackDraft.pictures_until.desc())
        .limit(1)
    )

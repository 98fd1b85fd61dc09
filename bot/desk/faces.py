"""Where a suggestion is shown: its cards, kept the same in every reviewer's chat."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from bot import timers
from bot.desk import content as contents
from bot.desk import conversations, faq, trials, versions
from bot.desk.content import Content
from bot.feishu.port import Address, Card
from bot.internal import Internal
from bot.unit_of_work import Tx
from cards.review import (
    Decision,
    Effect,
    FieldChange,
    ReviewView,
    TrialView,
    review_card,
)
from cards.review_forms import DraftView
from cards.words import review as say
from models import FaqEntry, FaqProposal, Outbound, OutboundState, ProposalState

EVENT = "faq.faces"
# A card that is still on its way has no message to be updated yet.
LOOK_AGAIN = timedelta(seconds=2)
MOST_FACES = 60
# A message can be changed for 14 days.
# https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/message/patch
CHANGEABLE = timedelta(days=14) - timedelta(hours=1)
OPERATOR = "cli"


def card_of(proposal: FaqProposal, tx: Tx) -> Card:
    return review_card(view(proposal, tx))


def show(to: Address, proposal: FaqProposal, tx: Tx) -> None:
    """One more card of it, to be updated like the others."""
    row = tx.send(to, card_of(proposal, tx), fallback=say.FALLBACK)
    faces = [*proposal.evidence.get("faces", []), row.id][-MOST_FACES:]
    proposal.evidence = {**proposal.evidence, "faces": faces}


def refresh(proposal: FaqProposal, tx: Tx, *, but: str = "") -> None:
    """Every card of it as it is now, except the one whose click is being answered."""
    numbers = proposal.evidence.get("faces", [])
    if not numbers:
        return
    card, waiting = card_of(proposal, tx), False
    for row in tx.session.scalars(select(Outbound).where(Outbound.id.in_(numbers))):
        young = row.sent_at is not None and tx.now - row.sent_at < CHANGEABLE
        if row.message_id and row.message_id != but and young:
            tx.update(row.message_id, card, lane=row.lane)
        waiting = waiting or row.state is OutboundState.QUEUED
    if waiting:
        event = Internal(EVENT, trials.LANE, {"proposal": proposal.id})
        timers.set_timer(f"faces:{proposal.id}", tx.now + LOOK_AGAIN, event, tx)


def view(proposal: FaqProposal, tx: Tx) -> ReviewView:
    entry = entry_of(proposal, tx)
    evidence = proposal.evidence
    waiting = evidence.get("waiting") if proposal.state is ProposalState.OPEN else None
    return ReviewView(
        proposal=proposal.id,
        kind=proposal.kind.value,
        state=proposal.state.value,
        title=title_of(proposal, entry),
        code=entry.code if entry is not None else "",
        category=entry.category if entry is not None else "",
        base=_version(proposal, entry),
        edition=edition(proposal),
        changes=_changes(proposal, entry, tx),
        created_by=_name(proposal.created_by, tx) if proposal.created_by else None,
        created_at=proposal.created_at,
        times=_count(evidence, "count"),
        stations=_count(evidence, "stations"),
        samples=_samples(proposal),
        twin=_twin(proposal, tx),
        since=_since(proposal, entry, tx),
        trial=_trial(trials.outcome(proposal, entry)),
        waiting_for=_name(waiting, tx) if waiting else None,
        decision=_decision(proposal, tx),
    )


def draft(proposal: FaqProposal, tx: Tx) -> DraftView:
    """What would be published, for a reviewer to change."""
    entry = entry_of(proposal, tx)
    content = contents.begun(proposal, entry)
    samples = _samples(proposal)
    return DraftView(
        proposal=proposal.id,
        kind=proposal.kind.value,
        base=proposal.base_version,
        edition=edition(proposal),
        question=content["question"] or (samples[0] if samples else ""),
        category=content["category"],
        similar=tuple(content["similar"]) or samples[1:],
        answer=content["answer"],
        safety=content["safety"],
    )


def edition(proposal: FaqProposal) -> int:
    return int(proposal.evidence.get("edition", 0))


def entry_of(proposal: FaqProposal, tx: Tx) -> FaqEntry | None:
    return tx.session.get(FaqEntry, proposal.entry_id) if proposal.entry_id else None


def title_of(proposal: FaqProposal, entry: FaqEntry | None) -> str:
    if entry is not None and entry.question:
        return entry.question
    samples = _samples(proposal)
    return str(proposal.content.get("question") or (samples[0] if samples else say.BLANK))


def too_late(proposal: FaqProposal, tx: Tx) -> str:
    """Who decided it, what and when: for the one who comes second."""
    made = _decision(proposal, tx)
    assert made is not None
    return say.too_late(state=proposal.state.value, name=made.name, at=made.at)


def since(entry: FaqEntry, base: int, tx: Tx) -> set[str] | None:
    """The fields that were changed after a version; None where it was not kept."""
    old = versions.find(entry, base or 1, tx)
    if old is None:
        return None
    now = contents.of(entry)
    return {change.field for change in contents.changes({**contents.BLANK, **old.content}, now)}


def _decision(proposal: FaqProposal, tx: Tx) -> Decision | None:
    if proposal.decided_by is None or proposal.decided_at is None:
        return None
    return Decision(_name(proposal.decided_by, tx), proposal.decided_at, proposal.decision_note)


def _name(who: str, tx: Tx) -> str:
    if who.startswith(OPERATOR):
        return say.COMMAND_LINE
    return conversations.name_of(who, tx) or say.SOMEBODY


def _twin(proposal: FaqProposal, tx: Tx) -> tuple[str, str] | None:
    """The entry that says the same, where one is to be archived for that."""
    code = str(proposal.content.get("twin") or "")
    found = faq.by_codes([code], tx) if code else []
    return (code, found[0].question) if found else None


def _version(proposal: FaqProposal, entry: FaqEntry | None) -> int:
    """What it was written against; of a decided one what the entry has come to."""
    if proposal.state is ProposalState.OPEN or entry is None:
        return proposal.base_version
    return entry.version


def _samples(proposal: FaqProposal) -> tuple[str, ...]:
    given = proposal.content.get("samples") or proposal.evidence.get("samples") or []
    return tuple(str(text) for text in given)


def _count(evidence: dict[str, Any], name: str) -> int:
    """A number, or a list of what is counted."""
    given = evidence.get(name, 0)
    return len(given) if isinstance(given, list | dict) else int(given or 0)


def _changes(proposal: FaqProposal, entry: FaqEntry | None, tx: Tx) -> tuple[FieldChange, ...]:
    """Of a decided one as it was proposed: by now the entry may say just that."""
    if entry is not None and proposal.state is not ProposalState.OPEN:
        base = versions.find(entry, proposal.base_version, tx)
        old: Content = {**contents.BLANK, **(base.content if base is not None else {})}
        given = {k: v for k, v in proposal.content.items() if k in contents.FIELDS}
        wording = proposal.content.get("text")
        extra = {"similar": [*old["similar"], wording]} if wording else given
        return shown(old, {**old, **extra})
    after = contents.proposed(proposal, entry)
    before = contents.of(entry) if entry is not None else contents.BLANK
    return shown(before, after) if after is not None else ()


def _since(proposal: FaqProposal, entry: FaqEntry | None, tx: Tx) -> tuple[FieldChange, ...]:
    begun = proposal.evidence.get("since")
    if begun is None or entry is None or proposal.state is not ProposalState.OPEN:
        return ()
    old, new = (versions.find(entry, n, tx) for n in (begun or 1, proposal.base_version))
    if old is None or new is None:
        return ()
    return shown({**contents.BLANK, **old.content}, {**contents.BLANK, **new.content})


def shown(old: Content, new: Content) -> tuple[FieldChange, ...]:
    return tuple(_field(change) for change in contents.changes(old, new))


def _field(change: contents.Change) -> FieldChange:
    if isinstance(change.new, list):
        added = tuple(text for text in change.new if text not in change.old)
        taken = tuple(text for text in change.old if text not in change.new)
        return FieldChange(change.field, "", "", added, taken)
    return FieldChange(
        change.field, _value(change.field, change.old), _value(change.field, change.new)
    )


def _value(field: str, value: object) -> str:
    if field == "safety":
        return say.SAFETY.get(str(value), str(value))
    if field == "valid_until":
        return contents.day_text(value)
    return str(value or "")


def _trial(trial: dict[str, Any] | None) -> TrialView | None:
    if trial is None:
        return None
    return trial_view(trial) if trial["state"] == "done" else TrialView(done=False)


def trial_view(trial: dict[str, Any]) -> TrialView:
    first = {
        kind: tuple(Effect(**one) for one in trial[kind]) for kind in ("fixed", "broken", "moved")
    }
    return TrialView(
        done=True,
        asked=trial["asked"],
        fixed=trial["fixed_count"],
        broken=trial["broken_count"],
        moved=trial["moved_count"],
        fixed_first=first["fixed"],
        broken_first=first["broken"],
        moved_first=first["moved"],
        near=tuple((code, title) for code, title in trial["near"]),
    )

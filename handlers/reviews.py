"""Reviewers at work: 审核, the buttons of a suggestion, and what comes back of a trial."""

from __future__ import annotations

from bot.desk import decisions, faces, reminders, reviews, roles, trials
from bot.desk.decisions import Outcome
from bot.desk.knowledge import Knowledge
from bot.feishu.events import Click, Message
from bot.feishu.port import Address, Card
from bot.internal import Internal
from bot.router import Answer, Refusal, Router
from bot.unit_of_work import Tx
from cards import words
from cards.review_actions import (
    Approve,
    AskReason,
    BackToReview,
    EditProposal,
    ExtendEntry,
    OpenReview,
    Reject,
    SaveProposal,
    ShowQueue,
    TryAgain,
)
from cards.review_forms import NOTE, WHY, edit_card, reject_card
from cards.review_queue import notice_card, queue_card
from cards.words import review as say
from handlers import talk
from handlers.review_form import changes_in
from models import FaqProposal, ProposalState, Role

TOASTS: dict[Outcome, str] = {
    "approved": say.APPROVED_TOAST,
    "rejected": say.REJECTED_TOAST,
    "waiting": say.WAITING_TOAST,
    "stale": say.STALE_TOAST,
    "breaks": say.BREAKS_TOAST,
    "untried": say.NOT_TRIED,
    "gone": say.GONE_TOAST,
    "unwritten": say.UNWRITTEN_TOAST,
}


def register(router: Router, knowledge: Knowledge) -> None:
    router.on_command(words.REVIEW)(queue_wanted)
    router.on_click(ShowQueue)(turn_queue)
    router.on_click(OpenReview)(open_review)
    router.on_click(BackToReview)(back)
    router.on_click(Approve)(approve)
    router.on_click(EditProposal)(edit)
    router.on_click(SaveProposal)(save)
    router.on_click(AskReason)(ask_reason)
    router.on_click(Reject)(reject)
    router.on_click(TryAgain)(try_again)
    router.on_click(ExtendEntry)(extend)
    router.on_internal(trials.EVENT)(tried)
    router.on_internal(faces.EVENT)(look_again)
    router.on_internal(reviews.NUDGE)(nudge)
    router.on_prepare_internal(
        trials.EVENT, lambda event: trials.compute(int(event.payload["proposal"]), knowledge)
    )


def queue_wanted(message: Message, tx: Tx) -> None:
    """Into the reviewer's own chat, wherever it was typed: the words are of other people."""
    if not roles.may(message.sender, Role.REVIEWER, tx):
        talk.reply(message, notice_card(say.NOT_ALLOWED), tx)
    elif message.group:
        _send_to(message.sender, queue_card(reviews.queue(1, tx)), tx)
        talk.reply(message, notice_card(say.SENT_TO_YOU), tx)
    else:
        talk.reply(message, queue_card(reviews.queue(1, tx)), tx)


def turn_queue(click: Click, ask: ShowQueue, tx: Tx) -> Answer:
    """In place where the queue was pressed; below, where a suggestion was."""
    _must_be_reviewer(click, tx)
    card = queue_card(reviews.queue(ask.page, tx))
    if ask.place == "here":
        return Answer(card=card)
    _send_to(click.who, card, tx)
    return Answer(words.SENT_BELOW, kind="info")


def open_review(click: Click, ask: OpenReview, tx: Tx) -> Answer:
    proposal = _proposal(click, ask.proposal, tx)
    trials.ask(proposal, faces.entry_of(proposal, tx), tx)
    faces.show(Address("open_id", click.who), proposal, tx)
    return Answer(words.SENT_BELOW, kind="info")


def back(click: Click, ask: BackToReview, tx: Tx) -> Answer:
    return Answer(card=faces.card_of(_proposal(click, ask.proposal, tx), tx))


def approve(click: Click, ask: Approve, tx: Tx) -> Answer:
    proposal = _proposal(click, ask.proposal, tx)
    shown = decisions.Shown(ask.base, ask.edition)
    outcome = decisions.approve(proposal, click.who, shown, ask.seen, tx)
    return _answer(click, proposal, outcome, tx)


def edit(click: Click, ask: EditProposal, tx: Tx) -> Answer:
    proposal = _proposal(click, ask.proposal, tx)
    if proposal.state is not ProposalState.OPEN:
        return _answer(click, proposal, "late", tx)
    return Answer(card=edit_card(faces.draft(proposal, tx)))


def save(click: Click, ask: SaveProposal, tx: Tx) -> Answer:
    proposal = _proposal(click, ask.proposal, tx)
    shown = decisions.Shown(ask.base, ask.edition)
    try:
        outcome = decisions.save(proposal, click.who, shown, changes_in(click.form), tx)
    except decisions.Faulty as fault:
        raise Refusal(str(fault)) from fault
    return _answer(click, proposal, outcome, tx)


def ask_reason(click: Click, ask: AskReason, tx: Tx) -> Answer:
    proposal = _proposal(click, ask.proposal, tx)
    if proposal.state is not ProposalState.OPEN:
        return _answer(click, proposal, "late", tx)
    return Answer(card=reject_card(proposal.id, proposal.kind.value))


def reject(click: Click, ask: Reject, tx: Tx) -> Answer:
    proposal = _proposal(click, ask.proposal, tx)
    why = str(click.form.get(WHY) or "")
    if why not in say.REASONS:
        raise Refusal(say.NEEDS_REASON)
    more = str(click.form.get(NOTE) or "").strip()[:200]
    reason = f"{why}：{more}" if more else why
    return _answer(click, proposal, decisions.reject(proposal, click.who, reason, tx), tx)


def try_again(click: Click, ask: TryAgain, tx: Tx) -> Answer:
    proposal = _proposal(click, ask.proposal, tx)
    if proposal.state is not ProposalState.OPEN:
        return _answer(click, proposal, "late", tx)
    trials.ask(proposal, faces.entry_of(proposal, tx), tx, again=True)
    return Answer(say.TRYING_TOAST, kind="info", card=faces.card_of(proposal, tx))


def extend(click: Click, ask: ExtendEntry, tx: Tx) -> Answer:
    try:
        card = reminders.extend(ask.entry, ask.version, click.who, tx)
    except reminders.NotYours as refusal:
        raise Refusal(say.NOT_YOURS) from refusal
    if card is None:
        raise Refusal(words.STALE_CARD)
    return Answer(say.EXTENDED_TOAST, card=card)


def tried(event: Internal, tx: Tx) -> None:
    """`tx.prepared` is the trial's outcome; None where it failed."""
    proposal = decisions.hold(int(event.payload["proposal"]), tx)
    if proposal is None:
        return
    trial = tx.prepared if isinstance(tx.prepared, dict) else None
    decisions.tried(proposal, trial, tx)
    faces.refresh(proposal, tx)


def look_again(event: Internal, tx: Tx) -> None:
    """Cards that were on their way when the suggestion changed have arrived by now."""
    proposal = decisions.hold(int(event.payload["proposal"]), tx)
    if proposal is not None:
        faces.refresh(proposal, tx)


def nudge(event: Internal, tx: Tx) -> None:
    reviews.nudge(tx)


def _send_to(who: str, card: Card, tx: Tx) -> None:
    tx.send(Address("open_id", who), card, fallback=say.FALLBACK)


def _proposal(click: Click, proposal_id: int, tx: Tx) -> FaqProposal:
    """For reviewers only, and held until we commit."""
    _must_be_reviewer(click, tx)
    proposal = decisions.hold(proposal_id, tx)
    if proposal is None:
        raise Refusal(say.NO_SUCH)
    return proposal


def _must_be_reviewer(click: Click, tx: Tx) -> None:
    if not roles.may(click.who, Role.REVIEWER, tx):
        raise Refusal(say.NOT_ALLOWED)


def _answer(click: Click, proposal: FaqProposal, outcome: Outcome, tx: Tx) -> Answer:
    """The card as it now is, here and in every other chat that shows it."""
    if outcome == "late":
        card = faces.card_of(proposal, tx)
        return Answer(faces.too_late(proposal, tx), kind="warning", card=card)
    faces.refresh(proposal, tx, but=click.message_id)
    done = outcome in ("approved", "rejected", "waiting")
    card = faces.card_of(proposal, tx)
    return Answer(TOASTS[outcome], kind="success" if done else "warning", card=card)

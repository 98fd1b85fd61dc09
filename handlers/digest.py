"""The weekly digest: its timers, its editors' buttons, and who wants none."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from bot.desk import alarms, conversations, digest_draft, digest_editing, digest_plan, digest_send
from bot.desk import digest_views as shown
from bot.desk.knowledge import Knowledge
from bot.feishu.events import Click, Message
from bot.internal import Internal
from bot.router import Answer, Refusal, Router
from bot.unit_of_work import Tx
from cards import words
from cards.digest_actions import (
    DecideDigest,
    DropTopic,
    EditIntro,
    PreviewDigest,
    SaveIntro,
    ShowTopicCases,
)
from cards.words import digest as say
from handlers import talk
from models import Audience, Digest

if TYPE_CHECKING:
    from bot.digest.trends import Finding


def register(router: Router, knowledge: Knowledge) -> None:
    router.on_prepare_internal(
        digest_plan.DRAFT, lambda event: digest_draft.look(event.payload["digest"], knowledge)
    )
    router.on_internal(digest_plan.DRAFT)(draft)
    router.on_internal(digest_plan.DUE)(due)
    router.on_internal(digest_send.PIECE)(piece)
    router.on_prepare_internal(alarms.SPIKES, lambda event: alarms.look_for_spikes(knowledge))
    router.on_prepare_internal(alarms.GROWTHS, lambda event: alarms.look_for_growth(knowledge))
    router.on_internal(alarms.SPIKES)(alarm)
    router.on_internal(alarms.GROWTHS)(alarm)
    router.on_command(words.NO_DIGEST)(unsubscribe)
    router.on_command(words.DIGEST_AGAIN)(subscribe)
    router.on_command(words.DIGEST)(edit_typed)
    router.on_click(PreviewDigest)(preview)
    router.on_click(DropTopic)(drop)
    router.on_click(EditIntro)(edit)
    router.on_click(SaveIntro)(save)
    router.on_click(DecideDigest)(decide)
    router.on_click(ShowTopicCases)(cases)


def draft(event: Internal, tx: Tx) -> None:
    number = event.payload["digest"]
    if not isinstance(tx.prepared, digest_draft.Drafted):
        digest_plan.draft_again(number, tx)
        return
    digest = digest_send.locked(number, tx)
    if digest_draft.keep(digest, tx.prepared, tx):
        digest_editing.ask(digest, tx)


def due(event: Internal, tx: Tx) -> None:
    number = event.payload["digest"]
    if digest_send.due(number, tx):
        digest_editing.ask(digest_send.locked(number, tx), tx)


def piece(event: Internal, tx: Tx) -> None:
    told = event.payload
    audience = Audience(told["audience"])
    digest_send.piece(told["digest"], audience, told["after"], told["number"], tx)


def alarm(event: Internal, tx: Tx) -> None:
    if tx.prepared:
        alarms.tell(cast("list[Finding]", tx.prepared), tx)


def unsubscribe(message: Message, tx: Tx) -> None:
    _opt(message, False, say.UNSUBSCRIBED, tx)


def subscribe(message: Message, tx: Tx) -> None:
    _opt(message, True, say.SUBSCRIBED, tx)


def _opt(message: Message, wants: bool, said: str, tx: Tx) -> None:
    conversations.heard(message, tx)
    digest_send.opt(message.sender, wants, tx)
    tx.say("message_id", message.message_id, said, lane=message.chat_id)


def edit_typed(message: Message, tx: Tx) -> None:
    """The newest digest, for its editors."""
    conversations.heard(message, tx)
    digest = digest_plan.newest(tx)
    if digest_editing.may_edit(message.sender, tx) and digest is not None:
        talk.reply(message, shown.preview(digest, tx), tx)
        return
    said = say.NO_DIGEST if digest is None else say.NOT_ALLOWED
    tx.say("message_id", message.message_id, said, lane=message.chat_id)


def preview(click: Click, ask: PreviewDigest, tx: Tx) -> Answer:
    digest = _digest(click, ask.digest, tx)
    talk.send_beside(click, shown.card_of(digest, Audience(ask.audience), tx), tx)
    return Answer(words.SENT_BELOW, kind="info")


def drop(click: Click, ask: DropTopic, tx: Tx) -> Answer:
    digest = _digest(click, ask.digest, tx)
    _or_refuse(lambda: digest_editing.drop(digest, ask.position, tx))
    return Answer(say.DROPPED, card=shown.preview(digest, tx))


def edit(click: Click, ask: EditIntro, tx: Tx) -> Answer:
    return Answer(card=shown.intro_form(_digest(click, ask.digest, tx), tx))


def save(click: Click, ask: SaveIntro, tx: Tx) -> Answer:
    digest = _digest(click, ask.digest, tx)
    written = str(click.form.get("intro") or "")
    _or_refuse(lambda: digest_editing.write(digest, written, tx))
    return Answer(say.SAVED, card=shown.preview(digest, tx))


def decide(click: Click, ask: DecideDigest, tx: Tx) -> Answer:
    digest = _digest(click, ask.digest, tx)
    if ask.what == "refresh":
        return Answer(card=shown.preview(digest, tx))
    act, told = {
        "approve": (digest_editing.approve, say.APPROVED),
        "send": (digest_editing.send_now, say.SENDING),
        "skip": (digest_editing.skip, say.SKIPPED),
        "recall": (digest_editing.take_back, say.RECALLING),
    }[ask.what]
    _or_refuse(lambda: act(digest, click.who, tx))
    return Answer(told, card=shown.preview(digest, tx))


def cases(click: Click, ask: ShowTopicCases, tx: Tx) -> Answer:
    if not digest_editing.may_look(click.who, tx):
        raise Refusal(say.NOT_FOR_YOU)
    digest = digest_plan.find(ask.digest, tx)
    card = shown.cases(digest, ask.position, tx) if digest is not None else None
    if card is None:
        raise Refusal(say.GONE)
    talk.send_beside(click, card, tx)
    return Answer(words.SENT_BELOW, kind="info")


def _digest(click: Click, number: int, tx: Tx) -> Digest:
    if not digest_editing.may_edit(click.who, tx):
        raise Refusal(say.NOT_ALLOWED)
    if digest_plan.find(number, tx) is None:
        raise Refusal(say.GONE)
    return digest_send.locked(number, tx)


def _or_refuse(act: Callable[[], None]) -> None:
    try:
        act()
    except digest_editing.Refused as refused:
        raise Refusal(str(refused)) from refused

"""One outbox row, carried out once as the person sees it: wait for a turn, mark, call, mark.

Dying between call and mark repeats the call with the same uuid, and Feishu drops the repeat.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

import structlog
from sqlalchemy import select

from bot import broadcasts, keeping, metrics, recognising, rooms
from bot.desk import recognitions
from bot.desk.recognitions import Reading
from bot.desk.silence import is_hushed
from bot.engine.patience import Pause, patiently
from bot.engine.port import Stopping
from bot.feishu.errors import NO_CODE_OF_FEISHU, FeishuError, TryLater
from bot.feishu.port import (
    Address,
    Broadcast,
    CardMessage,
    Content,
    Feishu,
    MessageId,
    Text,
)
from bot.limits import Api, Call, Lane, Limits
from bot.logs import log
from bot.takeovers import REASON, may_begin
from bot.unit_of_work import Tx, UnitOfWork
from models import Failure, Inbound, Medium, Outbound, OutboundState, Priority, Verb

T = TypeVar("T")
Outcome = str | bytes | Reading | Broadcast | None
LONGEST_PAUSE = 5.0
# So many calls in a row without any answer: Feishu is away, and all of us stop hammering at it.
AWAY_AFTER = 5
AWAY_PAUSE = 1.0
# Feishu remembers a uuid for an hour. A call whose outcome is unknown may not be repeated after
# that: better a row an operator looks at than a message shown twice.
UUID_LIVES = timedelta(minutes=55)
# Nobody waits a day for an answer; what is older is parked for an operator to decide.
GIVE_UP_AFTER = timedelta(hours=24)
API: dict[Verb, Api] = {
    Verb.SEND: "message",
    Verb.REPLY: "message",
    Verb.UPDATE: "card",
    Verb.REACT: "reaction",
    Verb.ROOM: "other",
    Verb.INVITE: "other",
    Verb.KEEP: "other",
    Verb.BROADCAST: "other",
    Verb.RECALL: "other",
}
# Nobody waits longer than this for a picture to be read: they are told, and can type.
READ_WITHIN = timedelta(seconds=60)
READS: dict[str, Api] = {Medium.IMAGE: "picture", Medium.AUDIO: "speech"}


class Delivery:
    def __init__(self, uow: UnitOfWork, feishu: Feishu, limits: Limits, pause: Pause) -> None:
        self._uow = uow
        self._feishu = feishu
        self._limits = limits
        self._pause = pause
        self._unanswered = 0

    def work(self, outbound_id: int) -> None:
        """Retries stay in here, so that the lane behind keeps its order."""
        tries = 0
        while found := self._patiently(lambda: self._look(outbound_id)):
            mail, trace = found
            with structlog.contextvars.bound_contextvars(
                trace=trace, outbound=mail.id, lane=mail.lane
            ):
                self._wait_for_turn(mail)
                # Looked at again: a worker that was frozen meanwhile may not be the only one.
                if not self._patiently(lambda: self._begin(outbound_id)):
                    return
                wait = self._try(mail, tries)
            if wait is None:
                return
            tries += 1
            if self._pause(wait):
                raise Stopping

    def _look(self, outbound_id: int) -> tuple[Outbound, str | None] | None:
        """The row, if it is still to be done, and the key of the push that caused it."""
        with self._uow.reading() as tx:
            mail = tx.session.get(Outbound, outbound_id)
            if mail is None or mail.state is not OutboundState.QUEUED:
                return None
            cause = select(Inbound.key).where(Inbound.id == mail.inbound_id)
            return mail, tx.session.scalar(cause)

    def _begin(self, outbound_id: int) -> bool:
        """Mark that a call may have been made; False when there is to be none any more."""
        with self._uow() as tx:
            mail = tx.session.get(Outbound, outbound_id, with_for_update=True)
            if mail is None or mail.state is not OutboundState.QUEUED:
                return False
            if is_hushed(mail, tx):
                mail.supersede("a human has the word")
            elif not may_begin(mail):
                _park(mail, tx, REASON, tell=False)
            elif mail.verb is Verb.READ and tx.now - mail.created_at > READ_WITHIN:
                # They are told, and can type: nothing is left for an operator to decide.
                mail.supersede(mail.error or "not read in time")
                _unread(mail, tx)
            elif mail.verb is Verb.BROADCAST and mail.unsure_since:
                _park(mail, tx, broadcasts.UNCERTAIN)
            elif mail.verb is Verb.READ:
                mail.begin(tx.now)  # reading twice does no harm
            elif mail.unsure_since and tx.now - mail.unsure_since > UUID_LIVES:
                reason = "uncertain: tried over 55 minutes ago, outcome unknown"
                _park(mail, tx, reason, tell=False)
            elif tx.now - mail.created_at > GIVE_UP_AFTER:
                _park(mail, tx, mail.error or "too old")
            else:
                mail.begin(tx.now)
            return mail.state is OutboundState.QUEUED

    def _wait_for_turn(self, mail: Outbound) -> None:
        lane: Lane = "bulk" if mail.priority is Priority.BULK else "interactive"
        target = mail.target if mail.verb is Verb.UPDATE else mail.lane
        call = Call(_api(mail), target, lane)
        waited = 0.0
        while (wait := self._patiently(lambda: self._limits.take(call))) > 0:
            waited += wait
            if self._pause(wait):
                raise Stopping
        metrics.WAITED.labels(lane).observe(waited)

    def _try(self, mail: Outbound, tries: int) -> float | None:
        """Seconds until the next try, None when this row is over."""
        try:
            outcome = self._call(mail)
        except TryLater as error:
            return self._later(mail, error, tries)
        except FeishuError as error:
            metrics.CALLS.labels(mail.verb, "never").inc()
            log().error("refused", code=error.code, log_id=error.log_id)
            self._never(mail, f"{error.code} {error.message[:500]}")
            return None
        except Exception as error:
            # A mistake of ours, before or after the call: not repeated, for nobody knows.
            metrics.CALLS.labels(mail.verb, "bug").inc()
            log().exception("call_failed")
            self._never(mail, f"uncertain: {type(error).__name__}", tell=False)
            return None
        self._unanswered = 0
        self._patiently(lambda: self._sent(mail, outcome))
        metrics.CALLS.labels(mail.verb, "sent").inc()
        return None

    def _sent(self, mail: Outbound, outcome: Outcome) -> None:
        with self._uow() as tx:
            row = tx.session.get_one(Outbound, mail.id, with_for_update=True)
            if row.state is not OutboundState.SENT:
                if isinstance(outcome, Reading):
                    recognitions.settle(row.content["recognition"], outcome, tx)
                elif isinstance(outcome, bytes):
                    keeping.settled(row, outcome, tx)
                elif row.verb in rooms.VERBS:
                    rooms.settled(row, str(outcome), tx)
                elif row.verb in broadcasts.VERBS:
                    broadcasts.settled(row, outcome, tx)
                row.sent(outcome if isinstance(outcome, str) else None, tx.now)
                log().info("sent", verb=mail.verb, ms=_milliseconds(tx.now - mail.created_at))

    def _call(self, mail: Outbound) -> Outcome:
        content = mail.content
        if mail.verb is Verb.READ:
            return recognising.read(mail, self._feishu)
        if mail.verb is Verb.KEEP:
            return keeping.carry_out(mail, self._feishu)
        if mail.verb in rooms.VERBS:
            return rooms.carry_out(mail, self._feishu)
        if mail.verb in broadcasts.VERBS:
            return broadcasts.carry_out(mail, self._feishu)
        if mail.verb is Verb.SEND:
            to = Address("open_id" if mail.target_kind == "open_id" else "chat_id", mail.target)
            return self._feishu.send(to, _message(content), uuid=mail.uuid).message_id
        message = MessageId(mail.target)
        if mail.verb is Verb.REPLY:
            return self._feishu.reply(message, _message(content), uuid=mail.uuid).message_id
        if mail.verb is Verb.UPDATE:
            self._feishu.update_card(message, content["card"])
            return None
        return self._feishu.react(message, content["emoji"])

    def _later(self, mail: Outbound, error: TryLater, tries: int) -> float:
        metrics.CALLS.labels(mail.verb, "later").inc()
        log().warning("later", code=error.code, log_id=error.log_id, tries=tries)
        wait = self._hold_everybody(error)
        if wait is not None:
            self._patiently(lambda: self._limits.penalise(_api(mail), wait))

        def note() -> None:
            with self._uow() as tx:
                row = tx.session.get_one(Outbound, mail.id, with_for_update=True)
                if row.state is not OutboundState.QUEUED:
                    return  # another worker, who thought us dead, has finished it
                row.error = f"{error.code} {error.message[:200]}"
                row.takeovers = 0  # it came back: whatever kills workers, it isn't this
                if not error.outcome_unknown:
                    row.refused(row.error)

        self._patiently(note)
        pause: float = min(LONGEST_PAUSE, 0.25 * 2.0 ** min(tries, 10)) * random.uniform(0.8, 1.2)
        return max(pause, error.wait or 0.0)

    def _hold_everybody(self, error: TryLater) -> float | None:
        """Seconds that nobody should call this API: Feishu asked for it, or answers nobody.

        While Feishu is away one call in some seconds is enough to notice its return.
        """
        if error.code >= NO_CODE_OF_FEISHU:
            self._unanswered = 0
            return error.wait
        self._unanswered += 1
        return AWAY_PAUSE if self._unanswered >= AWAY_AFTER else error.wait

    def _never(self, mail: Outbound, reason: str, *, tell: bool = True) -> None:
        def note() -> None:
            with self._uow() as tx:
                row = tx.session.get_one(Outbound, mail.id, with_for_update=True)
                if row.state is OutboundState.QUEUED:
                    _park(row, tx, reason, tell=tell)

        self._patiently(note)

    def _patiently(self, do: Callable[[], T]) -> T:
        return patiently(do, self._pause)


def _park(mail: Outbound, tx: Tx, reason: str, *, tell: bool = True) -> None:
    """A refused card shows the person nothing at all, so plain text takes its place.

    Not where the card may have been shown after all.
    """
    mail.park(reason)
    if mail.verb is Verb.READ:
        _unread(mail, tx)
    if mail.verb in rooms.VERBS:
        rooms.failed(mail, tx)
    if mail.verb is Verb.SEND:
        rooms.lost(mail, reason, tx)
    if mail.verb in broadcasts.VERBS:
        broadcasts.failed(mail, tx)
    if mail.fallback and tell:
        tx.say(
            mail.target_kind,
            mail.target,
            mail.fallback,
            lane=mail.lane,
            unless_human_in=mail.content.get("unless_human_in"),
        )
        mail.fallback = None
    log().error("outbound_parked", outbound=mail.id)


def _unread(mail: Outbound, tx: Tx) -> None:
    recognitions.settle(mail.content["recognition"], Reading(failure=Failure.BUSY), tx)


def _api(mail: Outbound) -> Api:
    return READS[mail.content["medium"]] if mail.verb is Verb.READ else API[mail.verb]


def _message(content: dict[str, object]) -> Content:
    card = content.get("card")
    return CardMessage(card) if isinstance(card, dict) else Text(str(content["text"]))


def _milliseconds(span: timedelta) -> int:
    return int(span.total_seconds() * 1000)

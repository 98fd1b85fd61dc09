"""A ticket's group at Feishu: made and filled outside of any transaction.

Whoever asked hears of the outcome by an event of our own: `ROOM_MADE`, `ROOM_FAILED`, and
`NOT_ADDED` for somebody who could not be brought in, `ROOM_LOST` where the bot can't speak any
more. Nobody waits for the call itself.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import select

from bot import internal
from bot.feishu.errors import NeverAgain
from bot.feishu.port import ChatId, Feishu, NewChat, OpenId
from bot.internal import Internal
from bot.logs import log
from bot.unit_of_work import Tx
from models import Outbound, Ticket, Verb

ROOM_MADE: Final = "ticket.room_made"
ROOM_FAILED: Final = "ticket.room_failed"
NOT_ADDED: Final = "ticket.not_added"
ROOM_LOST: Final = "ticket.room_lost"
VERBS: Final = (Verb.ROOM, Verb.INVITE)
# What an invitation is marked with where it did not bring the person in.
OUTSIDE: Final = "outside"
# The bot was removed, the group dissolved, or it never was ours.
# https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/message/create
GONE: Final = frozenset({"230002", "232009", "232011", "99992356"})


def carry_out(mail: Outbound, feishu: Feishu) -> str:
    """The new chat's id; or, of an invitation, `OUTSIDE` where the person is not in the group.

    A group is made with nobody but the bot in it: one id that Feishu does not know would refuse
    it altogether. Raises FeishuError.
    """
    if mail.verb is Verb.ROOM:
        chat = NewChat(str(mail.content["name"]), (), str(mail.content.get("about", "")))
        return feishu.create_chat(chat, uuid=mail.uuid)
    person = OpenId(str(mail.content["open_id"]))
    try:
        added = feishu.add_members(ChatId(mail.target), (person,))
    except NeverAgain as error:
        # They left the company, or are not to be found by this app: an outcome, not a fault.
        log().warning("not_added", code=error.code, log_id=error.log_id)
        return OUTSIDE
    return OUTSIDE if added.invalid or added.unknown else ""


def settled(mail: Outbound, outcome: str, tx: Tx) -> None:
    if mail.verb is Verb.ROOM:
        _tell(ROOM_MADE, mail, {"chat": outcome}, tx)
    elif outcome == OUTSIDE:
        _tell(NOT_ADDED, mail, {"chat": mail.target, "open_id": mail.content["open_id"]}, tx)


def failed(mail: Outbound, tx: Tx) -> None:
    """Parked: whoever waits for the group must not wait for ever."""
    if mail.verb is Verb.ROOM:
        _tell(ROOM_FAILED, mail, {}, tx)
    else:
        settled(mail, OUTSIDE, tx)


def lost(mail: Outbound, reason: str, tx: Tx) -> None:
    """Said into a ticket's group that is closed to us: it has to be said elsewhere."""
    if mail.target_kind != "chat_id" or reason.partition(" ")[0] not in GONE:
        return
    found = select(Ticket.id).where(Ticket.chat_id == mail.target)
    for ticket in tx.session.scalars(found):
        facts = {"ticket": ticket, "chat": mail.target, "text": mail.content.get("text", "")}
        internal.post(Internal(ROOM_LOST, f"ticket:{ticket}", facts), f"room:{mail.id}", tx)


def _tell(name: str, mail: Outbound, facts: dict[str, object], tx: Tx) -> None:
    ticket = int(mail.content["ticket"])
    event = Internal(name, f"ticket:{ticket}", {"ticket": ticket, **facts})
    internal.post(event, f"room:{mail.id}", tx)

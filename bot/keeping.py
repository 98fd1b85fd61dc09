"""Pictures and files of a ticket, fetched while they can be: Feishu's keys die with the message."""

from __future__ import annotations

from typing import Final, Literal

from bot.desk.tickets import gathering
from bot.feishu.errors import NeverAgain
from bot.feishu.port import Feishu, MessageId
from bot.logs import log
from bot.unit_of_work import Tx
from models import Outbound

# What is larger stays where it is: a database is no place for films.
MOST_BYTES: Final = 20 * 1024 * 1024


def carry_out(mail: Outbound, feishu: Feishu) -> bytes:
    """Empty where there is nothing to be kept any more. Raises TryLater."""
    kind: Literal["image", "file"] = "image" if mail.content["kind"] == "image" else "file"
    try:
        found = feishu.download(MessageId(mail.target), str(mail.content["key"]), kind=kind)
    except NeverAgain as error:
        log().warning("attachment_lost", code=error.code, log_id=error.log_id)
        return b""
    return found.content if len(found.content) <= MOST_BYTES else b""


def settled(mail: Outbound, content: bytes, tx: Tx) -> None:
    if content:
        gathering.store(int(mail.content["attachment"]), content, tx)

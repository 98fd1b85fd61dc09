"""`inbox list|replay`, `outbox list|replay`: what was put aside, with its reason."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from bot.assembly import open_desk
from bot.commands import Say
from bot.desk import parked
from bot.unit_of_work import Tx
from config import Settings

Box = Literal["inbox", "outbox"]
REPLAY: dict[Box, Callable[[int, Tx], None]] = {
    "inbox": parked.replay_inbound,
    "outbox": parked.replay_outbound,
}


def list_rows(settings: Settings, box: Box, say: Say) -> int:
    """Ids and reasons; never what people wrote."""
    with open_desk(settings) as uow, uow.reading() as tx:
        if box == "inbox":
            lines = [
                f"{r.id}\t{r.received_at:%F %T}Z\t{r.event_type}\t{r.key}\t{r.error}"
                for r in parked.parked_inbound(tx)
            ]
        else:
            lines = [
                f"{r.id}\t{r.created_at:%F %T}Z\t{r.verb}\t{r.target}\t{r.error}"
                for r in parked.parked_outbound(tx)
            ]
    for line in lines:
        say(line)
    say(f"{len(lines)} parked row(s) in the {box}")
    return 0


def replay(settings: Settings, box: Box, ids: list[int], say: Say) -> int:
    failed = 0
    with open_desk(settings) as uow:
        for row_id in ids:
            try:
                with uow() as tx:
                    REPLAY[box](row_id, tx)
                say(f"{box} row {row_id} will be done again")
            except parked.CannotReplay as error:
                say(str(error))
                failed += 1
    return 1 if failed else 0

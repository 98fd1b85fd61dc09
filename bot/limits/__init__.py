"""Outgoing limits that all worker processes share, so that Feishu need not say 429.

Feishu counts each API of an app at 50/s and 1000/min, and besides 5/s for one chat or person and
5/s for the changes of one message. Recognition of pictures and of speech has 20/s for a tenant.
https://open.feishu.cn/document/ukTMukTMukTM/uUzN04SN3QjL1cDN
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    from bot.limits.shared import SharedLimits

Api = Literal["message", "card", "reaction", "picture", "speech", "other"]
Lane = Literal["interactive", "bulk"]


@dataclass(frozen=True)
class Budget:
    """Below Feishu's 50, 1000 and 5: on the way there calls bunch up (51 seen after 49 sent)."""

    per_second: int = 45
    per_minute: int = 950
    per_target: int = 4
    bulk_per_minute: int = 840
    # Recognition: 20/s, which all apps of a tenant share.
    recognitions_per_second: int = 12


@dataclass(frozen=True)
class Call:
    """`message`: sends and replies, to a chat or person; `card`: changes of one message.

    A person is one target under one name: the open_id, even where the message goes to the
    one-to-one chat.
    """

    api: Api
    target: str
    lane: Lane = "interactive"


class Limits(Protocol):
    def take(self, call: Call) -> float:
        """0.0: go, now. Otherwise the seconds to wait before asking again; nothing was taken."""
        ...

    def penalise(self, api: Api, wait: float) -> None:
        """After a 429: nobody calls this API for `wait` seconds, and then without a burst."""
        ...


class NoLimits:
    def take(self, call: Call) -> float:
        return 0.0

    def penalise(self, api: Api, wait: float) -> None:
        return None


def open_limits(database_url: str, budget: Budget) -> SharedLimits:
    """Limits kept beside that database, for every process that opens them there."""
    # Here, so that whoever needs only the types does not load SQLAlchemy and pyrate-limiter.
    from bot.limits.shared import SharedLimits
    from bot.limits.store import open_store

    return SharedLimits(open_store(database_url), budget)

"""Tenant tokens and the tokens that come with card clicks."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sandbox.state import ids
from sandbox.state.packing import packed
from sandbox.state.touched import Touched

# Feishu: a token lives at most 2 h and is replaced only in its last 30 minutes.
LIFE_S = 7200
RENEW_BELOW_S = 1800
# A click's token: 30 minutes, two updates.
CLICK_LIFE_S = 1800
CLICK_USES = 2


class TenantTokens:
    def __init__(self) -> None:
        self._ends: dict[str, float] = {}
        self._newest = ""

    def issue(self, now: float) -> tuple[str, int]:
        left = self._ends.get(self._newest, 0.0) - now
        if left < RENEW_BELOW_S:
            self._newest = ids.fresh("t-g")
            self._ends[self._newest] = now + LIFE_S
            left = LIFE_S
        return self._newest, int(left)

    def is_good(self, token: str, now: float) -> bool:
        return self._ends.get(token, 0.0) > now

    def expire_all(self) -> None:
        self._ends.clear()
        self._newest = ""

    def snapshot(self) -> dict[str, Any]:
        return {"ends": self._ends, "newest": self._newest}

    def restore(self, data: dict[str, Any]) -> None:
        self._ends, self._newest = data["ends"], data["newest"]


@dataclass(slots=True)
class ClickToken:
    message_id: str
    ends: float
    uses_left: int = CLICK_USES
    answered: bool = False


class ClickTokens:
    def __init__(self) -> None:
        self._all: dict[str, ClickToken] = {}
        self.touched = Touched()

    def issue(self, message_id: str, now: float) -> tuple[str, ClickToken]:
        name = ids.fresh("c-", 40)
        self._all[name] = ClickToken(message_id, now + CLICK_LIFE_S)
        self.touched.add(name)
        return name, self._all[name]

    def row(self, key: str) -> bytes | None:
        found = self._all.get(key)
        return None if found is None else packed(found)

    def keys(self) -> Iterable[str]:
        return list(self._all)

    def load(self, rows: Iterable[tuple[str, bytes]]) -> None:
        for key, data in rows:
            self._all[key] = ClickToken(**json.loads(data))

    def get(self, name: str) -> ClickToken | None:
        self.touched.add(name)
        return self._all.get(name)

"""Tenant tokens and the tokens that come with card clicks."""

from dataclasses import dataclass

from sandbox.state import ids

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


@dataclass(slots=True)
class ClickToken:
    message_id: str
    ends: float
    uses_left: int = CLICK_USES
    answered: bool = False


class ClickTokens:
    def __init__(self) -> None:
        self._all: dict[str, ClickToken] = {}

    def issue(self, message_id: str, now: float) -> tuple[str, ClickToken]:
        name = ids.fresh("c-", 40)
        self._all[name] = ClickToken(message_id, now + CLICK_LIFE_S)
        return name, self._all[name]

    def get(self, name: str) -> ClickToken | None:
        return self._all.get(name)

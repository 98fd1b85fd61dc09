"""The scopes that the app has been granted, and what lies outside them."""

import re
from collections.abc import Iterable
from typing import Any

# Only an administrator grants these; an app that was told nothing about scopes lacks them.
# Source: https://open.feishu.cn/document/ukTMukTMukTM/uYTM5UjL2ETO14iNxkTN/scope-list
SENSITIVE = {"im:message.group_msg", "im:message.group_msg:readonly", "im:user_agent:read"}
ALL_GROUP_MESSAGES = ("im:message.group_msg", "im:message.group_msg:readonly")
MENTIONS = (
    "im:message.group_at_msg:readonly",
    "im:message.group_at_msg",
    "im:message.group_at_msg.include_bot:readonly",
)
P2P_MESSAGES = ("im:message.p2p_msg:readonly", "im:message.p2p_msg")
EMPLOYEE_ID = "contact:user.employee_id:readonly"


def split_scopes(text: str) -> tuple[str, ...]:
    """Scopes as they are written on a command line or in an OAuth address."""
    return tuple(one for one in re.split(r"[\s,]+", text) if one)


class Grants:
    """Everything but the sensitive scopes, until somebody names the granted ones."""

    def __init__(self, scopes: Iterable[str] = (), *, all_group_messages: bool = False) -> None:
        self._named: set[str] | None = set(scopes) or None
        self._granted = {ALL_GROUP_MESSAGES[0]} if all_group_messages else set()
        self._revoked: set[str] = set()
        self._first = self.snapshot()

    @property
    def named(self) -> bool:
        """Whether the app's scopes were listed, so that every rule about them holds."""
        return self._named is not None

    def has(self, *any_of: str) -> bool:
        """Whether the app has one of these scopes."""
        return any(self._has(one) for one in any_of)

    def _has(self, scope: str) -> bool:
        if scope in self._revoked:
            return False
        if scope in self._granted:
            return True
        return scope not in SENSITIVE if self._named is None else scope in self._named

    def name(self, scopes: Iterable[str]) -> None:
        """From now on the app has these and no others."""
        self._named = set(scopes)
        self._granted, self._revoked = set(), set()

    def grant(self, scopes: Iterable[str]) -> None:
        more = set(scopes)
        self._granted |= more
        self._revoked -= more

    def revoke(self, scopes: Iterable[str]) -> None:
        less = set(scopes)
        self._revoked |= less
        self._granted -= less

    def forget(self) -> None:
        """Back to what the sandbox was started with."""
        self.restore(self._first)

    def view(self) -> dict[str, Any]:
        named = None if self._named is None else sorted(self._named)
        return {
            "scopes": named,
            "granted": sorted(self._granted),
            "revoked": sorted(self._revoked),
        }

    def snapshot(self) -> dict[str, Any]:
        return self.view()

    def restore(self, data: dict[str, Any]) -> None:
        self._named = None if data["scopes"] is None else set(data["scopes"])
        self._granted, self._revoked = set(data["granted"]), set(data["revoked"])

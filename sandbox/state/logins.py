"""People who logged in through the browser: codes, user tokens, refresh tokens.

Source: https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/authentication-management/access-token/get-user-access-token
and https://open.feishu.cn/document/common-capabilities/sso/api/obtain-oauth-code
"""

import base64
import json
import secrets
from dataclasses import asdict, dataclass, field
from typing import Any

# A code: 5 minutes, once. A token: 2 hours; a refresh token: 7 days, once; the chain: 365 days.
CODE_S = 300
ACCESS_S = 7200
REFRESH_S = 604_800
CHAIN_S = 365 * 86_400
OFFLINE = "offline_access"


@dataclass(slots=True)
class Code:
    open_id: str
    redirect_uri: str
    scopes: list[str]
    challenge: str
    ends: float
    used: bool = False


@dataclass(slots=True)
class UserToken:
    open_id: str
    scopes: list[str]
    ends: float


@dataclass(slots=True)
class Refresh:
    open_id: str
    scopes: list[str]
    ends: float
    chain_ends: float
    used: bool = False
    revoked: bool = False


@dataclass(slots=True)
class Logins:
    redirect_urls: list[str] = field(default_factory=list)
    codes: dict[str, Code] = field(default_factory=dict)
    tokens: dict[str, UserToken] = field(default_factory=dict)
    refreshes: dict[str, Refresh] = field(default_factory=dict)

    def issue_code(
        self, open_id: str, redirect_uri: str, scopes: list[str], challenge: str, now: float
    ) -> str:
        code = secrets.token_urlsafe(24)
        self.codes[code] = Code(open_id, redirect_uri, scopes, challenge, now + CODE_S)
        return code

    def issue_token(self, open_id: str, scopes: list[str], now: float) -> str:
        token = _long_token()
        self.tokens[token] = UserToken(open_id, scopes, now + ACCESS_S)
        return token

    def issue_refresh(
        self, open_id: str, scopes: list[str], now: float, chain_ends: float = 0.0
    ) -> tuple[str, int]:
        """A refresh token and its life; the chain that it belongs to ends after a year."""
        chain = chain_ends or now + CHAIN_S
        token = _long_token()
        ends = min(now + REFRESH_S, chain)
        self.refreshes[token] = Refresh(open_id, scopes, ends, chain)
        return token, int(ends - now)

    def holder(self, token: str, now: float) -> UserToken | None:
        found = self.tokens.get(token)
        return found if found is not None and found.ends > now else None

    def revoke(self, open_id: str = "") -> None:
        """An administrator, or the person, takes the permission back: of one person or of all."""
        gone = [key for key, one in self.tokens.items() if open_id in ("", one.open_id)]
        for key in gone:
            del self.tokens[key]
        for one in self.refreshes.values():
            one.revoked = one.revoked or open_id in ("", one.open_id)

    def snapshot(self) -> dict[str, Any]:
        return asdict(self)

    def restore(self, data: dict[str, Any]) -> None:
        self.redirect_urls = list(dict.fromkeys([*self.redirect_urls, *data["redirect_urls"]]))
        self.codes = {key: Code(**row) for key, row in data["codes"].items()}
        self.tokens = {key: UserToken(**row) for key, row in data["tokens"].items()}
        self.refreshes = {key: Refresh(**row) for key, row in data["refreshes"].items()}


def _long_token() -> str:
    """Feishu's user tokens look like JWTs and have 1 to 2 KB: too long for a short column."""
    head = base64.urlsafe_b64encode(json.dumps({"alg": "ES256", "typ": "JWT"}).encode())
    return f"{head.decode().rstrip('=')}.{secrets.token_urlsafe(720)}.{secrets.token_urlsafe(64)}"

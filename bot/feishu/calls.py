"""How a call is made: credentials, token, one repeat with a new token, and the SDK's settings."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from bot.feishu import codes, sdk
from bot.feishu.errors import TryLater
from bot.feishu.token import TokenHolder

# (the SDK's parts, its settings, options with the token) -> the SDK's answer. It must build a fresh
# request each time, for the SDK changes requests and options while it sends them.
Ask = Callable[[Any, Any, Any], Any]


class Calls:
    def __init__(
        self, app_id: str, app_secret: str, domain: str, timeout: tuple[float, float]
    ) -> None:
        self._credentials = {"app_id": app_id, "app_secret": app_secret}
        self._domain = origin(domain)
        self._timeout = timeout
        self._tokens = TokenHolder(self._fetch_token)

    def call(self, ask: Ask) -> Any:
        """Ask; if Feishu refuses the token, ask once more with a new one."""
        token = self._token()
        try:
            return self._ask(ask, token)
        except TryLater as error:
            if error.code != codes.INVALID_TOKEN:
                raise
        self._tokens.evict(token)
        return self._ask(ask, self._token())

    def _token(self) -> str:
        try:
            return self._tokens.get()
        except TryLater as error:
            error.sent = False  # the call itself, whatever became of the asking for a token
            raise

    def data(self, ask: Ask) -> Any:
        """Ask for something that must come back in the answer's `data`."""
        data = self.call(ask).data
        if data is None:
            raise TryLater(0, "an answer without data")
        return data

    def plain(
        self,
        method: str,
        uri: str,
        body: object = None,
        *,
        headers: Mapping[str, str] | None = None,
    ) -> dict[str, Any]:
        """Ask what the SDK has no types for; the whole answer."""

        def ask(s: Any, config: Any, option: Any) -> Any:
            option.headers.update(headers or {})
            request = _request(s, method, uri, body).token_types({s.AccessTokenType.TENANT})
            return s.Transport.execute(config, request.build(), _json(option))

        return dict(json.loads(self.call(ask).content))

    def _ask(self, ask: Ask, token: str) -> Any:
        s = sdk.load()
        option = s.RequestOption.builder().tenant_access_token(token).build()
        try:
            return ask(s, self._config(s), option)
        except s.UnmarshalException as error:
            raise TryLater(0, "an answer of another shape than the SDK knows") from error

    def _fetch_token(self) -> tuple[str, float]:
        s = sdk.load()
        uri = "/open-apis/auth/v3/tenant_access_token/internal"
        request = _request(s, "POST", uri, dict(self._credentials)).build()
        answer = s.Transport.execute(self._config(s), request, _json(s.RequestOption()))
        found = json.loads(answer.content)
        # With an empty token the SDK would go and fetch one itself.
        if not found.get("tenant_access_token"):
            raise TryLater(0, "an answer without a token")
        return str(found["tenant_access_token"]), float(found.get("expire") or 0)

    def _config(self, s: Any) -> Any:
        config = s.Config()
        config.app_id = self._credentials["app_id"]
        config.app_secret = self._credentials["app_secret"]
        config.domain = self._domain
        config.timeout = self._timeout
        # The token is ours: the SDK's cache has no lock, no retry, and forgets the domain.
        config.enable_set_token = True
        return config


def _request(s: Any, method: str, uri: str, body: object) -> Any:
    return s.BaseRequest.builder().http_method(s.HttpMethod[method]).uri(uri).body(body)


def _json(option: Any) -> Any:
    option.headers["Content-Type"] = "application/json; charset=utf-8"
    return option


def origin(domain: str) -> str:
    """The origin, checked as the SDK's own builder does: the secret must not travel in clear."""
    parts = urlsplit(domain.rstrip("/"))
    loopback = parts.hostname in ("127.0.0.1", "localhost", "::1")
    if parts.scheme not in (("http", "https") if loopback else ("https",)) or not parts.hostname:
        raise ValueError(f"not an https origin, nor http on loopback: {domain!r}")
    if parts.path or parts.query or parts.fragment or "@" in parts.netloc:
        raise ValueError(f"an origin has no path and no user: {domain!r}")
    return f"{parts.scheme}://{parts.netloc}"

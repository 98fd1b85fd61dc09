"""The pooled connection under the SDK, and the one place where answers become errors."""

from __future__ import annotations

from http.cookiejar import DefaultCookiePolicy
from typing import Any, Final

import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import NewConnectionError

from bot.feishu import codes
from bot.feishu.errors import NeverAgain, TryLater

# Nothing larger could be sent on: Feishu takes files of up to 30 MB from a bot.
# https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/file/create
LARGEST_DOWNLOAD: Final = 30 * 1024 * 1024
# As many calls as a worker has slots for them (bot/engine); more would be opened and thrown away.
MOST_AT_ONCE: Final = 96
TOO_LARGE: Final = 234037


class Door:
    """Stands where the SDK expects `requests`, which would open a connection for each call."""

    def __init__(self) -> None:
        self._session = requests.Session()
        adapter = HTTPAdapter(pool_connections=4, pool_maxsize=MOST_AT_ONCE)
        self._session.mount("https://", adapter)
        self._session.mount("http://", adapter)
        # Threads share the session; cookies would be their only common state.
        self._session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))

    def request(self, method: str, url: str, **how: Any) -> requests.Response:
        """One exchange; an answer that says no is raised here, so the SDK only sees successes."""
        try:
            answer = self._session.request(method, url, stream=True, allow_redirects=False, **how)
            with answer:  # reading to the end gives the connection back to the pool
                _refuse_large(answer)
                _ = answer.content
        except (requests.RequestException, OSError) as error:
            why = f"{type(error).__name__} at {method} {_path(url)}"
            raise TryLater(0, why, sent=not _never_left(error)) from error
        _judge(answer)
        return answer


def _never_left(error: Exception) -> bool:
    """No connection came about, so there is nothing that Feishu could have done."""
    cause = error.args[0] if error.args else None
    return isinstance(error, requests.ConnectTimeout) or isinstance(
        getattr(cause, "reason", None), NewConnectionError
    )


def _path(url: str) -> str:
    return url.split("/open-apis", 1)[-1]


def _refuse_large(answer: requests.Response) -> None:
    length = answer.headers.get("Content-Length", "")
    if length.isdigit() and int(length) > LARGEST_DOWNLOAD:
        raise NeverAgain(TOO_LARGE, f"a file of {length} bytes; at most {LARGEST_DOWNLOAD}")


def _judge(answer: requests.Response) -> None:
    if answer.ok and _is_file(answer):
        return
    try:
        body = answer.json()
    except ValueError as error:
        # A gateway's HTML page; from the SDK a JSONDecodeError would escape.
        raise TryLater(0, f"HTTP {answer.status_code} without JSON", _log_id(answer)) from error
    if not isinstance(body, dict):
        raise TryLater(0, f"HTTP {answer.status_code} with odd JSON", _log_id(answer))
    if body.get("code") != 0:
        raise codes.failure(answer.status_code, answer.headers, body)


def _is_file(answer: requests.Response) -> bool:
    # A refused download may come with HTTP 200 and JSON; a person's own JSON file has a name.
    json = "json" in answer.headers.get("Content-Type", "")
    return "/resources/" in answer.url and ("Content-Disposition" in answer.headers or not json)


def _log_id(answer: requests.Response) -> str:
    return str(answer.headers.get("X-Tt-Logid", ""))

"""A chat endpoint as OpenAI defined it: POST {url}/chat/completions."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from http.cookiejar import DefaultCookiePolicy
from threading import BoundedSemaphore
from typing import Any, Final

import requests

from bot.llm.port import Unanswered

CONNECT_WITHIN: Final = 2.0
LARGEST_ANSWER: Final = 64 * 1024
LONGEST_TEXT: Final = 700  # tokens
# More questions than this at once are answered without the model: it must not hold up the others.
AT_ONCE: Final = 4
# After so many failures in a row nobody is kept waiting for the next one, for a while.
GIVE_UP_AFTER: Final = 3
REST: Final = 30.0
# Silence, refusals, and whatever else a server may call an answer.
FAILURES: Final = (
    requests.RequestException,
    OSError,
    ValueError,
    LookupError,
    TypeError,
    RecursionError,
)


class ChatEndpoint:
    def __init__(
        self, url: str, model: str, key: str, *, timer: Callable[[], float] = time.monotonic
    ) -> None:
        self._url = url.rstrip("/") + "/chat/completions"
        self._model = model
        self._headers = {"Authorization": f"Bearer {key}"} if key else {}
        self._timer = timer
        self._places = BoundedSemaphore(AT_ONCE)
        self._failures = 0
        self._rests_until = 0.0
        self._session = requests.Session()
        # Threads share the session; cookies would be their only common state.
        self._session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))

    def ask(self, instructions: str, data: str, *, within: float) -> str:
        if self._timer() < self._rests_until:
            raise Unanswered("resting after failures")
        if not self._places.acquire(blocking=False):
            raise Unanswered("busy")
        try:
            told = self._told(instructions, data, self._timer() + within)
        except FAILURES as error:
            self._failed()
            raise Unanswered(type(error).__name__) from error
        finally:
            self._places.release()
        self._failures = 0
        return told

    def _told(self, instructions: str, data: str, until: float) -> str:
        body = {
            "model": self._model,
            "messages": [
                {"role": "system", "content": instructions},
                {"role": "user", "content": data},
            ],
            "temperature": 0,
            "max_tokens": LONGEST_TEXT,
            "stream": False,
        }
        left = until - self._timer()
        with self._session.post(
            self._url,
            json=body,
            headers=self._headers,
            timeout=(min(CONNECT_WITHIN, left), left),
            stream=True,
            # A redirect would take the question to somewhere nobody has agreed to.
            allow_redirects=False,
        ) as answer:
            if answer.status_code != 200:
                raise ValueError(f"HTTP {answer.status_code}")
            return _content(json.loads(self._whole(answer, until)))

    def _whole(self, answer: requests.Response, until: float) -> bytes:
        """A server that drips is held to the same time as one that is silent."""
        parts, size = [], 0
        for part in answer.iter_content(4096):
            size += len(part)
            if size > LARGEST_ANSWER or self._timer() > until:
                raise ValueError("too long")
            parts.append(part)
        return b"".join(parts)

    def _failed(self) -> None:
        self._failures += 1
        if self._failures >= GIVE_UP_AFTER:
            self._failures, self._rests_until = 0, self._timer() + REST


def _content(answer: Any) -> str:
    content = answer["choices"][0]["message"]["content"]
    if not isinstance(content, str):
        raise TypeError("content is no text")
    return content

"""An embeddings endpoint as OpenAI defined it: POST {url}/embeddings."""

import time
from collections.abc import Callable, Sequence

import numpy as np
import requests

from bot.matching.meaning import EmbeddingError
from bot.matching.sparse import Small

_PATIENCE = 2.0  # seconds for a question; nobody waits longer for a slightly better answer
_PATIENCE_IN_BULK = 20.0
_REST = 30.0  # after a failure nobody is kept waiting for the next one
_AT_ONCE = 32  # texts a call


class Endpoint:
    remote = True

    def __init__(
        self, url: str, model: str, key: str, *, timer: Callable[[], float] = time.monotonic
    ) -> None:
        self.name = model
        self._url = url.rstrip("/") + "/embeddings"
        self._key = key
        self._timer = timer
        self._rests_until = 0.0
        self._session = requests.Session()

    def embed(self, texts: Sequence[str]) -> Small:
        if self._timer() < self._rests_until:
            raise EmbeddingError(f"{self.name}: resting after a failure")
        try:
            parts = [
                self._asked(texts[at : at + _AT_ONCE]) for at in range(0, len(texts), _AT_ONCE)
            ]
        except (requests.RequestException, ValueError, KeyError, TypeError) as error:
            self._rests_until = self._timer() + _REST
            raise EmbeddingError(f"{self.name}: {type(error).__name__}") from error
        return np.concatenate(parts)

    def close(self) -> None:
        self._session.close()

    def _asked(self, texts: Sequence[str]) -> Small:
        response = self._session.post(
            self._url,
            json={"model": self.name, "input": list(texts), "encoding_format": "float"},
            headers={"Authorization": f"Bearer {self._key}"} if self._key else {},
            timeout=_PATIENCE if len(texts) == 1 else _PATIENCE_IN_BULK,
        )
        response.raise_for_status()
        told = sorted(response.json()["data"], key=lambda one: int(one["index"]))
        rows = np.array([one["embedding"] for one in told], np.float32)
        if rows.ndim != 2 or len(rows) != len(texts):
            raise ValueError("not a vector for each text")
        return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9))

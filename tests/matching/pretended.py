"""A model of meaning that a test understands."""

from collections.abc import Sequence

import numpy as np

from bot.matching.meaning import EmbeddingError
from bot.matching.sparse import Small


class Pretended:
    """A model that knows nothing but characters; `refuses` for as long as it is told to."""

    name = "pretended"

    def __init__(self, *, remote: bool = False, size: int = 64) -> None:
        self.remote = remote
        self.size = size
        self.refuses = False
        self.asked: list[str] = []

    def embed(self, texts: Sequence[str]) -> Small:
        if self.refuses:
            raise EmbeddingError("refused")
        self.asked += texts
        rows = np.zeros((len(texts), self.size), np.float32)
        for row, text in zip(rows, texts, strict=True):
            for character in text:
                row[ord(character) % self.size] += 1
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True))

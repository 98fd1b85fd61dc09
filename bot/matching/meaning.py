"""What texts mean, as vectors of a model: learned once, kept by digest, compared with an FAQ."""

import hashlib
import re
import threading
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from bot.matching.sparse import Floats, Ints, Small

# Telephone, card and identity numbers decide nothing and are nobody else's business.
_PERSONAL = re.compile(r"\d{6,}")
_LONGEST = 100  # characters: what a model takes grows with them, 50 ms for sixty
_LATELY = 512  # questions whose vectors are kept: 0.8 MB
_SAMPLE = 600  # wordings that show how alike unrelated ones are
_SPREAD = 4.0  # brings standard deviations into the range of the other features


class EmbeddingError(Exception):
    """The model cannot be asked now."""


class Embedder(Protocol):
    """Rows of length one, a row a text. `remote`: asking it goes over a network."""

    @property
    def name(self) -> str: ...

    @property
    def remote(self) -> bool: ...

    def embed(self, texts: Sequence[str]) -> Small: ...


class Shelf(Protocol):
    """Where vectors outlive the process: float16, little-endian, by model and digest."""

    def fetch(self, model: str, digests: Sequence[str]) -> Mapping[str, bytes]: ...

    def keep(self, model: str, vectors: Mapping[str, bytes]) -> None: ...


def embeddable(text: str) -> str:
    return _PERSONAL.sub("#", text)[:_LONGEST] or " "


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def packed(vector: Small) -> bytes:
    return vector.astype("<f2").tobytes()


def unpacked(stored: bytes) -> Small:
    return np.frombuffer(stored, "<f2").astype(np.float32)


class Meanings:
    """The vectors of one FAQ's wordings, entry after entry."""

    def __init__(self, matrix: Small, starts: Ints) -> None:
        self.matrix = matrix
        self._starts = starts
        middle = np.add.reduceat(matrix, starts, axis=0)
        lengths = np.linalg.norm(middle, axis=1, keepdims=True)
        self._middle: Small = (middle / np.maximum(lengths, 1e-9)).astype(np.float32)
        self._usual, self._spread = _background(matrix, starts)

    def near(self, vector: Small) -> Floats:
        """For each entry how near its best wording is, its standard question, all of them.

        Cosines of one model lie between .8 and .9, of another between .1 and .7; counted from
        what unrelated wordings of this FAQ have, they say the same.
        """
        # Not `@`: see topics.
        every = np.einsum("td,d->t", self.matrix, vector)
        whole = np.einsum("ed,d->e", self._middle, vector)
        best = np.maximum.reduceat(every, self._starts)
        columns = np.stack([best, every[self._starts], whole], axis=1)
        return np.asarray((columns - self._usual) / self._spread, np.float64)


def _background(matrix: Small, starts: Ints) -> tuple[float, float]:
    chosen = np.unique(np.linspace(0, len(matrix) - 1, min(len(matrix), _SAMPLE)).astype(int))
    owner = np.searchsorted(starts, chosen, side="right")
    near = matrix[chosen] @ matrix[chosen].T
    others = near[owner[:, None] != owner[None, :]]
    if not others.size:
        return 0.0, _SPREAD
    return float(others.mean()), max(float(others.std()), 1e-3) * _SPREAD


class Semantics:
    """A model and what it has said so far; one for all matchers of a process."""

    def __init__(self, embedder: Embedder, shelf: Shelf | None = None) -> None:
        self._embedder = embedder
        self._shelf = shelf
        self._rows: dict[str, NDArray[np.float16]] = {}
        self._asked: OrderedDict[str, Small] = OrderedDict()
        self._size = 0  # of what the model says today; a name may come to mean another model
        self._guard = threading.Lock()

    def fits(self, meanings: Meanings) -> bool:
        return self._size in (0, meanings.matrix.shape[1])

    def prepare(self, text: str) -> None:
        """Ask the model now, so that `asked` need not. Raises EmbeddingError."""
        text = embeddable(text)
        with self._guard:
            if text in self._asked:
                return
        vector = self._told([text])[0]
        with self._guard:
            self._asked[text] = vector
            while len(self._asked) > _LATELY:
                self._asked.popitem(last=False)

    def asked(self, text: str) -> Small | None:
        """What was prepared; a model inside the process is asked even now, a distant one never."""
        if not self._embedder.remote:
            self.prepare(text)
        with self._guard:
            return self._asked.get(embeddable(text))

    def learned(self, texts: Sequence[str], starts: Ints, most: int | None) -> Meanings | None:
        """Embed up to so many that are not known yet; None while others are still unknown.

        Raises EmbeddingError.
        """
        wanted = {digest(text): text for text in map(embeddable, texts)}
        self._fetch(self._missing(wanted))
        missing = self._missing(wanted)
        now = missing[:most]
        if now:
            told = self._told([wanted[key] for key in now])
            fresh = {key: packed(row) for key, row in zip(now, told, strict=True)}
            self._remember(fresh)
            if self._shelf is not None:
                self._shelf.keep(self._embedder.name, fresh)
        if len(now) < len(missing):
            return None
        return self._meanings([digest(embeddable(text)) for text in texts], starts)

    def _meanings(self, keys: Sequence[str], starts: Ints) -> Meanings | None:
        with self._guard:
            rows = [self._rows[key] for key in keys if key in self._rows]
            if len(self._rows) > 2 * len(keys):
                self._rows = {key: self._rows[key] for key in keys if key in self._rows}
        if len(rows) < len(keys):
            return None  # another build forgot them in between; they are soon back
        return Meanings(np.stack(rows).astype(np.float32), starts)

    def _missing(self, keys: Iterable[str]) -> list[str]:
        with self._guard:
            return [key for key in keys if key not in self._rows]

    def _fetch(self, keys: Sequence[str]) -> None:
        if keys and self._shelf is not None:
            self._remember(self._shelf.fetch(self._embedder.name, keys))

    def _remember(self, vectors: Mapping[str, bytes]) -> None:
        with self._guard:
            for key, stored in vectors.items():
                row = np.frombuffer(stored, "<f2")
                if self._size in (0, len(row)):
                    self._rows[key] = row

    def _measure(self, size: int) -> None:
        with self._guard:
            if size != self._size:
                self._size = size
                self._rows = {key: row for key, row in self._rows.items() if len(row) == size}
                self._asked.clear()

    def _told(self, texts: Sequence[str]) -> Small:
        rows = self._embedder.embed(texts)
        if len(rows) != len(texts) or not np.isfinite(rows).all():
            raise EmbeddingError(f"{self._embedder.name}: no usable vectors")
        self._measure(rows.shape[1])
        # As they will come back from the shelf: a restart must not change an answer.
        return np.stack([unpacked(packed(row)) for row in rows])

"""Vectors in a file, for commands that have no database: measuring and fitting."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np


class FileShelf:
    """Of one model; the file is written by `save` alone, with the digests it is given."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._model = ""
        self._held: dict[str, bytes] = {}
        if path.exists():
            with np.load(path, allow_pickle=False) as file:
                self._model = str(file["model"])
                rows = file["vectors"]
                keys = [digest.tobytes().hex() for digest in file["digests"]]
            self._held = {key: row.tobytes() for key, row in zip(keys, rows, strict=True)}

    @classmethod
    def beside(cls, sheet: Path) -> "FileShelf":
        """What `python -m bot.matching.train --vectors` kept beside an FAQ's sheet, if anything."""
        return cls(sheet.with_name("vectors.npz"))

    @property
    def everything(self) -> tuple[str, Mapping[str, bytes]]:
        """The model's name, and its vectors."""
        return self._model, self._held

    def fetch(self, model: str, digests: Sequence[str]) -> Mapping[str, bytes]:
        if model != self._model:
            return {}
        return {key: self._held[key] for key in digests if key in self._held}

    def keep(self, model: str, vectors: Mapping[str, bytes]) -> None:
        if model != self._model:
            self._model, self._held = model, {}
        self._held.update(vectors)

    def save(self, only: Iterable[str]) -> None:
        keys = sorted(self._held.keys() & set(only))
        with self._path.open("wb") as file:
            np.savez(
                file,
                model=np.array(self._model),
                digests=np.array([bytes.fromhex(key) for key in keys], "V32"),
                vectors=np.stack([np.frombuffer(self._held[key], "<f2") for key in keys]),
            )

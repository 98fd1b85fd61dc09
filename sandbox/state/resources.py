"""Uploaded images and files."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from sandbox.state import ids
from sandbox.state.touched import Touched


@dataclass(frozen=True, slots=True)
class Resource:
    key: str
    owner: str  # the app_id, or an open_id
    kind: str  # image, or a file_type: opus, mp4, pdf, doc, xls, ppt, stream
    name: str
    mime: str
    data: bytes
    duration: int | None = None

    @property
    def is_image(self) -> bool:
        return self.kind == "image"


class Resources:
    def __init__(self) -> None:
        self._all: dict[str, Resource] = {}
        self.touched = Touched()

    def get(self, key: str) -> Resource | None:
        return self._all.get(key)

    def add(
        self,
        *,
        owner: str,
        kind: str,
        name: str,
        mime: str,
        data: bytes,
        duration: int | None = None,
    ) -> Resource:
        key = ids.image_key() if kind == "image" else ids.file_key()
        self._all[key] = Resource(key, owner, kind, name, mime, data, duration)
        self.touched.add(key)
        return self._all[key]

    def row(self, key: str) -> bytes | None:
        """A line about it, then its bytes as they are."""
        found = self._all.get(key)
        if found is None:
            return None
        head = [found.owner, found.kind, found.name, found.mime, found.duration]
        return json.dumps(head).encode() + b"\n" + found.data

    def keys(self) -> Iterable[str]:
        return list(self._all)

    def load(self, rows: Iterable[tuple[str, bytes]]) -> None:
        for key, raw in rows:
            head, _, data = raw.partition(b"\n")
            owner, kind, name, mime, duration = json.loads(head)
            self._all[key] = Resource(key, owner, kind, name, mime, data, duration)

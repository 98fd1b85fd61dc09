"""Uploaded images and files."""

from dataclasses import dataclass

from sandbox.state import ids


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
        return self._all[key]

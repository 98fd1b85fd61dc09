"""Files uploaded into bases, whole or in parts."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field

from sandbox.state.bitable import ids
from sandbox.state.touched import Touched

UPLOAD_LIFE_S = 24 * 3600
LINK_LIFE_S = 24 * 3600


@dataclass(frozen=True, slots=True)
class Media:
    file_token: str
    app_token: str  # the only base whose cells may hold it
    name: str
    mime: str
    data: bytes


@dataclass(slots=True)
class Upload:
    """An upload in parts that is not finished."""

    app_token: str
    name: str
    size: int
    block_num: int
    ends: float
    parts: dict[int, bytes] = field(default_factory=dict)


class Medias:
    def __init__(self) -> None:
        self._all: dict[str, Media] = {}
        self.touched = Touched()
        self._links: dict[str, tuple[str, float]] = {}
        self.uploads: dict[str, Upload] = {}
        self.uploading: set[str] = set()  # bases with an upload under way

    def get(self, file_token: str) -> Media | None:
        return self._all.get(file_token)

    def add(self, *, app_token: str, name: str, mime: str, data: bytes) -> Media:
        media = Media(ids.token(), app_token, name, mime, data)
        self._all[media.file_token] = media
        self.touched.add(media.file_token)
        return media

    def link(self, file_token: str, now: float) -> str:
        """A code that stands for the file for a day, without any token."""
        code = ids.token() + ids.token()
        self._links[code] = (file_token, now + LINK_LIFE_S)
        return code

    def by_link(self, code: str, now: float) -> Media | None:
        file_token, ends = self._links.get(code, ("", 0.0))
        return self._all.get(file_token) if ends > now else None

    def row(self, key: str) -> bytes | None:
        """A line about it, then its bytes as they are."""
        media = self._all.get(key)
        if media is None:
            return None
        return json.dumps([media.app_token, media.name, media.mime]).encode() + b"\n" + media.data

    def keys(self) -> Iterable[str]:
        return list(self._all)

    def load(self, rows: Iterable[tuple[str, bytes]]) -> None:
        for key, raw in rows:
            head, _, data = raw.partition(b"\n")
            app_token, name, mime = json.loads(head)
            self._all[key] = Media(key, app_token, name, mime, data)

"""What recognition answers: what a test, or a person on the page, has said that it reads."""

import hashlib
from dataclasses import dataclass, field
from typing import Any

# Speech comes as PCM of 16 kHz and 16 bits, mono.
PCM_BYTES_PER_MS = 32
# A decoder leaves out the beginning, or fills up the last frame.
SLACK_MS = 600
FETCHED = 100


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


@dataclass(slots=True)
class Readings:
    """Texts by SHA-256 of the bytes; "" stands for all others."""

    lines: dict[str, list[str]] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    # file_key -> what is said there. The bot sends it decoded, so its bytes tell nothing.
    spoken: dict[str, str] = field(default_factory=dict)
    # Recordings with a text that the bot has fetched, with their length, the newest last.
    fetched: list[tuple[str, int]] = field(default_factory=list)

    def note_fetched(self, file_key: str, duration_ms: int | None) -> None:
        if file_key in self.spoken:
            self.fetched = [*self.fetched, (file_key, duration_ms or 0)][-FETCHED:]

    def picture(self, data: bytes) -> list[str]:
        return self.lines.get(digest(data), self.lines.get("", []))

    def speech(self, pcm: bytes) -> str:
        """By the bytes, else the last fetched recording that is about as long, else the default."""
        if (known := self.texts.get(digest(pcm))) is not None:
            return known
        length = len(pcm) / PCM_BYTES_PER_MS
        for file_key, duration in reversed(self.fetched):
            if file_key in self.spoken and abs(duration - length) <= SLACK_MS:
                return self.spoken[file_key]
        return self.texts.get("", "")

    def snapshot(self) -> dict[str, Any]:
        return {"lines": self.lines, "texts": self.texts, "spoken": self.spoken}

    def restore(self, data: dict[str, Any]) -> None:
        self.lines, self.texts, self.spoken = data["lines"], data["texts"], data["spoken"]

"""What the tenant has beside chats: bases, their files, recognition and a helpdesk."""

from dataclasses import dataclass, field
from typing import Any

from sandbox.state.bitable.store import Bases
from sandbox.state.medias import Medias


@dataclass(slots=True)
class Readings:
    """What recognition answers: by SHA-256 of the bytes, else the default."""

    lines: dict[str, list[str]] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Helpdesk:
    helpdesk_id: str = ""
    token: str = field(default="", repr=False)
    rows: dict[str, Any] = field(default_factory=dict)


class Office:
    def __init__(self) -> None:
        self.bases = Bases()
        self.medias = Medias()
        self.readings = Readings()
        self.helpdesk = Helpdesk()

"""What the tenant has beside chats: bases, their files, recognition and a helpdesk."""

from dataclasses import asdict, dataclass, field
from typing import Any

from sandbox.state.bitable.store import Bases
from sandbox.state.medias import Medias
from sandbox.state.readings import Readings


@dataclass(slots=True)
class Helpdesk:
    helpdesk_id: str = ""
    token: str = field(default="", repr=False)
    rows: dict[str, Any] = field(default_factory=dict)
    subscribed: list[str] = field(default_factory=list)  # event types that the app wants

    def snapshot(self) -> dict[str, Any]:
        return asdict(self)

    def restore(self, data: dict[str, Any]) -> None:
        self.helpdesk_id, self.token = data["helpdesk_id"], data["token"]
        self.rows, self.subscribed = data["rows"], data["subscribed"]


class Office:
    def __init__(self) -> None:
        self.bases = Bases()
        self.medias = Medias()
        self.readings = Readings()
        self.helpdesk = Helpdesk()

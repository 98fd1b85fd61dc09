"""What the desk may ask of Feishu's own helpdesk: its knowledge base, to be read and no more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class HelpdeskCategory:
    """`parent` is empty at the top."""

    id: str
    name: str
    parent: str = ""


@dataclass(frozen=True)
class HelpdeskFaq:
    """`pictures` counts what the answer shows and we do not take over. `expires_at` is in s."""

    id: str
    question: str
    answer: str
    similar: tuple[str, ...] = ()
    category_id: str = ""
    online: bool = True
    pictures: int = 0
    expires_at: int = 0


@dataclass(frozen=True)
class HelpdeskPage:
    faqs: tuple[HelpdeskFaq, ...]
    next: str = ""


class Helpdesk(Protocol):
    """Every method raises `TryLater` or `NeverAgain`."""

    def categories(self) -> list[HelpdeskCategory]: ...

    def faqs(self, after: str = "") -> HelpdeskPage:
        """`after` is a page's next."""
        ...
